"""The demonstration server as a process of its own, for the tests that are called with PROGRAM CERTIFICATES."""

import base64
import pathlib
import signal
import socket
import subprocess
import sys

PROGRAM, CERTIFICATES = sys.argv[1], pathlib.Path(sys.argv[2])
PATIENCE = 60  # seconds for what comes at once as a rule: a sanitizer on a busy machine is slow
USER, PASSWORD = "pump3", "pass w\u00f6rd"
FROM, TO = "pump3@plant.example", "ops@plant.example"
PLAIN = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()


_look_up = socket.getaddrinfo


def look_up(host, *rest, **more):
    """localhost is this machine, also where no /etc/hosts says so"""
    return _look_up("127.0.0.1" if host == "localhost" else host, *rest, **more)


socket.getaddrinfo = look_up


class DemoServer:
    """one process; `arrived()` gives the mails in the order in which they came"""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [PROGRAM, "--user", USER, "--password", PASSWORD, "--print", *options],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.port = self._port()
        self.imap_port = self._port() if "--imap-port" in options else None

    def _port(self):
        return int(self.process.stdout.readline().split()[-1])

    def arrived(self):
        """(the line that announces it, its octets)"""
        head = self.process.stdout.readline().decode()
        return head.strip(), self.process.stdout.read(int(head.split()[2]))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode
