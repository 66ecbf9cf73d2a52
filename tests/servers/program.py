"""The command-line program, run against a private IMAP server as a person would run it.

    mailmote = Program(path, server)
    outcome = mailmote("list", "--unread", door="implicit", mailbox="INBOX")
    objects = mailmote.objects("status")             # --json, parsed; the run has to end well
"""

import json
import os
import pathlib
import subprocess

from private_servers import USERS

CERTIFICATES = pathlib.Path(__file__).resolve().parents[1] / "certs"
FLAGS = {"starttls": "/tls", "implicit": "/ssl", "bare": "/tls", "clear": "/notls"}
PATIENCE = 120  # seconds that a run may take


class Outcome:
    """what a run of the program came to"""

    def __init__(self, run):
        self.status = run.returncode
        self.octets = run.stdout
        self.out = run.stdout.decode("utf-8", "replace")
        self.err = run.stderr.decode("utf-8", "replace")

    def category(self):
        for line in self.err.splitlines():
            if line.startswith("mailmote: "):
                return line.split(":")[1].strip()
        return ""

    def lines(self):
        return self.out.splitlines()

    def objects(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self):
        return f"exit status {self.status}\nstdout:\n{self.out[:4000]}\nstderr:\n{self.err[:4000]}"


class Program:
    def __init__(self, path, server):
        self.path = os.path.abspath(path)
        self.server = server

    def command(self, command, *words, door="starttls", mailbox="INBOX", flags=None, host="localhost", user="alice"):
        address, port = self.server.doors[door]
        spec = "{%s:%d/imap%s}%s" % (host, port, FLAGS[door] if flags is None else flags, mailbox)
        return [self.path, command, spec, *words, "--ca", str(CERTIFICATES / "ca.pem"), "--resolve", f"{host}={address}",
                "--user", user]

    def environment(self, user="alice", password=None):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MAILMOTE_")}
        return {**clean, "MAILMOTE_PASSWORD": USERS[user] if password is None else password}

    def __call__(self, command, *words, stdin=b"", user="alice", password=None, **where):
        line = self.command(command, *words, user=user, **where)
        return Outcome(subprocess.run(line, input=stdin, capture_output=True, env=self.environment(user, password),
                                      timeout=PATIENCE))

    def start(self, command, *words, user="alice", **where):
        """a run that goes on while others do something; its output is a pipe"""
        return subprocess.Popen(self.command(command, *words, user=user, **where), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment(user))

    def objects(self, *words, **how):
        outcome = self(*words, "--json", **how)
        if outcome.status != 0:
            raise AssertionError(str(outcome))
        return outcome.objects()
