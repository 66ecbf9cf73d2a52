"""A scenario: what a server says, what the client is asked to do, and what is expected of it. One statement a line;
'#' starts a comment line; blank lines do not count.

 header
  PROTO: imap | pop3 | smtp | nntp
  MODE: starttls | implicit | plain | notls    how the client is configured. starttls: TLS is REQUIRED, by upgrade;
                         implicit: TLS at connect; plain: the specification says nothing of TLS, the default policy (no
                         secret in clear) stays on; notls: the user has written that clear text will do
  SPEAKS: plain | tls    what the server begins with; default: tls where MODE is implicit
  OP: text               what the client is asked to do (see README.md)
  HOST: name             name the client is told to connect to (default localhost); it always resolves to 127.0.0.1
  NOTE: text             free text, may repeat
  CERT: name [key]       certificate name.pem with name.key, or with key.key (default good)
  CA: name               the client trusts name.pem and nothing else (default ca)
  TLSMAX: 1.0 | 1.1 | 1.2 | 1.3    highest TLS version the server offers
  CAPS: a b c            what the built-in responder advertises before TLS; _ stands for a space
  CAPS-TLS: a b c        ... under TLS (default: CAPS without STARTTLS, STLS)
  MESSAGE: bytes         the one message of the built-in mailbox (escapes; default: a short one with the text "body
                         line"); it should be what the script sends
  MESSAGE-FILL: n bytes  bytes (escapes), n times, behind it
  ITEM: NAME bytes       what the built-in IMAP mailbox gives for this FETCH item of the message, in place of the truth
                         (escapes): ITEM: ENVELOPE (NIL NIL NIL). Said again, it goes on
  ITEM-FILL: NAME n bytes  bytes (escapes), n times, behind it
 script (played in order; a scenario without a script gets a plain greeting)
  S: bytes           send; \\r \\n \\t \\0 \\\\ \\xHH escapes; ${tag} ${name} = last command's tag, or a named group of the
                     last C: match; ${next} = the tag behind it, for a client that counts. Consecutive S: lines leave
                     in ONE write.
                     After an IMAP FETCH: ${item} = the name that the answer gives to the content asked for (BODY[],
                     BODY[]<0>, BODY[TEXT], RFC822; else BODYSTRUCTURE or BODY), ${length} = how many octets MESSAGE
                     has to give there, ${also} = the built-in answers to all other items asked for, each with a space
                     behind it, UID 7 among them where the command was UID FETCH.
                     S: * 1 FETCH (${also}${item} {3}\\r\\nabc)\\r\\n${tag} OK done\\r\\n
  C: regex           read commands until one matches (re.search, without its CRLF); a command that does not match is
                     answered by ON rules, else by the built-in responder. Instead of a regex, in C, ON and ONCE, one of
                     these names (IMAP; they set 'tag'):
                     <fetch-content>    FETCH or UID FETCH that asks for text of the message: BODY[], BODY[TEXT], BODY[1],
                                        with or without .PEEK and <o.n>, RFC822, RFC822.TEXT; not one that asks for
                                        headers or data items only
                     <fetch-structure>  ... that asks for BODYSTRUCTURE or BODY (or FULL)
                     <fetch-size-date>  ... that asks for INTERNALDATE or RFC822.SIZE (or ALL FAST FULL)
                     <list-names>       LIST with a wildcard (not the LIST "" "" that asks for the delimiter)
  ON: regex ==> bytes [==TLS|==CLOSE|==TLSCLOSE]   answer rule, active from here on. A named group 'tag' is set
  ONCE: as ON, used at most one time
  TLS                flush, then do the server side of a handshake
  BODY               read message text up to CRLF "." CRLF, answering nothing (smtp, behind a 354; nntp, a 340)
  FILL n bytes       send bytes (escapes) n times
  REPEAT n|forever   repeat the next S: line; forever ends when the client goes away or at timeout
  DRIP n ms          from now on send n bytes at a time, ms apart;  DRIP off
  FLUSH              write what is pending now;  WAIT ms: flush, then sleep
  RAW: bytes         bytes on the TCP stream outside TLS (after a handshake: a forged or garbage record)
  CLOSE              flush, close TCP (under TLS: WITHOUT close_notify: a truncation)
  TLSCLOSE           flush, send close_notify, close;   RESET: flush, close with a TCP RST
  LITERAL reject [bytes]    refuse synchronising literals: with a tagged NO, or with these octets
  LITERAL accept [bytes]    invite them: with a '+', or with these octets;  LITERAL silent: never answer;
                     LITERAL close [bytes]: close TCP instead
  END answer|silent  after the script: keep answering with rules and built-ins (default), or only listen
 expectations (any number)
  EXPECT: result=ok | error | error:CATEGORY | ok|error     checked by run.py, not by the server
        categories: protocol tls cert auth policy closed limit timeout rejected input unsupported
  EXPECT: status=N                      exit status of the program (run.py)
  EXPECT: dripped-result=...            the same, where it comes out otherwise when every octet arrives alone;
                                        skip: too long for that, or no attack that way
  EXPECT: max-seconds=N                 from accept until the client has closed
  EXPECT: no-cleartext-credentials      password and its SASL forms never seen outside TLS
  EXPECT: no-credentials                ... never seen at all
  EXPECT: must-send=regex  must-not-send=regex  must-not-send-clear=regex  must-send-tls=regex
  EXPECT: must-not-command=regex        on each command, a literal being no line of its own
  EXPECT: must-send-once=regex          exactly one match in all that was sent
  EXPECT: must-deliver=regex  must-not-deliver=regex   on the text of the messages that came by DATA, BDAT or POST: dots
                                        unstuffed, transfer encoding and MIME undone
  EXPECT: no-connection                 the client must refuse before it opens a connection
  EXPECT: connections=N                 how many it opens (up to 3 are answered)
  EXPECT: tls=yes|no                    a handshake must (not) have completed
  EXPECT: must-report=regex  must-not-report=regex   on what the client says (run.py)
  EXPECT: max-report-bytes=N            (run.py)
"""

