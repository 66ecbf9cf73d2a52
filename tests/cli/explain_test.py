#!/usr/bin/env python3
"""mailmote explain: what it prints for good specifications and for wrong ones. Usage: explain_test.py PROGRAM"""

import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
from patience import PATIENCE  # noqa: E402

PROGRAM = sys.argv.pop(1)


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, check=False, timeout=PATIENCE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def fields(text):
    """The labelled lines, and the indented steps under "on the wire"."""
    lines = text.partition("\nnotes\n")[0].splitlines()
    middle = lines.index("on the wire")
    return {line[:10].strip(): line[10:] for line in lines[:middle]}, [line[2:] for line in lines[middle + 1:]]


def notes(text):
    return [line[2:] for line in text.partition("\nnotes\n")[2].splitlines()]


class Good(unittest.TestCase):
    def explain(self, *arguments):
        status, out, err = run("explain", *arguments)
        self.assertEqual((status, err), (0, ""), arguments)
        return fields(out)

    def test_the_whole_text(self):
        status, out, err = run("explain", '{mail.example/imap/ssl/user=joe/readonly}Ops')
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out, """\
spec      {mail.example/imap/ssl/readonly/user="joe"}Ops
host      mail.example
port      993 (the service's own)
service   imap
mailbox   Ops
user      joe
flags     /ssl /readonly
on the wire
  connects to mail.example, port 993
  TLS 1.2 or later from the first octet
  the certificate must be valid, and for mail.example
  logs in as "joe": once, by the strongest mechanism that the server offers and the credential allows
  EXAMINE "Ops"; whatever would change it is refused here, before it is sent
""")

    def test_tls(self):
        for spec, step in [("{h/imap/ssl}", "TLS 1.2 or later from the first octet"),
                           ("{h/imap/tryssl}", "/tryssl never falls back to clear text"),
                           ("{h/imap/tls}", "STARTTLS required"), ("{h/starttls}", "STARTTLS required"),
                           ("{h/pop3/tls}", "STLS required"),
                           ("{h/imap}", "else it stops: no credential and no mail leaves in clear"),
                           ("{h/nntp}", "else reading that needs no login goes on"),
                           ("{h/notls}", "clear text, because of /notls")]:
            _, steps = self.explain(spec)
            self.assertIn(step, steps[1], spec)

    def test_certificate(self):
        self.assertIn("must be valid, and for h", self.explain("{h/ssl}")[1][2])
        self.assertIn("is not checked (/novalidate-cert)", self.explain("{h/ssl/novalidate-cert}")[1][2])
        self.assertNotIn("certificate", " ".join(self.explain("{h/notls}")[1]))

    def test_ports_and_services(self):
        for flags, service, port in [("imap", "imap", 143), ("pop3/ssl", "pop3", 995), ("nntp", "nntp", 119),
                                     ("smtp", "smtp", 25), ("submit/tls", "submit", 587), ("submit/ssl", "submit", 465)]:
            said, _ = self.explain("{h/%s}" % flags)
            self.assertEqual((said["service"], said["port"]), (service, "%d (the service's own)" % port))
        self.assertEqual(self.explain("{h:2525/smtp}")[0]["port"], "2525")

    def test_the_service_of_a_spec_that_names_none(self):
        self.assertEqual(self.explain("{h}")[0]["service"], "imap")
        self.assertEqual(self.explain("--service", "smtp", "{h}")[0]["service"], "smtp")
        self.assertEqual(self.explain("{h/pop3}", "--service=smtp")[0]["service"], "pop3")

    def test_flags_as_they_are_written(self):
        self.assertEqual(self.explain("{h/smtp/ssl}")[0]["flags"], "/ssl")
        self.assertEqual(self.explain("{h/smtp/notls}")[0]["flags"], "/notls")
        self.assertEqual(json.loads(run("explain", "{h/smtp/ssl}", "--json")[1])["flags"], ["ssl"])

    def test_a_spec_to_send_by_has_no_mailbox(self):
        for text in ("{h/smtp/ssl}", "{h/smtp/ssl}INBOX"):
            out = run("explain", text)[1]
            self.assertEqual((fields(out)[0]["spec"], notes(out)), ("{h/smtp/ssl}", []))
        out = run("explain", "{h/submit}Ops")[1]
        self.assertEqual(fields(out)[0]["spec"], "{h/submit}")
        self.assertEqual(notes(out), ['the mailbox "Ops" is ignored: sending opens none'])

    def test_what_is_not_there_yet(self):
        for service in ("pop3", "nntp"):
            yet = ["reading by %s is not there yet; by imap it is" % service]
            self.assertEqual(notes(run("explain", "{h/%s}m" % service)[1]), yet)
            self.assertEqual(json.loads(run("explain", "{h/%s}m" % service, "--json")[1])["notes"], yet)
        for spec in ("{h:2525/smtp}", "{h/imap}m"):
            self.assertEqual(notes(run("explain", spec)[1]), [])

    def test_a_port_to_send_by(self):
        for port in (25, 465, 587, 2525):
            hint = "port %d is one to send by; to send: --service smtp, or /smtp" % port
            self.assertEqual(notes(run("explain", "{h:%d}" % port)[1])[0], hint)
            self.assertNotIn(hint, run("explain", "{h:%d/imap}" % port)[1])
            self.assertNotIn(hint, run("explain", "{h:%d}" % port, "--service", "imap")[1])
        self.assertEqual(notes(run("explain", "{h:1143}")[1]), [])

    def test_login(self):
        _, steps = self.explain("{h/tls/user=joe/authuser=root/auth=plain}")
        self.assertIn('logs in as "root" on behalf of "joe": once, by PLAIN and nothing else', steps)
        self.assertIn('logs in as "root" on behalf of "joe": once, by PLAIN, which alone can say so',
                      self.explain("{h/tls/user=joe/authuser=root}")[1])
        self.assertIn('logs in as "root" on behalf of the user that is given: once, by PLAIN, which alone can say so',
                      self.explain("{h/smtp/authuser=root}")[1])
        self.assertIn("stops: LOGIN cannot log in on behalf of another", self.explain("{h/authuser=root/auth=login}")[1][-1])
        self.assertIn("stops: /secure forbids PLAIN", self.explain("{h/tls/secure/auth=plain}")[1][-1])
        self.assertIn("stops: only IMAP", self.explain("{h/pop3/anonymous}")[1][-1])
        self.assertIn("logs in as anonymous, without a password", self.explain("{h/anonymous}")[1])

    def test_options_stand_behind_the_spec(self):
        said, _ = self.explain("{h}", "--user", "joe", "--auth", "xoauth2")
        self.assertEqual((said["user"], said["auth"]), ("joe", "XOAUTH2"))
        said, _ = self.explain("--user=ann", "{h/user=joe/auth=login}", "--auth=plain")
        self.assertEqual((said["user"], said["auth"]), ("joe", "LOGIN"))

    def test_opening(self):
        for spec, step in [("{h}x", 'SELECT "x"'), ("{h/readonly}x", 'EXAMINE "x"; whatever would change it is refused here, '
                           "before it is sent"), ("{h/nntp}a.b", "GROUP a.b"), ("{h/smtp}", "sends mail: MAIL, RCPT, DATA"),
                           ("{h/pop3}", "STAT: the maildrop, POP3 has no other mailbox")]:
            self.assertEqual(self.explain(spec)[1][-1], step)

    def test_helo_has_neither_tls_nor_login(self):
        stops = "stops: after HELO (/loser) no STARTTLS is offered, and nothing leaves in clear (policy)"
        for flags in ("", "/tls"):
            self.assertEqual(self.explain("{h/smtp/loser%s}" % flags)[1],
                             ["connects to h, port 25; says HELO, never EHLO", stops])
        no_login = "no login: HELO knows none; if one is given, it stops (unsupported)"
        self.assertEqual(self.explain("{h/smtp/loser/notls}")[1][2:], [no_login, "sends mail: MAIL, RCPT, DATA"])
        self.assertEqual(self.explain("{h/smtp/loser/ssl}")[1][3:5], ["says HELO, never EHLO", no_login])

    def test_submission(self):
        self.assertEqual(self.explain("{h/submit}")[1], [
            "connects to h, port 587; says EHLO",
            "STARTTLS if the server offers it; else it stops: no credential and no mail leaves in clear (policy)",
            "the certificate must be valid, and for h",
            "logs in, if a login is given, as the user that is given: once, by the strongest mechanism that the server "
            "offers and the credential allows",
            "sends mail: MAIL, RCPT, DATA"])
        self.assertEqual(self.explain("{h/submit/ssl}")[1][:4], [
            "connects to h, port 465", "TLS 1.2 or later from the first octet", "the certificate must be valid, and for h",
            "says EHLO"])

    def test_json(self):
        status, out, err = run("explain", "--json", '{Mail.example:2143/tls/user="a\\"b"/auth=plain}Ent\u00fcrfe')
        self.assertEqual((status, err, out.count("\n")), (0, "", 1))
        said = json.loads(out)
        self.assertEqual((said["host"], said["port"], said["port_given"]), ("Mail.example", 2143, True))
        self.assertEqual((said["service"], said["mailbox"], said["user"]), ("imap", "Ent\u00fcrfe", 'a"b'))
        self.assertEqual((said["auth"], said["flags"], said["tls"]), ("PLAIN", ["tls"], "required"))
        self.assertEqual(said["wire"][0], "connects to Mail.example, port 2143")
        self.assertIsNone(json.loads(run("explain", "--json", "{h}")[1])["auth"])

    def test_octets_that_are_not_utf8(self):
        _, out, _ = run("explain", "--json", b"{h}a\xff\xc0\xafb\xed\xa0\x80")
        self.assertEqual(json.loads(out)["mailbox"], "a\ufffd\ufffd\ufffdb\ufffd\ufffd\ufffd")
        said, _ = self.explain(b"{h}a\xff\xc2\x9bb")
        self.assertEqual(said["mailbox"], "a\\xFF\\xC2\\x9Bb")


