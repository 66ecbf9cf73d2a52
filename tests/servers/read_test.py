#!/usr/bin/env python3
"""Reads from a real Dovecot, or a real Cyrus, with the command-line program, as a person would: every command.

    read_test.py MAILMOTE DovecotRead|CyrusRead[.TEST]...

What came of a command is looked up with Python's own client. Exit status 77 (skipped) where the server cannot run.
"""

import os
import pathlib
import re
import signal
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
from cyrus_imap import Cyrus  # noqa: E402
from dovecot_imap import Dovecot  # noqa: E402
from generated_mail import big, generated, internal_date  # noqa: E402
from mailbox_name import on_the_wire  # noqa: E402
from odd_mail import ODD  # noqa: E402
from private_servers import USERS  # noqa: E402
from program import CERTIFICATES, PATIENCE, Program  # noqa: E402

MESSAGE = b"From: a@example.org\r\nSubject: plain\r\n\r\n.dot\r\n..\r\nA1 OK {5}\r\n\xff\xc3\xbc last line\r\n"

program = ""


def name_and_address(text):
    """'"Archer, Ann" <a@b>' -> ("Archer, Ann", "a@b"), however it is quoted"""
    name, _, address = text.rpartition("<")
    name = name.strip()
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return name, address.rstrip(">")