import os
import re

USER, PASSWORD, TOKEN = "alice", "correct-horse", "ya29.bearer-of-good-news"
MESSAGE = (
    b"From: a@example.org\r\nTo: b@example.org\r\nSubject: hello\r\n"
    b"Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <m7@example.org>\r\n\r\nbody line\r\n"
)
UID, UIDVALIDITY, GROUP, NUMBERS = 7, 1, "misc.test", (3, 4, 7)
FETCH = r"(?i)^(?P<tag>\S+) (?:UID )?FETCH \S+ "
NAMED = {
    "<fetch-content>": FETCH
    + r".*(?:\b(?:BODY|BINARY)(?:\.PEEK)?\[(?!HEADER|[\d.]*(?:HEADER|MIME))|\bRFC822(?:\.TEXT)?(?![.\w]))",
    "<fetch-structure>": FETCH + r"(?:.*\bBODY(?:STRUCTURE\b|(?![.\[\w]))|FULL\b)",
    "<fetch-size-date>": FETCH + r"(?:.*\b(?:INTERNALDATE|RFC822\.SIZE)\b|ALL\b|FAST\b|FULL\b)",
    "<list-names>": r"(?i)^(?P<tag>\S+) LIST .*[*%]",
}


def pattern(s):
    if s.startswith("<"):
        if s not in NAMED:
            raise ValueError("unknown name " + s)
        return re.compile(NAMED[s], re.S)
    return re.compile(s)


