"""A private Cyrus that serves IMAP, as cyrus.sh has put it into a folder; see imap_server.py.

Nothing like Dovecot: mailboxes are INBOX.Name.Name, names have fewer characters, a first login makes the mailbox.
"""

import os
import pathlib
import socket
import struct
import threading

from imap_server import ImapServer
from private_servers import USERS, free_ports


class Cyrus(ImapServer):
    owner = "mail"
    delimiter = "."
    # Mailboxes by their levels; names that it takes, and some that it does not.
    odd_names = (("Entw\u00fcrfe", "Gr\u00f6\u00dfe"), ("with space",), (" space before",), ("a&b",), ("a*b",), ("par(en)thesis",),
                 ("NIL",), ("\u53f0\u5317 \U0001f525",))
    refused_names = ('quo"te', "back\\slash", "a%b", "{5}", "a/b")
    package = pathlib.Path(__file__).resolve().parents[2] / "build-cyrus"

    def __init__(self, certificates):
        super().__init__(certificates)
        starttls, implicit = free_ports(2)
        self.doors = {"starttls": ("127.0.0.1", starttls), "implicit": ("127.0.0.1", implicit)}
        self.passwords = None

    @classmethod
    def why_not(cls):
        """why it cannot run here; empty if it can"""
        if os.geteuid() != 0:
            return "Cyrus needs root"
        if not (cls.package / "usr/lib/cyrus/bin/imapd").exists():
            return "Cyrus is not there: sh tests/servers/cyrus.sh"
        return ""

    def start(self):
        self.make_root()
        self.folder_of(self.owner, "conf")
        for name in ("spool", "conf/proc", "conf/lock", "conf/socket"):
            self.folder_of(self.owner, name)
        binaries = self.package / "usr/lib/cyrus/bin"
        values = {"root": str(self.root), "owner": self.owner, "bin": str(binaries),
                  **{name: str(port) for name, (_, port) in self.doors.items()}}
        self.configure("cyrus-imapd.conf", values)
        self.configure("cyrus.conf", values)
        self.copy_certificate(self.owner)
        self.passwords = SaslAuthDaemon(self.root / "conf/saslauthd")
        libraries = next((self.package / "usr/lib").glob("*-linux-gnu*"))
        # What these mailboxes hold need not outlive a power cut: nothing waits for a disk.
        environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries), "LD_PRELOAD": str(libraries / "libeatmydata.so")}
        self.run("cyrus", binaries / "master", "-D", "-C", self.root / "etc/cyrus-imapd.conf", "-M",
                 self.root / "etc/cyrus.conf", "-p", self.root / "master.pid", environment=environment)
        self.wait_for_doors()

    @staticmethod
    def mailbox(*levels):
        """what the server calls a mailbox"""
        return Cyrus.delimiter.join(("INBOX", *levels))

    def stop(self):
        super().stop()
        if self.passwords:
            self.passwords.stop()
            self.passwords = None


class SaslAuthDaemon:
    """says whether a password is right: four strings are asked, each behind its length, and one is answered"""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        os.chmod(path, 0o666)
        self.socket.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                asked, _ = self.socket.accept()
            except OSError:
                return
            with asked:
                self._answer(asked.makefile("rwb"))

    def _answer(self, stream):
        user, password, _, _ = (stream.read(struct.unpack("!H", stream.read(2))[0]).decode() for _ in range(4))
        said = b"OK" if USERS.get(user) == password else b"NO wrong"
        stream.write(struct.pack("!H", len(said)) + said)
        stream.flush()

    def stop(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
