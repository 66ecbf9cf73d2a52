#!/usr/bin/env python3
"""mailmote send and check, against a server of a few lines. Usage: send_test.py PROGRAM"""

import email
import email.policy
import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unittest

sys.dont_write_bytecode = True
from patience import PATIENCE  # noqa: E402
from smtp_server import Server  # noqa: E402

PROGRAM = sys.argv.pop(1)
PASSWORD = "correct-horse"


def environment(**more):
    return {**{k: v for k, v in os.environ.items() if not k.startswith("MAILMOTE_")}, **more}


def run(*arguments, stdin=subprocess.DEVNULL, env=None, **options):
    done = subprocess.run([PROGRAM, *arguments], stdin=stdin, capture_output=True, check=False, timeout=PATIENCE,
                          env=env or environment(), **options)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


FROM_TO = ("--from", "a@plant.example", "--to", "b@plant.example")
MAIL = (*FROM_TO, "--text", "92 degrees")


class Send(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def test_text_from_standard_input(self):
        done = subprocess.run([PROGRAM, "send", self.server.spec(), *FROM_TO, "-"], input=b"92 degrees\n", check=False,
                              capture_output=True, timeout=PATIENCE, env=environment())
        self.assertEqual((done.returncode, done.stdout), (0, b"delivered b@plant.example 250 2.0.0\n"), done.stderr)
        self.assertIn("92 degrees", self.server.lines)

    def test_standard_input_that_fails(self):
        for words in (("-",), ("--text", "-")):
            folder = os.open("/tmp", os.O_RDONLY)
            status, out, err = run("send", self.server.spec(), *FROM_TO, *words, stdin=folder)
            os.close(folder)
            self.assertEqual((status, out), (66, ""), err)
            self.assertEqual(err, "mailmote: io: standard input: Is a directory\n")
        self.assertEqual(self.server.lines, [])

    @unittest.skipUnless(os.path.exists("/proc/version"), "this machine has no /proc")
    def test_a_file_whose_size_the_system_does_not_tell(self):
        status, _, err = run("send", self.server.spec(), *FROM_TO, "--attach", "/proc/version")
        self.assertEqual(status, 0, err)
        encoded = "".join(self.server.lines).partition("base64")[2]
        self.assertIn("TGludXggdmVyc2lvbi", encoded, "Linux versio...")

    def mail(self):
        """what arrived, its dots undone"""
        text = self.server.lines[self.server.lines.index("DATA") + 1:]
        lines = [line[1:] if line.startswith("..") else line for line in text[:text.index(".")]]
        return email.message_from_string("\r\n".join(lines) + "\r\n", policy=email.policy.default)

    def test_html_inline_parts_and_attachments(self):
        with tempfile.TemporaryDirectory() as folder:
            def file(name, octets):
                path = os.path.join(folder, name)
                with open(path, "wb") as out:
                    out.write(octets)
                return path
            html = file("page.html", '<p>größer <img src="cid:logo"></p>\n'.encode())
            status, _, err = run(
                "send", self.server.spec(), *FROM_TO, "--text", "see there", "--html", html,
                "--inline", "logo=" + file("logo.PNG", b"PNG\0"), "--inline", "a@b=" + file("a=b.jpeg", b"JPEG"),
                "--attach", file("größe.bin", bytes(range(256))), "--attach", file("log.csv", b"1,2\n"))  # fmt: skip
        self.assertEqual(status, 0, err)
        mail = self.mail()
        self.assertEqual([part.get_content_type() for part in mail.walk()],
                         ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
                          "image/png", "image/jpeg", "application/octet-stream", "application/octet-stream"])  # fmt: skip
        self.assertEqual(mail.get_body(("plain",)).get_content(), "see there\r\n")
        self.assertEqual(mail.get_body(("html",)).get_content().replace("\r", ""), '<p>größer <img src="cid:logo"></p>\n')
        inner = [part for part in mail.walk() if part.get_content_disposition() == "inline"]
        self.assertEqual([(part["Content-ID"], part.get_filename(), part.get_payload(decode=True)) for part in inner],
                         [("<logo>", "logo.PNG", b"PNG\0"), ("<a@b>", "a=b.jpeg", b"JPEG")])
        files = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
        self.assertEqual([(part.get_filename(), part.get_payload(decode=True)) for part in files],
                         [("größe.bin", bytes(range(256))), ("log.csv", b"1,2\n")])

    def test_html_alone(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"<p>92 degrees</p>\n")
            file.flush()
            status, _, err = run("send", self.server.spec(), *FROM_TO, "--html", file.name)
        self.assertEqual(status, 0, err)
        self.assertEqual(self.mail().get_content_type(), "text/html")

    def test_files_that_cannot_be_read(self):
        for words in (("--html", "nosuch"), ("--html", "/dev/null", "--inline", "a=nosuch"), ("--attach", "nosuch"),
                      ("--attach", "/dev/null", "--attach", "nosuch")):
            status, _, err = run("send", self.server.spec(), *FROM_TO, "--text", "t", *words)
            self.assertEqual((status, err), (66, "mailmote: io: nosuch: No such file or directory\n"))
        status, _, err = run("send", self.server.spec(), *FROM_TO, "--html", "/")
        self.assertEqual((status, err), (66, "mailmote: io: /: Is a directory\n"))
        self.assertEqual(self.server.lines, [])

    def test_parts_that_cannot_be_sent(self):
        with tempfile.TemporaryDirectory() as folder:
            odd, page = os.path.join(folder, "a\nb"), os.path.join(folder, "page")
            for path in (odd, page):
                with open(path, "wb") as out:
                    out.write(b"x\0")
            wrong = [(("--attach", odd), "--attach: a line end or NUL would start a header of its own", "a\\x0Ab", 1),
                     (("--html", page), "--html: this is no text: it holds a NUL", "", 0),
                     (("--html", odd, "--inline", "a b=" + page), "--inline: an id is one word, or two with an @ between them",
                      "a b", 1)]  # fmt: skip
            for words, message, text, caret in wrong:
                status, _, err = run("send", self.server.spec(), *FROM_TO, "--text", "t", *words)
                self.assertEqual(status, 65)
                self.assertTrue(err.startswith("mailmote: input: %s\n" % message), err)
                self.assertEqual("^" in err, bool(text), err)
                self.assertIn("  %s\n  %s^\n" % (text, caret * " ") if text else "", err)
        self.assertEqual(self.server.lines, [])

    def test_one_json_object_a_recipient(self):
        status, out, _ = run("send", self.server.spec(), *MAIL, "--json")
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(out), {"recipient": "b@plant.example", "fate": "delivered", "delivered": True,
                                           "reply": 250, "enhanced": "2.0.0"})

    def test_debug_in_the_specification_shows_the_conversation(self):
        env = environment(MAILMOTE_PASSWORD=PASSWORD)
        for flags, options in (("/notls/debug", ()), ("/notls", ("-v",))):
            status, _, err = run("send", self.server.spec(flags), *MAIL, "--user", "ann", *options, env=env)
            self.assertEqual(status, 0, err)
            self.assertIn("> MAIL FROM:<a@plant.example>", err)
            self.assertRegex(err, r"> AUTH PLAIN <\d+ octets hidden>")
        self.assertEqual(run("send", self.server.spec(), *MAIL, "--user", "ann", env=env)[2], "")

    def test_what_a_mail_needs(self):
        for words, message in [
                ((), "send needs a sender: --from"), (("--to", "b@c"), "send needs a sender: --from"),
                (("--from", "a@b", "--to", ""), "send needs a recipient: --to, --cc or --bcc"),
                (("--from", "a@b"), "send needs a recipient: --to, --cc or --bcc"),
                (FROM_TO, "send needs a text: --text T, or - to read it from standard input"),
                ((*MAIL, "--inline", "a"), "--inline takes ID=FILE: the HTML shows it as cid:ID"),
                ((*MAIL, "--inline", "=a"), "--inline takes ID=FILE: the HTML shows it as cid:ID"),
                ((*MAIL, "--inline", "a="), "--inline takes ID=FILE: the HTML shows it as cid:ID"),
                ((*MAIL, "--inline", "a=b"), "--inline needs the --html that shows it"),
                ((*MAIL, "--html", "a", "--html", "b"), "option --html was given twice"),
                ((*MAIL, "--from", "c@d"), "option --from was given twice"),
                ((*MAIL, "--text", "more"), "option --text was given twice"),
                ((*FROM_TO, "--subject", "a", "--subject", "b"), "option --subject was given twice"),
                ((*FROM_TO, "more"), "send takes one SPEC, and perhaps - for a text on standard input"),
                ((*FROM_TO, "--text", "t", "-"), "the text is either --text or standard input")]:  # fmt: skip
            status, out, err = run("send", self.server.spec(), *words)
            self.assertEqual((status, out), (64, ""), words)
            self.assertEqual(err, "mailmote: input: %s\n  Try: mailmote help send\n" % message)
        said = json.loads(run("send", self.server.spec(), "--json")[1])
        self.assertEqual((said["category"], said["exit"]), ("input", 64))
        self.assertEqual(self.server.lines, [])

    def test_a_bcc_is_a_recipient(self):
        self.assertEqual(run("send", self.server.spec(), "--from", "a@b.example", "--bcc", "c@d.example", "--text", "")[0], 0)

    def test_flags_that_are_for_mailboxes(self):
        for flag in ("/anonymous", "/readonly"):
            for command in (("send", *MAIL), ("check",), ("explain",)):
                status, _, err = run(command[0], self.server.spec("/notls" + flag), *command[1:])
                self.assertEqual((status, err), (64, "mailmote: input: /anonymous and /readonly are for mailboxes, not "
                                                 "for sending\n  Try: %s\n" % self.server.spec()))
        self.assertEqual(self.server.lines, [])

    def test_the_name_that_smtp_gets(self):
        self.assertEqual(run("send", self.server.spec(), *MAIL, "--helo", "pump3.plant.example")[0], 0)
        self.assertIn("EHLO pump3.plant.example", self.server.lines)


    def test_an_empty_text_is_one(self):
        self.assertEqual(run("send", self.server.spec(), *FROM_TO, "--text", "")[0], 0)
        self.assertIn("DATA", self.server.lines)

    def test_addresses_that_cannot_be_sent(self):
        for words, message, text, caret in [
                (("--to", "a@b.c;d@e.f"), "--to: separate addresses by commas, not by ;", "a@b.c;d@e.f", 5),
                (("--to", "Doe, J <j@b.c>"), "--to: an address is name@domain; quote a name that has a comma: "
                 '"Doe, J." <j@plant.example>', "Doe, J <j@b.c>", 0),
                (("--to", "a@b.c", "--to", "joe"), "--to: an address is name@domain; quote a name that has a comma: "
                 '"Doe, J." <j@plant.example>', "a@b.c, joe", 7),
                (("--cc", "joe"), "--cc: an address is name@domain, or Name <name@domain>", "joe", 0),
                (("--to", "Zo\u00eb <zo\u00eb@b.c>"), "--to: an address beyond ASCII needs SMTPUTF8, which is not there: use its "
                 "ASCII form", "Zo\u00eb <zo\u00eb@b.c>", 7),
                (("--to", "b@c, " + 65 * "x" + "@y"), "--to: more than 64 octets stand before the @",
                 "..." + 40 * "x" + "x@y", 43),
                (("--bcc", "a@b\x1b"), "--bcc: a control octet cannot stand in an address", "a@b\\x1B", 3),
                (("--to", "a@b", "--subject", "a\nb"), "--subject: a line end or NUL would start a header of its own",
                 "a\\x0Ab", 1)]:  # fmt: skip
            status, out, err = run("send", self.server.spec(), "--from", "a@b.c", *words, "--text", "t")
            self.assertEqual((status, out), (65, ""), words)
            self.assertEqual(err, "mailmote: input: %s\n  %s\n  %s^\n" % (message, text, caret * " "))
        _, _, err = run("send", self.server.spec(), "--from", "a@b, c@d", "--to", "a@b", "--text", "t")
        self.assertTrue(err.startswith("mailmote: input: --from: one address is the sender, no more\n"), err)
        said = json.loads(run("send", self.server.spec(), "--from", "a", "--to", "a@b", "--text", "t", "--json")[1])
        self.assertEqual((said["category"], said["field"], said["value"], said["offset"]), ("input", "from", "a", 0))
        self.assertEqual(self.server.lines, [])

    def test_a_mail_that_is_too_large(self):
        with tempfile.NamedTemporaryFile() as file:
            file.truncate(1500000)
            status, _, err = run("send", self.server.spec(), *FROM_TO, "--attach", file.name)
        self.assertEqual(status, 69)
        self.assertRegex(err, r"20\d{5} octets.* 1000000\b")


