#!/usr/bin/env python3
"""mailmote fetch and show. Usage: fetch_test.py PROGRAM"""

import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest

from patience import PATIENCE
from reading import MIXED, PASSWORD, PROGRAM, Reading, environment, run_octets


def can_trace():
    try:
        return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Fetch(Reading):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def octets(self, *words):
        status, out, err = run_octets("fetch", self.server.spec(), *words)
        self.assertEqual((status, err), (0, ""))
        return out

    def test_a_whole_message(self):
        for words in (("21",), ("#4",), ("21", "--window", "128"), ("21", "-o", "-")):
            self.assertEqual(self.octets(*words), MIXED)

    def test_it_stays_unseen(self):
        self.octets("21")
        self.assertEqual(self.server.messages[3].flags, set())

    def test_a_part(self):
        self.assertEqual(self.octets("21", "--part", "2"), b"AAEC/w==")
        self.assertEqual(self.octets("21", "--part", "2", "--decode"), b"\0\1\2\xff")
        self.assertEqual(self.octets("21", "--part", "1", "--decode"), b"text")
        self.assertEqual(self.octets("21", "--part", "HEADER"), MIXED[:MIXED.index(b"--x")])
        self.assertEqual(self.octets("21", "--part", "2.MIME"), b"Content-Type: application/octet-stream\r\n\r\n")

    def test_a_file(self):
        path = self.folder / "mail"
        self.assertEqual(self.octets("21", "-o", str(path)), b"")
        self.assertEqual(path.read_bytes(), MIXED)
        self.assertEqual(os.listdir(self.folder), ["mail"])
        mask = os.umask(0)
        os.umask(mask)
        self.assertEqual(path.stat().st_mode & 0o777, 0o666 & ~mask)
        said = self.objects("fetch", "21", "-o", str(path))
        self.assertEqual(said, [{"file": str(path), "octets": len(MIXED)}])

    def test_a_file_that_is_there_stays_until_all_is_well(self):
        path = self.folder / "mail"
        path.write_bytes(b"before")
        self.server.cut = 100
        status, category, _ = self.failed("fetch", "21", "-o", str(path))
        self.assertEqual((status, category), (75, "closed"))
        self.assertEqual((path.read_bytes(), os.listdir(self.folder)), (b"before", ["mail"]))

    def test_who_interrupts_it_finds_nothing_left(self):
        self.server.cut, self.server.holds = 100, True
        for number in (signal.SIGINT, signal.SIGTERM):
            # Whoever started the tests may ignore it, and that is inherited.
            self.addCleanup(signal.signal, number, signal.signal(number, signal.SIG_DFL))
            self.server.holding.clear()
            program = subprocess.Popen([PROGRAM, "fetch", self.server.spec(), "21", "-o", str(self.folder / "mail")],
                                       env=environment(MAILMOTE_PASSWORD=PASSWORD), stderr=subprocess.DEVNULL)
            self.addCleanup(program.kill)
            self.assertTrue(self.server.holding.wait(PATIENCE))  # the file was made before the message was asked for
            self.assertEqual(len(os.listdir(self.folder)), 1)
            program.send_signal(number)
            self.assertEqual((program.wait(PATIENCE), os.listdir(self.folder)), (-number, []))

    def test_a_link_stays_a_link(self):
        (self.folder / "real").write_bytes(b"before")
        (self.folder / "link").symlink_to("real")
        self.octets("21", "-o", str(self.folder / "link"))
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertEqual((self.folder / "real").read_bytes(), MIXED)

    def test_what_is_no_file_is_written_to(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        self.octets("21", "-o", str(pipe))
        self.assertEqual(os.read(reader, 10000), MIXED)

    def test_a_file_that_cannot_be_written(self):
        status, category, err = self.failed("fetch", "21", "-o", str(self.folder / "no" / "mail"))
        self.assertEqual((status, category), (66, "io"))
        self.assertIn("No such file or directory", err)
        if os.path.exists("/dev/full"):
            status, category, err = self.failed("fetch", "21", "-o", "/dev/full")
            self.assertEqual((status, category, err), (66, "io", "mailmote: io: /dev/full: No space left on device\n"))

    def traced(self, *options):
        """exit status, and the system calls on files of a fetch to `mail`, in their order"""
        trace = self.folder / "trace"
        line = ["strace", "-f", "-y", "-o", str(trace), "-e", "trace=fsync,rename", *options, PROGRAM, "fetch", self.server.spec(),
                "21", "-o", str(self.folder / "mail")]
        done = subprocess.run(line, capture_output=True, check=False, timeout=PATIENCE,
                              env=environment(MAILMOTE_PASSWORD=PASSWORD, ASAN_OPTIONS="detect_leaks=0"))
        calls = re.findall(r"(fsync|rename)\((?:\d+<([^>]*)>)?", trace.read_text())
        trace.unlink()
        return done.returncode, calls

    @unittest.skipUnless(can_trace(), "no strace here")
    def test_a_file_is_on_the_disk_before_it_bears_its_name(self):
        status, calls = self.traced()
        self.assertEqual((status, [call for call, _ in calls]), (0, ["fsync", "rename", "fsync"]))
        self.assertTrue(calls[0][1].startswith(str(self.folder / "mail.")), calls)
        self.assertEqual(calls[2][1], str(self.folder))
        (self.folder / "mail").write_bytes(b"before")
        status, calls = self.traced("-e", "inject=fsync:error=EIO:when=1")
        self.assertEqual((status, [call for call, _ in calls]), (66, ["fsync"]))
        self.assertEqual(((self.folder / "mail").read_bytes(), os.listdir(self.folder)), (b"before", ["mail"]))
        self.assertEqual(self.traced("-e", "inject=fsync:error=EINVAL:when=2")[0], 0)
        self.assertEqual(self.traced("-e", "inject=fsync:error=EIO:when=2")[0], 66)

    def test_half_of_it_is_no_success(self):
        self.server.cut = 100
        status, out, err = run_octets("fetch", self.server.spec(), "21")
        self.assertEqual(status, 75)
        self.assertTrue(MIXED.startswith(out) and out != MIXED)
        self.assertIn("mailmote: closed: ", err)

    def test_no_such_message(self):
        for word in ("9", "#5"):
            status, category, err = self.failed("fetch", word)
            self.assertEqual((status, category), (65, "rejected"), word)
        self.assertIn(" has no such message: number 5, there are 4\n", err)

    def test_no_such_part(self):
        for words in (("--part", "7"), ("--part", "7", "--decode"), ("--part", "1.HEADER"), ("--part", "3.MIME")):
            status, category, err = self.failed("fetch", "21", *words)
            self.assertEqual((status, category), (65, "rejected"), words)
            self.assertIn("the message has no part " + words[1], err)
            self.assertIn("\n  Its parts: 1, 2\n", err)

    def test_a_server_that_gives_nothing_of_a_part_that_is_not_there(self):
        self.server.messages[3].parts.update({"9": b"", "9.MIME": b"", "2": b"", "TEXT": b""})  # as Dovecot does
        for section in ("9", "9.MIME"):
            status, out, err = run_octets("fetch", self.server.spec(), "21", "--part", section)
            self.assertEqual((status, out), (65, b""))
            self.assertIn("the message has no part %s\n  Its parts: 1, 2\n" % section, err)
        for section in ("2", "TEXT"):  # they are there, and empty
            self.assertEqual(self.octets("21", "--part", section), b"")
        path = self.folder / "part"
        self.failed("fetch", "21", "--part", "9", "-o", str(path))
        self.assertEqual(os.listdir(self.folder), [])
        self.assertEqual(self.failed("fetch", "9", "--part", "9")[:2], (65, "rejected"))

    def test_wrong_usage(self):
        for word in ("", "x", "#", "#0", "0", "-1", "+7", "7x", "1:2", "7,8", "4294967295", "4294967296", "#x"):
            self.assertIn("a message is an id", self.assert_usage("fetch", "--", word))
        self.assertIn("--decode needs --part", self.assert_usage("fetch", "21", "--decode"))
        self.assert_usage("fetch")
        self.assert_usage("fetch", "21", "22")
        for section, under in (("1)", "   ^"), ("1 2", "   ^"), ("1.0", "    ^"), ("01", "  ^"), ("x", "  ^"), ("..", "  ^"),
                               ("1..2", "    ^"), ("1.", "    ^"), ("1.FROB", "    ^"), ("0", "  ^"), ("MIME", "  ^")):
            self.assertIn("\n  %s\n%s\n  A section is the number of a part" % (section, under),
                          self.assert_usage("fetch", "21", "--part", section))
        self.assertIn("HEADER\\x0D\\x0AX", self.assert_usage("fetch", "21", "--part", "HEADER\r\nX"))


class Show(Reading):
    def test_lines(self):
        self.assertEqual(self.good("show", "21"), [
            "id          21",
            "number      4",
            "date        Wed, 1 May 2024 10:00:00 +0200",
            "from        Ann <ann@plant.example>",
            "to          ops@plant.example",
            "subject     parts",
            "message-id  <21@plant.example>",
            "received    2024-05-01T08:00:00Z",
            "flags       (none)",
            "size        %d" % len(MIXED),
            "parts",
            "  section   type                             encoding                 size  file name",
            "            multipart/mixed",
            "  1         text/plain; utf-8                7bit                        4",
            "  2         application/octet-stream         base64                      8  log.bin"])

    def test_json(self):
        mail, *parts = self.objects("show", "#4")
        self.assertEqual((mail["id"], mail["number"], mail["size"]), (21, 4, len(MIXED)))
        self.assertEqual([part["section"] for part in parts][-2:], ["1", "2"])
        self.assertEqual(parts[-1], {
            "section": "2", "type": "application/octet-stream", "charset": None, "encoding": "base64", "size": 8,
            "filename": "log.bin", "disposition": "attachment", "content_id": None})

    def test_no_such_message(self):
        for word in ("9", "#5"):
            status, category, err = self.failed("show", word)
            self.assertEqual((status, category), (65, "rejected"))
        self.assertIn("the mailbox has no message #5: there are 4\n", err)

    def test_wrong_usage(self):
        self.assert_usage("show", "x")
        self.assert_usage("show")

    def test_hostile_words(self):
        self.assertIn("subject     tab  and \\xE2\\x80\\xAE", self.good("show", "20"))


if __name__ == "__main__":
    unittest.main()
