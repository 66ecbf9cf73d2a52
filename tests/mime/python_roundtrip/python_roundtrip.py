#!/usr/bin/env python3
"""What the message writer writes, read by Python's email package: everything comes back as it was.

    python_roundtrip.py WRITE_MESSAGE

Some messages by hand, and some hundred made of a seeded random source.
"""

import email
import email.policy
import email.utils
import random
import subprocess
import sys

TEXTS = "from to cc bcc subject text html in_reply_to references incident".split()
PART_TEXTS = "name type content_id content".split()


def write(program, message, room, eight_bit):
    fields = [(name, message[name]) for name in TEXTS if message[name]]
    fields += [("header", name + ":" + value) for name, value in message["headers"]]
    fields += [("priority", message["priority"])] * bool(message["priority"]) + [("person", "")] * message["person"]
    for kind in ("related", "attachment"):
        for part in message[kind]:
            fields.append((kind, ""))
            fields += [(name, part[name]) for name in PART_TEXTS if part[name] or name == "content"]
            fields += [("quoted_printable", "")] * part["text"]
    octets = b""
    for name, value in fields:
        value = value if isinstance(value, bytes) else value.encode()
        octets += b"%s %d\n" % (name.encode(), len(value)) + value
    run = subprocess.run([program, str(room)] + ["8bit"] * eight_bit, input=octets, stdout=subprocess.PIPE, check=False)
    return run.stdout if run.returncode == 0 else None


def lines_of(text):
    """as the writer ends them: LF here, and behind the last one, too"""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else text + "\n"


def unwrapped(text):
    return text.replace("\r\n", "\n")


def mailboxes(header):
    """Python puts a space between the encoded words of a phrase, against RFC 2047 6.2: spaces in names do not count"""
    return [(a.display_name.replace(" ", ""), a.addr_spec) for a in header.addresses] if header else []


def meant_mailboxes(boxes):
    return [(name.replace(" ", ""), path) for name, path in boxes]


def structure(message):
    """the types of all parts, from the outside in: no level that has but one part"""
    html = ["text/html"] if message["html"] else []
    if message["related"]:
        html = ["multipart/related", *html, *(part["type"] for part in message["related"])]
    text = ["text/plain"] if message["text"] or not message["html"] else []
    texts = [*["multipart/alternative"] * bool(html and text), *text, *html]
    files = [part["type"] for part in message["attachment"]]
    return [*["multipart/mixed"] * bool(files), *texts, *files]


def part_differences(part, meant):
    content = part.get_payload(decode=True)
    yield "content", content, lines_of(meant["content"].decode()).replace("\n", "\r\n").encode() if meant["text"] \
        else meant["content"]  # fmt: skip
    # Python takes quotes and angle brackets off once more, when the name is decoded already.
    yield "name", part.get_filename() or "", email.utils.unquote(meant["name"])
    yield "type", part.get_content_type(), meant["type"]
    yield "id", part["Content-ID"] or "", "<%s>" % meant["content_id"] if meant["content_id"] else ""


def header_differences(parsed, message):
    ids = ["<%s>" % i for i in message["references"].split()] or ["<%s>" % i for i in message["in_reply_to"].split()]
    if message["incident"]:
        ids.insert(0, "<incident.%s@plant.example>" % message["incident"].encode().hex().upper())
    yield "references", (parsed["References"] or "").split(), ids
    yield "in reply to", (parsed["In-Reply-To"] or "").strip(), "<%s>" % message["in_reply_to"] if message["in_reply_to"] else \
        ids[0] if message["incident"] else ""  # fmt: skip
    own = ["X-Own-%d" % i for i in range(len(message["headers"]))]
    yield "headers", [(name, str(parsed[name])) for name in own if name in parsed], message["headers"]
    yield "importance", parsed["Importance"], message["priority"] or None
    yield "automatic", parsed["Auto-Submitted"], None if message["person"] else "auto-generated"
    yield "suppressed", parsed["X-Auto-Response-Suppress"], "All" if message["incident"] else None


