#!/usr/bin/env python3
"""The demonstration server's IMAP against Python's imaplib, and against clients that mean no good.

    demo_imap_test.py PROGRAM CERTIFICATES
"""

import contextlib
import email.message
import email.policy
import imaplib
import smtplib
import socket
import ssl
import sys
import unittest

sys.dont_write_bytecode = True
from demo_process import CERTIFICATES, FROM, PASSWORD, PATIENCE, PLAIN, TO, USER, DemoServer  # noqa: E402

RESPONSE = f"\0{USER}\0{PASSWORD}".encode()
SHORT = b"From: Pump 3 <pump3@plant.example>\r\nTo: ops@plant.example\r\nSubject: short\r\n\r\none\r\ntwo\r\n"


def hang_up(client):
    with contextlib.suppress(OSError):
        client.shutdown()


def with_attachment():
    mail = email.message.EmailMessage()
    mail["From"] = '"Pump, 3" <pump3@plant.example>'
    mail["To"] = "ops@plant.example, Zoe <zoe@plant.example>"
    mail["Subject"] = "\u00dcberdruck"
    mail["Date"] = "Mon, 01 Jan 2024 00:00:00 +0000"
    mail["Message-ID"] = "<m1@plant.example>"
    mail.set_content("9.3 bar\n")
    mail.add_attachment(bytes(range(256)), maintype="application", subtype="octet-stream", filename="pressure.bin")
    return mail.as_bytes(policy=email.policy.SMTP)


