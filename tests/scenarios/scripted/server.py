"""Plays a scenario's server on a loopback port, and judges what a client sent.

    server = Server("x.scenario", "tests/certs").start()
    ...a client talks to 127.0.0.1:server.port...
    server.stop()
    server.result()["checks"]
"""

import base64
import email
import email.policy
import re
import socket
import threading
import time

from .connection import Connection
from .scenario import PASSWORD, TOKEN, USER, Scenario


def delivered(raw):
    """the text of a message, transfer encoding undone"""
    m = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = [p for p in m.walk() if p.get_content_maintype() == "text"]
    return b"".join(p.get_payload(decode=True) or b"" for p in parts).decode("latin-1")


def secret_forms():
    """the password and the token as they are, and as SASL writes them"""
    p, u, t = PASSWORD.encode(), USER.encode(), TOKEN.encode()
    encoded = [p, t, b"\0" + u + b"\0" + p, u + b"\0" + u + b"\0" + p, b"user=" + u + b"\1auth=Bearer " + t + b"\1\1"]
    # The last character of base64 depends on what follows: it is left out.
    return [p, t] + [base64.b64encode(x).rstrip(b"=")[:-1] for x in encoded]


def leaks(octets):
    return any(form in octets for form in secret_forms())


class Server:
    def __init__(self, scenario, certificates, port=0, seconds=20.0, connections=3, drip=None, slower=1):
        self.scenario = scenario if isinstance(scenario, Scenario) else Scenario(scenario)
        self.certificates, self.seconds, self.connections, self.drip = certificates, seconds, connections, drip
        self.slower = slower  # max-seconds: times as long
        self.conns, self.times = [], []
        self.lsock = socket.socket()
        self.lsock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.lsock.bind(("127.0.0.1", port))
        self.lsock.listen(8)
        self.port = self.lsock.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def start(self):
        self.thread.start()
        return self

    def _serve(self):
        try:
            for _ in range(self.connections):
                self.lsock.settimeout(self.seconds)
                s, _a = self.lsock.accept()
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                c = Connection(self.scenario, s, self.certificates, self.seconds, self.drip)
                self.conns.append(c)
                t0 = time.time()
                c.run()
                self.times.append(time.time() - t0)
        except (OSError, socket.timeout):
            pass
        finally:
            self.lsock.close()

    def stop(self):
        try:
            self.lsock.shutdown(socket.SHUT_RDWR)  # wakes a waiting accept()
        except OSError:
            pass
        try:
            self.lsock.close()
        except OSError:
            pass
        t = time.time() + 3.5  # let a client's close be noticed before anything is forced
        while time.time() < t and any(not c.over for c in self.conns):
            time.sleep(0.02)
        for c in self.conns:
            if c.over:
                continue
            c.deadline = 0
            try:
                c.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.thread.join(3)

    # --- what came of it

    def result(self):
        checks = [{"expect": a + ("=" + b if b else ""), "ok": self._holds(a, b)} for a, b in self.scenario.expect]
        return {
            "scenario": self.scenario.name,
            "connections": len(self.conns),
            "handshake": [c.handshake for c in self.conns if c.handshake],
            "seconds": [round(t, 2) for t in self.times],
            "commands": [[where, what[:200]] for c in self.conns for where, what in c.cmds],
            "checks": checks,
            "ok": all(c["ok"] is not False for c in checks),
        }

    def sent_clear(self):
        return b"".join(bytes(c.clear) for c in self.conns)

    def _holds(self, what, value):
        """does an expectation hold; None where that cannot be seen from the wire"""
        clear = self.sent_clear().decode("latin-1")
        tls = b"".join(bytes(c.under_tls) for c in self.conns).decode("latin-1")
        text = "\0".join(delivered(m) for c in self.conns for m in c.messages)
        secured = any(c.handshake and not c.handshake.startswith("failed") for c in self.conns)
        judge = {
            "no-cleartext-credentials": lambda: not leaks(clear.encode("latin-1")),
            "no-credentials": lambda: not leaks((clear + tls).encode("latin-1")),
            "must-send": lambda: bool(re.search(value, clear + tls)),
            "must-send-once": lambda: len(re.findall(value, clear + tls)) == 1,
            "must-send-tls": lambda: bool(re.search(value, tls)),
            "must-not-send": lambda: not re.search(value, clear + tls),
            "must-not-command": lambda: not any(re.search(value, what) for c in self.conns for _, what in c.cmds),
            "must-not-send-clear": lambda: not re.search(value, clear),
            "must-deliver": lambda: bool(re.search(value, text)),
            "must-not-deliver": lambda: not re.search(value, text),
            "tls": lambda: secured == (value == "yes"),
            "no-connection": lambda: not self.conns,
            "connections": lambda: len(self.conns) == int(value),
            "max-seconds": lambda: all(c.over for c in self.conns)
            and all(t <= float(value) * self.slower for t in self.times),
        }
        return judge[what]() if what in judge else None