NO_PASSWORD = "A password never stands in a specification: $MAILMOTE_PASSWORD, --password-fd, or the prompt."
NO_BRACE = "a mailbox specification begins with a brace: {host}mailbox"

# Each kind of refusal: the specification, what is said of it, what stands under it.
REFUSALS = [
    ("{mail.plant.example:993/imap/sssl}INBOX", 'unknown flag "sssl"',
     "                             ^~~~ did you mean \"ssl\"?"),
    ("{h/usr=joe}", 'unknown flag "usr"', '   ^~~ did you mean "user"?'),
    ("{h/tls1_2}", 'unknown flag "tls1_2"', '   ^~~~~~ did you mean "ssl"?'),
    ("{h/qqqq}", 'unknown flag "qqqq"', "   ^~~~"),
    ("{h/service=imap4}", 'unknown service "imap4"', '           ^~~~~ did you mean "imap"?'),
    ("{h/auth=plian}", 'unknown login mechanism "plian"', '        ^~~~~ did you mean "PLAIN"?'),
    ("{h/auth=}", "unknown login mechanism", "        ^\n  There is: plain, login, xoauth2."),
    ("{h/auth=cram}", 'unknown login mechanism "cram"', "        ^~~~\n  There is: plain, login, xoauth2."),
    ("{::1/smtp}", "no host", " ^\n  IPv6 goes in brackets: {[::1]/smtp}"),
    ("{joe:x@h/submit}", "a port is a number", "     ^~~\n  " + NO_PASSWORD),
    ("{h/Password=x}", 'unknown flag "Password"', "   ^~~~~~~~\n  " + NO_PASSWORD),
    ("smtps://h:465/", NO_BRACE, "^\n  Try: {h:465/smtp/ssl}"),
    ("SMTP://h", NO_BRACE, "^\n  Try: {h/smtp}"),
    ("imaps://joe:x@h/INBOX", NO_BRACE, "^\n  " + NO_PASSWORD + "\n  Try: {h/imap/ssl}"),
    ("http://h/", NO_BRACE, "^"),
    ("{h:99999}INBOX", "a port lies between 1 and 65535", "   ^~~~~"),
    ("{h:imap}", "a port is a number", "   ^~~~"),
    ("{h:1:2}", "a second port", "     ^"),
    ("{joe@h}", 'a host has only letters, digits, ".", "-" and "_"', '    ^ did you mean "/user="?'),
    ("{b\u00fccher}", 'a host has only letters, digits, ".", "-" and "_"', "  ^"),
    ("{-oProxyCommand=x}", 'a host does not begin with "-"', " ^"),
    ("{[1.2.3]}", "brackets hold an IPv4 or IPv6 address", " ^~~~~~~"),
    ("{[::1]x}", 'only "/", ":" or "}" may follow here', "      ^"),
    ("{}", "no host", " ^"),
    ("{h/imap", "the closing brace is missing", "       ^"),
    ("{h//imap}", 'no flag follows the "/"', "  ^"),
    ("{h/user}", "this flag needs a value", "   ^~~~"),
    ("{h/ssl=1}", "this flag takes no value", "      ^~"),
    ('{h/user="joe}', "no closing quote before the brace", "        ^~~~"),
    ("{h/user=DOMAIN/joe}", 'no such flag; quote a value that holds "/" or ":"', "               ^~~"),
    ("{h/user=" + 65 * "u" + "}", "a user name is longer than 64 octets", "        ^" + 64 * "~"),
    ("{h/imap/pop3}", "a second service", "        ^~~~"),
    ("{h/user=a/user=b}", "a second /user=", "          ^~~~~~"),
    ("{h/ssl/tls}", "/ssl and /tls exclude each other", "       ^~~"),
    ("{h/tls/notls}", "/tls and /notls exclude each other", "       ^~~~~"),
    ("{h/validate-cert/novalidate-cert}", "/validate-cert and /novalidate-cert exclude each other",
     "                 ^~~~~~~~~~~~~~~"),
    ("{h/norsh/pop3}", "/norsh is for IMAP only", "   ^~~~~"),
    ("{h}" + 256 * "m", "the mailbox name is longer than 255 octets", 258 * " " + "^"),
    ("{" + 257 * "h" + "}", "the host is longer than 255 octets", 256 * " " + "^~"),
    ("#move.a.b", "this names a local mailbox; only servers can be opened: {host}mailbox", "^~~~~~~~~"),
    ("", "a mailbox specification begins with a brace: {host}mailbox", "^"),
    # Columns are counted in characters, and nothing that could move the cursor is printed.
    ("{h/user=zo\u00eb/sssl}", 'unknown flag "sssl"', '            ^~~~ did you mean "ssl"?'),
]


