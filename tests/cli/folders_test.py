#!/usr/bin/env python3
"""mailmote folders, status, create, remove, rename, subscribe, unsubscribe. Usage: folders_test.py PROGRAM"""

import unittest

from reading import Reading


class Folders(Reading):
    def test_names(self):
        self.assertEqual(self.good("folders"), ["INBOX", "Trash", "Plant", "Entw\u00fcrfe"])

    def test_no_mailbox_is_opened(self):
        self.good("folders")
        self.good("status")
        self.good("create", mailbox="New")
        self.assertEqual((self.server.said("SELECT"), self.server.said("EXAMINE")), ([], []))

    def test_pattern(self):
        self.good("folders", "Pl%")
        self.assertRegex(self.server.said("LIST")[-1], r'LIST "" "?Pl%"?$')

    def test_subscribed(self):
        self.assertEqual(self.good("folders", "--subscribed"), ["INBOX"])

    def test_json(self):
        said = self.objects("folders")
        self.assertEqual(said[1], {"mailbox": "Trash", "delimiter": "/", "attributes": ["HasNoChildren", "Trash"],
                                   "raw": False, "cut": False})

    def test_a_name_that_is_no_modified_utf7(self):
        self.server.folders = [("", "a&b")]
        said = self.objects("folders")[0]
        self.assertEqual((said["mailbox"], said["raw"]), ("a&b", True))


class Status(Reading):
    def test_lines(self):
        self.assertEqual(self.good("status", mailbox="Entw\u00fcrfe"), [
            "messages    4", "unseen      3", "uidnext     22", "uidvalidity 1234"])
        self.assertRegex(self.server.said("STATUS")[0], r'^STATUS "?Entw&APw-rfe"? \(')

    def test_json(self):
        self.assertEqual(self.objects("status"), [
            {"mailbox": "INBOX", "messages": 4, "unseen": 3, "uidnext": 22, "uidvalidity": 1234}])


class Changes(Reading):
    def test_the_mailbox_of_the_specification(self):
        for command, word in (("create", "CREATE"), ("remove", "DELETE"), ("subscribe", "SUBSCRIBE"),
                              ("unsubscribe", "UNSUBSCRIBE")):
            self.assertEqual(self.good(command, mailbox="Entw\u00fcrfe"), [])
            self.assertRegex(self.server.said(word)[-1], word + ' "?Entw&APw-rfe"?$')

    def test_names_that_follow(self):
        self.good("create", "one", "two words")
        self.assertEqual([line.replace('"', "") for line in self.server.said("CREATE")], ["CREATE one", "CREATE two words"])

    def test_rename(self):
        self.good("rename", "new", mailbox="old")
        self.good("rename", "older", "newer")
        self.assertEqual([line.replace('"', "") for line in self.server.said("RENAME")],
                         ["RENAME old new", "RENAME older newer"])
        self.assert_usage_of_rename()

    def assert_usage_of_rename(self):
        self.server.lines.clear()
        self.assert_usage("rename")
        self.assert_usage("rename", "a", "b", "c")

    def test_refused(self):
        self.server.refuse["CREATE"] = "NO [ALREADYEXISTS] it is there"
        status, category, err = self.failed("create", mailbox="x")
        self.assertEqual((status, category), (65, "rejected"))
        self.assertIn("it is there", err)

    def test_a_name_that_cannot_be_carried(self):
        self.assertEqual(self.failed("create", "a\nb")[1], "input")
        self.assertEqual(self.server.said("CREATE"), [])


if __name__ == "__main__":
    unittest.main()
