#!/usr/bin/env python3
"""mailmote sendmail, called as programs call it. Usage: sendmail_test.py PROGRAM"""

import email
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from patience import PATIENCE  # noqa: E402
from smtp_server import Server  # noqa: E402

PROGRAM = os.path.abspath(sys.argv.pop(1))
CONFIG = """# how mail leaves this machine
spec = {spec}
from = pump3@plant.example
domain = plant.example
"""


class Sendmail(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.config = os.path.join(self.folder.name, "mailmote.conf")
        self.configure()

    def configure(self, more="", mode=0o600, text=CONFIG):
        with open(self.config, "w") as file:
            file.write(text.replace("{spec}", self.server.spec()) + more)
        os.chmod(self.config, mode)

    def call(self, *words, mail="", name=None, env=None):
        if name is None:
            command = [PROGRAM, "sendmail", *words]
        else:
            link = os.path.join(self.folder.name, name)
            os.path.lexists(link) or os.symlink(PROGRAM, link)
            command = [link, *words]
        plain = {k: v for k, v in os.environ.items() if not k.startswith("MAILMOTE_")}
        octets = mail if isinstance(mail, bytes) else mail.encode()
        done = subprocess.run(command, input=octets, capture_output=True, check=False, timeout=PATIENCE,
                              env={**plain, "MAILMOTE_CONFIG": self.config, **(env or {})})  # fmt: skip
        self.assertEqual(done.stdout, b"")
        return done.returncode, done.stderr.decode()

    def sent(self):
        """sender, recipients and message of the one mail that the server got"""
        lines = self.server.lines
        begin = lines.index("DATA")
        end = lines.index(".", begin)
        sender = next(line for line in lines if line.startswith("MAIL FROM:"))
        recipients = [line[len("RCPT TO:<"):-1] for line in lines if line.startswith("RCPT TO:")]
        text = [line[1:] if line.startswith(".") else line for line in lines[begin + 1:end]]
        return sender.split("<")[1].split(">")[0], recipients, email.message_from_string("\n".join(text) + "\n")

    def test_recipients_of_the_header(self):
        mail = ("To: ops@plant.example,\n  Zoe <zoe@plant.example>\nCc: (a comment) c@d.example\nBcc: secret@d.example\n"
                "From: Pump 3 <pump3@plant.example>\nSubject: hot\n\n9.3 bar\n.\n.b\n")  # fmt: skip
        self.assertEqual(self.call("-t", "-i", mail=mail), (0, ""))
        sender, recipients, message = self.sent()
        self.assertEqual(sender, "pump3@plant.example")
        self.assertEqual(recipients, ["ops@plant.example", "zoe@plant.example", "c@d.example", "secret@d.example"])
        self.assertEqual(message["Subject"], "hot")
        self.assertNotIn("Bcc", message)
        self.assertEqual(message.get_payload(), "9.3 bar\n.\n.b\n")
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f]{32}@plant\.example>$")
        self.assertTrue(email.utils.parsedate_to_datetime(message["Date"]))

    def test_a_dot_ends_the_mail_without_i(self):
        self.assertEqual(self.call("b@d.example", mail="Subject: x\n\none\n.\ntwo\n"), (0, ""))
        self.assertEqual(self.sent()[2].get_payload(), "one\n")

    def test_as_cron_calls_it(self):
        mail = "From: root (Cron Daemon)\nTo: root\nSubject: Cron <root@pump3> false\nAuto-Submitted: auto-generated\n\nno\n"
        self.assertEqual(self.call("-FCronDaemon", "-i", "-B8BITMIME", "-oem", "root", mail=mail, name="sendmail"), (0, ""))
        sender, recipients, message = self.sent()
        self.assertEqual((sender, recipients), ("pump3@plant.example", ["root@plant.example"]))
        self.assertEqual(email.utils.parseaddr(message["From"]), ("Cron Daemon", "pump3@plant.example"))
        self.assertEqual(message["To"], "root@plant.example")
        self.assertEqual(message["Auto-Submitted"], "auto-generated")

    def test_as_cronie_calls_it(self):
        mail = 'From: "(Cron Daemon)" <root>\nTo: root\nSubject: x\n\nno\n'
        self.configure("local = ops@plant.example\n")
        words = ("-FCronDaemon", "-i", "-odi", "-oem", "-oi", "-t", "-f", "root")
        self.assertEqual(self.call(*words, mail=mail), (0, ""))
        sender, recipients, message = self.sent()
        self.assertEqual((sender, recipients), ("pump3@plant.example", ["ops@plant.example"]))
        self.assertEqual(email.utils.parseaddr(message["From"]), ("(Cron Daemon)", "pump3@plant.example"))

    def test_as_php_calls_it(self):
        mail = b"To: b@d.example\r\nSubject: =?utf-8?Q?=C3=9Cber?=\r\nX-PHP-Originating-Script: 0:a.php\r\n\r\ntext\r\n"
        self.assertEqual(self.call("-t", "-i", "-fwww@plant.example", mail=mail), (0, ""))
        sender, recipients, message = self.sent()
        self.assertEqual((sender, recipients), ("www@plant.example", ["b@d.example"]))
        self.assertEqual(message.get_payload(), "text\n")
        self.assertEqual(message["From"], "www@plant.example")

    def test_the_null_sender(self):
        self.assertEqual(self.call("-f", "<>", "b@d.example", mail="From: a@d.example\n\n"), (0, ""))
        self.assertEqual(self.sent()[0], "")

    def test_a_mail_sent_on_goes_to_whom_it_is_sent(self):
        mail = "Resent-To: new@d.example\nTo: old@d.example\nFrom: a@d.example\n\nx\n"
        self.assertEqual(self.call("-ti", mail=mail), (0, ""))
        sent = self.sent()
        self.assertEqual((sent[1], sent[2]["To"]), (["new@d.example"], "old@d.example"))

    def test_only_blind_copies(self):
        self.assertEqual(self.call("-t", mail="From: a@d.example\nBcc: b@d.example\n\nx\n"), (0, ""))
        sent = self.sent()
        self.assertEqual((sent[1], sent[2]["To"]), (["b@d.example"], "undisclosed-recipients:;"))

    def test_a_text_without_a_header(self):
        self.assertEqual(self.call("b@d.example", mail="disk full\nsoon\n"), (0, ""))
        self.assertEqual(self.sent()[2].get_payload(), "disk full\nsoon\n")

    def test_a_full_name_beyond_ascii(self):
        self.assertEqual(self.call("-F", "Überdruck", "b@d.example", mail="\nx\n"), (0, ""))
        name = email.utils.parseaddr(self.sent()[2]["From"])[0]
        self.assertEqual(str(email.header.make_header(email.header.decode_header(name))), "Überdruck")

    def test_a_login_from_the_configuration(self):
        self.configure("user = pump3\npassword = correct horse\n")
        self.assertEqual(self.call("b@d.example", mail="\nx\n"), (0, ""))
        self.assertIn("AUTH PLAIN AHB1bXAzAGNvcnJlY3QgaG9yc2U=", self.server.lines)

    def test_a_secret_that_others_can_read(self):
        self.configure("password = correct horse\n", mode=0o644)
        status, said = self.call("b@d.example", mail="\nx\n")
        self.assertEqual(status, 78)
        self.assertRegex(said, r"^mailmote: config: .*/mailmote\.conf: others can read the secret in it: chmod o-rwx\n")
        self.assertEqual(self.server.lines, [])
        self.configure(mode=0o644)
        self.assertEqual(self.call("b@d.example", mail="\nx\n")[0], 0)

    def test_a_file_that_others_can_write(self):
        self.configure(mode=0o622)
        status, said = self.call("b@d.example", mail="\nx\n")
        self.assertEqual((status, "others can write it" in said), (78, True))

    def test_what_is_wrong_in_the_configuration(self):
        for more, complaint in [("pasword = x\n", ':5: unknown name "pasword"; did you mean password?'),
                                ("from = a@b\n", ":5: from stands twice"), ("spec\n", ":5: no name = value"),
                                ("helo =\n", ":5: no value"), ("timeout = soon\n", ":5: timeout must be ")]:  # fmt: skip
            self.configure(more)
            status, said = self.call("b@d.example", mail="\nx\n")
            self.assertEqual(status, 78, said)
            self.assertIn("mailmote.conf" + complaint, said)
        self.configure(text="from = a@b\n")
        self.assertEqual(self.call("b@d.example", mail="\n")[0], 78)
        os.unlink(self.config)
        self.assertEqual(self.call("b@d.example", mail="\n")[0], 78)
        self.assertEqual(self.server.lines, [])

    def test_wrong_usage(self):
        for words in [(), ("-bs",), ("-q",), ("-bp",), ("-f",), ("-Y", "b@d.example")]:
            self.assertEqual(self.call(*words)[0], 64, words)
        self.assertEqual(self.server.lines, [])

    def test_what_cannot_be_sent(self):
        self.assertEqual(self.call("-t", mail="Subject: x\n\nx\n")[0], 65)
        self.assertEqual(self.call("-t", mail="To: b@@d\n\nx\n")[0], 65)
        self.configure(text="spec = {spec}\nfrom = a@b.example\n")
        status, said = self.call("root", mail="\nx\n")
        self.assertEqual(status, 65)
        self.assertIn("set domain or local", said)
        self.assertEqual(self.server.lines, [])


if __name__ == "__main__":
    unittest.main()
