"""Mail as it comes: messages made from a number, the same ones everywhere, each with what is true of it.

    mail = generated(17)            mail.octets, mail.subject, mail.sender, mail.flags, ...
    fill(maildir, mails, owner)     straight into a maildir: 10,000 in two seconds or so
    big(50_000_000)                 one message of that many octets

Subjects and names are RFC 2047's in several charsets, both encodings, and over several words; bodies are text, text and
HTML, or text and attachments. Lines end in CRLF. Python's standard library only.
"""

import base64
import dataclasses
import os
import pathlib
import pwd
import random
import time

FIRST = "Ann Bob Carla Dmitri Eva Felix G\u00fcl H\u00e5kon Ines J\u00fcrgen Kaoru L\u00e9a Ma\u0142gorzata Nils \u00d2scar".split()
LAST = "Archer Brown \u00c7elik Diaz Eriksson Fischer Gr\u00fcnwald H\u00e5land Ito Kova\u010d Lindqvist M\u00fcller".split()
WORDS = ("meeting invoice report quarterly sensor alarm firmware update status reply offer schedule holiday backup failure "
         "restored login summary \u00fcbersicht pr\u00fcfung na\u00efve fa\u00e7ade r\u00e9sum\u00e9 \u0434\u0430\u043d\u043d\u044b\u0435 "
         "\u043e\u0442\u0447\u0451\u0442 \u5831\u544a \u4f1a\u8b70 \U0001f525").split()
FLAGS = ((), ("\\Seen",), ("\\Answered", "\\Seen"), ("\\Flagged", "\\Seen"), ("\\Draft", "\\Seen"), ("\\Deleted",))
LETTERS = {"\\Draft": "D", "\\Flagged": "F", "\\Answered": "R", "\\Seen": "S", "\\Deleted": "T"}
FIRST_DAY = 1_500_000_000  # 14 July 2017
APART = 7919  # seconds between one message and the next
ZONES = (("+0000", 0), ("-0700", -7 * 3600), ("+0200", 2 * 3600), ("+0530", 5 * 3600 + 1800))


@dataclasses.dataclass(frozen=True)
class Part:
    """a leaf of a message"""
    section: str
    kind: str  # type/subtype
    filename: str
    octets: bytes  # undone


@dataclasses.dataclass(frozen=True)
class Mail:
    number: int
    octets: bytes
    subject: str
    name: str  # of the sender; may be empty
    address: str
    time: int  # of its Date field, and its internal date
    flags: tuple
    parts: tuple


def crlf(text):
    return text.replace("\n", "\r\n")


# --- header fields

def _encoded_word(text, charset, by_base64):
    octets = text.encode(charset)
    if by_base64:
        return f"=?{charset}?B?{base64.b64encode(octets).decode()}?="
    quoted = "".join(chr(c) if chr(c).isascii() and chr(c).isalnum() else "_" if c == 32 else f"={c:02X}" for c in octets)
    return f"=?{charset}?q?{quoted}?="


def _charset(r, text):
    for charset in r.sample(("iso-8859-1", "Windows-1252"), 2):
        try:
            text.encode(charset)
            return charset
        except UnicodeEncodeError:
            pass
    return r.choice(("utf-8", "UTF-8"))


def _encoded(r, text):
    """as a header field has it; encoded words of at most some 60 characters, folded"""
    if text.isascii():
        return text
    charset = _charset(r, text) if r.random() < 0.3 else r.choice(("utf-8", "UTF-8"))
    by_base64 = r.random() < 0.5
    step = 12 if charset.lower() == "utf-8" else 20
    return "\n ".join(_encoded_word(text[at:at + step], charset, by_base64) for at in range(0, len(text), step))


