"""IMAP in a few lines, without TLS, for tests of the command-line program: one mailbox, any login, no surprises.

    server = ImapServer()
    ...the program against server.spec()...
    server.lines                                 # what it was told, without tags; "APPEND <octets>" is a literal
    server.refuse["COPY"] = "NO [TRYCREATE] no such mailbox"
    server.arrive(Message(...))                  # while it is watched
"""

import contextlib
import re
import socket
import threading
import time

CAPABILITIES = "IMAP4rev1 AUTH=PLAIN SASL-IR LITERAL+ UIDPLUS MOVE UNSELECT IDLE"
UIDVALIDITY = 1234


class Message:
    def __init__(self, uid, subject, octets, flags=(), sender="ann", structure=None, parts=None):
        self.uid, self.flags, self.octets = uid, set(flags), octets
        person = '(("%s" NIL "%s" "plant.example"))' % (sender.capitalize(), sender)
        self.items = {
            "INTERNALDATE": '"01-May-2024 10:00:00 +0200"',
            "RFC822.SIZE": str(len(octets)),
            "ENVELOPE": '("Wed, 1 May 2024 10:00:00 +0200" %s %s %s %s ((NIL NIL "ops" "plant.example")) NIL NIL NIL '
                        '"<%d@plant.example>")' % (quoted(subject), person, person, person, uid),
            "BODYSTRUCTURE": structure or '("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" %d 1 NIL NIL NIL NIL)'
                                          % len(body(octets)),
        }
        self.parts = {"": octets, "HEADER": octets[:len(octets) - len(body(octets))], "TEXT": body(octets),
                      "1": body(octets), **(parts or {})}  # fmt: skip

    def item(self, name):
        """what FETCH answers, as octets"""
        section = re.fullmatch(r"BODY(?:\.PEEK)?\[([\w.]*)\](?:<(\d+)\.(\d+)>)?", name)
        if not section:
            value = {"UID": str(self.uid), "FLAGS": "(%s)" % " ".join(sorted(self.flags)), **self.items}[name]
            return ("%s %s" % (name, value)).encode()
        part, begin, count = section.groups()
        octets = self.parts.get(part)
        if octets is None:
            return b"BODY[%s] NIL" % part.encode()
        at = "<%s>" % begin if begin else ""
        if begin:
            octets = octets[int(begin):int(begin) + int(count)]
        return b"BODY[%s]%s {%d}\r\n%s" % (part.encode(), at.encode(), len(octets), octets)


def body(octets):
    return octets.partition(b"\r\n\r\n")[2]


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