def differences(mail, message):
    """what came back, beside what was meant"""
    parsed = email.message_from_bytes(mail, policy=email.policy.default)
    yield "subject", parsed["Subject"] or "", message["subject"]
    for name in ("from", "to", "cc"):
        yield name, mailboxes(parsed[name]), meant_mailboxes(message["boxes"][name])
    yield from header_differences(parsed, message)
    yield "date", parsed["Date"].datetime.isoformat(), "2026-11-21T03:09:25+00:00"
    yield "defects", [str(d) for part in parsed.walk() for d in part.defects], []
    yield "odd headers", [h for part in parsed.walk() for h in part.keys() if part[h].defects], []
    yield "structure", [part.get_content_type() for part in parsed.walk()], structure(message)
    texts = {kind: parsed.get_body((kind,)) for kind in ("plain", "html")}
    for kind, name in (("plain", "text"), ("html", "html")):
        yield name, unwrapped(texts[kind].get_content()) if texts[kind] else "", lines_of(message[name])
    inner = [part for part in parsed.walk() if part.get_content_disposition() == "inline"]
    files = [part for part in parsed.walk() if part.get_content_disposition() == "attachment"]
    yield "parts", (len(inner), len(files)), (len(message["related"]), len(message["attachment"]))
    for part, meant in zip(inner + files, message["related"] + message["attachment"]):
        yield from part_differences(part, meant)


def wrong_form(mail, eight_bit):
    """what no mail may have, whatever is in it"""
    if not mail.endswith(b"\r\n") or mail.replace(b"\r\n", b"").translate(None, b"\r\n\0") != mail.replace(b"\r\n", b""):
        yield "a line end that is none"
    head = mail.partition(b"\r\n\r\n")[0]
    if max(map(len, mail.split(b"\r\n"))) > 998:
        yield "a line that is too long"
    if b"secret@" in mail:
        yield "Bcc is in it"
    if not head.isascii() or not (eight_bit or mail.isascii()):
        yield "octets above 127"


def written_list(boxes):
    """as a person writes them: a quoted name where it needs quotes, and often where it does not"""
    def one(name, path):
        if not name:
            return path
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '" <' + path + ">"
    return ", ".join(one(*box) for box in boxes)


def check(program, message, room, eight_bit):
    mail = write(program, message, room, eight_bit)
    if mail is None:
        return ["refused"]
    wrong = [f"{what}: {got!r}, not {meant!r}" for what, got, meant in differences(mail, message) if got != meant]
    return wrong + list(wrong_form(mail, eight_bit))


def part(**changes):
    return {"name": "", "type": "application/octet-stream", "content_id": "", "content": b"", "text": False, **changes}


def image(content_id, **changes):
    return part(type="image/png", content_id=content_id, **changes)


def plain(boxes=None, **changes):
    boxes = {"from": [("Pump 3", "pump3@plant.example")], "to": [("", "ops@plant.example")], "cc": [], **(boxes or {})}
    message = {**dict.fromkeys(TEXTS, ""), "boxes": boxes, "headers": [], "related": [], "attachment": [],
               "priority": "", "person": False, "bcc": "secret@plant.example"}  # fmt: skip
    message.update({name: written_list(boxes[name]) for name in boxes}, **changes)
    return message