class ImapTest(unittest.TestCase):
    """over STARTTLS"""

    def setUp(self):
        self.server = DemoServer("--imap-port", "0")
        self.context = ssl.create_default_context(cafile=str(CERTIFICATES / "ca.pem"))

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def secured(self):
        client = imaplib.IMAP4("localhost", self.server.imap_port, timeout=PATIENCE)
        self.addCleanup(hang_up, client)
        client.starttls(self.context)
        return client

    def logged_in(self):
        client = self.secured()
        self.assertEqual(client.authenticate("PLAIN", lambda _: RESPONSE)[0], "OK")
        return client

    def opened(self, *mails):
        """with these mails in it"""
        client = self.logged_in()
        for mail in mails:
            self.assertEqual(client.append("INBOX", None, None, mail)[0], "OK")
        self.assertEqual(client.select("INBOX"), ("OK", [str(len(mails)).encode()]))
        return client

    def deliver(self, octets):
        with smtplib.SMTP("localhost", self.server.port, timeout=PATIENCE) as client:
            client.starttls(context=self.context)
            client.ehlo()
            client.docmd("AUTH PLAIN", PLAIN)
            client.sendmail(FROM, [TO], octets)
        self.assertEqual(self.server.arrived()[1], octets)

    def raw(self, octets):
        """everything that the server answers to `octets` in clear, until it hangs up"""
        with socket.create_connection(("localhost", self.server.imap_port), PATIENCE) as s:
            s.sendall(octets)
            return b"".join(iter(lambda: s.recv(4096), b""))

    def fetch(self, client, number, items):
        """the answer, literals and all"""
        status, data = client.fetch(str(number), items)
        self.assertEqual(status, "OK")
        return b"".join(part if isinstance(part, bytes) else b"\r\n".join(part) for part in data)

    def refused(self, client, *words):
        with self.assertRaisesRegex(imaplib.IMAP4.error, "BAD", msg=words):
            client.xatom(*words)

    def refused_anew(self, *words):
        """by a server that has not had enough of us yet"""
        client = self.logged_in()
        client.select()
        self.refused(client, *words)
        hang_up(client)

    # --- capabilities and login

    def test_what_it_offers(self):
        client = imaplib.IMAP4("localhost", self.server.imap_port, timeout=PATIENCE)
        self.addCleanup(hang_up, client)
        self.assertIn("STARTTLS", client.capabilities)
        self.assertIn("LOGINDISABLED", client.capabilities)
        client.starttls(self.context)
        self.assertIn("AUTH=PLAIN", client.capabilities)
        self.assertNotIn("STARTTLS", client.capabilities)
        client.authenticate("PLAIN", lambda _: RESPONSE)
        self.assertIn(b"IDLE", client.capability()[1][0])

    def test_logins(self):
        self.assertEqual(self.secured().xatom("AUTHENTICATE", "PLAIN", PLAIN)[0], "OK")
        for mark in (b"", b"+"):
            client = self.secured()
            password = PASSWORD.encode()
            client.send(b"a LOGIN {5%s}\r\npump3 {%d%s}\r\n%s\r\n" % (mark, len(password), mark, password))
            said = [client.readline() for _ in range(1 if mark else 3)]
            self.assertRegex(said[-1], rb"a OK \[CAPABILITY IMAP4rev1 .*IDLE.*\] Welcome")

    def test_logins_that_fail(self):
        client = self.secured()
        with self.assertRaisesRegex(imaplib.IMAP4.error, "AUTHENTICATIONFAILED"):
            client.login(USER, "wrong")
        with self.assertRaisesRegex(imaplib.IMAP4.error, "AUTHORIZATIONFAILED"):
            client.authenticate("PLAIN", lambda _: f"boss\0{USER}\0{PASSWORD}".encode())
        with self.assertRaisesRegex(imaplib.IMAP4.error, "CANNOT"):
            client.authenticate("CRAM-MD5", lambda _: b"")
        self.refused(client, "AUTHENTICATE", "PLAIN", "!")

    def test_no_login_in_clear(self):
        said = self.raw(f"a LOGIN {USER} x\r\nb AUTHENTICATE PLAIN {PLAIN}\r\nc SELECT INBOX\r\nd LOGOUT\r\n".encode())
        self.assertIn(b"a NO [PRIVACYREQUIRED]", said)
        self.assertIn(b"b NO [PRIVACYREQUIRED]", said)
        self.assertIn(b"c BAD ", said)
        self.assertTrue(said.endswith(b"\r\nd OK Logged out\r\n"))

    def test_id(self):
        self.assertEqual(self.secured().xatom("ID", '("name" "test")')[0], "OK")

    # --- the mailbox

    def test_empty(self):
        client = self.opened()
        self.assertEqual(client.search(None, "ALL"), ("OK", [b""]))
        self.assertEqual(client.uid("FETCH", "1:*", "FLAGS"), ("OK", [None]))
        self.refused(client, "FETCH", "1:*", "FLAGS")

    def test_select_says_what_there_is(self):
        client = self.opened(SHORT, SHORT)
        for name, value in (("UIDNEXT", b"3"), ("UNSEEN", b"1"), ("READ-WRITE", b""), ("RECENT", b"0")):
            self.assertEqual(client.response(name)[1][-1], value, name)
        self.assertEqual(client.select("INBOX", readonly=True), ("OK", [b"2"]))
        self.assertEqual(client.store("1", "+FLAGS", "\\Seen")[0], "NO")
        self.assertEqual(client.expunge()[0], "NO")

    def test_other_mailboxes(self):
        client = self.logged_in()
        self.assertEqual(client.select("Archive")[0], "NO")
        self.assertIn(b"[TRYCREATE]", client.append("Archive", None, None, SHORT)[1][0])
        self.assertEqual(client.create("Archive")[0], "NO")
        self.assertEqual(client.status("Archive", "(MESSAGES)")[0], "NO")

    def test_list(self):
        client = self.logged_in()
        for pattern, found in (("*", True), ("%", True), ("inbox", True), ("IN*X", True), ("INBOX/*", False),
                               ("x*", False)):
            listed = client.list('""', f'"{pattern}"')[1]
            self.assertEqual(listed, [b'() "/" INBOX' if found else None], pattern)
        self.assertEqual(client.list('""', '""')[1], [b'(\\Noselect) "/" ""'])
        self.assertEqual(client.lsub()[1], [b'() "/" INBOX'])

    def test_status(self):
        client = self.opened(SHORT, SHORT)
        client.store("1", "+FLAGS", "\\Seen")
        told = client.status("INBOX", "(MESSAGES UNSEEN UIDNEXT RECENT)")[1]
        self.assertEqual(told, [b"INBOX (MESSAGES 2 UNSEEN 1 UIDNEXT 3 RECENT 0)"])
        self.refused(client, "STATUS", "INBOX", "(WHAT)")

    def test_what_smtp_took_is_there(self):
        self.deliver(SHORT)
        client = self.logged_in()
        self.assertEqual(client.select()[1], [b"1"])
        self.assertIn(SHORT, self.fetch(client, 1, "BODY.PEEK[]"))

    def test_append_with_flags_and_date(self):
        client = self.logged_in()
        status, told = client.append("INBOX", "(\\Seen urgent)", '" 5-Feb-2024 06:07:08 +0100"', SHORT)
        self.assertEqual(status, "OK")
        self.assertRegex(told[0], rb"\[APPENDUID \d+ 1\]")
        client.select()
        self.assertEqual(self.fetch(client, 1, "(FLAGS INTERNALDATE)"),
                         b'1 (FLAGS (\\Seen urgent) INTERNALDATE " 5-Feb-2024 05:07:08 +0000")')

    def test_append_without_waiting(self):
        client = self.logged_in()
        client.send(b"x1 APPEND INBOX {%d+}\r\n%s\r\n" % (len(SHORT), SHORT))
        self.assertRegex(client.readline(), rb"x1 OK \[APPENDUID")

    def test_append_whose_end_looks_like_a_literal(self):
        client = self.opened(b"Subject: x\r\n\r\n{5}", b"Subject: y\r\n\r\n\r\n{5+}")
        self.assertIn(b"{5+}", self.fetch(client, 2, "BODY.PEEK[TEXT]"))

    # --- messages

    def test_simple_items(self):
        client = self.opened(SHORT)
        told = self.fetch(client, 1, "(UID FLAGS RFC822.SIZE)")
        self.assertEqual(told, b"1 (UID 1 FLAGS () RFC822.SIZE %d)" % len(SHORT))
        self.assertEqual(self.fetch(client, 1, "FAST").count(b"("), 2)

    def test_envelope(self):
        client = self.opened(SHORT, with_attachment())
        pump = b'(("Pump 3" NIL "pump3" "plant.example"))'
        people = b" ".join((pump, pump, pump, b'((NIL NIL "ops" "plant.example"))'))
        told = self.fetch(client, 1, "ENVELOPE")
        self.assertEqual(told, b'1 (ENVELOPE (NIL "short" ' + people + b" NIL NIL NIL NIL))")
        told = self.fetch(client, 2, "ENVELOPE")
        self.assertIn(b'("Mon, 01 Jan 2024 00:00:00 +0000" "=?utf-8?', told)
        self.assertIn(b'(("Pump, 3" NIL "pump3" "plant.example"))', told)
        self.assertIn(b'((NIL NIL "ops" "plant.example")("Zoe" NIL "zoe" "plant.example")) NIL NIL NIL '
                      b'"<m1@plant.example>")', told)

    def test_envelope_of_odd_addresses(self):
        client = self.opened(b'To: friends: a@b.c, "D \\"E\\"" <d@e.f>;, g@h.i (a comment (in it))\r\n'
                             b'Cc: nobody\r\n\r\n')
        self.assertIn(b'((NIL NIL "friends" NIL)(NIL NIL "a" "b.c")("D \\"E\\"" NIL "d" "e.f")(NIL NIL NIL NIL)'
                      b'(NIL NIL "g" "h.i")) ((NIL NIL "nobody" ""))', self.fetch(client, 1, "ENVELOPE"))

    def test_structure(self):
        client = self.opened(SHORT, with_attachment())
        self.assertEqual(self.fetch(client, 1, "(BODY BODYSTRUCTURE)"),
                         b'1 (BODY ("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 10 2) '
                         b'BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 10 2 NIL NIL NIL NIL))')
        told = self.fetch(client, 2, "BODYSTRUCTURE")
        self.assertIn(b'(("TEXT" "PLAIN" ("charset" "utf-8") NIL NIL "7BIT" 9 1 NIL NIL NIL NIL)', told)
        self.assertIn(b'("APPLICATION" "OCTET-STREAM" NIL NIL NIL "BASE64" 354 NIL '
                      b'("attachment" ("filename" "pressure.bin")) NIL NIL) "MIXED" ("boundary" "', told)

    def test_structure_of_a_message_in_a_message(self):
        outer = email.message.EmailMessage()
        outer["Subject"] = "outer"
        outer.set_content("see below\n")
        outer.add_attachment(email.message_from_bytes(with_attachment(), policy=email.policy.SMTP))
        client = self.opened(outer.as_bytes(policy=email.policy.SMTP))
        told = self.fetch(client, 1, "BODY")
        self.assertIn(b'("MESSAGE" "RFC822" NIL NIL NIL "8BIT" ', told)
        self.assertIn(b' ("Mon, 01 Jan 2024 00:00:00 +0000" ', told)
        self.assertIn(b"9.3 bar", self.fetch(client, 1, "BODY.PEEK[2.1]"))
        self.assertIn(b"Message-ID: <m1@plant.example>", self.fetch(client, 1, "BODY.PEEK[2.HEADER]"))
        self.assertIn(b'filename="pressure.bin"', self.fetch(client, 1, "BODY.PEEK[2.2.MIME]"))

    def test_a_boundary_that_begins_like_another(self):
        inner = b"Content-Type: multipart/mixed; boundary=xy\r\n\r\n--xy\r\n\r\na\r\n--xy--\r\n"
        head = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        client = self.opened(head + b"--x\r\n" + inner + b"--x\r\n\r\nb\r\n--x--\r\n")
        self.assertIn(b"\r\nb)", self.fetch(client, 1, "BODY.PEEK[2]"))
        self.assertIn(b"\r\na)", self.fetch(client, 1, "BODY.PEEK[1.1]"))

    def test_structures_that_are_none(self):
        deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
        client = self.opened(b"Content-Type: multipart/mixed\r\n\r\nx", b"Content-Type: nonsense\r\n\r\nx", deep,
                             b"\r\n", b"x")
        self.assertIn(b'("APPLICATION" "OCTET-STREAM" ', self.fetch(client, 1, "BODY"))
        self.assertIn(b'("TEXT" "PLAIN" ', self.fetch(client, 2, "BODY"))
        self.assertIn(b'"MIXED"', self.fetch(client, 3, "BODY"))
        self.assertIn(b'"7BIT" 0 0)', self.fetch(client, 4, "BODY"))

    def test_sections(self):
        mail = with_attachment()
        head, _, text = mail.partition(b"\r\n\r\n")
        client = self.opened(mail)
        for section, octets in (("", mail), ("HEADER", head + b"\r\n\r\n"), ("TEXT", text), ("1", b"9.3 bar\r\n"),
                                ("HEADER.FIELDS (subject DATE)", b"Subject: =?utf-8?q?=C3=9Cberdruck?=\r\n"
                                 b"Date: Mon, 01 Jan 2024 00:00:00 +0000\r\n\r\n")):
            status, data = client.fetch("1", f"BODY.PEEK[{section}]")
            self.assertEqual((status, data[0][1]), ("OK", octets), section)
        self.assertNotIn(b"Subject:", self.fetch(client, 1, "BODY.PEEK[HEADER.FIELDS.NOT (Subject)]"))
        self.assertEqual(self.fetch(client, 1, "BODY.PEEK[3]"), b"1 (BODY[3] NIL)")
        self.assertEqual(self.fetch(client, 1, "BODY.PEEK[1.1]"), b"1 (BODY[1.1] NIL)")
        self.assertEqual(self.fetch(client, 1, "BODY.PEEK[1.HEADER]"), b"1 (BODY[1.HEADER] NIL)")
        self.assertEqual(client.fetch("1", "RFC822.HEADER")[1][0][1], head + b"\r\n\r\n")

    def test_pieces(self):
        client = self.opened(SHORT)
        for start, count in ((0, 10), (5, 1), (len(SHORT) - 3, 100), (len(SHORT), 5), (4_294_967_295, 5)):
            name, octets = client.fetch("1", f"BODY.PEEK[]<{start}.{count}>")[1][0]
            self.assertIn(b"BODY[]<%d> {" % start, name)
            self.assertEqual(octets, SHORT[start:start + count])

    def test_what_cannot_be_fetched(self):
        self.opened(SHORT)
        for items in ("NOSUCH", "BODY[", "BODY[1", "BODY[1.]", "BODY[MIME]", "BODY[1.NOSUCH]", "BODY[]<5>",
                      "BODY[]<5.0>", "(UID", "()", "BODY[HEADER.FIELDS]", "UID FLAGS"):
            self.refused_anew("FETCH", "1", items)
        for numbers in ("2", "1:2", "0", "x", "4294967296", "1,", ":"):
            self.refused_anew("FETCH", numbers, "UID")

    def test_reading_sets_seen_and_peeking_does_not(self):
        client = self.opened(SHORT)
        client.fetch("1", "BODY.PEEK[]")
        self.assertEqual(client.search(None, "UNSEEN")[1], [b"1"])
        client.fetch("1", "BODY[TEXT]")
        self.assertEqual(client.search(None, "UNSEEN")[1], [b""])

    def test_flags(self):
        client = self.opened(SHORT, SHORT)
        self.assertEqual(client.store("1:2", "+FLAGS", "(\\seen urgent)"),
                         ("OK", [b"1 (UID 1 FLAGS (\\Seen urgent))", b"2 (UID 2 FLAGS (\\Seen urgent))"]))
        self.assertEqual(client.store("1", "-FLAGS", "\\Seen")[1], [b"1 (UID 1 FLAGS (urgent))"])
        self.assertEqual(client.store("1", "FLAGS", "(\\Flagged)")[1], [b"1 (UID 1 FLAGS (\\Flagged))"])
        self.assertEqual(client.store("1", "FLAGS.SILENT", "()"), ("OK", [None]))
        told = client.uid("STORE", "2:*", "+FLAGS", "(\\Draft)")[1]
        self.assertEqual(told, [b"2 (UID 2 FLAGS (\\Draft \\Seen urgent))"])

    def test_search(self):
        client = self.opened(SHORT, with_attachment(), SHORT)
        client.store("1", "+FLAGS.SILENT", "(\\Flagged urgent)")
        client.store("3", "+FLAGS.SILENT", "\\Deleted")
        for keys, found in (
            ("ALL", "1 2 3"), ("2:*", "2 3"), ("UID 2", "2"), ("UID 1,3:9", "1 3"), ("FLAGGED", "1"),
            ("UNFLAGGED", "2 3"), ("NOT FLAGGED UNDELETED", "2"), ("OR FLAGGED DELETED", "1 3"),
            ("(FLAGGED) KEYWORD urgent", "1"), ("SUBJECT short", "1 3"), ('SUBJECT "\u00dcBER"', "2"),
            ("FROM pump3", "1 2 3"), ('FROM "Pump, 3"', "2"), ("HEADER Message-ID m1", "2"), ("BODY TWO", "1 3"),
            ("TEXT zoe", "2"), ("LARGER 300", "2"), ("SMALLER 300", "1 3"),
        ):
            charset = None if keys.isascii() else "UTF-8"
            self.assertEqual(client.search(charset, keys.encode()), ("OK", [found.encode()]), keys)
        self.assertEqual(client.uid("SEARCH", "SUBJECT", '"short"')[1], [b"1 3"])
        self.assertIn(b"BADCHARSET", client.xatom("SEARCH", "CHARSET", "x", "ALL")[1][0])
        for keys in ("", "NOSUCH", "SUBJECT", "NOT", "(ALL", "OR ALL", "UID x", "(" * 1000 + "ALL" + ")" * 1000):
            self.refused_anew("SEARCH", keys)

    def test_search_with_a_literal(self):
        client = self.opened(with_attachment())
        client.literal = "\u00dcberdruck".encode()
        self.assertEqual(client.search("UTF-8", "SUBJECT"), ("OK", [b"1"]))

    def test_expunge(self):
        client = self.opened(*[SHORT] * 5)
        client.store("2,4", "+FLAGS.SILENT", "\\Deleted")
        self.assertEqual(client.expunge(), ("OK", [b"2", b"3"]))
        self.assertEqual(client.uid("SEARCH", "ALL")[1], [b"1 3 5"])
        client.store("1,3", "+FLAGS.SILENT", "\\Deleted")
        self.assertEqual(client.uid("EXPUNGE", "5:9")[0], "OK")
        self.assertEqual(client.uid("SEARCH", "ALL")[1], [b"1 3"])
        client.close()
        self.assertEqual(client.select()[1], [b"1"])
        self.assertEqual(client.uid("SEARCH", "UID", "1:9")[1], [b"3"])

    def test_copy(self):
        client = self.opened(SHORT)
        client.store("1", "+FLAGS.SILENT", "\\Flagged")
        self.assertRegex(client.copy("1", "INBOX")[1][0], rb"\[COPYUID \d+ 1 2\]")
        self.assertEqual(client.search(None, "FLAGGED")[1], [b"1 2"])
        self.assertIn(b"[TRYCREATE]", client.copy("1", "Archive")[1][0])

    # --- two clients at a time

    def test_news_of_another_client(self):
        client, other = self.opened(SHORT, SHORT, SHORT), self.logged_in()
        other.select()
        other.store("1", "+FLAGS", "\\Deleted")
        other.store("3", "+FLAGS", "\\Flagged")
        other.expunge()
        other.append("INBOX", None, None, SHORT)
        self.assertIn(b"Subject: short", self.fetch(client, 1, "BODY.PEEK[HEADER]"))  # it is still there for us
        client.noop()
        self.assertEqual(client.response("EXPUNGE")[1], [b"1"])
        self.assertEqual(client.response("EXISTS")[1][-1], b"4")  # was said with the FETCH, which tells of no EXPUNGE
        self.assertEqual(client.uid("SEARCH", "ALL")[1], [b"2 3 4"])

    def test_a_mail_wakes_a_client_that_idles(self):
        client = self.opened(SHORT)
        client.send(b"i1 IDLE\r\n")
        self.assertEqual(client.readline(), b"+ Idling\r\n")
        self.server.arrived()  # the one that was appended
        self.deliver(SHORT)
        self.assertEqual(client.readline(), b"* 2 EXISTS\r\n")
        client.send(b"DONE\r\n")
        self.assertEqual(client.readline(), b"i1 OK Back again\r\n")

    # --- clients that mean no good

    def test_octets_behind_starttls(self):
        said = self.raw(b"a STARTTLS\r\nb NOOP\r\n")
        self.assertEqual(said.splitlines()[-1], b"a OK Shake hands")

    def test_an_endless_line(self):
        self.assertIn(b"* BYE Line too long", self.raw(b"a" * (64 * 1024 + 1)))

    def test_endless_nonsense(self):
        self.assertTrue(self.raw(b"x\r\n" * 11).endswith(b"* BYE Too many errors\r\n"))

    def test_tags_that_are_none(self):
        self.assertIn(b"* BAD ", self.raw(b"+ NOOP\r\n* NOOP\r\na(b NOOP\r\n NOOP\r\n\r\nz LOGOUT\r\n"))

    def test_literals_that_are_too_big(self):
        for size in (b"65537", b"4294967296", b"99999999999999999999999999"):
            said = self.raw(b"a LOGIN {" + size + b"}\r\nz LOGOUT\r\n")
            self.assertIn(b"a NO [TOOBIG]", said)
            self.assertTrue(said.endswith(b"z OK Logged out\r\n"))
            self.assertTrue(self.raw(b"a LOGIN {" + size + b"+}\r\n").endswith(b"a NO [TOOBIG] Too big\r\n"))
        client = self.logged_in()
        self.assertIn(b"[TOOBIG]", client.xatom("APPEND", "INBOX", "{33554433}")[1][0])

    def test_a_client_that_goes_within_a_literal(self):
        with socket.create_connection(("localhost", self.server.imap_port), PATIENCE) as s:
            s.sendall(b"a LOGIN {100}\r\nhalf")

    def test_it_stops_while_clients_are_connected(self):
        self.secured()
        self.logged_in().send(b"i IDLE\r\n")  # tearDown() does the rest


class ImplicitTlsTest(unittest.TestCase):
    """TLS from the first octet"""

    def test_a_mail(self):
        server = DemoServer("--ssl", "--imap-port", "0")
        context = ssl.create_default_context(cafile=str(CERTIFICATES / "ca.pem"))
        with imaplib.IMAP4_SSL("localhost", server.imap_port, ssl_context=context, timeout=PATIENCE) as client:
            self.assertNotIn("STARTTLS", client.capabilities)
            client.authenticate("PLAIN", lambda _: RESPONSE)
            client.append("INBOX", None, None, SHORT)
            self.assertEqual(client.select()[1], [b"1"])
            self.assertEqual(client.fetch("1", "BODY[]")[1][0][1], SHORT)
        self.assertEqual(server.stop(), 0)


class InClearTest(unittest.TestCase):
    """--clear: what a port without TLS is tried against"""

    def test_a_login(self):
        server = DemoServer("--clear", "--imap-port", "0")
        with imaplib.IMAP4("localhost", server.imap_port, timeout=PATIENCE) as client:
            self.assertIn("STARTTLS", client.capabilities)
            self.assertEqual(client.authenticate("PLAIN", lambda _: RESPONSE)[0], "OK")
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
