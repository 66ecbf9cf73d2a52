#!/usr/bin/env python3
"""Much mail, big mail, and mail that changes meanwhile: the command-line program against a real Dovecot.

    read_large_test.py MAILMOTE [TEST...]

Exit status 77 (skipped) where Dovecot cannot run.
"""

import base64
import hashlib
import json
import sys
import threading
import unittest

sys.dont_write_bytecode = True
from dovecot_imap import Dovecot  # noqa: E402
from generated_mail import big, fill, generated  # noqa: E402
from program import CERTIFICATES, PATIENCE, Program  # noqa: E402

MANY = 10_000
BIG = 50_000_000

program = ""


def digest(octets):
    return hashlib.sha256(octets).hexdigest()


class Large(unittest.TestCase):
    """alice has many messages, bob a big one; zoe has what changes"""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Dovecot(CERTIFICATES))
        cls.mailmote = Program(program, cls.server)
        cls.mails = [generated(number) for number in range(1, MANY + 1)]
        fill(cls.server.maildir("alice"), cls.mails, cls.server.owner)
        cls.big = big(BIG)
        fill(cls.server.maildir("bob"), [cls.big], cls.server.owner)

    def run(self, result=None):
        failures = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > failures and hasattr(self, "server"):
            print(f"--- what the server said up to {self.id()}", file=sys.stderr)
            print(self.server.logs()[-3000:], file=sys.stderr)

    def ok(self, *words, **how):
        outcome = self.mailmote(*words, **how)
        self.assertEqual(outcome.status, 0, outcome)
        return outcome

    def finish(self, running, status=0):
        """what is left of its output"""
        timer = threading.Timer(PATIENCE, running.kill)
        timer.start()
        with running:
            rest, said = running.stdout.read(), running.stderr.read().decode("utf-8", "replace")
        timer.cancel()
        self.assertEqual(running.returncode, status, said[:4000])
        self.said = said
        return rest

    # --- many

    def test_list(self):
        shown = self.ok("list", "--json").objects()
        self.assertEqual(len(shown), MANY)
        for line, mail in zip(shown, self.mails):
            expected = (str(mail.number), mail.subject, len(mail.octets), set(mail.flags))
            got = (str(line["id"]), line["subject"], line["size"], set(line["flags"]) - {"\\Recent"})
            self.assertEqual(got, expected)
            self.assertIn(mail.address, line["from"])

    def test_list_through_a_small_window(self):
        expected = self.ok("list", door="implicit").octets
        self.assertEqual(expected.count(b"\n"), MANY)
        self.assertEqual(digest(self.ok("list", "--window", "512").octets), digest(expected))

    def test_list_unread(self):
        unread = [mail.number for mail in self.mails if "\\Seen" not in mail.flags]
        shown = self.ok("list", "--unread", "--json").objects()
        self.assertEqual([int(line["id"]) for line in shown], unread)

    def test_search(self):
        found = self.ok("search", "UNSEEN", "SUBJECT", "report").lines()
        self.assertEqual(found, [str(mail.number) for mail in self.mails
                                 if "\\Seen" not in mail.flags and "report" in mail.subject])
        self.assertEqual(len(self.ok("search", "ALL", "--window", "512").lines()), MANY)

    def test_status(self):
        shown, = self.ok("status", "--json").objects()
        unread = sum("\\Seen" not in mail.flags for mail in self.mails)
        self.assertEqual((shown["messages"], shown["unseen"], shown["uidnext"]), (MANY, unread, MANY + 1))

    def test_last_of_many(self):
        for which in (str(MANY), f"#{MANY}"):
            self.assertEqual(self.ok("fetch", which).octets, self.mails[-1].octets)

    # --- big

    def test_fetch_through_a_small_window(self):
        for door in ("starttls", "implicit"):
            with self.subTest(door):
                octets = self.ok("fetch", "1", "--window", "512", user="bob", door=door).octets
                self.assertEqual((len(octets), digest(octets)), (BIG, digest(self.big.octets)))

    def test_fetch_decoded(self):
        body = self.big.octets.partition(b"\r\n\r\n")[2]
        octets = self.ok("fetch", "1", "--part", "1", "--decode", "--window", "512", user="bob").octets
        self.assertEqual(digest(octets), digest(base64.b64decode(body)))

    def test_append(self):
        self.ok("append", "--window", "512", user="bob", mailbox="Drafts", stdin=self.big.octets)
        with self.server.client("bob") as client:
            client.select("Drafts", readonly=True)
            self.assertEqual(digest(client.fetch("1", "(BODY.PEEK[])")[1][0][1]), digest(self.big.octets))

    # --- meanwhile

    def changing(self, name, mails):
        """a mailbox of zoe's with that in it"""
        fill(self.server.maildir("zoe", name), mails, self.server.owner)
        other = self.enterContext(self.server.client("zoe"))
        self.assertEqual(other.select(name), ("OK", [str(len(mails)).encode()]))
        return other

    def expunge(self, other, uids):
        self.assertEqual(other.uid("store", uids, "+FLAGS.SILENT", "(\\Deleted)")[0], "OK")
        self.assertEqual(other.uid("expunge", uids)[0], "OK")

    def test_expunged_while_it_is_fetched(self):
        other = self.changing("Fetched", [self.big])
        running = self.mailmote.start("fetch", "1", "--window", "512", user="zoe", mailbox="Fetched")
        beginning = running.stdout.read(100_000)
        self.expunge(other, "1")
        octets = beginning + self.finish(running)
        self.assertEqual((len(octets), digest(octets)), (BIG, digest(self.big.octets)))
        again = self.mailmote("fetch", "1", user="zoe", mailbox="Fetched")
        self.assertIn(again.category(), ("input", "rejected"), again)
        self.assertEqual(again.octets, b"")

    def test_expunged_while_they_are_listed(self):
        """numbers shift under the program; nothing that stays is left out, nothing is told twice, nothing is mixed up

        Of what is gone Dovecot may tell nothing, the truth, or an envelope of nothing.
        """
        mails = [mail for mail in self.mails[:4000] if "\\Deleted" not in mail.flags]
        other = self.changing("Listed", mails)
        running = self.mailmote.start("list", "--json", user="zoe", mailbox="Listed")
        lines = [running.stdout.readline() for _ in range(100)]
        self.expunge(other, "2:60,2000:2100,3000:*")
        other.append("Listed", None, None, self.mails[5000].octets)
        other.uid("store", "200,1500,2500", "+FLAGS", "($Changed)")
        shown = [json.loads(line) for line in lines + self.finish(running).splitlines()]
        ids = [int(line["id"]) for line in shown]
        self.assertEqual(ids, sorted(set(ids)))
        stay = {1, *range(61, 2000), *range(2101, 3000)}
        self.assertLessEqual(stay, set(ids))
        for line in shown:
            uid = int(line["id"])
            if uid <= len(mails) and (uid in stay or line["subject"]):
                self.assertEqual(line["subject"], mails[uid - 1].subject)
        shown = self.ok("list", "--json", user="zoe", mailbox="Listed").objects()
        self.assertEqual([int(line["id"]) for line in shown], sorted(stay | {len(mails) + 1}))

    def test_server_goes_away_while_it_is_fetched(self):
        self.changing("Gone", [self.big])
        running = self.mailmote.start("fetch", "1", user="zoe", mailbox="Gone")
        running.stdout.read(100_000)
        self.server.kick("zoe")
        self.finish(running, 75)
        self.assertIn("mailmote: closed:", self.said)

    def test_two_at_once(self):
        """the one changes flags, the other lists: every run ends well, and every change is there"""
        mails = self.mails[:50]
        self.changing("Both", mails)
        lists = [self.mailmote.start("list", "--json", user="zoe", mailbox="Both") for _ in range(4)]
        flags = [self.mailmote.start("flag", str(uid), "+$Both", user="zoe", mailbox="Both") for uid in range(1, 9)]
        for running in flags:
            self.finish(running)
        for running in lists:
            shown = [json.loads(line) for line in self.finish(running).splitlines()]
            self.assertEqual([line["subject"] for line in shown], [mail.subject for mail in mails])
        with self.server.client("zoe") as client:
            client.select("Both")
            self.assertEqual(client.search(None, "KEYWORD", "$Both")[1], [b"1 2 3 4 5 6 7 8"])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = sys.argv.pop(1)
    if Dovecot.why_not():
        print("skipped: " + Dovecot.why_not())
        sys.exit(77)
    unittest.main(verbosity=2)
