"""One connection: plays the script; what the script leaves open, the rules and the built-in responders answer."""

import os
import re
import socket
import ssl
import time

from .imap import Imap
from .nntp import Nntp
from .pop3 import Pop3
from .scenario import pattern, unescape
from .smtp import Smtp
from .wire import Gone, Wire

CAPABILITIES = {
    "imap": "IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN",
    "pop3": "USER UIDL TOP STLS SASL_PLAIN",
    "smtp": "SIZE 8BITMIME PIPELINING STARTTLS AUTH_PLAIN",
    "nntp": "VERSION_2 IMPLEMENTATION_fake READER POST OVER LIST_ACTIVE_NEWSGROUPS_OVERVIEW.FMT STARTTLS "
    "AUTHINFO_USER_SASL SASL_PLAIN",
}


def unstuff(body):
    """message text as it came behind DATA or POST, with its last dot -> the message"""
    return (b"\r\n" + body[:-3]).replace(b"\r\n.", b"\r\n")[2:]


class Connection(Wire, Imap, Pop3, Nntp, Smtp):
    def __init__(self, scenario, sock, certificates, seconds, drip):
        name, _, key = scenario.head["CERT"].partition(" ")
        pair = [os.path.join(certificates, name + ".pem"), os.path.join(certificates, (key or name) + ".key")]
        super().__init__(sock, pair, scenario.head["TLSMAX"], seconds, drip)
        self.sc, self.proto = scenario, scenario.head["PROTO"]
        self.always_drip = drip
        self.literal, self.rules = ("accept", ""), []
        self.vars, self.cmds = {"tag": "*"}, []
        self.message, self.messages, self.chunks = scenario.message, [], bytearray()
        self.flags, self.readonly, self.gone = [], False, False  # of the one message; gone: expunged or deleted
        self.parts = None
        self.user, self.group, self.current = None, None, None  # nntp

    def command(self):
        """One logical command (IMAP: with its literals), as str (latin-1), CRLF removed."""
        out = b""
        while True:
            line = self.line()
            out += line
            m = re.search(rb"\{(\d+)([+-]?)\}\r?\n$", line)
            if self.proto != "imap" or not m:
                break
            if m.group(2) == b"" and not self.invite_literal(out):
                out = b""
                continue
            literal = self.exactly(int(m.group(1)))
            out += literal
            if re.match(rb"(?i)\S+ APPEND ", out):
                self.messages.append(literal)
        return self.log_command(re.sub(r"\r?\n\Z", "", out.decode("latin-1")))

    def invite_literal(self, begun):
        """The octets of a literal are due, if we say so. False: the command that has begun is over."""
        self.remember_tag(begun.decode("latin-1"))
        how, octets = self.literal
        refused = how == "reject"
        if how != "silent":
            usual = {"accept": r"+ go ahead\r\n", "reject": r"${tag} NO refused\r\n", "close": ""}
            self.send(self.sub(octets or usual[how]))
        if refused or how == "close":
            self.cmds.append(("tls" if self.tls else "clear", begun.decode("latin-1").rstrip("\r\n")))
        if how == "close":
            self.close("CLOSE")
            raise Gone
        self.flush()
        return not refused

    def log_command(self, s):
        self.cmds.append(("tls" if self.tls else "clear", s))
        if self.proto == "imap":
            self.remember_tag(s)
            m = re.match(r"(?is)\S+ (UID )?FETCH (\S+) (.+)$", s)
            if m:
                self.fetch_vars(m.group(3), bool(m.group(1)))
        return s

    def remember_tag(self, command):
        """the tag of a command, and the one that its client would count up to"""
        tag = command.split(" ", 1)[0]
        word, number = re.match(r"(.*?)(\d*)\Z", tag, re.S).groups()
        self.vars["tag"] = tag
        self.vars["next"] = word + "%0*d" % (len(number), int(number or 0) + 1)

    def sub(self, s):
        """the octets of an S: line, with its ${names} filled in"""
        b = unescape(s)
        return re.sub(rb"\$\{(\w+)\}", lambda m: self.vars.get(m.group(1).decode(), "").encode("latin-1"), b)

    # --- script

    def run(self):
        try:
            if self.sc.head["SPEAKS"] == "tls":
                self.start_tls()
            self.repeat, self.end = 1, "answer"
            for word, value in self.sc.steps:
                if word in ("CLOSE", "TLSCLOSE", "RESET"):
                    self.close(word)
                    return
                self.play(word, value)
            self.flush()
            while True:
                if self.end == "silent":
                    self.recv()
                else:
                    self.answer(self.command())
                    self.flush()
        except (Gone, ConnectionError, ssl.SSLError):
            self.over = True
        except (TimeoutError, socket.timeout):
            pass
        finally:
            try:
                self.sock.close()
            except OSError:
                pass

    def play(self, word, value):
        if word == "S":
            self.play_send(self.sub(value))
        elif word == "C":
            self.play_until(pattern(value))
        elif word in ("ON", "ONCE"):
            self.rules.insert(0, [word, pattern(value[0]), value[1], value[2]])
        elif word == "FILL":
            self.send(value[1] * value[0])
        elif word == "REPEAT":
            self.repeat = -1 if value[0] == "forever" else int(value[0])
        elif word == "LITERAL":
            self.literal = value
        elif word == "END":
            self.end = value[0]
        else:
            self.flush()
            if word == "WAIT":
                self.play_wait(int(value[0]) / 1000.0)
            elif word == "DRIP":
                self.drip = self.always_drip if value[0] == "off" else (int(value[0]), float(value[1]))
            elif word == "TLS":
                self.start_tls()
            elif word == "BODY":
                self.body()
            elif word == "RAW":
                self._raw_send(self.sub(value))

    def play_send(self, octets):
        while self.repeat == -1:
            self.send(octets if self.drip else octets * max(1, 16384 // max(1, len(octets))))
            self.flush()
            self._peek()
        self.send(octets * self.repeat)
        self.repeat = 1

    def play_until(self, wanted):
        while True:
            self.flush()
            command = self.command()
            match = wanted.search(command)
            if match:
                self.remember(match)
                return
            self.answer(command)

    def play_wait(self, seconds):
        end = time.time() + seconds
        while time.time() < end:
            time.sleep(0.02)
            self._peek()

    def remember(self, match):
        self.vars.update({name: text or "" for name, text in match.groupdict().items()})

    def answer(self, c):
        for r in list(self.rules):
            m = r[1].search(c)
            if m:
                self.remember(m)
                self.send(self.sub(r[2]))
                if r[0] == "ONCE":
                    self.rules.remove(r)
                if r[3] == "TLS":
                    self.start_tls()
                elif r[3]:
                    self.close(r[3])
                    raise Gone
                return
        getattr(self, "a_" + self.proto)(c)

    # --- what the responders share

    def caps(self):
        head = self.sc.head
        c = head["CAPS"] if head["CAPS"] is not None else CAPABILITIES[self.proto]
        if self.tls and head["CAPS-TLS"] is not None:
            c = head["CAPS-TLS"]
        elif self.tls:
            c = " ".join(x for x in c.split() if x.upper() not in ("STARTTLS", "STLS", "LOGINDISABLED"))
        return [x.replace("_", " ") for x in c.split()]

    def sasl(self, rest, prompt, ok, cancelled, empty=""):
        """rest: mechanism and, if there, the initial response. True when it went well"""
        w = rest.split()
        asks = {"LOGIN": ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"]}.get(w[0].upper() if w else "", [empty])
        for x in asks[len(w) - 1 if w else 0 :]:
            self.send(prompt + x.encode() + b"\r\n")
            self.flush()
            if self.line_logged() == "*":
                self.send(cancelled)
                return False
        self.send(ok)
        return True

    def body(self):
        """message text up to the dot"""
        body = bytearray()
        while True:
            body += self.line()
            if body == b".\r\n" or body.endswith(b"\r\n.\r\n"):
                break
        self.messages.append(unstuff(bytes(body)))
        self.cmds.append(("tls" if self.tls else "clear", "<message, %d octets>" % len(body)))

    def line_logged(self):
        line = self.line().decode("latin-1").rstrip("\r\n")
        self.cmds.append(("tls" if self.tls else "clear", line))
        return line
