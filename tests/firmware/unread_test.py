#!/usr/bin/env python3
"""What is unread arrives: listed, and 200,000 octets of it through a window of 512, over TLS 1.2 and 1.3; nothing is
flagged that nobody asked for. And whatever goes wrong is an error, never half a success.
Usage: unread_test.py QEMU UNREAD"""

import email.message
import random
import zlib

from rig.case import PASSWORD, SHIFT, USER, Case, figure, instructions, run
from rig.imap_message import Message
from rig.imap_server import STAGES, ImapServer
from rig.server import ECDSA, RSA, TLS_1_2, TLS_1_3, close, cut, reset, say, shared, silence

CLOCK = "clock=1767225600"  # 2026-01-01
WINDOW = 512
LOG = random.Random(1).randbytes(200_000)
TEXT = "Druck fällt.\n"
BEFORE_THE_LOGIN = STAGES[: STAGES.index("authenticate")]
# Instructions: about twice of what was measured. README.md has the figures.
ORDINARY_STEP = 90_000
MOST_FOR_AN_OCTET = 600
# As hundred_test.py has them: what chance may add.
STEADY = {"arena-used": 0, "arena-peak": 0, "arena-blocks": 0, "stack-peak": 64, "lwip-heap-used": 256, "pbufs-used": 0}


def mail(subject, sender, attachment=None):
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "pump3@plant.example", subject
    made["Date"], made["Message-ID"] = "Thu, 01 Jan 2026 00:00:00 +0000", f"<{len(subject)}@plant.example>"
    made.set_content(TEXT, cte="quoted-printable")
    if attachment is not None:
        made.add_attachment(attachment, "application", "octet-stream", filename="pressure.bin")
    return made


def mailbox():
    return [Message(5, mail("Read long ago", "Ann <ann@plant.example>"), ["\\Seen"]),
            Message(7, mail("Überdruck an Pumpe 3", "Zoë <zoe@plant.example>", LOG)),
            Message(9, mail("Nothing else", "ops@plant.example"), ["\\Flagged"])]  # fmt: skip


