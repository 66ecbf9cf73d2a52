"""An IMAP server (RFC 3501) with one mailbox of a few messages: does as it is asked, but for what a test makes it do at one
stage (rig/server.py).

    with ImapServer([Message(7, email_message)], mishaps={"half": cut}) as server:
        ...a client connects to server.port...
    server.messages[0].flags, server.commands

In STAGES, "half" begins when half of a section's octets has been sent.
"""

import base64
import re

from .server import Server, close

STAGES = ("greeting", "capability", "starttls", "hello", "flight", "capability under TLS", "authenticate", "id", "select",
          "search", "list", "parts", "body", "half", "store", "logout")  # fmt: skip

ITEM = re.compile(r"([A-Z0-9.]+)(?:\[([\d.]*)\])?")


class Conversation:
    """one client's commands, answered in their order"""

    def __init__(self, server, wire):
        self._server, self._wire = server, wire
        self._secured = False
        self._tag = self._rest = b""

    def hold(self):
        if self._server.at_once:
            self._secure()
        self._server.reach("greeting", self._wire)
        self._wire.send(b"* OK mail.example.test ready\r\n")
        while True:
            line = self._wire.line().decode("latin-1")
            self._tag, _, command = line.partition(" ")
            self._server.commands.append(command)
            word, _, rest = command.removeprefix("UID ").partition(" ")
            handler = getattr(self, "_on_" + word.lower(), None)
            if handler is None:
                self._wire.send(self._tagged("BAD no such command"))
            else:
                handler(rest)

    def _secure(self):
        self._server.secure(self._wire)
        self._secured = True

    def _tagged(self, text):
        return f"{self._tag} {text}\r\n".encode()

    def _answer(self, stage, *untagged, code=""):
        self._server.reach(stage, self._wire)
        self._complete(*untagged, code=code)

    def _complete(self, *untagged, code=""):
        self._wire.send(b"".join(b"* " + line + b"\r\n" for line in untagged) + self._tagged(f"OK {code}done"))

    # --- the login

    def _on_capability(self, _):
        self._answer("capability under TLS" if self._secured else "capability",
                     b"CAPABILITY IMAP4rev1 " + self._server.offers(self._secured))  # fmt: skip

    def _on_starttls(self, _):
        self._answer("starttls")
        self._secure()

    def _on_authenticate(self, rest):
        _, _, response = rest.partition(" ")
        if not response:
            self._wire.send(b"+ \r\n")
            response = self._wire.line()
        self._server.logins.append(base64.b64decode(response).decode())
        self._answer("authenticate")

    def _on_id(self, _):
        self._answer("id", b'ID ("name" "rig")')

    def _on_logout(self, _):
        self._answer("logout", b"BYE see you")
        close(self._wire)

    # --- the mailbox

    def _on_select(self, _):
        count = len(self._server.messages)
        self._answer("select", b"%d EXISTS" % count, b"0 RECENT", b"OK [UIDVALIDITY 1] valid",
                     code="[READ-WRITE] ")  # fmt: skip

    def _on_search(self, rest):
        assert rest == "UNSEEN", rest
        unseen = [b" %d" % message.uid for message in self._server.messages if "\\Seen" not in message.flags]
        self._answer("search", b"SEARCH" + b"".join(unseen))

    def _on_fetch(self, rest):
        uids, _, items = rest.partition(" ")
        wanted = ITEM.findall(items)
        stage = next(stage for name, stage in (("BODY.PEEK", "body"), ("BODY", "body"), ("BODYSTRUCTURE", "parts"),
                                               ("ENVELOPE", "list")) if name in dict(wanted))  # fmt: skip
        self._server.reach(stage, self._wire)
        for number, message in self._chosen(uids):
            self._wire.send(b"* %d FETCH (" % number)
            for i, (name, part) in enumerate(wanted):
                self._wire.send(b" " * (i != 0))
                self._tell(message, name, part)
            self._wire.send(b")\r\n")
        self._complete()

    def _tell(self, message, name, part):
        if not name.startswith("BODY") or name == "BODYSTRUCTURE":
            self._wire.send(name.encode() + b" " + message.item(name))
            return
        if name == "BODY":
            message.flags.add("\\Seen")
        octets = message.section(part)
        half = len(octets) // 2
        self._wire.send(b"BODY[%s] {%d}\r\n" % (part.encode(), len(octets)) + octets[:half])
        self._server.reach("half", self._wire)
        self._wire.send(octets[half:])

    def _on_store(self, rest):
        uids, what, flags = rest.split(" ", 2)
        assert what.startswith("+FLAGS"), what
        for _, message in self._chosen(uids):
            message.flags |= set(flags.strip("()").split())
        self._answer("store")

    def _chosen(self, uids):
        """(number, message) of those in a set of UIDs without `*`"""
        wanted = set()
        for one in uids.split(","):
            first, _, last = one.partition(":")
            wanted |= set(range(int(first), int(last or first) + 1))
        return [(n, message) for n, message in enumerate(self._server.messages, 1) if message.uid in wanted]


class ImapServer(Server):
    TRUSTING = (b"AUTHENTICATE", b"LOGIN", b"SELECT", b"FETCH")
    conversation = Conversation

    def __init__(self, messages, *arguments, at_once=False, **options):
        """at_once: TLS from the first octet"""
        super().__init__(*arguments, **options)
        self.messages, self.at_once = messages, at_once
        self.commands = []  # without their tags

    def offers(self, secured):
        return b"STARTTLS LOGINDISABLED" if self.wants_tls(secured) else b"AUTH=PLAIN SASL-IR ID"