class Wrong(unittest.TestCase):
    def test_each_kind_of_refusal(self):
        for spec, message, caret in REFUSALS:
            status, out, err = run("explain", "--", spec)
            self.assertEqual((status, out), (64, ""), spec)
            self.assertEqual(err, "mailmote: input: %s\n  %s\n  %s\n" % (message, spec, caret))

    def test_control_octets(self):
        _, _, err = run("explain", b"{h}a\x1b[2Jb\r\nc\xff")
        self.assertEqual(err, "mailmote: input: control octet\n  {h}a\\x1B[2Jb\\x0D\\x0Ac\\xFF\n      ^~~~\n")

    def test_braces_forgotten(self):
        _, _, err = run("explain", "mail.example:993/imap/ssl")
        self.assertTrue(err.endswith("  ^\n  Try: {mail.example:993/imap/ssl}\n"), err)

    def test_json(self):
        status, out, err = run("explain", "{h/sssl}", "--json")
        said = json.loads(out)
        self.assertEqual((status, said["exit"], said["category"]), (64, 64, "input"))
        self.assertEqual((said["offset"], said["length"], said["suggestion"]), (3, 4, "ssl"))
        self.assertEqual((said["spec"], said["message"]), ("{h/sssl}", 'unknown flag "sssl"'))
        self.assertTrue(err.startswith("mailmote: input: unknown flag"))

    def test_a_port_where_tls_starts_at_once(self):
        for port in (993, 995, 465, 563):
            status, out, err = run("explain", "{h:%d/imap/tls}m" % port)
            self.assertEqual(status, 64)
            self.assertEqual(err, "mailmote: input: this port starts with TLS: add /ssl\n  Try: {h:%d/imap/ssl}m\n" % port)
            self.assertEqual(fields(out)[1], ["nothing: opening it is refused"])
            self.assertEqual(run("explain", "{h:%d/imap/ssl}m" % port)[0], 0)
        said = json.loads(run("explain", "{h:993}m", "--json")[1])
        self.assertEqual((said["category"], said["suggestion"], said["host"]), ("input", "{h:993/imap/ssl}m", "h"))