class Words(unittest.TestCase):
    """What a server says, in letters of its own."""

    def test_utf8_is_shown(self):
        server = Server()
        self.addCleanup(server.close)
        server.answer = lambda line: "550 5.7.1 \u041e\u0442\u043a\u0430\u0437 \u202e\r\n".encode() if line[:4] == "MAIL" \
            else Server.answer(line)
        _, _, err = run("send", server.spec(), *MAIL)
        self.assertIn("550 5.7.1 \u041e\u0442\u043a\u0430\u0437 \\xE2\\x80\\xAE", err)


class TrustFile(unittest.TestCase):
    """Looked at before anything is connected to."""

    def test_one_that_is_no_use(self):
        server = Server()
        self.addCleanup(server.close)
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"no certificate\n")
            file.flush()
            for path, reason in (("nosuch.pem", "No such file or directory"), ("/", "Is a directory"),
                                 (file.name, "no PEM certificate is in it")):
                status, _, err = run("check", server.spec("/tls"), "--ca", path)
                self.assertEqual((status, err), (66, "mailmote: io: %s: %s\n" % (path, reason)))
                env = environment(SSL_CERT_FILE=path)
                status, _, err = run("check", server.spec("/tls"), env=env)
                self.assertEqual((status, err), (66, "mailmote: io: %s, which $SSL_CERT_FILE names: %s\n" % (path, reason)))
        self.assertEqual(server.lines, [])
        self.assertEqual(run("check", server.spec(), env=environment(SSL_CERT_FILE="nosuch.pem"))[0], 0)


