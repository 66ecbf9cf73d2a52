#!/usr/bin/env python3
"""Records what a real server says, for tests/transcripts/imap: the octets that come, one file a subject.

    record.py dovecot|cyrus FOLDER

What is recorded differs from run to run in identifiers and times alone; the files that are kept were recorded once, and
Courier's in the same way.
"""

import os
import pathlib
import re
import socket
import ssl
import sys

sys.dont_write_bytecode = True
from cyrus_imap import Cyrus  # noqa: E402
from dovecot_imap import Dovecot  # noqa: E402
from generated_mail import generated  # noqa: E402
from odd_mail import ODD  # noqa: E402
from private_servers import USERS  # noqa: E402

CERTIFICATES = pathlib.Path(__file__).resolve().parents[1] / "certs"
LITERAL = re.compile(rb"~?\{(\d+)\}\r\n$")
STATUS_ITEMS = "(MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)"


class Wire:
    """a connection whose every octet from the server is kept"""

    def __init__(self, door):
        self.socket = socket.create_connection(door, 30)
        self.stream = self.socket.makefile("rb")
        self.heard = b""
        self.count = 0
        self.response()

    def secure(self):
        self("STARTTLS")
        context = ssl._create_unverified_context()
        self.socket = context.wrap_socket(self.socket)
        self.stream = self.socket.makefile("rb")

    def response(self):
        """one response, its literals included"""
        said = b""
        while True:
            line = self.stream.readline()
            said += line
            literal = LITERAL.search(line)
            if not literal:
                break
            said += self.stream.read(int(literal[1]))
        self.heard += said
        return said

    def __call__(self, command, *literals):
        """a command and literals that end it; its responses, the tagged one last"""
        self.count += 1
        tag = f"A{self.count:04} ".encode()
        line = tag + command.encode()
        for literal in literals:
            self.socket.sendall(line + b"{%d}\r\n" % len(literal))
            said = self.until(b"+", tag)
            if said[-1].startswith(tag):
                return said
            line = literal
        self.socket.sendall(line + b"\r\n")
        return self.until(tag)

    def until(self, *beginnings):
        said = []
        while not said or not said[-1].startswith(beginnings):
            said.append(self.response())
            assert said[-1], "the server hung up"
            if said[-1].startswith(b"+") and b"+" not in beginnings and b"+ " not in beginnings:
                self.socket.sendall(b"*\r\n")  # a challenge, which is declined
        return said

    def taken(self):
        heard, self.heard = self.heard, b""
        return heard


