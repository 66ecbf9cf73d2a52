#!/usr/bin/env python3
"""What Python's email package makes of values, or makes values of, comes out of the library's readers alike.

    python_values.py READ_VALUES

Forms of addresses and dates, each with each; file names and subjects made of a seeded random source.
"""

import datetime
import email.header
import email.headerregistry
import email.message
import email.policy
import email.utils
import itertools
import random
import subprocess
import sys

NAMES = ["", "Alice ", "J. Q. Public ", '"Doe, Jane" ', '"a \\"b\\" \\\\c" ', '"x@y <z>" ', "=?utf-8?q?J=C3=B6rg?= ",
         "=?ISO-8859-1?q?Andr=E9?= Pirard ", "=?iso-8859-15?b?pA==?= "]
PATHS = ["a@b.example", "a.b+c@d.example", "a@[192.0.2.1]", "o'neill_{x}@e"]
COMMENTS = ["", "(c)", " (a (nested \\) ) one)"]

DATES = ["1 Jan 2024", "29 Feb 2024", "Sat, 21 Nov 2026", "Thu,  31 Dec 1998", "1 Jan 70", "31 Dec 49"]
TIMES = ["10:00:00", "23:59", "00:00:00", "9:05:07"]
ZONES = {"+0000": 0, "+0530": 330, "-0800": -480, "-0330": -210, "+1400": 840, "GMT": 0, "UT": 0, "EST": -300, "EDT": -240,
         "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420}

LETTERS = "aZ09 ._-()[]{}'!#$%&*+,/:;<=>?@^`|~\"\\äßéñЖ日本語€😀"


def addresses(registry, value):
    """name and path of each mailbox as Python reads them"""
    header = registry("To", value)
    return [text for a in header.addresses for text in (a.display_name, a.addr_spec)]


def address_cases():
    registry = email.headerregistry.HeaderRegistry()
    elements = [f"{name}<{path}>{comment}" if name or comment else path
                for name, path, comment in itertools.product(NAMES, PATHS, COMMENTS)]
    # Python has no name for who is named by a comment alone; the unit tests have.
    elements = [e for e in elements if not e.startswith("<")]
    for element in elements:
        yield element, addresses(registry, element)
    for first, second in zip(elements, reversed(elements)):
        for form in ("{}, {}", "{} ,, {},", "team: {}, {};", "none:;, {}, team (x): {};"):
            value = form.format(first, second)
            yield value, addresses(registry, value)


def date_cases():
    for date, time, (zone, minutes) in itertools.product(DATES, TIMES, ZONES.items()):
        for value in (f"{date} {time} {zone}", f"  {date}   {time}  {zone} (somewhere)"):
            yield value, [f"{email.utils.mktime_tz(email.utils.parsedate_tz(value))} {minutes}"]
    dice = random.Random(1)
    for _ in range(200):
        zone = datetime.timezone(datetime.timedelta(minutes=dice.randrange(-1439, 1440)))
        moment = datetime.datetime.fromtimestamp(dice.randrange(-2**31, 2**33), zone)
        minutes = int(zone.utcoffset(None).total_seconds()) // 60
        yield email.utils.format_datetime(moment), [f"{int(moment.timestamp())} {minutes}"]


def texts(count, seed):
    dice = random.Random(seed)
    for _ in range(count):
        text = "".join(dice.choice(LETTERS) for _ in range(dice.randrange(1, 90)))
        yield " ".join(text.split()) or "x"


def file_name_cases():
    """in RFC 2231's coding, whole; and in sections, folded, as the newer policies write it"""
    for name in texts(200, 2):
        message = email.message.Message()
        message.add_header("Content-Disposition", "attachment", filename=("utf-8", "de", name))
        yield message["Content-Disposition"], [name]
        latin = name.encode("iso-8859-1", "ignore").decode("iso-8859-1")
        message.replace_header("Content-Disposition", "attachment")
        message.set_param("filename", latin, header="Content-Disposition", charset="iso-8859-1")
        yield message["Content-Disposition"], [latin]
        message = email.message.EmailMessage(email.policy.SMTP)
        message.add_attachment(b"x", "a", "b", filename=name)
        written = message.as_bytes().decode("ascii")
        header = written.split("Content-Disposition:", 1)[1].split("\r\n\r\n")[0]
        yield header.split("\r\nMIME")[0].split("\r\nContent")[0].replace("\r\n", ""), [name]


def word_cases():
    for text in texts(200, 3):
        yield email.header.Header(text, "utf-8", header_name="Subject").encode(linesep="").replace("\n", ""), [text]
        for charset in ("iso-8859-1", "iso-8859-15", "windows-1252"):
            known = text.encode(charset, "ignore").decode(charset)
            yield email.header.Header(known, charset, header_name="Subject").encode(linesep="").replace("\n", ""), [known]


def main():
    program = sys.argv[1]
    cases = [("addresses", *case) for case in address_cases()] + [("date", *case) for case in date_cases()]
    cases += [("filename", *case) for case in file_name_cases()] + [("words", *case) for case in word_cases()]
    lines = "".join(f"{kind} {value}\n" for kind, value, _ in cases)
    run = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answers = run.stdout.decode().split("\n")[:-1]
    assert len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} values"
    failed = 0
    for (kind, value, expected), answer in zip(cases, answers):
        meant = "".join(text + "\t" for text in expected) if kind == "addresses" else expected[0]
        if answer != meant:
            failed += 1
            print(f"{kind}: {value!r}\n  means {meant!r}\n  read  {answer!r}")
    print(f"{len(cases)} values, {failed} read otherwise")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
