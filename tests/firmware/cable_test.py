#!/usr/bin/env python3
"""The cable is pulled, at each stage: the device notices by itself, and claims no success that it has not heard.
Plugged in again in time, nothing is lost; nor by a bad one, nor by junk on it.
Usage: cable_test.py QEMU ALERT ALERT_CLEAR"""

import random
import threading
import time

from rig.case import Case, run
from rig.mail_server import STAGES, MailServer

PATIENCE = "timeout=3000"


class Cable(Case):
    def at(self, stage, act, *more, **options):
        """sends an alert; act(guest) happens when the server has come to `stage`"""
        with MailServer(mishaps={stage: lambda _: act(guest)}) as server:
            with self.guest(server, *more, **options) as guest:
                return server, guest.wait()

    def test_pulled(self):
        for stage in STAGES[: STAGES.index("quit")]:
            with self.subTest(stage=stage):
                server, report = self.at(stage, lambda guest: guest.link(False), PATIENCE)
                self.assertFailed(report, "timeout")
                self.assertIn(stage, server.stages)

    def test_pulled_before_the_start(self):
        with MailServer() as server:
            self.assertFailed(self.alert(server, PATIENCE, connected=False), "timeout", "network")
            self.assertEqual(server.stages, [])

    def test_pulled_after_the_verdict(self):
        def pull_late(guest):
            time.sleep(1)  # the verdict goes out just before: it has to arrive
            guest.link(False)

        server, report = self.at("quit", pull_late, "timeout=4000")
        self.assertTaken(server, report)

    def test_pulled_and_plugged_in_again(self):
        """TCP sends again what was lost"""
        def blink(guest):
            guest.link(False)
            threading.Timer(1.0, guest.link, [True]).start()

        for stage in ("greeting", "flight", "text"):
            with self.subTest(stage=stage):
                server, report = self.at(stage, blink, "timeout=20000")
                self.assertTaken(server, report)

    def test_bad(self):
        """frames are lost, and come twice: it takes longer, and arrives once"""
        for seed in range(3):
            with self.subTest(seed=seed), MailServer() as server:
                self.assertTaken(server, self.alert(server, loss=seed))

    def test_junk_on_it(self):
        """frames that are nobody's business, broken, or longer than any may be, while the conversation goes on"""
        dice = random.Random(1)
        to_all, ipv4, experimental = b"\xff" * 6 + bytes(6), b"\x08\x00", b"\x88\xb5"
        junk = [to_all + experimental + bytes(size) for size in (1, 46, 1500, 1505, 1600, 2000)]
        junk += [to_all + ipv4 + dice.randbytes(dice.randrange(1500)) for _ in range(20)]

        def disturb(guest):
            for frame in junk:
                guest.ethernet.inject(frame)

        for stage in ("greeting", "hello", "text"):
            with self.subTest(stage=stage):
                server, report = self.at(stage, disturb, "timeout=15000")
                self.assertTaken(server, report)


if __name__ == "__main__":
    run()