class Recorder:
    def __init__(self, server, folder):
        self.server = server
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.wire = None

    def keep(self, name):
        # Nothing of the machine that recorded: its kernel, its name.
        heard = self.wire.taken().replace(os.uname().release.encode(), b"6.1.0-18-amd64")
        heard = heard.replace(b"<" + socket.gethostname().encode() + b"-", b"<mail-")
        (self.folder / f"{name}.txt").write_bytes(heard)

    def name(self, *levels):
        return '"' + self.server.mailbox(*levels) + '"'

    def log_in(self, user="alice", secure=True):
        wire = Wire(self.server.doors["starttls"])
        if secure:
            wire.secure()
        wire(f'LOGIN {user} "{USERS[user]}"')
        return wire

    def record(self):
        for subject in (self.beginning, self.mailboxes, self.appending, self.selecting, self.fetching, self.searching,
                        self.changing, self.watching, self.meanwhile, self.refusals, self.ending):
            subject()

    # --- subjects

    def beginning(self):
        self.wire = wire = Wire(self.server.doors["starttls"])
        wire("CAPABILITY")
        wire("LOGIN alice x")
        self.keep("greeting")
        wire.secure()
        wire("CAPABILITY")
        self.keep("starttls")
        wire("LOGIN alice wrong")
        wire("AUTHENTICATE CRAM-MD5")
        wire(f'LOGIN alice "{USERS["alice"]}"')
        wire("CAPABILITY")
        self.keep("login")
        wire('ID ("name" "Mailmote")')
        wire("ID NIL")
        wire("NAMESPACE")
        wire("ENABLE CONDSTORE")
        wire("NOOP")
        self.keep("id-namespace-enable")

    def mailboxes(self):
        wire = self.wire
        for levels in (("Entw&APw-rfe", "Gr&APYA3w-e"), ("with space",), ("a&-b",), ("par(en)",), ("{5}",), ("1",), ("NIL",),
                       ("a%b",), ("a*b",), ("quo\\\"te",), ("back\\\\slash",), ("deep", "deeper", "deepest")):
            wire(f"CREATE {self.name(*levels)}")
        wire(f"CREATE {self.name('1')}")
        self.keep("create")
        wire('LIST "" ""')
        wire('LIST "" "*"')
        wire('LIST "" "%"')
        wire('LIST "" "nothing*like*it"')
        wire(f"SUBSCRIBE {self.name('with space')}")
        wire(f"SUBSCRIBE {self.name('deep', 'deeper', 'deepest')}")
        wire(f"SUBSCRIBE {self.name('not there')}")
        wire('LSUB "" "*"')
        wire(f'LSUB "" {self.name("%")}')
        self.keep("list-lsub")
        wire('LIST (SUBSCRIBED RECURSIVEMATCH) "" "*" RETURN (CHILDREN)')
        wire('LIST "" "*" RETURN (SUBSCRIBED SPECIAL-USE)')
        wire(f'LIST "" ("INBOX" {self.name("with space")}) RETURN (STATUS (MESSAGES UIDNEXT))')
        wire('XLIST "" "*"')
        self.keep("list-extended")
        wire(f"STATUS INBOX {STATUS_ITEMS}")
        wire(f"STATUS {self.name('with space')} {STATUS_ITEMS}")
        wire("STATUS INBOX (HIGHESTMODSEQ SIZE)")
        wire(f"STATUS {self.name('not there')} {STATUS_ITEMS}")
        self.keep("status")
        wire(f"RENAME {self.name('1')} {self.name('one')}")
        wire(f"RENAME {self.name('not there')} {self.name('x')}")
        wire(f"DELETE {self.name('one')}")
        wire(f"DELETE {self.name('one')}")
        wire("DELETE INBOX")
        wire(f"UNSUBSCRIBE {self.name('with space')}")
        wire(f"UNSUBSCRIBE {self.name('with space')}")
        self.keep("rename-delete")

    def appending(self):
        wire = self.wire
        wire("APPEND INBOX (\\Seen $Label) \"14-Jul-2017 02:40:00 +0200\" ", ODD[2])
        wire("APPEND INBOX ", b"Subject: x\r\n\r\nbare\nline feed\r\n")
        wire(f"APPEND {self.name('not there')} ", ODD[2])
        wire("APPEND INBOX ", b"")
        wire("APPEND INBOX (\\Recent) ", ODD[2])
        self.keep("append")
        for octets in [generated(number).octets for number in range(1, 9)] + ODD:
            wire("APPEND INBOX ", octets)
        wire.taken()

    def selecting(self):
        wire = self.wire
        wire("SELECT INBOX")
        wire("CLOSE")
        wire("EXAMINE INBOX")
        wire(f"SELECT {self.name('with space')}")
        wire(f"SELECT {self.name('not there')}")
        wire("FETCH 1 FLAGS")
        wire("SELECT INBOX (CONDSTORE)")
        wire("UNSELECT")
        self.keep("select")

    def fetching(self):
        wire = self.wire
        wire("SELECT INBOX")
        wire.taken()
        wire("FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)")
        self.keep("envelopes")
        wire("FETCH 1:* (UID BODYSTRUCTURE)")
        self.keep("bodystructures")
        wire("FETCH 1:* BODY")
        self.keep("bodies-without-extensions")
        wire("UID FETCH 1:4 ALL")
        wire("FETCH 2 (FLAGS BODY.PEEK[HEADER.FIELDS (From \"Subject\" X-None)] BODY.PEEK[HEADER.FIELDS.NOT (Received)])")
        wire("FETCH 3:4 (BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[TEXT]<0.40> BODY.PEEK[]<100000.10>)")
        wire("FETCH 3 (BODY.PEEK[9] BODY[1.2.3.4])")
        wire("FETCH 3 (RFC822.HEADER RFC822.TEXT)")
        wire("FETCH 1:20 (BINARY.SIZE[1] BINARY.PEEK[1]<0.20>)")
        wire("FETCH 3 (MODSEQ SAVEDATE PREVIEW EMAILID THREADID)")
        wire("FETCH 999 FLAGS")
        wire("UID FETCH 999 FLAGS")
        wire("FETCH 1 NONSENSE")
        self.keep("fetch")

    def searching(self):
        wire = self.wire
        for criteria in ("ALL", "UNSEEN", "SUBJECT nothing-like-it", "RETURN (MIN MAX COUNT ALL) ALL", "RETURN () UNSEEN",
                         "RETURN (COUNT) SUBJECT nothing-like-it", "RETURN (SAVE) ALL", "CHARSET X-NONE ALL", "NONSENSE", "1:3 MODSEQ 1"):
            wire(f"SEARCH {criteria}")
        wire("UID SEARCH RETURN (ALL) 1:5")
        wire("UID SEARCH 1:5")
        wire("SEARCH CHARSET UTF-8 SUBJECT ", "\u00fcber".encode())
        wire("SORT (DATE) UTF-8 1:5")
        wire("THREAD REFERENCES UTF-8 1:5")
        self.keep("search")

    def changing(self):
        wire = self.wire
        other = self.log_in()
        other("SELECT INBOX")
        wire("STORE 1:2 +FLAGS (\\Deleted \\Flagged $New)")
        wire("STORE 3 -FLAGS.SILENT (\\Seen)")
        wire("UID STORE 999 +FLAGS (\\Seen)")
        wire("STORE 999 +FLAGS (\\Seen)")
        wire("STORE 3 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)")
        wire("STORE 3 +FLAGS (\\Bogus)")
        wire(f"COPY 1:2 {self.name('with space')}")
        wire(f"UID COPY 3,5:6 {self.name('with space')}")
        wire(f"COPY 1 {self.name('not there')}")
        wire(f"UID COPY 999 {self.name('with space')}")
        wire(f"MOVE 4:5 {self.name('with space')}")
        wire(f"UID MOVE 6 {self.name('not there')}")
        wire("UID EXPUNGE 1")
        wire("EXPUNGE")
        wire("NOOP")
        self.keep("store-copy-move-expunge")
        self.wire = other
        other("NOOP")
        other("FETCH 1:2 FLAGS")
        self.keep("changes-of-another")
        self.wire = wire

    def watching(self):
        wire, other = self.wire, self.log_in()
        self.idle(wire, lambda: other("APPEND INBOX ", ODD[0]))
        self.idle(wire, lambda: other("SELECT INBOX") and other("STORE 1:2 +FLAGS (\\Deleted)") and other("EXPUNGE"))
        wire("NOOP")
        self.keep("idle")

    @staticmethod
    def idle(wire, change):
        wire.socket.sendall(b"A9000 IDLE\r\n")
        wire.until(b"+ ")
        change()
        wire.until(b"* ")
        wire.socket.sendall(b"DONE\r\n")
        wire.until(b"A9000 ")

    def meanwhile(self):
        """what is asked for is gone already, and the server may not say so yet (RFC 2180)"""
        wire, other = self.wire, self.log_in()
        wire("SELECT INBOX")
        other("SELECT INBOX")
        other("STORE 3:5 +FLAGS (\\Deleted)")
        other("EXPUNGE")
        wire.taken()
        wire("FETCH 2:6 (UID FLAGS RFC822.SIZE INTERNALDATE ENVELOPE)")
        wire("FETCH 4 (BODY.PEEK[] BODYSTRUCTURE)")
        wire("STORE 4 +FLAGS (\\Seen)")
        wire("SEARCH ALL")
        wire("NOOP")
        self.keep("expunged-meanwhile")

    def refusals(self):
        wire = self.wire
        for command in ("NONSENSE", "", "SELECT", "FETCH", "FETCH x FLAGS", "FETCH 0 FLAGS", "FETCH 1:* (", "LOGIN alice x",
                        "STARTTLS", "SELECT \"un&quoted\\x\"", "UID NONSENSE 1"):
            wire(command)
        self.keep("refusals")

    def ending(self):
        self.wire("LOGOUT")
        self.keep("logout")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with {"dovecot": Dovecot, "cyrus": Cyrus}[sys.argv[1]](CERTIFICATES) as running:
        Recorder(running, sys.argv[2]).record()
