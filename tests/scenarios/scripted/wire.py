"""The octets of one connection: in clear and under TLS, whole or dripping. Remembers all that the client sent."""

import socket
import ssl
import struct
import time


class Gone(Exception):
    """the client went away, or the script said that the server does"""


class Wire:
    def __init__(self, sock, certificate_and_key, tls_max, seconds, drip):
        self.sock, self.certificate_and_key, self.tls_max = sock, certificate_and_key, tls_max
        self.deadline = time.time() + seconds
        self.drip = drip  # (octets, milliseconds) or None
        self.tls, self.handshake = None, None  # the TLS object; its version, or why it failed
        self.inb, self.pend = bytearray(), bytearray()  # not yet read, not yet sent
        self.clear, self.under_tls = bytearray(), bytearray()
        self.over = False

    def _raw_recv(self):
        left = self.deadline - time.time()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        d = self.sock.recv(65536)
        if not d:
            raise Gone
        return d

    def _raw_send(self, d):
        if time.time() > self.deadline:
            raise TimeoutError
        self.sock.settimeout(max(0.05, self.deadline - time.time()))
        self.sock.sendall(d)

    def send(self, b):
        for i in range(0, len(b), 262144):
            self.pend += b[i : i + 262144]
            if len(self.pend) > 262144:
                self.flush()

    def flush(self):
        d, self.pend = bytes(self.pend), bytearray()
        if not d:
            return
        if self.drip:
            n, ms = self.drip
            for i in range(0, len(d), n):
                self._out(d[i : i + n])
                time.sleep(ms / 1000.0)
                self._peek()
        else:
            self._out(d)

    def _out(self, d):
        if self.tls:
            self.tls.write(d)
            self._pump()
        else:
            self._raw_send(d)

    def _pump(self):
        d = self.obio.read()
        if d:
            self._raw_send(d)

    def recv(self):
        if not self.tls:
            d = self._raw_recv()
            self.clear += d
            self.inb += d
            return
        while True:
            try:
                d = self.tls.read(65536)
                if not d:
                    raise Gone
                self.under_tls += d
                self.inb += d
                return
            except ssl.SSLWantReadError:
                self._pump()
                self.ibio.write(self._raw_recv())
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                raise Gone

    def start_tls(self):
        self.flush()
        ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        v = {
            "1.0": ssl.TLSVersion.TLSv1,
            "1.1": ssl.TLSVersion.TLSv1_1,
            "1.2": ssl.TLSVersion.TLSv1_2,
            "1.3": ssl.TLSVersion.TLSv1_3,
        }[self.tls_max]
        ctx.set_ciphers("ALL:@SECLEVEL=0")  # weak keys and old versions must get as far as the client
        if self.tls_max in ("1.0", "1.1"):
            ctx.minimum_version = ssl.TLSVersion.TLSv1
        ctx.maximum_version = v
        ctx.load_cert_chain(*self.certificate_and_key)
        self.ibio, self.obio = ssl.MemoryBIO(), ssl.MemoryBIO()
        obj = ctx.wrap_bio(self.ibio, self.obio, server_side=True)
        if self.inb:  # bytes already read belong to the handshake
            n = len(self.inb)
            self.ibio.write(bytes(self.inb))
            del self.clear[-n:]
            self.inb.clear()
        while True:
            try:
                obj.do_handshake()
                break
            except ssl.SSLWantReadError:
                d = self.obio.read()
                if d:
                    self._raw_send(d)
                self.ibio.write(self._raw_recv())
            except ssl.SSLError as e:
                self.handshake = "failed: %s" % (e.reason or e)
                try:
                    d = self.obio.read()
                    if d:
                        self._raw_send(d)
                except OSError:
                    pass
                raise Gone
        d = self.obio.read()
        if d:
            self._raw_send(d)
        self.tls, self.handshake = obj, obj.version()

    def line(self):
        while True:
            i = self.inb.find(b"\n")
            if i >= 0:
                l = bytes(self.inb[: i + 1])
                del self.inb[: i + 1]
                return l
            self.flush()
            self.recv()

    def exactly(self, n):
        while len(self.inb) < n:
            self.flush()
            self.recv()
        d = bytes(self.inb[:n])
        del self.inb[:n]
        return d

    def _peek(self):
        self.sock.setblocking(False)
        try:
            d = self.sock.recv(65536)
            if not d:
                raise Gone
            if not self.tls:
                self.clear += d
                self.inb += d
            else:
                self.ibio.write(d)
                while True:
                    x = self.tls.read(65536)
                    if not x:
                        raise Gone
                    self.under_tls += x
                    self.inb += x
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            raise Gone
        if time.time() > self.deadline:
            raise TimeoutError

    def close(self, how):
        self.flush()
        if how == "TLSCLOSE" and self.tls:
            try:
                self.tls.unwrap()
            except (ssl.SSLError, OSError):
                pass
            self._pump()
        if how == "RESET":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.sock.close()
            self.over = True
            return
        try:
            self.sock.shutdown(socket.SHUT_WR)
            self.sock.settimeout(max(0.05, min(3.0, self.deadline - time.time())))
            while True:
                d = self.sock.recv(65536)
                if not d:
                    break
                if not self.tls:
                    self.clear += d
        except OSError:
            pass
        self.over = True
