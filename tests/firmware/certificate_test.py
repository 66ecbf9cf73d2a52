#!/usr/bin/env python3
"""Certificates that must not be accepted, and clocks that cannot judge one: the right error, the right advice, and
neither the login nor the mail leaves the device. Usage: certificate_test.py QEMU ALERT ALERT_CLEAR"""

from rig.case import Case, run
from rig.mail_server import MailServer
from rig.server import ECDSA, RSA, TLS_1_2, TLS_1_3, shared

# 2026-01-01, a day on which the good certificates are good.
TODAY = "clock=1767225600"
BEFORE_THEM = "clock=1546300800"  # 2019-01-01: the good ones begin in 2020
ADD_ITS_CA = "The certificate's issuer is not among the trust roots: add its CA certificate."
OTHER_NAME = "The certificate is for another name: use the name that it was issued to."
EXPIRED = "The server's certificate has expired: its owner has to renew it."
SET_CLOCK = "The clock of this device is not set: set it (SNTP) before TLS."


class Certificates(Case):
    def refused(self, certificate, clock, headline, advice):
        for tls in (TLS_1_2, TLS_1_3):
            with self.subTest(tls=tls.name), MailServer(certificate, tls) as server:
                report = self.alert(server, clock)
                self.assertFailed(report, "cert")
                self.assertIn("certificate not accepted: " + headline, report.words())
                self.assertIn(advice, report.words())
                self.assertEqual(server.stages[:3], ["greeting", "ehlo", "starttls"])
                self.assertEqual(server.secured, b"")
                self.assertNothingGiven(server)

    def test_unknown_issuer(self):
        self.refused(shared("untrusted"), TODAY, "issuer unknown", ADD_ITS_CA)

    def test_self_signed(self):
        self.refused(shared("selfsigned"), TODAY, "issuer unknown", ADD_ITS_CA)

    def test_another_name(self):
        self.refused(shared("wronghost"), TODAY, "for another name", OTHER_NAME)

    def test_expired(self):
        self.refused(shared("expired"), TODAY, "expired", EXPIRED)

    def test_clock_at_1970(self):
        self.refused(ECDSA, "clock=1970", "not yet valid", SET_CLOCK)
        self.refused(RSA, "clock=1970", "not yet valid", SET_CLOCK)

    def test_clock_that_nobody_knows(self):
        self.refused(ECDSA, "clock=unset", "not yet valid", SET_CLOCK)

    def test_clock_that_is_years_behind(self):
        self.refused(ECDSA, BEFORE_THEM, "not yet valid", SET_CLOCK)

    def test_the_same_with_a_clock_that_is_right(self):
        """so that it is the clock that decides above"""
        with MailServer(ECDSA) as server:
            self.assertTaken(server, self.alert(server, TODAY))


if __name__ == "__main__":
    run()
