#!/usr/bin/env python3
"""What the message writer writes, read by Python's email package: every text comes back as it was.

    python_roundtrip.py WRITE_MESSAGE

Some messages by hand, and some hundred made of a seeded random source.
"""

import email
import email.policy
import random
import subprocess
import sys

FIELDS = "sender to cc bcc reply_to subject text message_id name type content".split()

def write(program, message, room, eight_bit):
    octets = b"\x1e".join(message.get(f, b"") for f in FIELDS)
    run = subprocess.run([program, str(room)] + (["8bit"] if eight_bit else []), input=octets, stdout=subprocess.PIPE,
                         check=False)
    return run.stdout if run.returncode == 0 else None


def lines_of(text):
    """as the writer ends them: LF here, and behind the last one, too"""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else text + "\n"


def mailboxes(header):
    return [(a.display_name, a.addr_spec) for a in header.addresses] if header else []


def same(what, got, meant):
    """Python puts a space between the encoded words of a phrase, against RFC 2047 6.2: spaces in names do not count"""
    if what in ("from", "to", "cc"):
        got, meant = ([(name.replace(" ", ""), path) for name, path in boxes] for boxes in (got, meant))
    return got == meant


def differences(mail, message):
    """what came back, beside what was meant"""
    parsed = email.message_from_bytes(mail, policy=email.policy.default)
    text = parsed.get_body(("plain",))
    yield "subject", parsed["Subject"] or "", message["subject"]
    yield "from", mailboxes(parsed["From"]), message["from"]
    yield "to", mailboxes(parsed["To"]), message["to"]
    yield "cc", mailboxes(parsed["Cc"]), message["cc"]
    yield "text", text.get_content().replace("\r\n", "\n"), lines_of(message["text"])
    yield "date", parsed["Date"].datetime.isoformat(), "2026-11-21T03:09:25+00:00"
    yield "defects", [str(d) for part in parsed.walk() for d in part.defects], []
    yield "headers", [h for h in parsed.keys() if parsed[h].defects], []
    parts = list(parsed.iter_attachments())
    yield "parts", len(parts), 1 if message["attached"] else 0
    for part in parts:
        yield "content", part.get_payload(decode=True), message["content"]
        yield "name", part.get_filename() or "", message["name"]
        yield "type", part.get_content_type(), message["type"]


def written_list(boxes):
    """as a person writes them: a quoted name where it needs quotes, and often where it does not"""
    def one(name, path):
        if not name:
            return path
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '" <' + path + ">"
    return ", ".join(one(*box) for box in boxes)


def check(program, message, room, eight_bit):
    octets = {"sender": written_list(message["from"]), "to": written_list(message["to"]),
              "cc": written_list(message["cc"]), "bcc": "secret@plant.example", "subject": message["subject"],
              "text": message["text"], "name": message["name"], "type": message["type"]}
    octets = {k: v.encode() for k, v in octets.items()}
    octets["content"] = message["content"]
    mail = write(program, octets, room, eight_bit)
    if mail is None:
        return ["refused"]
    wrong = [f"{what}: {got!r}, not {meant!r}" for what, got, meant in differences(mail, message) if not same(what, got, meant)]
    if b"secret@" in mail:
        wrong.append("Bcc is in it")
    if not eight_bit and not mail.isascii():
        wrong.append("octets above 127")
    return wrong


def plain(**changes):
    message = {"from": [("Pump 3", "pump3@plant.example")], "to": [("", "ops@plant.example")], "cc": [], "subject": "",
               "text": "", "name": "", "type": "application/octet-stream", "content": b""}
    message.update(changes)
    message["attached"] = bool(message["name"] or message["content"])
    return message


BY_HAND = [
    plain(subject="Überdruck an Pumpe 3", text="9.3 bar, limit 8.0 bar.\n",
          to=[("", "ops@plant.example"), ("Zoë", "zoe@plant.example"), ("Doe, Jane", "jane@x.example")]),
    plain(subject="plain " * 40 + "end", text="a\n.\n..\nFrom me\n \n\t\nx = y\n"),
    plain(subject="größer " * 40 + "end", text="größer \n" * 30 + "ohne Zeilenende "),
    plain(subject="日本語" * 40, text="日本語" * 400, cc=[("日本語" * 20, "j@x.example")]),
    plain(subject="=?utf-8?Q?not_this?=", text="=3D =\n"),
    plain(subject="x" * 998, text="x" * 3000),
    plain(name="log.csv", type="text/csv", content=b"1,2\r\n3,4\n"),
    plain(name="größe, 3; \"x\".bin", content=bytes(range(256)) * 40, text="no\n--=_end\n"),
    plain(name="f" * 255, content=b""),
    plain(name="ü" * 127, content=b"\0"),
]

LETTERS = "abc XYZ 019 .,;:()<>@[]\\\"'=?_%*-/ äöüß€日本語😀"


def words(dice, most, letters=LETTERS):
    return "".join(dice.choice(letters) for _ in range(dice.randint(0, most)))


def by_chance(dice):
    def boxes(least, most):
        # Spaces in a row, and at the ends of a name, mean nothing where a name is a phrase.
        return [(" ".join(words(dice, 40).split()), f"a.{i}@plant.example") for i in range(dice.randint(least, most))]
    return plain(subject=" ".join(words(dice, 150).split()), to=boxes(1, 5), cc=boxes(0, 9), **{"from": boxes(1, 1)},
                 text=words(dice, 400, LETTERS + "\n\n\n\t="), name=words(dice, 60, LETTERS.replace(" ", "")),
                 content=dice.randbytes(dice.randint(0, 300)))


def main():
    program = sys.argv[1]
    dice = random.Random(2026)
    messages = BY_HAND + [by_chance(dice) for _ in range(300)]
    failed = 0
    for number, message in enumerate(messages):
        wrong = check(program, message, dice.randint(1, 300), dice.random() < 0.5)
        failed += bool(wrong)
        for line in wrong:
            print(f"message {number}: {line}")
    print(f"{len(messages)} messages, {failed} did not come back as they were")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