def _person(r):
    first, last = r.choice(FIRST), r.choice(LAST)
    address = f"u{r.randrange(5000)}@host{r.randrange(90)}.example"
    form = r.randrange(5)
    if form == 0:
        return "", address, address
    name = f"{first} {last}"
    if form == 1 and name.isascii():
        return f"{last}, {first}", address, f'"{last}, {first}" <{address}>'
    if form == 2 and name.isascii():
        return f'{first} "{last}" x', address, f'"{first} \\"{last}\\" x" <{address}>'
    return name, address, f"{_encoded(r, name)} <{address}>"


def _people(r, count):
    return ",\n\t".join(_person(r)[2] for _ in range(count))


def _header(r, number, when, sender, subject):
    zone, east = r.choice(ZONES)
    date = time.strftime("%a, %d %b %Y %H:%M:%S ", time.gmtime(when + east)) + zone
    lines = [f"Return-Path: <bounce{number}@example.org>"]
    for hop in range(r.randrange(1, 4)):
        lines.append(f"Received: from mx{hop}.example (mx{hop}.example [192.0.2.{r.randrange(255)}])\n"
                     f"\tby in.example.org with ESMTPS id {r.getrandbits(48):x}\n\tfor <alice@example.org>; {date}")
    lines.append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\n"
                 f"\tbh={base64.b64encode(r.randbytes(32)).decode()};\n\tb={base64.b64encode(r.randbytes(48)).decode()}")
    lines += [f"Date: {date}", f"From: {sender}"]
    if r.random() < 0.1:
        lines.append(f"Sender: {_people(r, 1)}")
    if r.random() < 0.2:
        lines.append(f"Reply-To: {_people(r, 1)}")
    lines.append(f"To: {_people(r, r.choice((1, 1, 1, 2, 3, 8)))}")
    if r.random() < 0.4:
        lines.append(f"Cc: {_people(r, r.choice((1, 2, 5)))}")
    lines += [f"Subject: {subject}", f"Message-ID: <{number}.{r.getrandbits(64):x}@host{r.randrange(90)}.example>"]
    if r.random() < 0.5:
        lines.append(f"In-Reply-To: <{max(0, number - 3)}.{r.getrandbits(64):x}@host.example>")
    if r.random() < 0.3:
        lines.append('X-Quirk: (unbalanced "quote" \\ and {12} braces')
    return "\n".join(lines + ["MIME-Version: 1.0"]) + "\n"


# --- bodies: the fields that begin them, their octets, and their leaves

def _text(r, size):
    lines = []
    while size > 0:
        line = " ".join(r.choice(WORDS) for _ in range(r.randrange(4, 11)))
        if r.random() < 0.04:
            line = r.choice((".", "From ", ")", "* 1 EXPUNGE ", "{5}")) + line
        lines.append(line)
        size -= len(line) + 2
    return "\n".join(lines) + "\n"


def _leaf(kind, octets, fields="", encoding="8bit", filename=""):
    body = base64.encodebytes(octets).decode() if encoding == "base64" else octets.decode()
    text = f"Content-Type: {kind}\n{fields}Content-Transfer-Encoding: {encoding}\n\n{body}"
    return text, (kind.split(";")[0], filename, octets)


def _multipart(r, kind, leaves):
    boundary = f"=_b{r.getrandbits(80):x}"
    text = f'Content-Type: multipart/{kind};\n\tboundary="{boundary}"\n\nThis is a multi-part message.\n'
    text += "".join(f"--{boundary}\n{leaf}" + ("" if leaf.endswith("\n") else "\n") for leaf, _ in leaves)
    return text + f"--{boundary}--\n", [facts for _, facts in leaves]


def _attachment(r, number, size):
    name = r.choice((f"f{number}.bin", f"na\u00efve {number}.bin"))
    field = f'attachment; filename="{name}"' if name.isascii() else f"attachment;\n\tfilename*=UTF-8''na%C3%AFve%20{number}.bin"
    return _leaf("application/octet-stream", r.randbytes(size), f"Content-Disposition: {field}\n", "base64", name)


