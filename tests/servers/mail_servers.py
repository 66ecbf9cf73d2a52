"""A private Postfix and Dovecot on high loopback ports, for tests that want to send to the real thing.

    with MailServers(certificates="tests/certs") as servers:
        ...send to 127.0.0.1:servers.port["starttls"]...
        message = servers.wait_for("alice", "the subject")

/etc/postfix, /etc/dovecot, /var/spool and the servers that a machine may already run are neither read nor touched; see
private_servers.py. Needs root, because Postfix does.
"""

import email
import email.policy
import grp
import os
import pwd
import time

from private_servers import READY, USERS, PrivateServers, answers, free_ports

POSTFIX_MASTER = "/usr/lib/postfix/sbin/master"
DOVECOT = "/usr/sbin/dovecot"
DOVECOT_LMTP = "/usr/lib/dovecot/lmtp"

DOMAIN = "mailmote.test"
DOORS = ("starttls", "implicit", "plain", "small")


def why_not():
    """why the servers cannot run here; empty if they can"""
    if os.geteuid() != 0:
        return "Postfix needs root"
    if not os.path.exists(POSTFIX_MASTER):
        return "Postfix is not installed"
    if not os.path.exists(DOVECOT) or not os.path.exists(DOVECOT_LMTP):
        return "Dovecot (with LMTP) is not installed"
    return ""


class MailServers(PrivateServers):
    def __init__(self, certificates):
        super().__init__(certificates)
        self.port = dict(zip(DOORS, free_ports(len(DOORS))))

    # --- the folder

    def _folders(self):
        self.make_root()
        postfix = pwd.getpwnam("postfix")
        for name in ("spool", "spool/pid", "run", "state"):
            (self.root / name).mkdir(mode=0o755)
        owned = {"data": 0o700, "spool/public": 0o710, "spool/maildrop": 0o730}
        owned.update({f"spool/{q}": 0o700 for q in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold",
                                                     "incoming", "private", "saved", "trace")})
        postdrop = grp.getgrnam("postdrop").gr_gid
        for name, mode in owned.items():
            folder = self.root / name
            folder.mkdir()
            os.chown(folder, postfix.pw_uid, postdrop if mode & 0o070 else postfix.pw_gid)
            folder.chmod(mode)
        self.folder_of("mail", "mail")

    def _configure(self):
        values = {"root": str(self.root), "domain": DOMAIN, **{k: str(v) for k, v in self.port.items()}}
        for name in ("main.cf", "master.cf", "dovecot.conf"):
            self.configure(name, values)
        self.write("mailboxes", "".join(f"{user}@{DOMAIN} here\n" for user in USERS))
        self.dovecot_passwords()
        self.copy_certificate()

    # --- the servers

    def start(self):
        self._folders()
        self._configure()
        etc = self.root / "etc"
        self.run("dovecot", DOVECOT, "-F", "-c", etc / "dovecot.conf")
        self.until(lambda: (self.root / "spool/private/dovecot-lmtp").exists(), "Dovecot's socket")
        self.run("postfix", POSTFIX_MASTER, "-c", etc, "-d")
        for name, port in self.port.items():
            self.until(lambda: answers("127.0.0.1", port), f"Postfix on port {port} ({name})")

    # --- what came of it

    def maildir(self, user):
        return self.root / "mail" / user / "Maildir"

    def messages(self, user):
        for folder in ("new", "cur"):
            for path in sorted((self.maildir(user) / folder).glob("*")):
                yield email.message_from_bytes(path.read_bytes(), policy=email.policy.default)

    def wait_for(self, user, subject):
        """the message with that subject; None if it does not come"""
        end = time.monotonic() + READY
        while True:
            for message in self.messages(user):
                if message["Subject"] == subject:
                    return message
            if time.monotonic() > end:
                return None
            time.sleep(0.1)

    def log(self, name="postfix"):
        return super().log(name)