BY_HAND = [
    plain({"to": [("", "ops@plant.example"), ("Zoë", "zoe@plant.example"), ("Doe, Jane", "jane@x.example")]},
          subject="Überdruck an Pumpe 3", text="9.3 bar, limit 8.0 bar.\n"),
    plain(subject="plain " * 40 + "end", text="a\n.\n..\nFrom me\n \n\t\nx = y\n"),
    plain(subject="größer " * 40 + "end", text="größer \n" * 30 + "ohne Zeilenende "),
    plain({"cc": [("日本語" * 20, "j@x.example")]}, subject="日本語" * 40, text="日本語" * 400),
    plain(subject="=?utf-8?Q?not_this?=", text="=3D =\n"),
    plain(subject="x" * 998, text="x" * 3000),
    plain(attachment=[part(name="log.csv", type="text/csv", content=b"1,2\r\n3,4\n")]),
    plain(attachment=[part(name="größe, 3; \"x\".bin", content=bytes(range(256)) * 40)], text="no\n--=_end\n"),
    plain(attachment=[part(name="f" * 255)]),
    plain(attachment=[part(name="ü" * 127, content=b"\0")]),
    plain(html="<p>größer</p>\n", text="größer\n"),
    plain(html="<p>größer</p>"),
    plain(html="<img src='cid:a@b'>\n--=_a73656564\n", text="see there", related=[image("a@b", content=b"PNG")]),
    plain(html="x" * 2000, related=[image("a", name="größe.png", content=b"1"), image("b")]),
    plain(html="<b>all</b>", text="all", related=[image("a", content=b"PNG")],
          attachment=[part(content=b"one", name="1"), part(type="text/plain", text=True, name="2",
                                                           content="größe \r\n\n=2".encode()), part(name="3")]),
    plain(text="an answer", in_reply_to="a@b", person=True),
    plain(text="an answer", in_reply_to="a@b", references="x@y z@[1.2.3.4]", priority="low"),
    plain(text="again", incident="pump 3/größe", priority="high"),
    plain(text="of one's own", headers=[("X-Own-0", "plain"), ("X-Own-1", "größe " * 50 + "end"), ("X-Own-2", "")]),
]

LETTERS = "abc XYZ 019 .,;:()<>@[]\\\"'=?_%*-/ äöüß€日本語😀"


def words(dice, most, letters=LETTERS):
    return "".join(dice.choice(letters) for _ in range(dice.randint(0, most)))


def line(dice, most):
    return " ".join(words(dice, most).split())


def parts_by_chance(dice, most, ids):
    for number in range(dice.choice([0, 0, *range(1, most + 1)])):
        name = words(dice, 60, LETTERS.replace(" ", ""))
        if dice.random() < 0.3:
            yield part(name=name, type="text/plain", text=True, content=words(dice, 300, LETTERS + "\n\r\t=").encode(),
                       content_id=f"{number}@plant.example" if ids else "")
        else:
            yield part(name=name, content=dice.randbytes(dice.randint(0, 300)), content_id=str(number) if ids else "")


def by_chance(dice):
    def boxes(least, most):
        # Spaces in a row, and at the ends of a name, mean nothing where a name is a phrase.
        return [(line(dice, 40), f"a.{i}@plant.example") for i in range(dice.randint(least, most))]
    def lines(chance):
        return words(dice, 400, LETTERS + "\n\n\n\t=") if dice.random() < chance else ""
    def id_list(most):
        return " ".join(f"{dice.randrange(10 ** 9)}.x@mail{i}.example" for i in range(dice.randint(0, most)))
    html = lines(0.5)
    return plain({"from": boxes(1, 1), "to": boxes(1, 5), "cc": boxes(0, 9)}, subject=line(dice, 150), text=lines(0.8),
                 html=html, related=list(parts_by_chance(dice, 3, True)) if html else [],
                 attachment=list(parts_by_chance(dice, 3, False)), in_reply_to=id_list(1), references=id_list(9),
                 headers=[(f"X-Own-{i}", line(dice, 200)) for i in range(dice.randint(0, 3))],
                 incident=line(dice, 15) if dice.random() < 0.3 else "", priority=dice.choice(["", "", "low", "high"]),
                 person=dice.random() < 0.5)  # fmt: skip


def main():
    program = sys.argv[1]
    dice = random.Random(2026)
    messages = BY_HAND + [by_chance(dice) for _ in range(400)]
    failed = 0
    for number, message in enumerate(messages):
        wrong = check(program, message, dice.randint(1, 300), dice.random() < 0.5)
        failed += bool(wrong)
        for text in wrong:
            print(f"message {number}: {text}")
    print(f"{len(messages)} messages, {failed} did not come back as they were")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
