"""What the tests of the commands that read have in common: the program, a server, a few messages."""

import json
import os
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
from imap_server import ImapServer, Message  # noqa: E402
from patience import PATIENCE  # noqa: E402

PROGRAM = sys.argv.pop(1)
PASSWORD = "correct-horse"

MIXED = (b"From: Ann <ann@plant.example>\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
         b"--x\r\n\r\ntext\r\n--x\r\n\r\nAAEC/w==\r\n--x--\r\n")  # fmt: skip
MIXED_STRUCTURE = ('(("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 4 1 NIL NIL NIL NIL)'
                   '("APPLICATION" "OCTET-STREAM" ("NAME" "log.bin") NIL NIL "BASE64" 8 NIL '
                   '("ATTACHMENT" ("FILENAME" "log.bin")) NIL NIL) "MIXED" ("BOUNDARY" "x") NIL NIL NIL)')


def messages():
    plain = b"From: Ann <ann@plant.example>\r\nSubject: %s\r\n\r\n%s\r\n"
    return [Message(7, "first", plain % (b"first", b"one"), ["\\Seen"]),
            Message(8, "=?utf-8?q?=C3=9Cberdruck?=", plain % (b"second", b"two"), ["\\Flagged", "$Junk"]),
            Message(20, "=?utf-8?q?tab=09_and_=E2=80=AE?=", plain % (b"third", b"three")),
            Message(21, "parts", MIXED, structure=MIXED_STRUCTURE,
                    parts={"1": b"text", "2": b"AAEC/w==", "2.MIME": b"Content-Type: application/octet-stream\r\n\r\n"})]


def environment(**more):
    return {**{k: v for k, v in os.environ.items() if not k.startswith("MAILMOTE_")}, **more}


def run_octets(*arguments, stdin=b"", env=None):
    """exit status, what it wrote, and what it said"""
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, check=False, timeout=PATIENCE,
                          env=env or environment(MAILMOTE_PASSWORD=PASSWORD))
    return done.returncode, done.stdout, done.stderr.decode()


def run(*arguments, **options):
    status, out, err = run_octets(*arguments, **options)
    return status, out.decode(), err


class Reading(unittest.TestCase):
    def setUp(self):
        self.server = ImapServer(messages())
        self.addCleanup(self.server.close)

    def good(self, command, *words, mailbox="INBOX", flags="/notls/user=ann", **options):
        """the lines of a run that went well and said nothing else"""
        status, out, err = run(command, self.server.spec(mailbox, flags), *words, **options)
        self.assertEqual((status, err), (0, ""), out)
        return out.splitlines()

    def objects(self, command, *words, **options):
        return [json.loads(line) for line in self.good(command, *words, "--json", **options)]

    def failed(self, command, *words, mailbox="INBOX", flags="/notls/user=ann", **options):
        """exit status, category, and the lines of one that did not"""
        status, out, err = run(command, self.server.spec(mailbox, flags), *words, **options)
        self.assertNotEqual(status, 0, out)
        self.assertTrue(err.startswith("mailmote: "), err)
        return status, err.split(":")[1].strip(), err

    def assert_usage(self, *words):
        """refused before anything is connected to; returns what is said"""
        status, category, err = self.failed(*words)
        self.assertEqual((status, category), (64, "input"), err)
        self.assertEqual(self.server.lines, [])
        return err
