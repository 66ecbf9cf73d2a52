#!/usr/bin/env python3
"""mailmote watch. Usage: watch_test.py PROGRAM"""

import os
import pathlib
import select
import signal
import subprocess
import tempfile
import unittest

from imap_server import Message
from patience import PATIENCE
from reading import PASSWORD, PROGRAM, Reading, environment

ARRIVED = b"Subject: new\r\n\r\nnew\r\n"


class Watch(Reading):
    def start(self, *options):
        for number in (signal.SIGINT, signal.SIGTERM):  # whoever started the tests may ignore them, and that is inherited
            self.addCleanup(signal.signal, number, signal.signal(number, signal.SIG_DFL))
        self.program = subprocess.Popen(
            [PROGRAM, "watch", self.server.spec(), *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment(MAILMOTE_PASSWORD=PASSWORD))
        self.addCleanup(self.program.communicate)
        self.addCleanup(self.program.kill)
        self.assertTrue(self.server.idling.wait(PATIENCE))

    def line(self):
        ready, _, _ = select.select([self.program.stdout], [], [], PATIENCE)
        self.assertTrue(ready)
        return self.program.stdout.readline().decode().rstrip("\n")

    def arrive(self, uid, subject="new", sender="ann"):
        self.assertTrue(self.server.idling.wait(PATIENCE))
        self.server.arrive(Message(uid, subject, ARRIVED, sender=sender))

    def interrupt(self, number=signal.SIGINT):
        self.program.send_signal(number)
        out, err = self.program.communicate(timeout=PATIENCE)
        return self.program.returncode, out, err.decode()

    def test_a_line_for_every_message(self):
        self.start()
        for uid in (30, 31):
            self.arrive(uid)
            self.assertEqual(self.line().split("\t")[::4], [str(uid), "new"])
        self.assertEqual(self.interrupt(), (0, b"", ""))
        self.assertEqual(self.server.lines[-1], "LOGOUT")

    def test_the_end(self):
        self.start()
        self.assertEqual(self.interrupt(signal.SIGTERM), (0, b"", ""))
        self.assertEqual(self.server.lines[-2:], ["DONE", "LOGOUT"])

    def test_a_command_for_every_message(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "seen"
            command = 'printf "%%s|" "$MAILMOTE_ID" "$MAILMOTE_FROM" "$MAILMOTE_SUBJECT" "${MAILMOTE_PASSWORD-none}" >> %s' % path
            self.start("--exec", command)
            self.arrive(30, "$(touch %s/hacked); `touch %s/hacked`" % (folder, folder))
            self.line()
            self.arrive(31)
            self.line()
            self.assertEqual(self.interrupt()[::2], (0, ""))
            self.assertEqual(path.read_text(), "30|Ann <ann@plant.example>|$(touch %s/hacked); `touch %s/hacked`|none|"
                                               "31|Ann <ann@plant.example>|new|none|" % (folder, folder))
            self.assertEqual(os.listdir(folder), ["seen"])

    def test_a_command_that_fails(self):
        self.start("--exec", "exit 3")
        self.arrive(30)
        self.line()
        self.arrive(31)
        self.line()
        status, _, err = self.interrupt()
        self.assertEqual((status, err), (0, "mailmote: notice: --exec for message 30: exit status 3\n"
                                            "mailmote: notice: --exec for message 31: exit status 3\n"))

    def test_the_server_hangs_up(self):
        self.start()
        self.server.say("* BYE shutting down")
        self.server.hang_up()
        _, err = self.program.communicate(timeout=PATIENCE)
        self.assertEqual(self.program.returncode, 75)
        self.assertIn("shutting down", err.decode())


if __name__ == "__main__":
    unittest.main()