class Unread(Case):
    def read(self, server, *more, **options):
        return self.alert(server, CLOCK, *more, image="unread", **options)

    def assertRead(self, report):
        self.assertEqual((report.status, report.value("read")), (0, "yes"), report.text)
        self.assertNotIn(PASSWORD, report.text)

    def assertPart(self, report, section, octets):
        self.assertEqual((report.value("part"), report.number("octets")), (section, len(octets)))
        self.assertEqual(report.number("crc-32"), zlib.crc32(octets))

    def assertFlags(self, server, *flags):
        self.assertEqual([message.flags for message in server.messages], [set(those) for those in flags])

    # --- what is there

    def test_under_tls(self):
        for tls, version, certificate, at_once in ((TLS_1_2, "TLSv1.2", ECDSA, False), (TLS_1_3, "TLSv1.3", RSA, True)):
            with self.subTest(tls=version), ImapServer(mailbox(), certificate, tls, at_once=at_once) as server:
                report = self.read(server, flags="/imap/ssl" if at_once else "/imap/tls")
                self.assertRead(report)
                self.assertEqual(report.value("tls"), version)
                self.as_meant(server, report)
                self.tell(version, report)

    def as_meant(self, server, report):
        self.assertEqual(report.number("unread"), 2)
        self.assertEqual(report.values("from"), ["Zoë <zoe@plant.example>", "ops@plant.example"])
        self.assertEqual(report.values("subject"), ["Überdruck an Pumpe 3", "Nothing else"])
        self.assertEqual(report.numbers("size"), [len(message.octets) for message in server.messages[1:]])
        self.assertEqual((report.value("type"), report.value("file")), ("application", "pressure.bin"))
        self.assertPart(report, "2", LOG)
        self.assertLessEqual(report.number("receive-window"), WINDOW)
        self.assertFlags(server, ["\\Seen"], [], ["\\Flagged"])
        self.assertEqual(server.logins, [f"\0{USER}\0{PASSWORD}"])
        self.assertNotIn("store", server.stages)

    def tell(self, name, report):
        for key in ("arena-peak", "arena-steady", "arena-needed", "stack-peak", "lwip-heap-peak", "pbufs-peak"):
            figure(f"reading, {name}, {key}", report.number(key), "octets")
        figure(f"reading, {name}, 200,000 octets", report.number("part-milliseconds"), "ms")

    def test_a_part_by_its_name_and_a_flag(self):
        with ImapServer(mailbox()) as server:
            report = self.read(server, "part=1", "flag=seen")
            self.assertRead(report)
            self.assertPart(report, "1", TEXT.replace("\n", "\r\n").encode())
            self.assertFlags(server, ["\\Seen"], ["\\Seen"], ["\\Flagged"])

    def test_nothing_is_unread(self):
        with ImapServer(mailbox()[:1]) as server:
            report = self.read(server)
            self.assertRead(report)
            self.assertEqual((report.number("unread"), report.values("part")), (0, []))

    def test_a_part_that_is_not_there(self):
        with ImapServer(mailbox()) as server:
            report = self.read(server, "part=3", "flag=seen")
            self.assertEqual((report.status, report.value("part"), report.value("read")), (66, "none", "no"))
            self.assertFlags(server, ["\\Seen"], [], ["\\Flagged"])

    def test_twenty_times(self):
        """each on a connection of its own: whatever memory the device uses, it uses no more of it in the second half"""
        with ImapServer(mailbox(), RSA) as server:
            report = self.read(server, "count=20", "part=1")
            self.assertRead(report)
            self.assertEqual((report.values("read"), len(server.logins)), (["yes"] * 20, 20))
        for key, chance in STEADY.items():
            seen = report.numbers(key)
            self.assertEqual(len(seen), 20, key)
            self.assertLessEqual(max(seen[10:]), max(seen[:10]) + chance, f"{key}: {seen}")

    def test_how_long_a_step_takes(self):
        with ImapServer(mailbox(), certificate=None) as server:
            report = self.measured("in clear", server, "/imap/notls")
            took = instructions(report.value("step-longest"))
            figure("reading, longest step without cryptography", took, "instructions")
            self.assertLessEqual(took, ORDINARY_STEP)

    def test_what_an_octet_takes_under_tls(self):
        for tls, version in ((TLS_1_2, "TLS 1.2"), (TLS_1_3, "TLS 1.3")):
            with self.subTest(tls=version), ImapServer(mailbox(), RSA, tls) as server:
                self.measured(version, server, "/imap/tls")

    def measured(self, name, server, flags):
        report = self.read(server, "meter=1", shift=SHIFT, flags=flags)
        self.assertRead(report)
        took = instructions(report.value("part-ticks")) / len(LOG)
        figure(f"reading, {name}, for each octet of the attachment", round(took), "instructions")
        self.assertLessEqual(took, MOST_FOR_AN_OCTET)
        return report

    # --- what goes wrong

    def test_broken_off_in_the_middle(self):
        """half of the part has come: that is no part"""
        for mishap, categories in ((close, ["closed"]), (cut, ["closed", "tls"]), (reset, ["closed"])):
            with self.subTest(mishap=mishap.__name__), ImapServer(mailbox(), mishaps={"half": mishap}) as server:
                report = self.read(server, "flag=seen")
                self.assertFailed(report, *categories)
                self.assertLess(report.number("octets"), len(LOG))
                self.assertEqual(report.values("crc-32"), [])
                self.assertFlags(server, ["\\Seen"], [], ["\\Flagged"])

    def test_closed(self):
        for stage in ("greeting", "starttls", "authenticate", "select", "list", "body"):
            with self.subTest(stage=stage), ImapServer(mailbox(), mishaps={stage: close}) as server:
                self.assertFailed(self.read(server), "closed")
                self.assertEqual(server.stages[-1], stage)
                if stage in BEFORE_THE_LOGIN:
                    self.assertNothingGiven(server)

    def test_certificates_that_are_not_accepted(self):
        for name in ("untrusted", "wronghost", "expired"):
            with self.subTest(certificate=name), ImapServer(mailbox(), shared(name)) as server:
                self.assertFailed(self.read(server), "cert")
                self.assertNothingGiven(server)

    def test_tls_is_not_offered(self):
        with ImapServer(mailbox(), certificate=None) as server:
            self.assertFailed(self.read(server), "policy")
            self.assertNothingGiven(server)

    def test_words_in_front_of_tls(self):
        injected = b"A2 OK go ahead\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"
        with ImapServer(mailbox(), mishaps={"starttls": say(injected)}) as server:
            self.assertFailed(self.read(server), "protocol")
            self.assertNothingGiven(server)

    def test_the_login_is_refused(self):
        with ImapServer(mailbox(), mishaps={"authenticate": say(b"A4 NO [AUTHENTICATIONFAILED] no\r\n")}) as server:
            self.assertFailed(self.read(server), "auth")
            self.assertEqual(server.stages[-1], "authenticate")

    def test_silence(self):
        for stage in ("greeting", "search", "half"):
            with self.subTest(stage=stage), ImapServer(mailbox(), mishaps={stage: silence}) as server:
                self.assertFailed(self.read(server, "timeout=2000"), "timeout")
                self.assertEqual(server.stages[-1], stage)

    def test_silence_until_the_deadline_of_the_library(self):
        """time in the guest runs by instructions"""
        with ImapServer(mailbox(), certificate=None, mishaps={"select": silence}) as server:
            report = self.read(server, shift=10, flags="/imap/notls")
            self.assertFailed(report, "timeout")
            self.assertGreaterEqual(report.number("milliseconds"), 60_000)

    def test_silence_in_the_handshake(self):
        with ImapServer(mailbox(), mishaps={"hello": silence}) as server:
            self.assertFailed(self.read(server, shift=SHIFT), "timeout")
            self.assertNothingGiven(server)


if __name__ == "__main__":
    run("unread")
