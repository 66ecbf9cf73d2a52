"""A server on this machine's loopback that serves one connection after the other, but for what a test makes it do at one
stage; rig/mail_server.py and rig/imap_server.py give it a protocol.

    with MailServer(certificate=RSA, mishaps={"auth": reset}) as server:
        ...a client connects to server.port...
    server.stages, server.logins, server.clear, server.secured

A stage begins when the server has read what it will answer: STAGES lists them in their order. A mishap is called with
the wire instead of that answer being sent; where it returns, the answer goes out after all.
"""

import pathlib
import socket
import ssl
import threading
import time

from .wire import Gone, Wire

_OURS = pathlib.Path(__file__).resolve().parent.parent / "certs"
_SHARED = pathlib.Path(__file__).resolve().parent.parent.parent / "certs"


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


class Server:
    TRUSTING = ()  # words that a client says only to a server that it trusts
    conversation = None  # class of what is held on a connection

    def __init__(self, certificate=ECDSA, tls=TLS_1_3, mishaps=None, trickle=False):
        self._mishaps, self._trickle = mishaps or {}, trickle
        self._context = None if certificate is None else self._prepare(certificate, tls)
        self.stages, self.logins, self.tls, self.wires = [], [], [], []
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
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            wire = Wire(connection, self._trickle)
            self.wires.append(wire)
            try:
                self.conversation(self, wire).hold()
            except Gone:
                pass
            finally:
                wire.cut()

    # --- what a conversation asks of its server

    def reach(self, stage, wire):
        self.stages.append(stage)
        if stage in self._mishaps:
            self._mishaps[stage](wire)

    def wants_tls(self, secured):
        return self._context is not None and not secured

    def secure(self, wire):
        self.tls.append(wire.start_tls(self._context, on_hello=lambda: self.reach("hello", wire),
                                       on_flight=lambda: self.reach("flight", wire)))
