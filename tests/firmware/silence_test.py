#!/usr/bin/env python3
"""A server that says nothing, at each stage: the library's own deadlines end it, when they promise. Time in the guest
runs by instructions, so that ten minutes are over in seconds. Usage: silence_test.py QEMU ALERT ALERT_CLEAR"""

from rig.case import Case, run
from rig.mail_server import MailServer
from rig.server import TLS_1_2, TLS_1_3, silence

# The library's limits, in seconds: smtp::Limits and Connection::Settings.
CONNECT, HANDSHAKE, COMMAND, VERDICT = 30, 30, 60, 600
# What the rest may take: while this machine is busy with something else, the guest's time flies.
SLACK = 40


class Silence(Case):
    def ends(self, server, report, seconds, words):
        self.assertFailed(report, "timeout")
        self.assertIn(words, report.words())
        took = report.number("milliseconds") / 1000
        self.assertGreaterEqual(took, seconds)
        self.assertLess(took, seconds + SLACK)

    def silent_in_clear(self, stage, seconds, words):
        with self.subTest(stage=stage), MailServer(certificate=None, mishaps={stage: silence}) as server:
            report = self.alert(server, image="alert_clear", shift=10, limit=180)
            self.ends(server, report, seconds, words)
            self.assertEqual(server.stages[-1], stage)

    def test_no_greeting(self):
        self.silent_in_clear("greeting", COMMAND, "accepted the connection but sent no greeting in time")

    def test_no_answer_to_a_command(self):
        silent = "was silent for too long when "
        self.silent_in_clear("ehlo", COMMAND, silent + "it was asked what it can do")
        self.silent_in_clear("auth", COMMAND, silent + "logging in")
        self.silent_in_clear("mail", COMMAND, silent + "sender and recipients were named")
        self.silent_in_clear("rcpt", COMMAND, silent + "sender and recipients were named")
        self.silent_in_clear("data", COMMAND, silent)

    def test_no_verdict_on_the_mail(self):
        """it may or may not have been taken: ten minutes of patience, and no success"""
        self.silent_in_clear("text", VERDICT, "was silent for too long when the message was sent")

    def test_nobody_answers(self):
        """the cable is out from the beginning"""
        with MailServer(certificate=None) as server:
            report = self.alert(server, image="alert_clear", shift=10, connected=False)
            self.assertFailed(report, "timeout", "network")
            self.assertLess(report.number("milliseconds") / 1000, CONNECT + SLACK)
            self.assertEqual(server.stages, [])

    def test_no_goodbye(self):
        """the mail was taken before"""
        with MailServer(certificate=None, mishaps={"quit": silence}) as server:
            self.assertTaken(server, self.alert(server, image="alert_clear", shift=10))

    def silent_in_tls(self, stage, tls, seconds, words):
        with self.subTest(stage=stage), MailServer(tls=tls, mishaps={stage: silence}) as server:
            report = self.alert(server, shift=6)
            self.ends(server, report, seconds, words)
            self.assertEqual(server.stages[-1], stage)
            self.assertNothingGiven(server)

    def test_no_handshake(self):
        self.silent_in_tls("hello", TLS_1_3, HANDSHAKE, "was silent for too long when TLS was agreed on")

    def test_half_a_handshake(self):
        self.silent_in_tls("flight", TLS_1_2, HANDSHAKE, "was silent for too long when TLS was agreed on")


if __name__ == "__main__":
    run()
