"""A private Dovecot that serves IMAP; see imap_server.py.

Its mail lies in maildirs, which a test may fill itself: fill(server.maildir("alice"), mails, server.owner).
Two doors more than others: "bare" (STARTTLS, and next to no extension: no MOVE, no IDLE, no LITERAL+), "clear" (no TLS, and
a password is taken all the same).
"""

import os
import subprocess

from imap_server import ImapServer
from private_servers import USERS, free_ports

DOVECOT = "/usr/sbin/dovecot"
DOVECOT_IMAP = "/usr/lib/dovecot/imap"


class Dovecot(ImapServer):
    owner = "mail"
    delimiter = "/"
    # Mailboxes by their levels; names that it takes, and some that it does not.
    odd_names = (("Entw\u00fcrfe", "Gr\u00f6\u00dfe"), ("with space",), (" space before",), ('quo"te',), ("back\\slash",), ("a&b",),
                 ("a%b",), ("a*b",), ("par(en)thesis",), ("{5}",), ("NIL",), ("\u53f0\u5317 \U0001f525",))
    refused_names = ("a.b",)

    def __init__(self, certificates):
        super().__init__(certificates)
        starttls, implicit = free_ports(2)
        self.doors = {"starttls": ("127.0.0.2", starttls), "implicit": ("127.0.0.2", implicit),
                      "bare": ("127.0.0.3", starttls), "clear": ("127.0.0.4", starttls)}

    @staticmethod
    def why_not():
        """why it cannot run here; empty if it can"""
        if os.geteuid() != 0:
            return "Dovecot needs root"
        if not os.path.exists(DOVECOT) or not os.path.exists(DOVECOT_IMAP):
            return "Dovecot (with IMAP) is not installed"
        return ""

    def start(self):
        self.make_root()
        for name in ("run", "state"):
            (self.root / name).mkdir(mode=0o755)
        self.folder_of(self.owner, "mail")
        for user in USERS:
            self.folder_of(self.owner, f"mail/{user}")
        self.configure("dovecot-imap.conf", {
            "root": str(self.root), "address": self.doors["starttls"][0], "bare": self.doors["bare"][0],
            "clear": self.doors["clear"][0], "starttls": str(self.doors["starttls"][1]),
            "implicit": str(self.doors["implicit"][1])})
        self.dovecot_passwords()
        self.copy_certificate()
        self.run("dovecot", DOVECOT, "-F", "-c", self.root / "etc/dovecot-imap.conf")
        self.wait_for_doors()

    @staticmethod
    def mailbox(*levels):
        """what the server calls a mailbox"""
        return Dovecot.delimiter.join(levels)

    def maildir(self, user, mailbox=""):
        """where a mailbox is kept; a name other than INBOX in ASCII, and of one level"""
        return self.root / "mail" / user / "Maildir" / (f".{mailbox}" if mailbox else "")

    def kick(self, user):
        """ends every connection of that user, without a word"""
        subprocess.run(["doveadm", "-c", str(self.root / "etc/dovecot-imap.conf"), "kick", user], check=True,
                       stdout=subprocess.DEVNULL)
