"""Servers that a test starts for itself: on loopback, in one temporary folder that goes when they stop.

A subclass says in `start` what the folder holds and what runs. Configuration, sockets, logs and mail live in the folder;
nothing that belongs to the machine is read or touched. Python's standard library only.
"""

import os
import pathlib
import pwd
import random
import shutil
import signal
import socket
import string
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).parent
USERS = {"alice": "correct-horse", "bob": "battery-staple", "zoe": "caf\u00e9 au lait"}
READY = 60  # seconds that a server may take to answer, or a mail to arrive, on a busy machine


def free_ports(count):
    """below those that a system gives to whoever asks for any: nobody gets them until the servers bind them"""
    ports = []
    while len(ports) < count:
        port = random.randrange(20000, 32000)
        with socket.socket() as s:
            try:
                s.bind(("", port))
            except OSError:
                continue
        if port not in ports:
            ports.append(port)
    return ports


def answers(address, port):
    try:
        socket.create_connection((address, port), 1).close()
        return True
    except OSError:
        return False


class PrivateServers:
    def __init__(self, certificates):
        self.certificates = pathlib.Path(certificates)
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

    def start(self):
        raise NotImplementedError

    # --- the folder

    def make_root(self):
        # Under /tmp whatever $TMPDIR says: the path of a socket has room for some 100 octets.
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mailmote-", dir="/tmp"))
        self.root.chmod(0o755)
        (self.root / "etc").mkdir(mode=0o755)

    def folder_of(self, user, name, mode=0o755):
        folder = self.root / name
        folder.mkdir()
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(mode)
        return folder

    def configure(self, name, values):
        """etc/NAME, from NAME.in beside this file"""
        text = string.Template((HERE / f"{name}.in").read_text(encoding="utf-8")).substitute(values)
        self.write(name, text)

    def write(self, name, text, mode=0o644):
        path = self.root / "etc" / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    def dovecot_passwords(self):
        self.write("passwords", "".join(f"{user}:{{PLAIN}}{word}\n" for user, word in USERS.items()), 0o640)
        shutil.chown(self.root / "etc/passwords", group="dovecot")

    def copy_certificate(self, owner="root"):
        for end in ("pem", "key"):
            path = self.root / f"etc/server.{end}"
            shutil.copy(self.certificates / f"good.{end}", path)
            path.chmod(0o600)
            shutil.chown(path, owner)

    # --- the servers

    def run(self, name, *command, environment=None):
        with open(self.root / f"{name}.said", "wb") as said:
            self.running.append(subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=said,
                                                 stderr=said, start_new_session=True, env=environment))

    def until(self, ready, what):
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

    # --- what they said

    def log(self, name):
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
