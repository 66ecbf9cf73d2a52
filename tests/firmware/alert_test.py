#!/usr/bin/env python3
"""The alert arrives: over TLS 1.2 and 1.3, with an ECDSA and an RSA certificate, by name, logged in, as it was meant;
and in clear, without TLS in the image. Usage: alert_test.py QEMU ALERT ALERT_CLEAR"""

import email
import email.policy
import email.utils

from rig.case import PASSWORD, USER, Case, figure, run
from rig.guest import HOST, NAME
from rig.mail_server import MailServer
from rig.server import ECDSA, RSA, TLS_1_2, TLS_1_3

CLOCK = 1767225600  # 2026-01-01
# What examples/firmware/alert.cpp says.
FROM, TO = "pump3@plant.example", ["ops@plant.example", "zoe@plant.example"]
SUBJECT, TEXT = "Überdruck an Pumpe 3", "9.3 bar, limit 8.0 bar.\r\n"


class Arrives(Case):
    def assertAsMeant(self, mail):
        self.assertEqual((mail.sender, mail.recipients), (FROM, TO))
        message = email.message_from_bytes(mail.octets, policy=email.policy.default)
        self.assertEqual(message.defects, [])
        self.assertEqual(str(message["From"]), f"Pump 3 <{FROM}>")
        self.assertEqual(str(message["To"]), "ops@plant.example, Zoë <zoe@plant.example>")
        self.assertEqual(str(message["Subject"]), SUBJECT)
        self.assertEqual(message.get_content(), TEXT)
        self.assertTrue(message["Message-ID"])
        self.assertIn(message["Date"].datetime.timestamp() - CLOCK, range(60))

    def test_under_tls(self):
        for tls, version in ((TLS_1_2, "TLSv1.2"), (TLS_1_3, "TLSv1.3")):
            for kind, certificate in (("ECDSA", ECDSA), ("RSA", RSA)):
                with self.subTest(tls=version, certificate=kind), MailServer(certificate, tls) as server:
                    self.under_tls(f"{version} {kind}", version, server)

    def under_tls(self, name, version, server):
        with self.guest(server, f"clock={CLOCK}") as guest:
            report = guest.wait()
            self.assertTaken(server, report)
            self.assertEqual(guest.ethernet.asked, [NAME])
        self.assertAsMeant(server.mails[0])
        self.assertEqual((server.tls, server.logins), ([version], [f"\0{USER}\0{PASSWORD}"]))
        self.assertEqual(report.value("tls"), version)
        self.assertNotIn(b"AUTH", server.clear)
        for key in ("arena-peak", "arena-steady", "arena-needed", "stack-peak", "handshake-ms"):
            figure(f"{name}, {key}", report.number(key), "ms" if key.endswith("ms") else "octets")

    def test_in_clear(self):
        with MailServer(certificate=None) as server:
            report = self.alert(server, f"clock={CLOCK}", image="alert_clear")
            self.assertTaken(server, report)
            self.assertAsMeant(server.mails[0])
            self.assertEqual(server.logins, [f"\0{USER}\0{PASSWORD}"])
            figure("in clear, stack-peak", report.number("stack-peak"), "octets")

    def test_in_clear_by_address(self):
        with MailServer(certificate=None) as server, self.guest(server, image="alert_clear", host=HOST) as guest:
            self.assertTaken(server, guest.wait())
            self.assertEqual(guest.ethernet.asked, [])

    def test_the_clear_image_has_no_tls(self):
        with MailServer() as server:
            report = self.alert(server, image="alert_clear", flags="/submit/tls")
            self.assertNotEqual(report.status, 0)
            self.assertNothingGiven(server)

    def test_the_name_does_not_exist(self):
        with MailServer() as server:
            report = self.alert(server, names={})
            self.assertEqual((report.category(), report.status), ("network", 68), report.text)
            self.assertEqual(server.stages, [])

    def test_nobody_knows_the_name(self):
        """the name server says nothing: lwIP gives up before we do"""
        with MailServer() as server:
            report = self.alert(server, names={NAME: None}, shift=8)
            self.assertFailed(report, "network", "timeout")
            self.assertEqual(server.stages, [])


if __name__ == "__main__":
    run()