class Usage(unittest.TestCase):
    def test_wrong_usage(self):
        for arguments, message in [
                ((), "no command"), (("explain",), "explain needs more: explain SPEC"),
                (("explain", "{h}", "{h}"), "explain takes no more than: explain SPEC"),
                (("frobnicate",), 'unknown command "frobnicate"; there is: '),
                (("explain", "--frob", "{h}"), "unknown option --frob"), (("explain", "-x", "{h}"), "unknown option -x"),
                (("explain", "{h}", "--ca"), "option --ca needs a value: FILE"),
                (("explain", "{h}", "--json=1"), "option --json takes no value"),
                (("explain", "{h}", "--password", "x"), "unknown option --password"),
                (("explain", "{h}", "--window", "127"), "option --window must be a number from 128 to 999999999"),
                (("explain", "{h}", "--window=many"), "option --window must be a number"),
                (("explain", "{h}", "--timeout=0"), "option --timeout must be a number from 1 to 2147483"),
                (("explain", "{h}", "--timeout=2147484"), "option --timeout must be a number from 1 to 2147483"),
                (("explain", "{h}", "--timeout", "99999999999"), "option --timeout must be a number from 1 to 2147483"),
                (("explain", "{h}", "--user", "a\tb"), "option --user must be a name without control octets"),
                (("explain", "{h}", "--usr", "x"), "unknown option --usr; did you mean --user?"),
                (("send", "{h}", "--form", "x"), "unknown option --form; did you mean --from?"),
                (("send", "{h}", "-subject=x"), "unknown option -subject; did you mean --subject?"),
                (("explain", "{h}", "-ca", "f"), "unknown option -ca; did you mean --ca?"),
                (("explain", "{h}", "--password=s3cret"), "unknown option --password: a password is never an argument"),
                (("check", "{h}", "-ps3cret"), "unknown option -p\n"),
                (("explain", "{h}", "--=x"), "unknown option --\n"), (("explain", "{h}", "-=x"), "unknown option -\n"),
                (("help", "snd"), 'unknown command "snd"; there is: '), (("snd",), 'unknown command "snd"; there is: '),
                (("fetch", "{h}"), "fetch needs more: fetch SPEC MSG\n"),
                (("list", "{h}", "-n", "0"), "option -n must be a number from 1 to 999999999"),
                (("explain", "{h}", "--auth", "gssapi"), "option --auth must be plain, login or xoauth2"),
                (("explain", "{h}", "--resolve", "h"), "option --resolve must be HOST=ADDR"),
                (("explain", "{h}", "--helo", "x RSET"), "option --helo must be a host name, or an address in brackets"),
                (("explain", "{h}", "--helo", "x\r\nRSET"), "option --helo must be a host name"),
                (("explain", "{h}", "--helo", ""), "option --helo must be a host name"),
                (("explain", "{h}", "--helo", "b\u00fcro"), "option --helo must be a host name"),
                (("explain", "{h}", "--helo", "<x>"), "option --helo must be a host name"),
                (("explain", "{h}", "--helo", 256 * "x"), "option --helo must be a host name"),
                (("explain", "{h}", "--service", "gopher"), "option --service must be imap, pop3, nntp, smtp or submit")]:
            status, out, err = run(*arguments)
            self.assertEqual((status, out), (64, ""), arguments)
            self.assertTrue(err.startswith("mailmote: input: " + message), err)
            self.assertIn("\n  Try: mailmote help", err)
            self.assertNotIn("s3cret", err)

    def test_a_command_that_was_perhaps_meant(self):
        for typed, meant in (("snd", "send"), ("lst", "list"), ("serach", "search"), ("subscribed", "subscribe")):
            self.assertIn("; did you mean %s?\n" % meant, run(typed, "{h}")[2])

    def test_every_option_of_the_table(self):
        status, _, err = run("explain", "--ca", "f", "--resolve=h=1.2.3.4", "--timeout", "5", "--user", "u", "--password-fd",
                             "3", "--auth=plain", "--helo", "n", "--window", "128", "-v", "{h}")
        self.assertEqual((status, err), (0, ""))

    def test_version_and_help(self):
        status, out, err = run("--version")
        self.assertEqual((status, err), (0, ""))
        self.assertRegex(out, r"^mailmote \d+\.\d+\.\d+\n$")
        for arguments in (("help",), ("--help",), ("explain", "--help"), ("help", "explain")):
            status, out, err = run(*arguments)
            self.assertEqual((status, err), (0, ""))
            self.assertIn("explain SPEC", out)
        self.assertEqual(run("send", "--help"), run("help", "send"))
        self.assertIn("  --from A ", run("help", "send")[1])
        self.assertEqual(run("help", "frobnicate")[0], 64)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "explain", "{h}"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (66, b"mailmote: io: standard output cannot be written\n"))


if __name__ == "__main__":
    unittest.main()