def _plain(r, size):
    return _leaf("text/plain; charset=utf-8", _text(r, size).replace("\n", "\r\n").encode())


def _undone(leaf):
    """a text's octets lose their last line end to the boundary"""
    text, (kind, filename, octets) = leaf
    return text, (kind, filename, octets[:-2] if kind.startswith("text/") else octets)


def _body(r, number, size):
    form = r.randrange(5)
    if form < 2:
        text, facts = _plain(r, size)
        return text, [facts]
    plain = _undone(_plain(r, size // 3))
    if form == 2:
        html = _leaf("text/html; charset=utf-8", f"<html><body>{_text(r, size // 2)}</body></html>\n".replace("\n", "\r\n").encode())
        return _multipart(r, "alternative", [plain, _undone(html)])
    attachments = [_attachment(r, number, size * 9 // 20)]
    if form == 4:
        attachments.append(_attachment(r, number + 1, 0 if r.random() < 0.2 else 100))
    return _multipart(r, "mixed", [plain] + attachments)


def generated(number):
    r = random.Random(number)
    when = FIRST_DAY + number * APART
    name, address, sender = _person(r)
    subject = " ".join(r.choice(WORDS) for _ in range(r.randrange(2, 9))) + f" #{number}"
    header = _header(r, number, when, sender, _encoded(r, subject))
    body, leaves = _body(r, number, r.randrange(200, 2500))
    alone = len(leaves) == 1
    parts = tuple(Part("1" if alone else str(i + 1), *facts) for i, facts in enumerate(leaves))
    octets = crlf((header + body).replace("\r\n", "\n")).encode()
    return Mail(number, octets, subject, name, address, when, r.choice(FLAGS), parts)


def internal_date(when):
    """as imaplib has it for APPEND, in UTC"""
    return time.strftime('"%d-%b-%Y %H:%M:%S +0000"', time.gmtime(when))


def big(size):
    """one message of that many octets, 200 or more: a header, and base64 in lines of 76; a field fills up what is left"""
    head = crlf("From: Big <big@example.org>\nTo: alice@example.org\nSubject: big\nMessage-ID: <big@example.org>\n"
                "Date: Fri, 14 Jul 2017 02:40:00 +0000\nMIME-Version: 1.0\nContent-Type: application/octet-stream\n"
                "Content-Transfer-Encoding: base64\nX-Filler: ").encode()
    lines = (size - len(head) - len("\r\n\r\n")) // 78
    block = crlf(base64.encodebytes(random.Random(size).randbytes(57 * 1000)).decode()).encode()
    body = (block * (lines // 1000 + 1))[:lines * 78]
    filler = b"x" * (size - len(head) - 4 - len(body))
    return Mail(0, head + filler + b"\r\n\r\n" + body, "big", "Big", "big@example.org", FIRST_DAY, (), ())


# --- where it goes

def new_maildir(path, owner):
    """a maildir, and the folder that holds it, owned by that user"""
    path = pathlib.Path(path)
    who = pwd.getpwnam(owner)
    for folder in (path, *(path / name for name in ("cur", "new", "tmp"))):
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, who.pw_uid, who.pw_gid)
        folder.chmod(0o700)
    return path


def fill(path, mails, owner):
    """puts messages into a maildir; their names sort as they come, and so a server numbers them"""
    who = pwd.getpwnam(owner)
    folder = new_maildir(path, owner) / "cur"
    for at, mail in enumerate(mails):
        letters = "".join(sorted(LETTERS[flag] for flag in mail.flags))
        size = len(mail.octets)
        file = f"{folder}/{mail.time}.M{at % 1_000_000:06}P1.mailmote,S={size},W={size}:2,{letters}"
        with open(file, "wb") as out:
            out.write(mail.octets)
        os.chown(file, who.pw_uid, who.pw_gid)
        os.utime(file, (mail.time, mail.time))