class ImapServer:
    def __init__(self, messages=(), capabilities=CAPABILITIES):
        self.messages, self.capabilities = list(messages), capabilities
        self.folders = [('\\HasNoChildren', "INBOX"), ('\\HasNoChildren \\Trash', "Trash"), ('\\Noselect', "Plant"),
                        ('\\HasNoChildren', "Entw&APw-rfe")]  # fmt: skip
        self.expunged = []  # by another connection, and not told yet
        self.lines, self.refuse, self.aside, self.cut, self.delay = [], {}, b"", None, 0
        self.holds = False  # once an answer was cut: waits for the program to hang up
        self.holding = threading.Event()  # and does so now
        self.idling = threading.Event()
        self.wire = self.connection = None
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def spec(self, mailbox="INBOX", flags="/notls/user=ann"):
        return "{127.0.0.1:%d/imap%s}%s" % (self.port, flags, mailbox)

    def close(self):
        """only once the thread is over: else it might accept, by the descriptor that it knows, what is the next server's"""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.socket.close()

    def said(self, word):
        return [line for line in self.lines if line.partition(" ")[0] == word]

    def hang_up(self):
        with contextlib.suppress(OSError):  # who was told BYE may have hung up first
            self.connection.shutdown(socket.SHUT_RDWR)

    def arrive(self, message):
        self.messages.append(message)
        self.say("* %d EXISTS" % len(self.messages))

    def expunge_elsewhere(self, message):
        """as Dovecot does: until the program has been told, there is nothing left of it but its number and UID"""
        self.expunged.append(message)
        message.items.update({"INTERNALDATE": '"01-Jan-1970 00:00:00 +0000"', "RFC822.SIZE": "0",
                              "ENVELOPE": "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"})

    # --- one connection after the other

    def serve(self):
        try:
            while True:
                self.connection, _ = self.socket.accept()
                with self.connection, self.connection.makefile("rwb", buffering=0) as self.wire:
                    self.talk()
        except OSError:
            pass

    def say(self, line):
        self.wire.write(line.encode() + b"\r\n")

    def talk(self):
        try:
            self.say("* OK [CAPABILITY %s] ready" % self.capabilities)
            while line := self.command():
                tag, _, rest = line.partition(" ")
                if not self.take(tag, rest):
                    return
        except (BrokenPipeError, ConnectionResetError):
            pass

    def command(self):
        line = self.wire.readline()
        while found := re.search(rb"\{(\d+)(\+?)\}\r\n$", line):
            if not found[2]:
                self.say("+ go on")
            literal = b""
            while len(literal) < int(found[1]):
                literal += self.wire.read(int(found[1]) - len(literal))
            if b" APPEND " in line:
                self.lines.append("APPENDED " + literal.decode("utf-8", "replace"))
                literal = b"..."
            line = line[:found.start()] + quoted(literal.decode()).encode() + self.wire.readline()
        return line.decode().rstrip("\r\n")

    def take(self, tag, rest):
        """False: the connection is over"""
        self.lines.append(rest)
        time.sleep(self.delay)
        by_uid = rest.startswith("UID ")
        word, _, arguments = rest[4 * by_uid:].partition(" ")
        if word in self.refuse:
            self.say("%s %s" % (tag, self.refuse[word]))
            return True
        if self.aside:
            self.wire.write(self.aside)
            self.aside = b""
        code = getattr(self, "do_" + word.lower(), lambda *_: "")(arguments, by_uid)
        if code is None:
            return False
        self.say("%s OK %sdone" % (tag, code))
        return word != "LOGOUT"

    # --- commands: each says what goes before its OK, and returns a response code

    def do_capability(self, *_):
        self.say("* CAPABILITY " + self.capabilities)
        return ""

    def do_login(self, *_):
        return "[CAPABILITY %s] " % self.capabilities

    do_authenticate = do_login

    def do_logout(self, *_):
        self.say("* BYE see you")
        return ""

    def do_noop(self, *_):
        for message in self.expunged:
            self.say("* %d EXPUNGE" % (self.messages.index(message) + 1))
            self.messages.remove(message)
        self.expunged = []
        return ""

    def do_select(self, *_):
        self.say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)")
        self.say("* %d EXISTS\r\n* 0 RECENT" % len(self.messages))
        self.say("* OK [UIDVALIDITY %d] valid\r\n* OK [UIDNEXT %d] next" % (UIDVALIDITY, self.uid_next()))
        return "[READ-WRITE] "

    def do_examine(self, *_):
        self.do_select()
        return "[READ-ONLY] "

    def do_list(self, *_):
        for attributes, name in self.folders:
            self.say('* LIST (%s) "/" "%s"' % (attributes, name))
        return ""

    def do_lsub(self, *_):
        self.say('* LSUB () "/" INBOX')
        return ""

    def do_status(self, arguments, _):
        unseen = sum("\\Seen" not in m.flags for m in self.messages)
        self.say("* STATUS %s (MESSAGES %d RECENT 0 UIDNEXT %d UIDVALIDITY %d UNSEEN %d)" % (
            arguments.partition(" (")[0], len(self.messages), self.uid_next(), UIDVALIDITY, unseen))
        return ""

    def do_search(self, arguments, by_uid):
        wanted = [n for n, m in self.chosen("1:*", False) if "UNSEEN" not in arguments or "\\Seen" not in m.flags]
        ids = [self.messages[n - 1].uid if by_uid else n for n in wanted]
        esearch = re.match(r"RETURN \((.*?)\) ", arguments)
        if esearch:
            self.say("* ESEARCH%s%s" % (" UID" * by_uid, " ALL " + ",".join(map(str, ids)) if ids else ""))
        else:
            self.say("* SEARCH" + "".join(" %d" % n for n in ids))
        return ""

    def do_fetch(self, arguments, by_uid):
        chosen, _, wanted = arguments.partition(" ")
        names = re.findall(r"[^\s()\[\]]+(?:\[.*?\](?:<\d+\.\d+>)?)?", wanted.strip("()"))
        if by_uid and "UID" not in names:
            names.insert(0, "UID")
        for number, message in self.chosen(chosen, by_uid):
            answer = b"* %d FETCH (%s)\r\n" % (number, b" ".join(message.item(name) for name in names))
            self.wire.write(answer if self.cut is None else answer[:self.cut])
            if self.cut is not None:
                self.holding.set()
                while self.holds and self.wire.readline():
                    pass
                self.holding.clear()
                return None
        return "[EXPUNGEISSUED] " if self.expunged else ""

    def do_store(self, arguments, by_uid):
        chosen, what, flags = re.match(r"(\S+) (\S+) \(?(.*?)\)?$", arguments).groups()
        for number, message in self.chosen(chosen, by_uid):
            flags_named = set(flags.split())
            message.flags = {"+": message.flags | flags_named, "-": message.flags - flags_named}.get(what[0], flags_named)
            if "SILENT" not in what:
                self.say("* %d FETCH (UID %d FLAGS (%s))" % (number, message.uid, " ".join(message.flags)))
        return ""

    def do_copy(self, arguments, by_uid):
        uids = [m.uid for _, m in self.chosen(arguments.split()[0], by_uid)]
        return "[COPYUID 99 %s %s] " % (",".join(map(str, uids)), ",".join(str(100 + u) for u in uids)) if uids else ""

    def do_move(self, arguments, by_uid):
        self.say("* OK " + self.do_copy(arguments, by_uid) + "moved")
        for number, message in reversed(self.chosen(arguments.split()[0], by_uid)):
            self.messages.remove(message)
            self.say("* %d EXPUNGE" % number)
        return ""

    def do_expunge(self, *_):
        for number, message in reversed(self.chosen("1:*", False)):
            if "\\Deleted" in message.flags:
                self.messages.remove(message)
                self.say("* %d EXPUNGE" % number)
        return ""

    def do_append(self, *_):
        return "[APPENDUID 99 500] "

    def do_idle(self, *_):
        self.say("+ idling")
        self.idling.set()
        done = self.wire.readline()
        self.idling.clear()
        self.lines.append(done.decode().rstrip("\r\n"))
        return "" if done else None

    # --- what a set means

    def uid_next(self):
        return max([m.uid for m in self.messages] + [6]) + 1

    def chosen(self, numbers, by_uid):
        """(number, message) of every message that is in the set"""
        ids = [m.uid if by_uid else n for n, m in enumerate(self.messages, 1)]
        last = max(ids, default=0)
        wanted = set()
        for one in numbers.split(","):
            ends = [last if e == "*" else int(e) for e in one.split(":")]
            wanted |= set(range(min(ends), max(ends) + 1)) if max(ends) - min(ends) < 10000 else {
                i for i in ids if min(ends) <= i <= max(ends)}
        return [(n, m) for (n, m), i in zip(enumerate(self.messages, 1), ids) if i in wanted]
