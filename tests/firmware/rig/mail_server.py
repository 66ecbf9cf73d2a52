"""A submission server on this machine's loopback: takes every mail, but for what a test makes it do at one stage.

    with MailServer(certificate=RSA, mishaps={"auth": reset}) as server:
        ...a client connects to server.port...
    server.mails, server.stages, server.clear, server.secured

A stage begins when the server has read what it will answer: STAGES lists them in their order. A mishap is called with
the wire instead of that answer being sent; where it returns, the answer goes out after all.
"""

import base64
import dataclasses
import pathlib
import socket
import ssl
import threading
import time

from .wire import Gone, Wire

_OURS = pathlib.Path(__file__).resolve().parent.parent / "certs"
_SHARED = pathlib.Path(__file__).resolve().parent.parent.parent / "certs"

STAGES = ("greeting", "ehlo", "starttls", "hello", "flight", "ehlo under TLS", "auth", "mail", "rcpt", "data", "text",
          "quit")  # fmt: skip


def shared(name):
    return _SHARED / f"{name}.pem", _SHARED / f"{name}.key"


ECDSA = shared("good")
RSA = _OURS / "rsa.pem", _OURS / "rsa.key"
TLS_1_2, TLS_1_3 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


# --- mishaps


def silence(wire):
    wire.listen()


def close(wire):
    wire.close()
    raise Gone("closed")


def cut(wire):
    wire.cut()
    raise Gone("cut")


def reset(wire):
    time.sleep(0.1)  # QEMU's network must have passed the connection on: else it would be refused instead
    wire.reset()
    raise Gone("reset")


def say(octets):
    """says `octets` in place of the answer"""

    def mishap(wire):
        wire.send(octets)
        wire.listen()

    return mishap


def first_say(octets):
    """says `octets` in front of the answer"""
    return lambda wire: wire.send(octets)


@dataclasses.dataclass
class Mail:
    sender: str
    recipients: list
    octets: bytes


class MailServer:
    def __init__(self, certificate=ECDSA, tls=TLS_1_3, mishaps=None, trickle=False):
        self._mishaps, self._trickle = mishaps or {}, trickle
        self._context = None if certificate is None else self._prepare(certificate, tls)
        self.mails, self.stages, self.logins, self.tls, self.wires = [], [], [], [], []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @staticmethod
    def _prepare(certificate, tls):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = tls
        context.load_cert_chain(*certificate)
        return context

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for wire in self.wires:
            wire.cut()
        self._thread.join()

    @property
    def clear(self):
        return b"".join(bytes(wire.clear) for wire in self.wires)

    @property
    def secured(self):
        return b"".join(bytes(wire.secured) for wire in self.wires)

    def _serve(self):
        """one connection after the other"""
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            wire = Wire(connection, self._trickle)
            self.wires.append(wire)
            try:
                Conversation(self, wire).hold()
            except Gone:
                pass
            wire.cut()

    # --- what a conversation asks of its server

    def reach(self, stage, wire):
        self.stages.append(stage)
        if stage in self._mishaps:
            self._mishaps[stage](wire)

    def offers(self, secured):
        offers = [b"mail.example.test", b"PIPELINING", b"SIZE 1000000", b"8BITMIME"]
        if self._context is not None and not secured:
            return offers + [b"STARTTLS"]
        return offers + [b"AUTH PLAIN LOGIN"]

    def secure(self, wire):
        self.tls.append(wire.start_tls(self._context, on_hello=lambda: self.reach("hello", wire),
                                       on_flight=lambda: self.reach("flight", wire)))


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