def unescape(s):
    out, i, b = bytearray(), 0, s.encode("utf-8")
    simple = {ord("r"): 13, ord("n"): 10, ord("t"): 9, ord("0"): 0, ord("\\"): 92, ord('"'): 34}
    while i < len(b):
        c = b[i]
        if c == 92 and i + 1 < len(b):
            d = b[i + 1]
            if d == ord("x"):
                out.append(int(b[i + 2 : i + 4], 16))
                i += 4
                continue
            if d in simple:
                out.append(simple[d])
                i += 2
                continue
            raise ValueError("bad escape in: " + s)
        out.append(c)
        i += 1
    return bytes(out)


class Scenario:
    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path).rsplit(".", 1)[0]
        self.head = {
            "PROTO": None,
            "MODE": "plain",
            "OP": "",
            "CERT": "good",
            "TLSMAX": "1.3",
            "CAPS": None,
            "CAPS-TLS": None,
            "HOST": "localhost",
            "MESSAGE": None,
            "MESSAGE-FILL": None,
            "SPEAKS": None,
            "CA": "ca",
        }
        self.notes, self.steps, self.expect, self.items = [], [], [], {}
        for no, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            try:
                self._line(line)
            except Exception as e:
                raise ValueError("%s:%d: %s" % (path, no, e))
        if self.head["PROTO"] not in ("imap", "pop3", "smtp", "nntp"):
            raise ValueError(path + ": no PROTO")
        if self.head["SPEAKS"] is None:
            self.head["SPEAKS"] = "tls" if self.head["MODE"] == "implicit" else "plain"
        self.message = MESSAGE if self.head["MESSAGE"] is None else unescape(self.head["MESSAGE"])
        if self.head["MESSAGE-FILL"]:
            n, _, b = self.head["MESSAGE-FILL"].partition(" ")
            self.message += int(n) * unescape(b)
        if not self.steps:
            self.steps.append(
                (
                    "S",
                    {
                        "imap": r"* OK ready\r\n",
                        "pop3": r"+OK ready\r\n",
                        "smtp": r"220 ready\r\n",
                        "nntp": r"200 ready\r\n",
                    }[self.head["PROTO"]],
                )
            )

    def _line(self, line):
        m = re.match(r"([A-Z-]+):\s?(.*)$", line)
        if m:
            k, v = m.groups()
            if k in self.head:
                self.head[k] = v.strip()
                return
            if k == "NOTE":
                self.notes.append(v)
                return
            if k == "EXPECT":
                a, _, b = v.strip().partition("=")
                self.expect.append((a, b))
                return
            if k == "ITEM":
                name, _, octets = v.partition(" ")
                self.items[name] = self.items.get(name, b"") + unescape(octets)
                return
            if k == "ITEM-FILL":
                name, n, octets = v.split(" ", 2)
                self.items[name] = self.items.get(name, b"") + int(n) * unescape(octets)
                return
            if k in ("S", "RAW"):
                unescape(v)
                self.steps.append((k, v))
                return
            if k == "C":
                pattern(v)
                self.steps.append((k, v))
                return
            if k in ("ON", "ONCE"):
                rx, _, rest = v.partition("==>")
                act = None
                m2 = re.search(r"\s*==(TLS|CLOSE|TLSCLOSE)\s*$", rest)
                if m2:
                    act, rest = m2.group(1), rest[: m2.start()]
                pattern(rx.strip())
                unescape(rest.strip(" "))
                self.steps.append((k, (rx.strip(), rest.strip(" "), act)))
                return
            raise ValueError("unknown statement " + k)
        k, _, v = line.strip().partition(" ")
        if k in ("TLS", "FLUSH", "CLOSE", "TLSCLOSE", "RESET", "BODY"):
            self.steps.append((k, None))
        elif k == "FILL":
            n, _, b = v.partition(" ")
            self.steps.append((k, (int(n), unescape(b))))
        elif k == "LITERAL":
            how, _, octets = v.partition(" ")
            unescape(octets)
            self.steps.append((k, (how, octets)))
        elif k in ("REPEAT", "WAIT", "DRIP", "END"):
            self.steps.append((k, v.split()))
        else:
            raise ValueError("unknown statement " + k)
