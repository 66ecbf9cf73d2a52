"""What every test of the firmware begins with: the images, a login, one call that sends, and the verdicts.

    class Arrives(Case):
        def test_it(self):
            with MailServer() as server:
                self.assertTaken(server, self.alert(server))

    run()   # NAME_test.py QEMU ALERT ALERT_CLEAR [unittest's options]
"""

import base64
import sys
import unittest

from .guest import LIMIT, NAME, Guest, Machine

USER, PASSWORD = "pump3", "correct-horse"
# As result.hpp has it: what a program ends with because of a category.
STATUS = {"timeout": 75, "closed": 75, "network": 75, "rejected": 65, "tls": 76, "protocol": 76, "cert": 77, "auth": 77,
          "policy": 77}  # fmt: skip

# What the specification says for each image, if nothing else is said.
FLAGS = {"alert": "/submit/tls", "alert_clear": "/submit/notls", "unread": "/imap/tls"}

SHIFT = 6  # an instruction takes 2^6 ns of the guest's time,
TICK = 40  # and its counter counts these

_images = {}


def instructions(ticks):
    return round(int(ticks) * TICK / 2**SHIFT)


def figure(name, value, unit=""):
    """a line that is meant to be collected"""
    print(f"figure: {name}: {value} {unit}".rstrip(), flush=True)


class Case(unittest.TestCase):
    maxDiff = None

    def guest(self, server, *more, image="alert", shift=None, flags=None, host=NAME, **options):
        spec = f"spec={{{host}:{server.port}{flags or FLAGS[image]}}}"
        machine = Machine(_images["qemu"], _images[image], shift)
        return Guest(machine, [spec, f"user={USER}", f"password={PASSWORD}", *more], **options)

    def alert(self, server, *more, limit=LIMIT, **options):
        with self.guest(server, *more, **options) as guest:
            return guest.wait(limit)

    def assertTaken(self, server, report, mails=1):
        self.assertEqual(report.status, 0, report.text)
        self.assertEqual(len(server.mails), mails, report.text)

    def assertFailed(self, report, *categories):
        """not success, one of the categories, its status, and nothing secret on the console"""
        self.assertIn(report.category(), categories, report.text)
        self.assertEqual(report.status, STATUS[report.category()], report.text)
        self.assertNotIn(PASSWORD, report.text)

    def assertNothingGiven(self, server):
        """neither the login nor anything behind it has come to the server, in clear or under TLS"""
        heard = server.clear + server.secured
        response = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode())
        for secret in (response, PASSWORD.encode(), *server.TRUSTING):
            self.assertNotIn(secret, heard)
        self.assertEqual(server.logins, [])


def run(*images):
    """of the images named, or of those that send, in the order of the arguments"""
    names = ("qemu", *(images or ("alert", "alert_clear")))
    _images.update(zip(names, sys.argv[1:]))
    unittest.main(argv=sys.argv[:1] + sys.argv[1 + len(names):], verbosity=2)
