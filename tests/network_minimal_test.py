#!/usr/bin/env python3
"""The smallest port sends through the demonstration server, and says what is wrong where something is.

    network_minimal_test.py NETWORK_MINIMAL DEMO_SERVER
"""

import signal
import socket
import subprocess
import sys
import unittest

PROGRAM, SERVER = sys.argv[1:3]


def send(port, flags="/submit/notls"):
    spec = f"{{127.0.0.1:{port}{flags}}}"
    return subprocess.run([PROGRAM, spec], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                          check=False)


class NetworkMinimalTest(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen([SERVER, "--clear", "--print"], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline().split()[-1])

    def tearDown(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.stdout.close()
        self.assertEqual(self.server.wait(20), 0)

    def test_a_mail_arrives(self):
        done = send(self.port)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "sent\n", ""))
        self.assertIn("<pump3@plant.example> to <ops@plant.example>", self.server.stdout.readline())
        self.assertIn("Subject: The port works\n", iter(self.server.stdout.readline, "\n"))

    def test_tls_is_refused_by_name(self):
        done = send(self.port, "/submit/tls")
        self.assertNotEqual(done.returncode, 0)
        self.assertTrue(done.stderr.startswith("unsupported: "), done.stderr)

    def test_nobody_listens(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            done = send(unused.getsockname()[1])
        self.assertNotEqual(done.returncode, 0)
        self.assertTrue(done.stderr.startswith("network: "), done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
