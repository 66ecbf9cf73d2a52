"""The one message of the built-in IMAP mailbox: what FETCH may ask of it, and what a scenario has said instead."""

import email
import email.policy
import email.utils
import re

from .scenario import UID

CONTENT = re.compile(r"(BODY|BINARY)\[(?![\d.]*(HEADER|MIME))|RFC822(\.TEXT)?$")
ITEM = re.compile(r"\s*([A-Za-z0-9.\-]+)(?:\[([^\]\s]*)\s*(?:\(([^)]*)\))?\s*\])?(?:<(\d+)\.(\d+)>)?(?=\s|$)")
MACROS = {
    "FAST": "FLAGS INTERNALDATE RFC822.SIZE",
    "ALL": "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE",
    "FULL": "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY",
}


def imap_string(b):
    if b is None:
        return b"NIL"
    if re.search(rb'[\x00\r\n"\\\x7f-\xff]', b) or len(b) > 500:
        return literal(b)
    return b'"' + b + b'"'


def literal(b):
    return b"NIL" if b is None else b"{%d}\r\n" % len(b) + b


class ImapMessage:
    def fetch_vars(self, what, by_uid):
        """${item}, ${length} and ${also} of the FETCH just read"""
        try:
            got = self.fetch_items(what, by_uid)
        except ValueError:
            got = []
        text = (
            [x for x in got if CONTENT.match(x[0])]
            or [x for x in got if x[0] in ("BODYSTRUCTURE", "BODY")]
            or [("BODY[]", b"")]
        )
        item, v = text[0]
        m = re.match(rb"\{(\d+)\}", v)
        also = [
            x
            for x in got
            if x[0] != item and len(x[1]) < 100000 and not (x[0] == "FLAGS" and "FLAGS" not in what.upper())
        ]
        self.vars.update(
            item=item,
            length=m.group(1).decode() if m else "%d" % len(self.message),
            also="".join(n + " " + v.decode("latin-1") + " " for n, v in also),
        )

    def parts_of(self):
        """header (with its blank line) and text of the message"""
        if self.parts is None:
            m = self.message
            i = 0 if m.startswith(b"\r\n") else m.find(b"\r\n\r\n") + 2
            self.parts = (m[: i + 2], m[i + 2 :]) if m.startswith(b"\r\n") or i > 1 else (b"", m)
        return self.parts

    def section(self, name, fields):
        head, text = self.parts_of()
        if name in ("", None):
            return self.message
        if name == "HEADER":
            return head
        if name in ("TEXT", "1", "1.TEXT"):
            return text
        if name == "1.MIME":
            return b"\r\n"
        m = re.match(r"HEADER\.FIELDS(\.NOT)?$", name)
        if m:
            want = [f.upper().strip('"').encode("latin-1") for f in fields.split()]
            keep = [
                field
                for field in re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head)
                if (field.split(b":")[0].strip().upper() in want) != bool(m.group(1))
            ]
            return b"".join(keep) + b"\r\n"
        if re.match(r"[\d.]+(MIME|HEADER|TEXT)?", name):
            return None
        raise ValueError(name)

    def envelope(self):
        h = email.message_from_bytes(self.parts_of()[0], policy=email.policy.compat32)

        def text(n):
            v = h.get(n)
            return imap_string(None if v is None else str(v).encode("utf-8", "replace"))

        def person(name, address):
            mailbox, _, host = address.encode().rpartition(b"@")
            return b"(%s NIL %s %s)" % (imap_string(name.encode() or None), imap_string(mailbox), imap_string(host))

        def people(*names):
            for n in names:
                found = email.utils.getaddresses([str(x) for x in h.get_all(n, [])])
                if found:
                    return b"(" + b"".join(person(*p) for p in found) + b")"
            return b"NIL"

        fields = [text("Date"), text("Subject"), people("From"), people("Sender", "From"), people("Reply-To", "From"),
                  people("To"), people("Cc"), people("Bcc"), text("In-Reply-To"), text("Message-ID")]  # fmt: skip
        return b"(" + b" ".join(fields) + b")"

    def flag_list(self, more=()):
        return b"(" + " ".join([*self.flags, *more]).encode("latin-1") + b")"

    def fetch_items(self, what, by_uid):
        """the items asked for, as (name in the answer, octets); ValueError: not known"""
        what = re.sub(r"\s*\((?:CHANGEDSINCE|PARTIAL)[^()]*\)\s*$", "", what, flags=re.I).strip()
        if what.startswith("(") and what.endswith(")"):
            what = what[1:-1]
        what = MACROS.get(what.upper(), what)
        if by_uid:
            what = "UID " + what
        out, seen, pos = {}, False, 0
        while what[pos:].strip():
            m = ITEM.match(what, pos)
            if not m:
                raise ValueError(what[pos:])
            pos = m.end()
            label, octets, sets_seen = self.fetch_item(m)
            out.setdefault(label, octets)
            seen = seen or sets_seen
        if not out:
            raise ValueError("nothing")
        self.pending_seen = seen and not self.readonly and "\\Seen" not in self.flags
        if self.pending_seen or "FLAGS" in out:
            out["FLAGS"] = self.flag_list(["\\Seen"] if self.pending_seen else [])
        return [(label, self.sc.items.get(label, octets)) for label, octets in out.items()]

    def fetch_item(self, m):
        """name in the answer, octets, and whether asking for it sets the flag Seen"""
        name, section, fields = m.group(1).upper(), m.group(2), m.group(3)
        peek = name.endswith(".PEEK")
        name = name[:-5] if peek else name
        if section is not None and name in ("BODY", "BINARY", "BINARY.SIZE"):
            octets = self.section(section.upper(), fields or "")
            label = "%s[%s%s]" % (name, section.upper(), " (%s)" % fields if fields is not None else "")
            if name == "BINARY.SIZE":
                return label, b"%d" % len(octets or b""), False
            if m.group(4) is not None:
                start, count = int(m.group(4)), int(m.group(5))
                label += "<%d>" % start
                octets = None if octets is None else octets[start : start + count]
            return label, literal(octets), not peek
        if section is not None:
            raise ValueError(m.group(0))
        return name, self.data_item(name), name in ("RFC822", "RFC822.TEXT")

    def data_item(self, name):
        head, text = self.parts_of()
        body = b'("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" %d %d' % (len(text), text.count(b"\n"))
        items = {
            "UID": lambda: b"%d" % UID,
            "FLAGS": self.flag_list,
            "INTERNALDATE": lambda: b'" 1-Jan-2024 00:00:00 +0000"',
            "RFC822.SIZE": lambda: b"%d" % len(self.message),
            "ENVELOPE": self.envelope,
            "BODY": lambda: body + b")",
            "BODYSTRUCTURE": lambda: body + b" NIL NIL NIL NIL)",
            "MODSEQ": lambda: b"(1)",
            "RFC822": lambda: literal(self.message),
            "RFC822.HEADER": lambda: literal(head),
            "RFC822.TEXT": lambda: literal(text),
        }
        if name not in items:
            raise ValueError(name)
        return items[name]()
