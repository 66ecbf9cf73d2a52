#!/usr/bin/env python3
"""mailmote check of a server that holds mailboxes. Usage: check_test.py PROGRAM"""

import unittest

from imap_server import CAPABILITIES
from reading import Reading


class Check(Reading):
    def test_what_the_server_offers(self):
        self.assertEqual(self.good("check"), ["ok as ann, offers " + CAPABILITIES])
        said = self.objects("check")
        self.assertEqual([(o["ok"], o["user"], o["offers"]) for o in said], [(True, "ann", CAPABILITIES.split())])

    def test_the_last_list_counts(self):
        self.server.aside = b"* CAPABILITY IMAP4rev1 X-OLD\r\n"
        self.server.do_authenticate = lambda *_: "[CAPABILITY IMAP4rev1 X-NEW \"\x1b[31m\"] "
        self.assertEqual(self.good("check"), ["ok as ann, offers IMAP4rev1 X-NEW \\x1B[31m"])

    def test_other_codes_are_no_offers(self):
        self.server.aside = b"* OK [X-CODE CAPABILITY X-NO] x\r\n* LIST () NIL CAPABILITY\r\n* CAPABILITY %s\r\n" % (b"x" * 600)
        self.server.do_authenticate = lambda *_: "[CAPABILITY IMAP4rev1 " + "y" * 600 + " IDLE] "
        self.assertEqual(self.objects("check")[-1]["offers"], ["IMAP4rev1", "IDLE"])

    def test_no_mailbox_is_opened(self):
        self.good("check")
        self.assertEqual((self.server.said("SELECT"), self.server.said("EXAMINE")), ([], []))


if __name__ == "__main__":
    unittest.main()