class Read:
    kind = None

    @classmethod
    def setUpClass(cls):
        reason = cls.kind.why_not()
        if reason:
            raise unittest.SkipTest(reason)
        cls.server = cls.enterClassContext(cls.kind(CERTIFICATES))
        cls.mailmote = Program(program, cls.server)
        cls.client = cls.enterClassContext(cls.server.client())

    def setUp(self):
        self.mailbox = self.server.mailbox(self.id().rpartition(".")[2].removeprefix("test_"))
        self.make(self.mailbox)

    def run(self, result=None):
        failures = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > failures and hasattr(self, "server"):
            print(f"--- what the server said up to {self.id()}", file=sys.stderr)
            print(self.server.logs()[-3000:], file=sys.stderr)

    # --- what the other client does

    def make(self, mailbox):
        self.assertEqual(self.client.create(on_the_wire(mailbox))[0], "OK", mailbox)

    def put(self, octets, flags=(), when=None, mailbox=None):
        date = internal_date(when) if when else None
        said = self.client.append(on_the_wire(mailbox or self.mailbox), " ".join(flags), date, octets)
        self.assertEqual(said[0], "OK", said)

    def filled(self, count=12):
        """that many messages, whose UIDs are 1 and so on"""
        mails = [generated(number) for number in range(1, count + 1)]
        for mail in mails:
            self.put(mail.octets, mail.flags, mail.time)
        return mails

    def seen(self, mailbox=None):
        """{UID: flags} of what is there now"""
        self.assertEqual(self.client.select(on_the_wire(mailbox or self.mailbox), readonly=True)[0], "OK")
        found = {}
        _, said = self.client.uid("fetch", "1:*", "(UID FLAGS)")
        for line in said:
            if line:
                uid = re.search(rb"UID (\d+)", line)
                found[int(uid[1])] = set(re.search(rb"FLAGS \((.*?)\)", line)[1].decode().split()) - {"\\Recent"}
        self.client.unselect()
        return found

    def octets_of(self, uid, mailbox=None):
        self.client.select(on_the_wire(mailbox or self.mailbox), readonly=True)
        _, said = self.client.uid("fetch", str(uid), "(INTERNALDATE BODY.PEEK[])")
        self.client.unselect()
        return said[0][1]

    def subscribed(self):
        return [self.listed_name(line) for line in self.client.lsub()[1] if line and b"\\Noselect" not in line]

    def there(self):
        return [self.listed_name(line) for line in self.client.list()[1] if line]

    @staticmethod
    def listed_name(line):
        """'(\\HasNoChildren) "/" "a b"' -> '"a b"'"""
        name = re.match(rb'\(.*?\) (?:".*?"|NIL) (.*)', line)[1].decode()
        return name if name.startswith('"') else f'"{name}"'

    # --- the program

    def ok(self, *words, mailbox=None, **how):
        outcome = self.mailmote(*words, mailbox=self.mailbox if mailbox is None else mailbox, **how)
        self.assertEqual(outcome.status, 0, outcome)
        return outcome

    def objects(self, *words, mailbox=None, **how):
        return self.mailmote.objects(*words, mailbox=self.mailbox if mailbox is None else mailbox, **how)

    def fails(self, category, status, *words, mailbox=None, **how):
        outcome = self.mailmote(*words, mailbox=self.mailbox if mailbox is None else mailbox, **how)
        self.assertEqual((outcome.category(), outcome.status), (category, status), outcome)
        return outcome

    def ids(self, *words, **how):
        return [int(line) for line in self.ok(*words, **how).lines()]

    def file(self, octets=b""):
        file = tempfile.NamedTemporaryFile(delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write(octets)
        return pathlib.Path(file.name)

    # --- check

    def test_check(self):
        for door in self.server.doors:
            with self.subTest(door):
                self.ok("check", door=door)

    def test_check_upgrades_without_being_asked(self):
        self.ok("check", flags="")
        self.assertIn("STARTTLS", self.ok("check", "-v", flags="").err)

    def test_check_of_a_password_beyond_ascii(self):
        self.ok("check", user="zoe", mailbox="")

    def test_wrong_password(self):
        for door in ("starttls", "implicit"):
            with self.subTest(door):
                outcome = self.fails("auth", 77, "check", door=door, password="wrong-horse")
                self.assertNotIn("wrong-horse", outcome.out + outcome.err)

    def test_password_is_not_sent_where_the_server_forbids_it(self):
        outcome = self.mailmote("check", "-v", flags="/notls")
        self.assertIn(outcome.category(), ("policy", "unsupported"), outcome)
        self.assertNotRegex(outcome.err, r"(?m)\bLOGIN\b.*alice|AUTHENTICATE")

    def test_certificate_of_another_host(self):
        for door in ("starttls", "implicit"):
            with self.subTest(door):
                self.fails("cert", 77, "check", door=door, host="mail.example.com")

    def test_implicit_tls_asked_of_a_starttls_port(self):
        outcome = self.fails("tls", 76, "check", flags="/ssl")
        self.assertIn("/tls", outcome.err)

    def test_transcript_shows_no_secret(self):
        outcome = self.ok("list", "-v")
        self.assertIn("STARTTLS", outcome.err)
        for secret in (USERS["alice"], "AGFsaWNlAGNvcnJlY3QtaG9yc2U", "Y29ycmVjdC1ob3JzZQ"):
            self.assertNotIn(secret, outcome.out + outcome.err)

    # --- folders, status

    def test_folders(self):
        shown = [o["mailbox"] for o in self.objects("folders", mailbox="")]
        self.assertEqual(sorted(map(on_the_wire, shown)), sorted(self.there()))
        self.assertEqual(len(shown), len(set(shown)))

    def test_folders_by_pattern(self):
        self.make(self.mailbox + self.server.delimiter + "below")
        self.assertEqual(self.ok("folders", self.mailbox + "*", mailbox="").out.count("\n"), 2)
        self.assertEqual(self.ok("folders", self.mailbox + "%", mailbox="").out.count("\n"), 1)
        self.assertEqual(self.ok("folders", "nothing like it", mailbox="").out, "")

    def test_status(self):
        mails = self.filled(8)
        shown, = self.objects("status")
        unseen = sum("\\Seen" not in mail.flags for mail in mails)
        self.assertEqual((shown["messages"], shown["unseen"], shown["uidnext"]), (8, unseen, 9), shown)
        said = self.client.status(on_the_wire(self.mailbox), "(UIDVALIDITY)")[1][0].decode()
        self.assertIn(f"UIDVALIDITY {shown['uidvalidity']})", said)

    def test_status_of_no_mailbox(self):
        self.fails("rejected", 65, "status", mailbox=self.server.mailbox("not there"))

    # --- list, search

    def assert_shown(self, shown, mail, uid):
        self.assertEqual(str(shown["id"]), str(uid))
        self.assertEqual(shown["subject"], mail.subject)
        self.assertEqual(name_and_address(shown["from"]), (mail.name, mail.address))
        self.assertEqual(shown["size"], len(mail.octets))
        self.assertEqual(set(shown["flags"]) - {"\\Recent"}, set(mail.flags))

    def test_list(self):
        mails = self.filled(40)
        for how in ({"door": "starttls"}, {"door": "implicit"}):
            with self.subTest(how):
                shown = self.objects("list", **how)
                self.assertEqual(len(shown), len(mails))
                for uid, (line, mail) in enumerate(zip(shown, mails), 1):
                    self.assert_shown(line, mail, uid)

    def test_list_in_text(self):
        mails = self.filled(5)
        lines = self.ok("list").lines()
        self.assertEqual(len(lines), 5)
        for uid, (line, mail) in enumerate(zip(lines, mails), 1):
            self.assertEqual(line.split()[0], str(uid))
            self.assertIn(mail.subject, line)

    def test_list_of_nothing(self):
        self.assertEqual(self.ok("list").out, "")

    def test_list_unread(self):
        mails = self.filled()
        unread = [mail.number for mail in mails if "\\Seen" not in mail.flags]
        self.assertEqual([int(o["id"]) for o in self.objects("list", "--unread")], unread)

    def test_list_some(self):
        self.filled(5)
        self.assertEqual(len(self.ok("list", "-n", "2").lines()), 2)

    def test_list_odd_mail(self):
        """whatever comes, there is a line for it"""
        count = 0
        for octets in ODD:
            count += self.client.append(on_the_wire(self.mailbox), None, None, octets)[0] == "OK"
        shown = self.objects("list")
        self.assertEqual([int(o["id"]) for o in shown], list(range(1, count + 1)))
        self.assertEqual(self.ok("list").out.count("\n"), count)
        for uid in range(1, count + 1):
            self.ok("show", str(uid))

    def test_small_window(self):
        mails = self.filled(20)
        shown = self.objects("list", "--window", "128")
        self.assertEqual(len(shown), 20)
        for uid, (line, mail) in enumerate(zip(shown, mails), 1):
            self.assert_shown(line, mail, uid)
        self.assertEqual(self.ok("fetch", "3", "--window", "128").octets, mails[2].octets)

    def test_search(self):
        mails = self.filled(30)
        keys = {
            ("ALL",): lambda mail: True,
            ("UNSEEN",): lambda mail: "\\Seen" not in mail.flags,
            ("FLAGGED", "SEEN"): lambda mail: {"\\Flagged", "\\Seen"} <= set(mail.flags),
            ("NOT", "SEEN"): lambda mail: "\\Seen" not in mail.flags,
            ("OR", "DRAFT", "ANSWERED"): lambda mail: set(mail.flags) & {"\\Draft", "\\Answered"},
            ("LARGER", "2500"): lambda mail: len(mail.octets) > 2500,
            ("SUBJECT", "report"): lambda mail: "report" in mail.subject,
            ("SUBJECT", "\u00fcbersicht"): lambda mail: "\u00fcbersicht" in mail.subject,
            ("FROM", "host1"): lambda mail: "host1" in mail.address,
            ("UID", "3:5,9"): lambda mail: mail.number in (3, 4, 5, 9),
            ("SUBJECT", "nothing like it"): lambda mail: False,
        }
        for words, matches in keys.items():
            with self.subTest(words):
                self.assertEqual(self.ids("search", *words), [mail.number for mail in mails if matches(mail)])

    # --- show, fetch

    def test_show(self):
        for uid, mail in enumerate(self.filled(20), 1):
            shown = self.objects("show", str(uid))
            self.assertEqual(shown[0]["subject"], mail.subject)
            leaves = [o for o in shown if "section" in o and not o.get("type", "").startswith("multipart/")]
            self.assertEqual([(o["section"], o["type"], o.get("filename") or "") for o in leaves],
                             [(part.section, part.kind, part.filename) for part in mail.parts], mail.number)

    def test_show_in_text(self):
        mail = self.filled(3)[2]
        said = self.ok("show", "3").out
        self.assertIn(mail.subject, said)
        self.assertIn(mail.address, said)
        for part in mail.parts:
            self.assertIn(part.kind, said)
            self.assertIn(part.filename, said)

    def test_show_marks_nothing(self):
        self.put(MESSAGE)
        self.ok("show", "1")
        self.ok("list")
        self.ok("fetch", "1")
        self.assertEqual(self.seen(), {1: set()})

    def test_fetch(self):
        for uid, mail in enumerate(self.filled(), 1):
            self.assertEqual(self.ok("fetch", str(uid)).octets, mail.octets)

    def test_fetch_by_number(self):
        mails = self.filled(4)
        self.client.select(on_the_wire(self.mailbox))
        self.client.uid("store", "1", "+FLAGS", "(\\Deleted)")
        self.client.expunge()
        self.client.unselect()
        gone = sum("\\Deleted" in mail.flags for mail in mails[1:]) + 1
        self.assertEqual(self.ok("fetch", "#1").octets, mails[gone].octets)

    def test_fetch_parts(self):
        for uid, mail in enumerate(self.filled(20), 1):
            for part in mail.parts:
                with self.subTest(mail=uid, part=part.section):
                    octets = self.ok("fetch", str(uid), "--part", part.section, "--decode").octets
                    self.assertEqual(octets, part.octets)
                    raw = self.ok("fetch", str(uid), "--part", part.section).octets
                    self.assertIn(raw, mail.octets)

    def test_fetch_into_a_file(self):
        self.put(MESSAGE)
        file = self.file()
        self.assertEqual(self.ok("fetch", "1", "-o", str(file)).out, "")
        self.assertEqual(file.read_bytes(), MESSAGE)
        self.fails("io", 66, "fetch", "1", "-o", "/nowhere/at/all")

    def test_fetch_of_no_message(self):
        self.put(MESSAGE)
        for which in ("999", "#2"):
            outcome = self.mailmote("fetch", which, mailbox=self.mailbox)
            self.assertIn(outcome.category(), ("input", "rejected"), outcome)
            self.assertEqual(outcome.out, "")

    # --- flag, copy, move, delete, expunge

    def test_flag(self):
        self.put(MESSAGE, ("\\Flagged",))
        self.ok("flag", "1", "+\\Seen", "-\\Flagged", "+\\Answered")
        self.assertEqual(self.seen(), {1: {"\\Seen", "\\Answered"}})
        self.ok("flag", "#1", "-\\Seen", "+$Forwarded")
        self.assertEqual(self.seen(), {1: {"\\Answered", "$Forwarded"}})

    def test_flag_where_nothing_may_be_written(self):
        self.put(MESSAGE)
        outcome = self.mailmote("flag", "1", "+\\Seen", mailbox=self.mailbox, flags="/tls/readonly")
        self.assertIn(outcome.category(), ("policy", "input"), outcome)
        self.assertEqual(self.seen(), {1: set()})

    def test_copy(self):
        mails, target = self.filled(3), self.server.mailbox("a copy \u00fcber & \u00fcber")
        self.make(target)
        self.ok("copy", "2", target)
        self.assertEqual(list(self.seen()), [1, 2, 3])
        self.assertEqual(self.octets_of(1, target), mails[1].octets)
        self.assertEqual(self.seen(target)[1], set(mails[1].flags))

    def test_copy_to_nowhere(self):
        self.put(MESSAGE)
        self.fails("rejected", 65, "copy", "1", self.server.mailbox("not there"))
        self.fails("rejected", 65, "move", "1", self.server.mailbox("not there"))
        self.assertEqual(self.seen(), {1: set()})

    def move(self, door):
        """only what is moved goes: not what else is marked as deleted"""
        self.put(b"Subject: a\r\n\r\na\r\n")
        self.put(b"Subject: b\r\n\r\nb\r\n", ("\\Deleted",))
        self.put(b"Subject: c\r\n\r\nc\r\n", ("\\Seen",))
        target = self.server.mailbox("target of " + door)
        self.make(target)
        outcome = self.ok("move", "3", target, "-v", door=door)
        self.assertEqual(self.seen(), {1: set(), 2: {"\\Deleted"}})
        self.assertEqual(self.octets_of(1, target), b"Subject: c\r\n\r\nc\r\n")
        self.assertEqual(self.seen(target)[1] - {"\\Deleted"}, {"\\Seen"})
        return outcome.err

    def test_move(self):
        self.assertRegex(self.move("starttls"), r"UID MOVE 3")

    def test_delete_and_expunge(self):
        self.put(MESSAGE)
        self.put(MESSAGE)
        self.ok("delete", "1")
        self.assertEqual(self.seen(), {1: {"\\Deleted"}, 2: set()})
        self.ok("expunge")
        self.assertEqual(self.seen(), {2: set()})

    # --- append

    def test_append(self):
        self.ok("append", stdin=MESSAGE)
        self.ok("append", "--flag", "\\Seen", "--flag", "$Alert", stdin=MESSAGE)
        self.assertEqual(self.seen(), {1: set(), 2: {"\\Seen", "$Alert"}})
        self.assertEqual(self.octets_of(1), MESSAGE)
        self.assertEqual(self.octets_of(2), MESSAGE)

    def test_append_of_a_megabyte(self):
        octets = b"Subject: big\r\n\r\n" + b"".join(b"%060d\r\n" % i for i in range(16000))
        for door in [door for door in self.server.doors if door != "clear"]:
            with self.subTest(door):
                self.ok("append", stdin=octets, door=door)
                last = max(self.seen())
                self.assertEqual(self.octets_of(last), octets)
                self.assertEqual(self.ok("fetch", str(last), "--window", "512", door=door).octets, octets)

    def test_append_to_nowhere(self):
        self.fails("rejected", 65, "append", stdin=MESSAGE, mailbox=self.server.mailbox("not there"))

    # --- mailboxes

    def test_names(self):
        for name in self.kind.odd_names:
            with self.subTest(name):
                odd, other = self.server.mailbox(*name), self.server.mailbox("other", *name)
                self.ok("create", odd, mailbox="")
                self.assertIn(on_the_wire(odd), self.there())
                self.assertIn(odd, [o["mailbox"] for o in self.objects("folders", mailbox="")])
                self.ok("append", stdin=MESSAGE, mailbox=odd)
                self.assertEqual(self.objects("status", mailbox=odd)[0]["messages"], 1)
                self.assertEqual(self.ok("fetch", "1", mailbox=odd).octets, MESSAGE)
                self.ok("subscribe", odd, mailbox="")
                self.assertIn(on_the_wire(odd), self.subscribed())
                self.assertIn(odd, [o["mailbox"] for o in self.objects("folders", "--subscribed", mailbox="")])
                self.ok("unsubscribe", odd, mailbox="")
                self.assertNotIn(on_the_wire(odd), self.subscribed())
                self.ok("rename", odd, other, mailbox="")
                self.assertNotIn(on_the_wire(odd), self.there())
                self.ok("remove", other, mailbox="")
                self.assertNotIn(on_the_wire(other), self.there())

    def test_names_that_the_server_refuses(self):
        for name in self.kind.refused_names:
            with self.subTest(name):
                self.fails("rejected", 65, "create", self.server.mailbox(name), mailbox="")

    def test_names_that_are_there_or_not(self):
        self.fails("rejected", 65, "create", self.mailbox, mailbox="")
        nowhere = self.server.mailbox("not there")
        self.fails("rejected", 65, "remove", nowhere, mailbox="")
        self.fails("rejected", 65, "rename", nowhere, self.server.mailbox("x"), mailbox="")
        self.fails("rejected", 65, "list", mailbox=nowhere)

    # --- meanwhile

    def test_expunged_while_it_is_fetched(self):
        mail = big(4_000_000)
        self.put(mail.octets)
        with self.mailmote.start("fetch", "1", "--window", "512", mailbox=self.mailbox) as running:
            beginning = running.stdout.read(10_000)
            self.client.select(on_the_wire(self.mailbox))
            self.client.uid("store", "1", "+FLAGS", "(\\Deleted)")
            self.client.expunge()
            octets = beginning + running.stdout.read()
            said = running.stderr.read().decode("utf-8", "replace")
        self.assertEqual((running.returncode, octets == mail.octets), (0, True), said)
        self.assertEqual(self.ok("list").out, "")

    # --- watch

    def watch(self, *happenings, words=(), door="starttls", selected=r"> \S+ IDLE"):
        """what the program prints once something happens, line by line; it is told to stop then, and ends well"""
        watching = self.mailmote.start("watch", *words, "-v", door=door, mailbox=self.mailbox)
        watchdog = threading.Timer(PATIENCE, watching.kill)
        watchdog.start()
        said, ready = [], threading.Event()
        listener = threading.Thread(target=self.listen, args=(watching.stderr, selected, said, ready))
        listener.start()
        lines = []
        with watching:
            self.assertTrue(ready.wait(PATIENCE), said)
            for happens in happenings:
                happens()
                lines.append(watching.stdout.readline().decode())
            watching.send_signal(signal.SIGTERM)
            listener.join()
        watchdog.cancel()
        self.assertEqual(watching.returncode, 0, said)
        return lines

    @staticmethod
    def listen(stream, sign, said, seen):
        for line in stream:
            said.append(line.decode("utf-8", "replace"))
            if re.search(sign, said[-1]):
                seen.set()
        seen.set()

    def arrival(self, number):
        return lambda: self.put(generated(number).octets)

    def test_watch(self):
        self.put(MESSAGE)
        first, second = self.watch(self.arrival(1), self.arrival(2))
        self.assertEqual((first.split()[0], second.split()[0]), ("2", "3"))
        self.assertIn(generated(1).subject, first)
        self.assertIn(generated(2).subject, second)

    def test_watch_while_others_go(self):
        """what was there is not new, whatever its number becomes"""
        self.filled(3)

        def happens():
            self.client.select(on_the_wire(self.mailbox))
            self.client.uid("store", "1:2", "+FLAGS", "(\\Deleted)")
            self.client.expunge()
            self.put(generated(9).octets)

        line, = self.watch(happens)
        self.assertIn(generated(9).subject, line)

    def test_watch_runs_a_command(self):
        file = self.file()
        self.watch(self.arrival(1), words=("--exec", f"echo woken by $MAILMOTE_ID >> {file}"))
        self.assertEqual(file.read_text(), "woken by 1\n")


class DovecotRead(Read, unittest.TestCase):
    kind = Dovecot

    def test_move_without_move(self):
        """COPY, STORE and UID EXPUNGE, where there is no better"""
        said = self.move("bare")
        self.assertRegex(said, r"UID COPY 3")
        self.assertRegex(said, r"UID EXPUNGE 3")
        self.assertNotIn("MOVE", said)

    def test_watch_by_asking(self):
        """where the server does not tell of itself"""
        line, = self.watch(self.arrival(1), words=("--poll", "1"), door="bare", selected=r"OK \[READ-WRITE\]")
        self.assertIn(generated(1).subject, line)

    def test_everything_where_there_are_few_extensions(self):
        mails = self.filled(12)
        shown = self.objects("list", door="bare")
        for uid, (line, mail) in enumerate(zip(shown, mails), 1):
            self.assert_shown(line, mail, uid)
        unread = [mail.number for mail in mails if "\\Seen" not in mail.flags]
        self.assertEqual(self.ids("search", "UNSEEN", door="bare"), unread)
        self.assertEqual([int(o["id"]) for o in self.objects("list", "--unread", door="bare")], unread)
        self.assertEqual(self.ok("fetch", "3", door="bare").octets, mails[2].octets)
        self.ok("append", stdin=MESSAGE, door="bare")
        self.assertEqual(self.octets_of(13), MESSAGE)


class CyrusRead(Read, unittest.TestCase):
    kind = Cyrus


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = sys.argv.pop(1)
    done = unittest.main(exit=False, verbosity=2).result
    if done.skipped and not done.testsRun:
        print("skipped: " + done.skipped[0][1])
        sys.exit(77)
    sys.exit(0 if done.wasSuccessful() else 1)
