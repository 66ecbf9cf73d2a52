#!/usr/bin/env python3
"""Connections that break, trickle or lie, at each stage: an error of the right kind, and no success that the server has
not spoken. Usage: broken_test.py QEMU ALERT ALERT_CLEAR"""

from rig.case import Case, run
from rig.mail_server import STAGES, MailServer
from rig.server import TLS_1_2, TLS_1_3, close, cut, reset, say

BEFORE_THE_VERDICT = STAGES[: STAGES.index("quit")]
BEFORE_THE_LOGIN = STAGES[: STAGES.index("auth")]


class Broken(Case):
    def breaks(self, mishap, tls, categories):
        for stage in BEFORE_THE_VERDICT:
            with self.subTest(stage=stage), MailServer(tls=tls, mishaps={stage: mishap}) as server:
                report = self.alert(server)
                self.assertFailed(report, *categories)
                self.assertEqual(server.stages[-1], stage)
                if stage in BEFORE_THE_LOGIN:
                    self.assertNothingGiven(server)

    def test_reset(self):
        self.breaks(reset, TLS_1_3, ["closed"])

    def test_reset_in_tls_1_2(self):
        self.breaks(reset, TLS_1_2, ["closed"])

    def test_closed(self):
        self.breaks(close, TLS_1_3, ["closed"])

    def test_closed_without_a_word(self):
        """under TLS that is no end, but perhaps an attack"""
        self.breaks(cut, TLS_1_3, ["closed", "tls"])

    def test_broken_off_after_the_verdict(self):
        """the mail was taken: how the server takes its leave does not matter"""
        for mishap in (reset, close, cut):
            with self.subTest(mishap=mishap.__name__), MailServer(mishaps={"quit": mishap}) as server:
                self.assertTaken(server, self.alert(server))

    def test_one_octet_at_a_time(self):
        for tls in (TLS_1_2, TLS_1_3):
            with self.subTest(tls=tls.name), MailServer(tls=tls, trickle=True) as server:
                self.assertTaken(server, self.alert(server))

    def test_words_in_front_of_tls(self):
        """what comes in clear behind the answer to STARTTLS is not the server's"""
        injected = b"220 2.0.0 Go ahead\r\n250-mail.example.test\r\n250 AUTH PLAIN\r\n"
        with MailServer(mishaps={"starttls": say(injected)}) as server:
            report = self.alert(server)
            self.assertFailed(report, "protocol")
            self.assertIn("Somebody put words into the server's mouth before TLS began", report.words())
            self.assertNothingGiven(server)

    def test_plain_text_in_place_of_a_handshake(self):
        with MailServer(mishaps={"hello": say(b"250-mail.example.test\r\n250 AUTH PLAIN\r\n")}) as server:
            report = self.alert(server)
            self.assertFailed(report, "tls")
            self.assertIn("answered in plain text where TLS was due", report.words())
            self.assertNothingGiven(server)

    def test_tls_is_not_offered(self):
        """or the offer was taken out on the way"""
        with MailServer(certificate=None) as server:
            report = self.alert(server)
            self.assertFailed(report, "policy")
            self.assertNothingGiven(server)

    def test_the_login_is_refused(self):
        with MailServer(mishaps={"auth": say(b"535 5.7.8 No\r\n")}) as server:
            report = self.alert(server)
            self.assertFailed(report, "auth")
            self.assertEqual(server.mails, [])

    def test_the_mail_is_refused(self):
        with MailServer(mishaps={"text": say(b"554 5.6.0 Not this one\r\n")}) as server:
            self.assertFailed(self.alert(server), "rejected")


if __name__ == "__main__":
    run()
