"""A submission server: takes every mail, but for what a test makes it do at one stage (rig/server.py).

    with MailServer() as server:
        ...a client connects to server.port...
    server.mails
"""

import base64
import dataclasses

from .server import Server, close

STAGES = ("greeting", "ehlo", "starttls", "hello", "flight", "ehlo under TLS", "auth", "mail", "rcpt", "data", "text",
          "quit")  # fmt: skip


@dataclasses.dataclass
class Mail:
    sender: str
    recipients: list
    octets: bytes


class Conversation:
    """one client's commands, answered in their order"""

    def __init__(self, server, wire):
        self._server, self._wire = server, wire
        self._secured = False
        self._mail = None

    def hold(self):
        self._answer("greeting", b"220 mail.example.test ready")
        while True:
            word, _, rest = self._wire.line().decode("latin-1").partition(" ")
            handler = getattr(self, "_on_" + word.lower(), None)
            if handler is None:
                self._wire.send(b"500 5.5.1 No such command\r\n")
            else:
                handler(rest)

    def _answer(self, stage, reply):
        self._server.reach(stage, self._wire)
        self._wire.send(reply + b"\r\n")

    def _on_ehlo(self, _):
        *first, last = self._server.offers(self._secured)
        reply = b"".join(b"250-" + line + b"\r\n" for line in first) + b"250 " + last
        self._answer("ehlo under TLS" if self._secured else "ehlo", reply)

    def _on_starttls(self, _):
        self._answer("starttls", b"220 2.0.0 Go ahead")
        self._server.secure(self._wire)
        self._secured = True

    def _on_auth(self, rest):
        _, _, response = rest.partition(" ")
        self._server.logins.append(base64.b64decode(response).decode())
        self._answer("auth", b"235 2.7.0 Welcome")

    def _on_mail(self, rest):
        self._mail = Mail(self._address(rest), [], b"")
        self._answer("mail", b"250 2.1.0 Sender ok")

    def _on_rcpt(self, rest):
        self._mail.recipients.append(self._address(rest))
        self._answer("rcpt", b"250 2.1.5 Recipient ok")

    def _on_data(self, _):
        self._answer("data", b"354 Go ahead")
        self._mail.octets = self._wire.text()
        self._server.mails.append(self._mail)
        self._answer("text", b"250 2.0.0 Queued")

    def _on_quit(self, _):
        self._answer("quit", b"221 2.0.0 Bye")
        close(self._wire)

    @staticmethod
    def _address(argument):
        return argument.partition("<")[2].partition(">")[0]


class MailServer(Server):
    TRUSTING = (b"AUTH", b"MAIL", b"RCPT", b"DATA", b"Subject")
    conversation = Conversation

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.mails = []

    def offers(self, secured):
        offers = [b"mail.example.test", b"PIPELINING", b"SIZE 1000000", b"8BITMIME"]
        return offers + ([b"STARTTLS"] if self.wants_tls(secured) else [b"AUTH PLAIN LOGIN"])
