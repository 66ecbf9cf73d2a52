"""A private IMAP server on high loopback ports, for tests that want to read from the real thing.

    with Dovecot(certificates="tests/certs") as server:        # or Cyrus
        ...read from server.doors["starttls"]...
        seen = server.client("alice")                          # Python's own client, logged in, to look on or to meddle

A door is an address and a port; every server has "starttls" and "implicit". See private_servers.py.
"""

import imaplib
import socket
import ssl

from private_servers import USERS, PrivateServers, answers


class ImapServer(PrivateServers):
    def __init__(self, certificates):
        super().__init__(certificates)
        self.doors = {}

    def wait_for_doors(self):
        for name, (address, port) in self.doors.items():
            self.until(lambda: answers(address, port), f"{type(self).__name__} at {address}:{port} ({name})")

    def trust(self):
        context = ssl.create_default_context(cafile=self.certificates / "ca.pem")
        context.check_hostname = False
        return context

    def client(self, user="alice", door="implicit"):
        """an imaplib client, logged in"""
        address, port = self.doors[door]
        if door == "implicit":
            client = imaplib.IMAP4_SSL(address, port, ssl_context=self.trust(), timeout=60)
        else:
            client = imaplib.IMAP4(address, port, timeout=60)
            if door != "clear":
                client.starttls(self.trust())
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # it writes a literal's end by itself
        client._encoding = "utf-8"  # only so that a password may be more than ASCII
        client.login(user, USERS[user])
        return client
