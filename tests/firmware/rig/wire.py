"""The octets of one connection, in clear and then under TLS: what came is kept, what goes may trickle.

The handshake stops after the client's hello, and after our answer to it, so that a test can break off there.
"""

import socket
import ssl
import struct
import time

TRICKLE_PAUSE = 0.0005  # seconds between two octets


class Gone(Exception):
    """the connection is over: the peer left, or a test said that we do"""


class Wire:
    def __init__(self, connection, trickle=False):
        self._socket, self._trickle = connection, trickle
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._tls = None
        self._unread = bytearray()
        self.clear, self.secured = bytearray(), bytearray()  # all that the peer sent

    def send(self, octets):
        if self._tls is None:
            self._send_raw(octets)
        else:
            self._tls.write(octets)
            self._flush()

    def line(self):
        """one line without its end"""
        while b"\n" not in self._unread:
            self._receive()
        line, _, rest = bytes(self._unread).partition(b"\n")
        self._unread[:] = rest
        return line.rstrip(b"\r")

    def text(self):
        """the text of a mail, dots undone"""
        lines = []
        while (line := self.line()) != b".":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(line + b"\r\n" for line in lines)

    # --- TLS

    def start_tls(self, context, on_hello, on_flight):
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(self._in, self._out, server_side=True)
        self._in.write(self._receive_raw())
        on_hello()
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                if self._flush():
                    on_flight()
                self._in.write(self._receive_raw())
            except ssl.SSLError as error:
                self._flush()
                raise Gone(error.reason) from None
        self._tls = tls
        self._flush()
        return tls.version()

    def _flush(self):
        octets = self._out.read()
        if octets:
            self._send_raw(octets)
        return bool(octets)

    def _receive(self):
        if self._tls is None:
            self._unread += self._receive_raw()
            return
        while True:
            try:
                octets = self._tls.read(65536)
                if not octets:
                    raise Gone("close_notify")
                self.secured += octets
                self._unread += octets
                return
            except ssl.SSLWantReadError:
                self._in.write(self._receive_raw())
            except ssl.SSLError as error:
                raise Gone(error.reason) from None

    # --- octets

    def _receive_raw(self):
        try:
            octets = self._socket.recv(65536)
        except OSError as error:
            raise Gone(str(error)) from None
        if not octets:
            raise Gone("end of stream")
        if self._tls is None:
            self.clear += octets
        return octets

    def _send_raw(self, octets):
        try:
            if not self._trickle:
                self._socket.sendall(octets)
                return
            for octet in octets:
                self._socket.sendall(bytes([octet]))
                time.sleep(TRICKLE_PAUSE)
        except OSError as error:
            raise Gone(str(error)) from None

    # --- ends

    def listen(self):
        """says nothing more, until the peer leaves"""
        while True:
            if self._tls is None:
                self._receive_raw()
            else:
                self._receive()

    def close(self):
        if self._tls is not None:
            try:
                self._tls.unwrap()
            except ssl.SSLError:  # we have said that we leave; whether the peer did does not matter
                pass
            try:
                self._flush()
            except Gone:
                pass
        self.cut()

    def cut(self):
        """ends the stream without close_notify; harmless at any time, from any thread"""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # it is over already
            pass
        self._socket.close()

    def reset(self):
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()
