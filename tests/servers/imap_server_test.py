#!/usr/bin/env python3
"""The private IMAP servers themselves, seen through Python's own client: what the other tests build upon.

    imap_server_test.py [TEST...]

Exit status 77 (skipped) where none of what is asked can run.
"""

import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True
from cyrus_imap import Cyrus  # noqa: E402
from dovecot_imap import Dovecot  # noqa: E402
from generated_mail import big, fill, generated, internal_date  # noqa: E402
from private_servers import USERS  # noqa: E402

CERTIFICATES = pathlib.Path(__file__).resolve().parents[1] / "certs"


class Rig:
    kind = None

    @classmethod
    def setUpClass(cls):
        reason = cls.kind.why_not()
        if reason:
            raise unittest.SkipTest(reason)
        cls.server = cls.enterClassContext(cls.kind(CERTIFICATES))

    def test_every_door_opens(self):
        for door in self.server.doors:
            with self.subTest(door):
                with self.server.client(door=door) as client:
                    self.assertEqual(client.noop()[0], "OK")

    def test_every_user_has_a_mailbox_of_their_own(self):
        for user in USERS:
            with self.subTest(user):
                with self.server.client(user) as client:
                    self.assertEqual(client.select("INBOX")[0], "OK")

    def assert_read_back(self, client, mails):
        self.assertEqual(client.select("INBOX"), ("OK", [str(len(mails)).encode()]))
        for mail in mails:
            _, said = client.fetch(str(mail.number), "(UID FLAGS RFC822.SIZE BODY.PEEK[])")
            line, octets = said[0][0].decode() + said[1].decode(), said[0][1]
            self.assertEqual(octets, mail.octets)
            self.assertIn(f"UID {mail.number} ", line)
            flags = re.search(r"FLAGS \((.*?)\)", line)[1].split()
            self.assertEqual(set(flags) - {"\\Recent"}, set(mail.flags))


class DovecotRig(Rig, unittest.TestCase):
    kind = Dovecot

    def test_maildir_is_read_back(self):
        mails = [generated(number) for number in range(1, 301)]
        fill(self.server.maildir("bob"), mails, self.server.owner)
        with self.server.client("bob") as client:
            self.assert_read_back(client, mails)

    def test_few_extensions_at_the_bare_door(self):
        with self.server.client(door="bare") as client:
            self.assertEqual(client.capability()[1][0], b"IMAP4rev1 UIDPLUS")


class CyrusRig(Rig, unittest.TestCase):
    kind = Cyrus

    def test_what_is_appended_is_read_back(self):
        mails = [generated(number) for number in range(1, 51)]
        with self.server.client("bob") as client:
            for mail in mails:
                client.append("INBOX", " ".join(mail.flags), internal_date(mail.time), mail.octets)
            self.assert_read_back(client, mails)


class Mail(unittest.TestCase):
    def test_is_the_same_every_time(self):
        self.assertEqual(generated(17), generated(17))
        self.assertNotEqual(generated(17).octets, generated(18).octets)

    def test_lines_end_in_crlf(self):
        for number in range(1, 200):
            self.assertNotRegex(generated(number).octets, rb"\r(?!\n)|(?<!\r)\n")

    def test_big_is_as_big_as_it_was_to_be(self):
        for size in (*range(1000, 1100), 200_000):
            self.assertEqual(len(big(size).octets), size)


if __name__ == "__main__":
    done = unittest.main(exit=False, verbosity=2).result
    if done.skipped and not done.testsRun:
        print("skipped: " + done.skipped[0][1])
        sys.exit(77)
    sys.exit(0 if done.wasSuccessful() else 1)