class Timeout(unittest.TestCase):
    def test_a_long_one_is_not_cut_short(self):
        server = Server(delay=1.5)
        self.addCleanup(server.close)
        self.assertEqual(run("check", server.spec(), "--timeout", "1000001")[::2], (0, ""))
        self.assertEqual(run("check", server.spec(), "--timeout", "1")[0], 75)


class Check(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def test_words(self):
        self.assertEqual(run("check", self.server.spec()), (0, "ok without login, offers SIZE AUTH=PLAIN\n", ""))
        env = environment(MAILMOTE_PASSWORD=PASSWORD)
        self.assertEqual(run("check", self.server.spec("/notls/user=ann"), env=env),
                         (0, "ok as ann, offers SIZE AUTH=PLAIN\n", ""))  # fmt: skip

    def test_json(self):
        said = json.loads(run("check", self.server.spec(), "--json")[1])
        self.assertEqual(said, {"spec": self.server.spec(), "ok": True, "user": "", "offers": ["SIZE", "AUTH=PLAIN"]})

    def test_a_specification_that_names_no_service(self):
        self.assertEqual(run("check", "{127.0.0.1:%d/notls}" % self.server.port, "--service", "smtp")[0], 0)
        _, _, err = run("check", "{127.0.0.1:%d/notls/user=ann}" % self.server.port, env=environment(MAILMOTE_PASSWORD="x"))
        self.assertTrue(err.startswith("mailmote: protocol: "), err)
        self.assertIn("SMTP", err, "reading is what it is taken for, and the greeting tells")

    def test_no_password(self):
        status, _, err = run("check", self.server.spec(), "--user", "ann", start_new_session=True)
        self.assertEqual((status, err), (65, "mailmote: input: no password: set $MAILMOTE_PASSWORD, use --password-fd N, or "
                                             "run it on a terminal\n"))

    def test_sending_by_a_service_to_read_by(self):
        for port, service, shown in ((2525, "imap", ":2525"), (143, "imap", ""), (110, "pop3", ""), (143, "pop3", ":143")):
            status, _, err = run("send", "{localhost:%d/%s/tls/readonly}Ops" % (port, service), *MAIL)
            self.assertEqual((status, err), (64, "mailmote: input: %s is for reading mail, not for sending it\n"
                                                 "  Try: {localhost%s/submit/tls}\n" % (service, shown)))

    def test_reading_by_a_service_to_send_by(self):
        for port, shown in ((587, ""), (2525, ":2525")):
            status, _, err = run("list", "{mail.example:%d/submit/tls}" % port)
            self.assertEqual((status, err), (64, "mailmote: input: submit is for sending mail, and opens no mailbox\n"
                                                 "  Try: {mail.example%s/imap/tls}INBOX\n" % shown))

    def test_what_is_to_come(self):
        for command in ("check", "list"):
            status, _, err = run(command, "{mail.example/pop3/ssl}")
            self.assertEqual((status, err), (69, "mailmote: unsupported: reading by pop3 is not there yet; by imap it is\n"
                                                 "  If the server speaks IMAP, too: {mail.example/imap/ssl}INBOX\n"))


def has_terminals():
    try:
        for descriptor in pty.openpty():
            os.close(descriptor)
        return True
    except OSError:  # a bare container
        return False


@unittest.skipUnless(has_terminals(), "this machine has no pseudo-terminals")
class Terminal(unittest.TestCase):
    """A person at a terminal, who is asked for a password."""

    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        # Whoever started the tests may ignore some of them, nohup say, and that is inherited.
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            self.addCleanup(signal.signal, number, signal.signal(number, signal.SIG_DFL))
        self.person, self.terminal = pty.openpty()
        self.addCleanup(os.close, self.person)
        self.addCleanup(os.close, self.terminal)
        self.process = None

    def start(self, *options):
        # As a shell does: a session whose leader waits, and the program in the foreground.
        def take_terminal():
            os.setsid()
            terminal = os.open(os.ttyname(self.terminal), os.O_RDWR)  # the first one opened becomes /dev/tty
            child = os.fork()
            if child == 0:
                os.setpgid(0, 0)
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
                os.tcsetpgrp(terminal, os.getpid())
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTTOU})
                return
            os.closerange(3, 100)
            status = os.waitpid(child, 0)[1]
            os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))

        self.process = subprocess.Popen(
            [PROGRAM, *options, "check", self.server.spec("/notls/user=ann")], preexec_fn=take_terminal,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        self.addCleanup(self.process.communicate)
        self.addCleanup(self.process.kill)

    def read(self, until):
        shown = b""
        while until not in shown:
            ready, _, _ = select.select([self.person], [], [], PATIENCE)
            self.assertTrue(ready, f"shown so far: {shown}")
            shown += os.read(self.person, 1000)
        return shown

    def echoes(self):
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def wait_for_echo(self, wanted):
        end = time.monotonic() + PATIENCE
        while self.echoes() != wanted and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual(self.echoes(), wanted)

    def asked(self):
        self.read(b"Password for ann: ")
        self.wait_for_echo(False)

    def send_signal(self, number):
        os.killpg(os.tcgetpgrp(self.person), number)

    def wait_until_stopped(self):
        # The prompt is taken down, echo and all, a moment before; a SIGCONT in that moment would be lost.
        end = time.monotonic() + PATIENCE
        while not self.stopped() and time.monotonic() < end:
            time.sleep(0.02)
        self.assertTrue(self.stopped())

    def stopped(self):
        with open(f"/proc/{os.tcgetpgrp(self.person)}/stat", "rb") as stat:
            return stat.read().rpartition(b") ")[2].startswith(b"T")

    def answer(self):
        os.write(self.person, PASSWORD.encode() + b"\n")
        out, err = self.process.communicate(timeout=PATIENCE)
        self.assertEqual((self.process.returncode, err), (0, b""), out)
        self.assertTrue(any(line.startswith("AUTH PLAIN ") for line in self.server.lines))
        self.assertTrue(self.echoes())

    def test_answered(self):
        self.start()
        self.asked()
        self.answer()
        self.assertNotIn(PASSWORD.encode(), self.read(b"\n"))

    def test_control_c(self):
        self.start()
        self.asked()
        os.write(self.person, b"half a pass\x03")
        self.assertEqual(self.process.wait(PATIENCE), 128 + signal.SIGINT)
        self.assertTrue(self.echoes())
        self.assertEqual(self.server.lines, [])

    def test_signals_that_end_it(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            self.start()
            self.asked()
            self.send_signal(number)
            self.assertEqual(self.process.wait(PATIENCE), 128 + number)
            self.assertTrue(self.echoes())

    def test_stopped_and_continued(self):
        self.start()
        self.asked()
        for _ in range(2):
            os.write(self.person, b"half a pass\x1a")
            self.wait_until_stopped()
            self.assertTrue(self.echoes())
            self.send_signal(signal.SIGCONT)
            self.asked()
        self.answer()

    def test_a_signal_that_is_ignored_stays_so(self):
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            self.start()
        finally:
            signal.signal(signal.SIGHUP, before)
        self.asked()
        self.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        self.assertIsNone(self.process.poll())
        self.answer()


if __name__ == "__main__":
    unittest.main()
