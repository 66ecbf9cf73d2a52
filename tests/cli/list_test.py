#!/usr/bin/env python3
"""mailmote list and search. Usage: list_test.py PROGRAM"""

import unittest

from reading import Message, Reading, run

FIRST = "7\t\\Seen\tWed, 1 May 2024 10:00:00 +0200\tAnn <ann@plant.example>\tfirst\t54"


class List(Reading):
    def ids(self, *words, **options):
        return [line.partition("\t")[0] for line in self.good("list", *words, **options)]

    def test_lines(self):
        lines = self.good("list")
        self.assertEqual(lines[0], FIRST)
        self.assertEqual([line.split("\t")[0] for line in lines], ["7", "8", "20", "21"])
        self.assertEqual(lines[1].split("\t")[1], "\\Flagged $Junk")
        self.assertEqual(lines[1].split("\t")[4], "\u00dcberdruck")
        self.assertEqual({len(line.split("\t")) for line in lines}, {6})

    def test_charsets_of_the_system(self):
        self.server.messages[:] = [Message(9, "=?koi8-r?B?8NLJ18XU?= =?shift_jis?B?k/qWew==?=", b"")]
        self.assertEqual(self.good("list")[0].split("\t")[4], "\u041f\u0440\u0438\u0432\u0435\u0442\u65e5\u672c")

    def test_what_could_move_a_cursor_is_made_visible(self):
        self.assertEqual(self.good("list")[2].split("\t")[4], "tab  and \\xE2\\x80\\xAE")

    def test_the_newest(self):
        self.assertEqual(self.ids("-n", "2"), ["20", "21"])
        self.assertEqual(self.ids("-n2"), ["20", "21"])
        self.assertEqual(self.ids("-n", "9"), ["7", "8", "20", "21"])

    def test_unread(self):
        self.assertEqual(self.ids("--unread"), ["8", "20", "21"])
        self.assertEqual(self.ids("--unread", "-n", "2"), ["20", "21"])

    def test_nothing_there(self):
        self.server.messages.clear()
        for words in ((), ("-n", "3"), ("--unread",), ("--unread", "-n", "3")):
            self.assertEqual(self.good("list", *words), [])

    def test_what_another_connection_expunged_is_left_out(self):
        self.server.expunge_elsewhere(self.server.messages[1])
        self.assertEqual(self.ids(), ["7", "20", "21"])
        self.server.expunge_elsewhere(self.server.messages[1])
        self.server.expunge_elsewhere(self.server.messages[2])
        self.assertEqual(self.ids("--unread"), [])
        self.server.expunge_elsewhere(self.server.messages[0])
        self.assertEqual(self.failed("show", "7")[:2], (65, "rejected"))

    def test_an_empty_message_that_is_there_is_listed(self):
        self.server.expunge_elsewhere(self.server.messages[1])
        self.server.expunged = []
        self.assertEqual(self.ids(), ["7", "8", "20", "21"])
        self.assertEqual(self.good("list")[1], "8\t\\Flagged $Junk\t\t\t\t0")

    def test_nothing_becomes_seen(self):
        self.good("list")
        self.assertEqual(self.server.messages[1].flags, {"\\Flagged", "$Junk"})

    def test_json(self):
        first = self.objects("list")[0]
        self.assertEqual(first, {"id": 7, "number": 1, "flags": ["\\Seen"], "date": "Wed, 1 May 2024 10:00:00 +0200",
                                 "received": "2024-05-01T08:00:00Z", "from": "Ann <ann@plant.example>",
                                 "to": "ops@plant.example", "subject": "first", "size": 54, "cut": False})

    def test_a_window_of_128_octets(self):
        self.assertEqual(self.good("list", "--window", "128"), self.good("list"))

    def test_wrong_usage(self):
        for words in (("-n", "0"), ("-n", "x"), ("-n",), ("more",), ("--frob",)):
            self.assert_usage("list", *words)

    def test_an_alert_is_shown(self):
        self.server.aside = b"* OK [ALERT] disk \x1b[31m full\r\n"
        status, out, err = run("list", self.server.spec())
        self.assertEqual((status, len(out.splitlines())), (0, 4))
        self.assertEqual(err, "mailmote: notice: the server alerts: disk \\x1B[31m full (said without TLS)\n")

    def test_the_timeout_is_for_the_whole_run(self):
        self.server.delay = 0.7
        self.assertEqual(self.failed("list", "--timeout", "2")[:2], (75, "timeout"))
        self.good("list", "--timeout", "9")

    def test_no_such_mailbox(self):
        self.server.refuse["SELECT"] = "NO [NONEXISTENT] there is no \x1b such"
        status, category, err = self.failed("list", mailbox="Nowhere")
        self.assertEqual((status, category), (65, "rejected"))
        self.assertIn("there is no \\x1B such", err)

    def test_read_only(self):
        self.good("list", flags="/notls/user=ann/readonly")
        self.assertEqual((len(self.server.said("EXAMINE")), self.server.said("SELECT")), (1, []))


class Search(Reading):
    def test_ids(self):
        self.assertEqual(self.good("search", "UNSEEN"), ["8", "20", "21"])
        self.assertEqual(self.objects("search", "UNSEEN"), [{"id": 8}, {"id": 20}, {"id": 21}])

    def test_what_is_asked(self):
        self.good("search", "from", "ann", "NOT", "(", "SUBJECT", "two words", "LARGER", "10", ")")
        asked, = [line for line in self.server.lines if "SEARCH " in line]
        self.assertTrue(asked.endswith('FROM ann NOT (SUBJECT "two words" LARGER 10)'), asked)

    def test_wrong_keys(self):
        for keys in (("FRM", "ann"), ("FROM",), ("LARGER", "x"), ("(", "SEEN"), ("SEEN", ")"), ("SINCE", "yesterday")):
            self.assert_usage("search", *keys)
        self.assertEqual(self.assert_usage("search", "UNSEEN", "FRM", "ann"), """\
mailmote: input: unknown search key
  UNSEEN FRM ann
         ^~~ did you mean FROM?
  Try: mailmote help search
""")
        self.assertEqual(self.assert_usage("search", "NOT"), """\
mailmote: input: a search key is missing behind this
  NOT
  ^~~
  Try: mailmote help search
""")
        self.assert_usage("search")


if __name__ == "__main__":
    unittest.main()
