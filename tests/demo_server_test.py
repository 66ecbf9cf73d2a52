#!/usr/bin/env python3
"""The demonstration server's SMTP against Python's smtplib, and against clients that mean no good.

    demo_server_test.py PROGRAM CERTIFICATES
"""

import base64
import smtplib
import socket
import ssl
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
from demo_process import CERTIFICATES, FROM, PASSWORD, PATIENCE, PLAIN, PROGRAM, TO, USER, DemoServer  # noqa: E402


class DemoServerTest(unittest.TestCase):
    def setUp(self):
        self.server = DemoServer()
        self.context = ssl.create_default_context(cafile=str(CERTIFICATES / "ca.pem"))

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def connect(self):
        client = smtplib.SMTP("localhost", self.server.port, timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def secured(self):
        client = self.connect()
        client.starttls(context=self.context)
        client.ehlo()
        return client

    def logged_in(self):
        client = self.secured()
        self.assertEqual(client.docmd("AUTH PLAIN", PLAIN)[0], 235)
        return client

    def raw(self, octets):
        """everything that the server answers to `octets` in clear, until it hangs up"""
        with socket.create_connection(("localhost", self.server.port), PATIENCE) as s:
            s.sendall(octets)
            return b"".join(iter(lambda: s.recv(4096), b""))

    # --- capabilities and login

    def test_what_it_offers(self):
        client = self.connect()
        client.ehlo()
        self.assertEqual(set(client.esmtp_features),
                         {"pipelining", "size", "starttls", "8bitmime", "enhancedstatuscodes"})
        client.starttls(context=self.context)
        client.ehlo()
        self.assertEqual(client.esmtp_features["auth"].split(), ["PLAIN", "LOGIN"])
        self.assertNotIn("starttls", client.esmtp_features)

    def test_plain_with_and_without_an_initial_response(self):
        self.assertEqual(self.secured().docmd("AUTH PLAIN", PLAIN)[0], 235)
        client = self.secured()
        self.assertEqual(client.docmd("AUTH PLAIN")[0], 334)
        self.assertEqual(client.docmd(PLAIN)[0], 235)

    def test_login(self):
        user, password = (base64.b64encode(s.encode()).decode() for s in (USER, PASSWORD))
        client = self.secured()
        self.assertEqual(client.docmd("AUTH LOGIN")[0], 334)
        self.assertEqual(client.docmd(user)[0], 334)
        self.assertEqual(client.docmd(password)[0], 235)
        client = self.secured()
        self.assertEqual(client.docmd("AUTH LOGIN", user)[0], 334)
        self.assertEqual(client.docmd(password)[0], 235)

    def test_logins_that_fail(self):
        client = self.secured()
        wrong = base64.b64encode(b"\0pump3\0wrong").decode()
        other = base64.b64encode(f"boss\0{USER}\0{PASSWORD}".encode()).decode()
        for argument, code in ((wrong, 535), (other, 535), ("!", 501), ("=", 501), ("eHh4", 501)):
            self.assertEqual(client.docmd("AUTH PLAIN", argument)[0], code, argument)
        self.assertEqual(client.docmd("AUTH CRAM-MD5")[0], 504)
        client.docmd("AUTH PLAIN")
        self.assertEqual(client.docmd("*")[0], 501)
        self.assertEqual(client.docmd("MAIL", f"FROM:<{FROM}>")[0], 530)

    def test_no_login_and_no_mail_in_clear(self):
        client = self.connect()
        client.ehlo()
        self.assertEqual(client.docmd("AUTH PLAIN", PLAIN)[0], 538)
        self.assertEqual(client.docmd("MAIL", f"FROM:<{FROM}>")[0], 530)

    # --- mail

    def test_text_arrives_as_it_was(self):
        text = "Subject: dots\r\n\r\n.\r\n..two\r\nbare\n.\nLF, bare\r.\rCR and \u00fc\r\n".encode()
        client = self.logged_in()
        self.assertEqual(client.mail(FROM, [f"SIZE={len(text)}", "BODY=8BITMIME"])[0], 250)
        self.assertEqual(client.rcpt(TO)[0], 250)
        self.assertEqual(client.rcpt("two@plant.example")[0], 250)
        self.assertEqual(client.docmd("DATA")[0], 354)
        client.send(text.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        self.assertEqual(client.getreply()[0], 250)
        head, octets = self.server.arrived()
        self.assertEqual(octets, text)
        self.assertEqual(head, f"mail 1, {len(text)} octets, from <{FROM}> to <{TO}> <two@plant.example>")

    def test_several_mails_on_one_connection(self):
        client = self.logged_in()
        for number in range(1, 4):
            client.sendmail(FROM, [TO], f"Subject: {number}\r\n\r\n{'x' * number}\r\n")
            self.assertEqual(self.server.arrived()[1], f"Subject: {number}\r\n\r\n{'x' * number}\r\n".encode())
        self.assertEqual(client.quit()[0], 221)

    def test_a_large_mail(self):
        text = b"Subject: large\r\n\r\n" + (b"0123456789" * 7 + b"\r\n") * 40_000
        self.logged_in().sendmail(FROM, [TO], text)
        self.assertEqual(self.server.arrived()[1], text)

    def test_one_recipient_is_refused(self):
        client = self.logged_in()
        refused = client.sendmail(FROM, ["nobody@plant.example", TO], "Subject: x\r\n\r\n")
        self.assertEqual(refused["nobody@plant.example"][0], 550)
        self.assertTrue(self.server.arrived()[0].endswith(f"to <{TO}>"))

    def test_a_whole_envelope_in_one_packet(self):
        client = self.logged_in()
        client.send(f"MAIL FROM:<{FROM}>\r\nRCPT TO:<{TO}>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n")
        self.assertEqual([client.getreply()[0] for _ in range(5)], [250, 250, 354, 250, 221])
        self.assertEqual(self.server.arrived()[1], b"x\r\n")

    def test_order_and_arguments(self):
        client = self.logged_in()
        for command, code in (("RCPT TO:<a@b>", 503), ("DATA", 503), ("MAIL FROM:a@b", 501), ("MAIL", 501),
                              ("MAIL FROM:<a@b> SIZE=33554433", 552),
                              ("MAIL FROM:<a@b> SIZE=99999999999999999999", 552),
                              ("MAIL FROM:<a@b> WHAT=1", 555), ("NOSUCH", 500)):
            self.assertEqual(client.docmd(command)[0], code, command)
        client = self.logged_in()
        for command, code in (("mail from:<>", 250), ("MAIL FROM:<a@b>", 503), ("DATA", 554), ("RSET", 250),
                              ("DATA", 503), ("NOOP", 250), ("VRFY x", 252)):
            self.assertEqual(client.docmd(command)[0], code, command)

    def test_too_many_recipients(self):
        client = self.logged_in()
        client.mail(FROM)
        replies = [client.rcpt(f"r{n}@plant.example")[0] for n in range(101)]
        self.assertEqual((replies[99], replies[100]), (250, 452))

    def test_too_big_a_mail_leaves_the_connection_in_step(self):
        client = self.logged_in()
        line = b"x" * 998 + b"\r\n"
        for lines, code in ((33_555, 552), (1, 250)):
            client.mail(FROM)
            client.rcpt(TO)
            self.assertEqual(client.docmd("DATA")[0], 354)
            client.send(line * lines + b".\r\n")
            self.assertEqual(client.getreply()[0], code)
        self.assertEqual(self.server.arrived()[1], line)

    # --- clients that mean no good

    def test_octets_behind_starttls(self):
        said = self.raw(b"EHLO x\r\nSTARTTLS\r\nEHLO y\r\n")
        self.assertEqual(said.splitlines()[-1], b"220 2.0.0 Shake hands")

    def test_a_handshake_that_is_none(self):
        with socket.create_connection(("localhost", self.server.port), PATIENCE) as s:
            s.sendall(b"EHLO x\r\nSTARTTLS\r\n")
            said = b""
            while b"Shake hands" not in said:
                said += s.recv(4096)
            s.sendall(b"EHLO y\r\n")
            while s.recv(4096):
                pass

    def test_an_endless_line(self):
        self.assertIn(b"500 5.5.2 Line too long", self.raw(b"x" * (64 * 1024 + 1)))

    def test_endless_nonsense(self):
        self.assertTrue(self.raw(b"x\r\n" * 11).endswith(b"421 4.7.0 Too many errors\r\n"))

    def test_too_many_clients(self):
        waiting = [socket.create_connection(("localhost", self.server.port), PATIENCE) for _ in range(32)]
        for client in waiting:
            self.assertTrue(client.recv(4096).startswith(b"220 "))
        with socket.create_connection(("localhost", self.server.port), PATIENCE) as one_more:
            self.assertEqual(one_more.recv(1), b"")
        for client in waiting:
            client.close()

    def test_it_stops_while_clients_are_connected(self):
        self.connect()
        self.secured()  # tearDown() does the rest


class PatienceTest(unittest.TestCase):
    """one second of it, and clients that take longer"""

    def setUp(self):
        self.server = DemoServer("--patience", "1")
        self.client = socket.create_connection(("localhost", self.server.port), PATIENCE)
        self.client.recv(4096)
        self.addCleanup(self.client.close)

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def test_silence(self):
        self.assertEqual(self.client.recv(1), b"")

    def test_a_line_that_drips(self):
        begun = time.monotonic()
        with self.assertRaises(OSError):
            while time.monotonic() < begun + PATIENCE:
                self.client.sendall(b"x")
                time.sleep(0.2)

    def test_a_handshake_that_does_not_come(self):
        try:
            self.client.sendall(b"EHLO x\r\nSTARTTLS\r\n")
            while self.client.recv(4096):
                pass
        except ConnectionError:  # on a busy machine its patience may have ended before we spoke
            pass


class ImplicitTlsTest(unittest.TestCase):
    def test_tls_from_the_first_octet(self):
        server = DemoServer("--ssl")
        context = ssl.create_default_context(cafile=str(CERTIFICATES / "ca.pem"))
        with smtplib.SMTP_SSL("localhost", server.port, timeout=PATIENCE, context=context) as client:
            client.ehlo()
            self.assertEqual(client.docmd("AUTH PLAIN", PLAIN)[0], 235)
        self.assertEqual(server.stop(), 0)


class InClearTest(unittest.TestCase):
    """--clear: what a port without TLS is tried against"""

    def setUp(self):
        self.server = DemoServer("--clear")
        self.client = smtplib.SMTP("localhost", self.server.port, timeout=PATIENCE)
        self.client.ehlo()
        self.addCleanup(self.client.close)

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def test_what_it_offers(self):
        self.assertEqual(self.client.esmtp_features["auth"].split(), ["PLAIN", "LOGIN"])
        self.assertIn("starttls", self.client.esmtp_features)

    def test_mail_without_a_login(self):
        self.assertEqual(self.client.sendmail(FROM, TO, "x\r\n"), {})
        self.assertEqual(self.server.arrived()[1], b"x\r\n")

    def test_a_login_is_judged_all_the_same(self):
        wrong = base64.b64encode(f"\0{USER}\0wrong".encode()).decode()
        self.assertEqual(self.client.docmd("AUTH PLAIN", wrong)[0], 535)
        self.assertEqual(self.client.docmd("AUTH PLAIN", PLAIN)[0], 235)


class ArgumentsTest(unittest.TestCase):
    def test_help(self):
        done = subprocess.run([PROGRAM, "--help"], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True)
        self.assertTrue(done.stdout.startswith(b"demo_server [--port N]"))
        self.assertEqual(done.stderr, b"")

    def test_they_are_judged(self):
        for options, status in ((["--port", "x"], 64), (["--port"], 64), (["--nonsense"], 64),
                                (["--key", "/nonexistent"], 69)):
            done = subprocess.run([PROGRAM, *options], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE,
                                  check=False)
            self.assertEqual(done.returncode, status, options)
            self.assertTrue(done.stderr.startswith(b"demo_server: "))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
