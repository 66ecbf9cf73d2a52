"""A private Postfix and Dovecot on high loopback ports, for tests that want to send to the real thing.

    with MailServers(certificates="tests/certs") as servers:
        ...send to 127.0.0.1:servers.port["starttls"]...
        message = servers.wait_for("alice", "the subject")

Configuration, queue, sockets, logs and maildirs live in one temporary folder that goes when the servers stop.
/etc/postfix, /etc/dovecot, /var/spool and the servers that a machine may already run are neither read nor touched.
Needs root, because Postfix does. Python's standard library only.
"""

import email
import email.policy
import os
import pathlib
import pwd
import grp
import shutil
import signal
import socket
import string
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).parent
POSTFIX_MASTER = "/usr/lib/postfix/sbin/master"
DOVECOT = "/usr/sbin/dovecot"
DOVECOT_LMTP = "/usr/lib/dovecot/lmtp"

DOMAIN = "mailmote.test"
USERS = {"alice": "correct-horse", "bob": "battery-staple", "zoe": "caf\u00e9 au lait"}
DOORS = ("starttls", "implicit", "plain", "small")
READY = 20  # seconds that a server may take to answer, or a mail to arrive


def why_not():
    """why the servers cannot run here; empty if they can"""
    if os.geteuid() != 0:
        return "Postfix needs root"
    if not os.path.exists(POSTFIX_MASTER):
        return "Postfix is not installed"
    if not os.path.exists(DOVECOT) or not os.path.exists(DOVECOT_LMTP):
        return "Dovecot (with LMTP) is not installed"
    return ""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class MailServers:
    def __init__(self, certificates):
        self.certificates = pathlib.Path(certificates)
        self.port = dict(zip(DOORS, free_ports(len(DOORS))))
        self.root = None
        self.running = []

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            print(self.logs())
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    # --- the folder

    def _folders(self):
        # Under /tmp whatever $TMPDIR says: the path of a socket has room for some 100 octets.
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mailmote-", dir="/tmp"))
        self.root.chmod(0o755)
        postfix = pwd.getpwnam("postfix")
        for name in ("etc", "spool", "spool/pid", "run", "state", "mail"):
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
        mail = pwd.getpwnam("mail")
        os.chown(self.root / "mail", mail.pw_uid, mail.pw_gid)

    def _configure(self):
        values = {"root": str(self.root), "domain": DOMAIN, **{k: str(v) for k, v in self.port.items()}}
        for name in ("main.cf", "master.cf", "dovecot.conf"):
            text = string.Template((HERE / f"{name}.in").read_text(encoding="utf-8")).substitute(values)
            self._write(name, text)
        self._write("mailboxes", "".join(f"{user}@{DOMAIN} here\n" for user in USERS))
        self._write("passwords", "".join(f"{user}:{{PLAIN}}{word}\n" for user, word in USERS.items()), 0o640)
        shutil.chown(self.root / "etc/passwords", group="dovecot")
        for end in ("pem", "key"):
            shutil.copy(self.certificates / f"good.{end}", self.root / f"etc/server.{end}")
        (self.root / "etc/server.key").chmod(0o600)

    def _write(self, name, text, mode=0o644):
        path = self.root / "etc" / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    # --- the servers

    def start(self):
        self._folders()
        self._configure()
        etc = self.root / "etc"
        self._run("dovecot", DOVECOT, "-F", "-c", etc / "dovecot.conf")
        self._until(lambda: (self.root / "spool/private/dovecot-lmtp").exists(), "Dovecot's socket")
        self._run("postfix", POSTFIX_MASTER, "-c", etc, "-d")
        for name, port in self.port.items():
            self._until(lambda: self._answers(port), f"Postfix on port {port} ({name})")

    def _run(self, name, *command):
        with open(self.root / f"{name}.said", "wb") as said:
            self.running.append(subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=said,
                                                 stderr=said, start_new_session=True))

    def _answers(self, port):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    def _until(self, ready, what):
        end = time.monotonic() + READY
        while not ready():
            stopped = [p.args[0] for p in self.running if p.poll() is not None]
            if stopped or time.monotonic() > end:
                raise RuntimeError(f"{what} is not there: {stopped[0] + ' stopped' if stopped else 'gave up waiting'}")
            time.sleep(0.05)

    def stop(self):
        for process in reversed(self.running):  # each leads a process group of its own
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()
        if self.root:
            shutil.rmtree(self.root, ignore_errors=True)
            self.root = None

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
        try:
            return (self.root / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def logs(self):
        """everything that the servers said, for a failure"""
        if not self.root:
            return ""
        files = sorted(self.root.glob("*.log")) + sorted(self.root.glob("*.said"))
        return "\n".join(f"--- {f.name}\n{f.read_text(errors='replace')}" for f in files)
