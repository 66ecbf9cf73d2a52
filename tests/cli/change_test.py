#!/usr/bin/env python3
"""mailmote flag, copy, move, delete, expunge and append. Usage: change_test.py PROGRAM"""

import unittest

from reading import Reading, run


class Flag(Reading):
    def flags(self):
        return self.server.messages[1].flags

    def test_set_and_taken_away(self):
        self.good("flag", "8", "+\\Seen", "-\\Flagged", "-$Junk", "+todo")
        self.assertEqual(self.flags(), {"\\Seen", "todo"})
        self.good("flag", "#2", "--", "-todo")
        self.assertEqual(self.flags(), {"\\Seen"})

    def test_without_the_backslash_that_a_shell_takes_away(self):
        self.good("flag", "8", "+Seen", "-Flagged", "+DELETED")
        self.assertEqual(self.flags(), {"\\Seen", "\\Deleted", "$Junk"})

    def test_wrong_usage(self):
        for words in (("8",), ("8", "Seen"), ("8", "+"), ("8", "+a b"), ("8", "+\\"), ("8", "+a)"), ("x", "+\\Seen"),
                      ("8", "+\\Frob"), ("8", "+\\Recent"), ("8", "+Recent")):
            self.assert_usage("flag", *words)

    def test_read_only(self):
        self.assertEqual(self.failed("flag", "8", "+\\Seen", flags="/notls/user=ann/readonly")[:2], (77, "policy"))
        self.assertEqual(self.flags(), {"\\Flagged", "$Junk"})


class Copy(Reading):
    def test_copy_and_move(self):
        self.assertEqual(self.good("copy", "8", "Entw\u00fcrfe"), ["108"])
        self.assertRegex(self.server.lines[-2], r'^UID COPY 8 "?Entw&APw-rfe"?$')
        self.assertEqual(self.objects("move", "#2", "Trash"), [{"mailbox": "Trash", "id": 108, "uidvalidity": 99}])
        self.assertEqual([m.uid for m in self.server.messages], [7, 20, 21])

    def test_no_such_mailbox(self):
        self.server.refuse["COPY"] = "NO [TRYCREATE] no such mailbox"
        status, category, err = self.failed("copy", "8", "Nowhere")
        self.assertEqual((status, category), (65, "rejected"))
        self.assertIn("no such mailbox", err)

    def test_no_such_message(self):
        for command in (("copy", "9", "Trash"), ("move", "9", "Trash"), ("delete", "9"), ("flag", "9", "+\\Seen")):
            self.assertEqual(self.failed(*command)[:2], (65, "rejected"), command)
            status, category, err = self.failed(command[0], "#5", *command[2:])
            self.assertEqual((status, category), (65, "rejected"), command)
            self.assertIn("the mailbox has no message #5: there are 4\n", err)

    def test_wrong_usage(self):
        for words in (("8",), ("x", "Trash"), ("8", "Trash", "more")):
            self.assert_usage("copy", *words)
            self.assert_usage("move", *words)


class Delete(Reading):
    def test_delete_then_expunge(self):
        status, out, err = run("delete", self.server.spec(), "8")
        self.assertEqual((status, out), (0, ""))
        self.assertTrue(err.startswith("marked as deleted; to remove it for good: mailmote expunge '{127.0.0.1:"), err)
        self.assertEqual(len(self.server.messages), 4)
        self.good("expunge")
        self.assertEqual([m.uid for m in self.server.messages], [7, 20, 21])

    def test_read_only(self):
        for words in (("delete", "8"), ("expunge",)):
            self.assertEqual(self.failed(*words, flags="/notls/user=ann/readonly")[:2], (77, "policy"))
        self.assertEqual(len(self.server.messages), 4)


class Append(Reading):
    def test_line_ends(self):
        for given in (b"a: b\n\nc\n", b"a: b\r\n\r\nc\r\n", b"a: b\n\r\nc\n"):
            self.assertEqual(self.good("append", stdin=given), ["500"])
            self.assertEqual(self.server.said("APPENDED")[-1], "APPENDED a: b\r\n\r\nc\r\n")

    def test_long_ones(self):
        given = b"a: b\n\n" + b"0123456789" * 5000 + b"\n"
        self.good("append", stdin=given, mailbox="Entw\u00fcrfe")
        self.assertEqual(self.server.said("APPENDED")[-1], "APPENDED " + given.decode().replace("\n", "\r\n"))
        self.assertIn("Entw&APw-rfe", self.server.said("APPEND")[-1])

    def test_flags(self):
        self.good("append", "--flag", "\\Seen", "--flag=todo", stdin=b"a: b\n\nc\n")
        self.assertRegex(self.server.said("APPEND")[-1], r"\((\\Seen todo|todo \\Seen)\)")

    def test_json(self):
        said = self.objects("append", stdin=b"a: b\n\nc\n")
        self.assertEqual(said, [{"mailbox": "INBOX", "id": 500, "uidvalidity": 99}])

    def test_nothing_to_append(self):
        self.assertEqual(self.failed("append")[:2], (65, "input"))
        self.assertEqual(self.server.lines, [])

    def test_wrong_flags(self):
        for word in ("", "a b", "\\", "x\n"):
            self.assert_usage("append", "--flag", word)


if __name__ == "__main__":
    unittest.main()
