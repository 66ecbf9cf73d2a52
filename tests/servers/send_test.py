#!/usr/bin/env python3
"""Sends through a real Postfix with the command-line program, as a person would, and reads what Dovecot has put down.

    send_test.py MAILMOTE [TEST...]

Exit status 77 (skipped) where the servers cannot run; see mail_servers.py.
"""

import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
from mail_servers import DOMAIN, USERS, MailServers, why_not  # noqa: E402
from private_servers import READY  # noqa: E402
from program import CERTIFICATES, Outcome  # noqa: E402

ALICE, BOB, ZOE, NOBODY = (f"{name}@{DOMAIN}" for name in ("alice", "bob", "zoe", "nobody"))
TEXT = "The boiler reports 92 \u00b0C.\n.a line that begins with a dot\n..\n.\nlast\n"

mailmote = ""
servers = None


class Send(unittest.TestCase):
    def setUp(self):
        self.subject = self.id().rpartition(".")[2]
        self.log_begins, self.dovecot_begins = len(servers.log()), len(servers.log("dovecot"))
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def run(self, result=None):
        failures = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > failures:
            print(f"--- what the servers said of {self.id()}", file=sys.stderr)
            print(servers.log()[self.log_begins:], file=sys.stderr)
            print(servers.log("dovecot")[self.dovecot_begins:], file=sys.stderr)

    # --- the program

    def send(self, door, *options, flags="", host="localhost", to=(BOB,), user="alice", password=None, stdin=None):
        """runs `mailmote send`; a password that is given goes by --password-fd, else the right one by environment"""
        spec = "{%s:%d/submit%s}" % (host, servers.port[door], flags or ("/ssl" if door == "implicit" else "/tls"))
        command = [mailmote, "send", spec, "--from", ALICE, "--ca", str(CERTIFICATES / "ca.pem"), "--timeout", "60",
                   "--user", user, "--resolve", f"{host}=127.0.0.1"]
        command += [word for address in to for word in ("--to", address)]
        if "--subject" not in options:
            command += ["--subject", self.subject]
        if "--text" not in options and stdin is None:
            command += ["--text", TEXT]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MAILMOTE_")}
        if password is None:
            environment["MAILMOTE_PASSWORD"] = USERS[user]
        command += options
        pipe = self.password_pipe(password) if password is not None else None
        if pipe is not None:
            command += ["--password-fd", str(pipe)]
        try:
            passed = [pipe] if pipe is not None else []
            return Outcome(subprocess.run(command, input=stdin or b"", capture_output=True, env=environment,
                                          pass_fds=passed, timeout=120))
        finally:
            if pipe is not None:
                os.close(pipe)

    def password_pipe(self, password):
        ours, theirs = os.pipe()
        os.write(theirs, password.encode())
        os.close(theirs)
        return ours

    # --- what to look at

    def assert_sent(self, outcome):
        self.assertEqual(outcome.status, 0, outcome)

    def assert_failed(self, outcome, category, status):
        self.assertEqual(outcome.category(), category, outcome)
        self.assertEqual(outcome.status, status, outcome)

    def arrived(self, user="bob", subject=None):
        message = servers.wait_for(user, subject or self.subject)
        self.assertIsNotNone(message, f"nothing came for {user}")
        return message

    def assert_not_delivered(self, user="bob"):
        self.assertNotIn(self.subject, [m["Subject"] for m in servers.messages(user)])

    def session(self, door):
        """Postfix's lines about this test's connection, once it is over"""
        end = time.monotonic() + READY
        while time.monotonic() < end:
            lines = [line for line in servers.log()[self.log_begins:].splitlines() if f"postfix/{door}/smtpd" in line]
            if any("disconnect from" in line for line in lines):
                return lines
            time.sleep(0.05)
        self.fail(f"no connection at {door}:\n{servers.log()[self.log_begins:]}")

    def commands(self, door):
        """how often each command was said: {"ehlo": "2", "auth": "0/1", ...}; 0/1 is once, and refused"""
        counted = [line for line in self.session(door) if "disconnect from" in line][-1]
        return dict(word.split("=") for word in counted.split() if "=" in word)

    def file(self, name, octets):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(octets)
        return path

    # --- it goes through

    def test_starttls(self):
        self.assert_sent(self.send("starttls"))
        message = self.arrived()
        self.assertEqual(message.get_content().replace("\r\n", "\n").rstrip("\n"), TEXT.rstrip("\n"))
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertTrue(message["Message-ID"])
        self.assertTrue(message["Date"])
        said = self.commands("starttls")
        self.assertEqual([said.get(c) for c in ("ehlo", "starttls", "auth", "mail", "rcpt", "data", "quit")],
                         ["2", "1", "1", "1", "1", "1", "1"])

    def test_implicit_tls(self):
        self.assert_sent(self.send("implicit"))
        self.arrived()
        said = self.commands("implicit")
        self.assertEqual([said.get(c) for c in ("ehlo", "starttls", "auth", "data")], ["1", None, "1", "1"])

    def test_upgrade_without_being_asked(self):
        """a specification that says nothing of TLS gets it where it is offered"""
        self.assert_sent(self.send("starttls", flags="/auth=plain"))
        self.arrived()
        self.assertEqual(self.commands("starttls").get("starttls"), "1")

    def test_plain(self):
        self.assert_sent(self.send("starttls", "--auth", "plain"))
        self.arrived()
        self.assertIn("sasl_method=PLAIN, sasl_username=alice", "\n".join(self.session("starttls")))

    def test_login(self):
        self.assert_sent(self.send("implicit", "--auth", "login"))
        self.arrived()
        self.assertIn("sasl_method=LOGIN, sasl_username=alice", "\n".join(self.session("implicit")))

    def test_password_by_descriptor(self):
        """and a password that is more than ASCII"""
        self.assert_sent(self.send("starttls", user="zoe", password=USERS["zoe"]))
        self.arrived()
        self.assertIn("sasl_username=zoe", "\n".join(self.session("starttls")))

    def test_helo_name(self):
        self.assert_sent(self.send("starttls", "--helo", "boiler.example"))
        self.assertIn("boiler.example", " ".join(self.arrived().get_all("Received")))

    def test_small_window(self):
        self.assert_sent(self.send("starttls", "--window", "128"))
        self.arrived()

    def test_text_from_stdin(self):
        self.assert_sent(self.send("starttls", "--text", "-", stdin=b".dot first\r\nand a last line without an end"))
        self.assertEqual(self.arrived().get_content().split(), ".dot first and a last line without an end".split())

    # --- the message

    def test_words_beyond_ascii(self):
        subject = "Kessel \u00fcberhitzt: 92 \u00b0C \u2013 \u30dc\u30a4\u30e9\u30fc\u904e\u71b1 \U0001f525 "
        subject += "\u00e4" * 90
        text = "Gr\u00fc\u00dfe\n\u30dc\u30a4\u30e9\u30fc\n" + "\u00fc" * 2000 + "\n"
        outcome = self.send("starttls", "--subject", subject, "--text", text, to=(f"Zo\u00eb M\u00fcller <{ZOE}>",))
        self.assert_sent(outcome)
        message = self.arrived("zoe", subject)
        self.assertEqual(message["To"].addresses[0].display_name, "Zo\u00eb M\u00fcller")
        self.assertEqual(message["To"].addresses[0].addr_spec, ZOE)
        self.assertEqual(message.get_content().rstrip("\r\n"), text.rstrip("\n"))

    def test_attachment_of_10_mb(self):
        octets = random.Random(10).randbytes(10 * 1024 * 1024)
        path = self.file("log of the week.bin", octets)
        self.assert_sent(self.send("starttls", "--attach", str(path)))
        parts = list(self.arrived().iter_attachments())
        self.assertEqual([p.get_filename() for p in parts], ["log of the week.bin"])
        self.assertEqual(hashlib.sha256(parts[0].get_content()).hexdigest(), hashlib.sha256(octets).hexdigest())

    def test_empty_attachment(self):
        self.assert_sent(self.send("implicit", "--attach", str(self.file("empty.bin", b""))))
        self.assertEqual([p.get_content() for p in self.arrived().iter_attachments()], [b""])

    def test_copies(self):
        self.assert_sent(self.send("starttls", "--cc", ALICE, "--bcc", ZOE))
        for user in ("bob", "alice", "zoe"):
            message = self.arrived(user)
            self.assertEqual(str(message["Cc"]), ALICE)
            self.assertIsNone(message["Bcc"])
            self.assertNotIn(ZOE, str(message["To"]) + str(message["Cc"]))
            self.assertNotIn(ZOE, message.get_content())

    # --- somebody says no

    def test_one_recipient_of_three_refused(self):
        outcome = self.send("starttls", to=(BOB, NOBODY, ZOE))
        self.assert_failed(outcome, "rejected", 65)
        self.arrived("bob")
        self.arrived("zoe")
        for address in (BOB, NOBODY, ZOE):
            self.assertIn(address, outcome.out + outcome.err)
        self.assertIn("5.1.1", outcome.out + outcome.err)
        self.assertEqual(self.commands("starttls").get("rcpt"), "2/3")

    def test_results_as_json(self):
        outcome = self.send("starttls", "--json", to=(NOBODY, BOB))
        self.assertEqual(outcome.status, 65, outcome)
        objects = [json.loads(line) for line in outcome.out.splitlines()]
        self.assertIn("rejected", [o.get("category") for o in objects])
        self.assertTrue(any(BOB in o.values() for o in objects), outcome)
        self.assertTrue(any(NOBODY in o.values() and 550 in o.values() for o in objects), outcome)
        self.arrived()

    def test_every_recipient_refused(self):
        self.assert_failed(self.send("starttls", to=(NOBODY,)), "rejected", 65)
        self.assertIn(self.commands("starttls").get("data"), (None, "0/1"))

    def test_wrong_password(self):
        for mechanism in ("plain", "login"):
            with self.subTest(mechanism):
                self.log_begins = len(servers.log())
                outcome = self.send("starttls", "--auth", mechanism, password="wrong-horse")
                self.assert_failed(outcome, "auth", 77)
                self.assertNotIn("wrong-horse", outcome.out + outcome.err)
                self.assertEqual(self.commands("starttls").get("auth"), "0/1", "told once, and refused")
                self.assertIsNone(self.commands("starttls").get("mail"))
        self.assert_not_delivered()

    def test_wrong_password_with_a_choice_of_mechanisms(self):
        """a refusal is not followed by another mechanism, nor by another connection"""
        self.assert_failed(self.send("implicit", password="wrong-horse"), "auth", 77)
        self.assertEqual(self.commands("implicit").get("auth"), "0/1")
        self.assertEqual(len([line for line in self.session("implicit") if ": connect from" in line]), 1)

    def test_message_beyond_the_servers_size(self):
        """is refused here: the server has told its limit"""
        outcome = self.send("small", "--attach", str(self.file("big.bin", bytes(100_000))))
        self.assert_failed(outcome, "limit", 69)
        self.assertIsNone(self.commands("small").get("mail"))
        self.assertIsNone(self.commands("small").get("data"))
        self.assert_not_delivered()

    def test_message_within_the_servers_size(self):
        self.assert_sent(self.send("small", "--attach", str(self.file("fits.bin", bytes(60_000)))))
        self.arrived()

    # --- our own rules

    def test_no_tls_no_mail(self):
        for flags in ("/tls", "/auth=plain"):
            with self.subTest(flags):
                self.log_begins = len(servers.log())
                self.assert_failed(self.send("plain", flags=flags), "policy", 77)
                said = self.commands("plain")
                self.assertEqual(set(said) - {"ehlo", "quit", "commands", "unknown"}, set())
        self.assert_not_delivered()

    def test_clear_text_because_the_user_wrote_it(self):
        self.assert_sent(self.send("plain", flags="/notls"))
        self.arrived()

    def test_certificate_of_another_host(self):
        outcome = self.send("starttls", host="relay.example.com")
        self.assert_failed(outcome, "cert", 77)
        self.assertIsNone(self.commands("starttls").get("auth"))
        self.assert_not_delivered()

    def test_certificate_not_validated(self):
        outcome = self.send("starttls", host="relay.example.com", flags="/tls/novalidate-cert")
        self.assert_sent(outcome)
        self.assertRegex(outcome.err, r"(?i)certificate.*not|not.*(verified|checked)|unverified")
        self.arrived()

    def test_implicit_tls_asked_of_a_starttls_port(self):
        outcome = self.send("starttls", flags="/ssl")
        self.assert_failed(outcome, "tls", 76)
        self.assertIn("/tls", outcome.err)

    def test_transcript_shows_no_secret(self):
        outcome = self.send("starttls", "-v")
        self.assert_sent(outcome)
        self.assertIn("STARTTLS", outcome.out + outcome.err)
        for secret in (USERS["alice"], "AGFsaWNlAGNvcnJlY3QtaG9yc2U", "Y29ycmVjdC1ob3JzZQ"):
            self.assertNotIn(secret, outcome.out + outcome.err)

    def test_nothing_is_injected(self):
        attempts = ("--subject", f"x\r\nBcc: {ZOE}"), ("--cc", f"{ZOE}>\r\nRSET"), ("--cc", f"<{ZOE}> <x@y>")
        for options in attempts:
            with self.subTest(options):
                self.assert_failed(self.send("starttls", *options), "input", 65)
        self.assert_not_delivered("zoe")


def main():
    global mailmote, servers
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    mailmote = os.path.abspath(sys.argv.pop(1))
    reason = why_not()
    if reason:
        print("skipped: " + reason)
        sys.exit(77)
    with MailServers(CERTIFICATES) as servers:
        tests = unittest.main(exit=False, verbosity=2)
    sys.exit(0 if tests.result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
