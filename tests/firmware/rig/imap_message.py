"""A message as an IMAP server tells of it: envelope, structure and sections (RFC 3501 7.4.2), from one that Python's email
has made.

    message = Message(7, email_message)          # its UID
    message.octets, message.flags
    message.item("ENVELOPE"), message.section("2")
"""

import email.utils


class Message:
    def __init__(self, uid, made, flags=()):
        self.uid, self.flags = uid, set(flags)
        self._made = made
        self.octets = octets_of(made)

    def item(self, name):
        """the value that FETCH gives for it"""
        return {"UID": lambda: b"%d" % self.uid,
                "FLAGS": lambda: " ".join(sorted(self.flags)).join("()").encode(),
                "RFC822.SIZE": lambda: b"%d" % len(self.octets),
                "INTERNALDATE": lambda: b'"01-Jan-2026 00:00:00 +0000"',
                "ENVELOPE": lambda: envelope(self.octets),
                "BODYSTRUCTURE": lambda: structure(self._made)}[name]()  # fmt: skip

    def section(self, part):
        """the octets of a part, as they are encoded: "2" """
        if not part:
            return self.octets
        found = self._made
        for number in part.split("."):
            found = found.get_payload()[int(number) - 1] if found.is_multipart() else found
        return halves(octets_of(found))[1]


def octets_of(made):
    return made.as_bytes(policy=made.policy.clone(linesep="\r\n", cte_type="7bit"))


def halves(octets):
    """header and body"""
    header, _, body = octets.partition(b"\r\n\r\n")
    return header, body


def quoted(text):
    return b"NIL" if not text else b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def listed(values):
    return b"(" + b" ".join(values) + b")"


def envelope(octets):
    fields = {}
    for line in halves(octets)[0].replace(b"\r\n ", b" ").split(b"\r\n"):
        name, _, value = line.partition(b": ")
        fields[name.lower()] = value

    def people(name):
        found = email.utils.getaddresses([fields.get(name, b"").decode()])
        addresses = [(quoted(name.encode()), *map(quoted, address.encode().split(b"@"))) for name, address in found]
        return b"NIL" if not addresses else listed(
            listed([name, b"NIL", mailbox, host]) for name, mailbox, host in addresses)

    sender = people(b"from")
    return listed([quoted(fields.get(b"date")), quoted(fields.get(b"subject")), sender, sender, sender, people(b"to"),
                   b"NIL", b"NIL", b"NIL", quoted(fields.get(b"message-id"))])  # fmt: skip


def structure(part):
    if part.is_multipart():
        below = b"".join(structure(one) for one in part.get_payload())
        return b"(" + below + b' %s ("BOUNDARY" %s) NIL NIL NIL)' % (
            quoted(part.get_content_subtype().encode()), quoted(part.get_boundary().encode()))
    body = halves(octets_of(part))[1]
    lines = b" %d" % body.count(b"\n") if part.get_content_maintype() == "text" else b""
    values = [quoted(part.get_content_maintype().encode()), quoted(part.get_content_subtype().encode()),
              parameters(part.get_params()[1:]), b"NIL", b"NIL",
              quoted(part.get("Content-Transfer-Encoding", "7bit").encode()), b"%d%s" % (len(body), lines), b"NIL",
              disposition(part), b"NIL", b"NIL"]  # fmt: skip
    return listed(values)


def disposition(part):
    if part.get_content_disposition() is None:
        return b"NIL"
    named = [("filename", part.get_filename())] if part.get_filename() else []
    return listed([quoted(part.get_content_disposition().encode()), parameters(named)])


def parameters(pairs):
    return b"NIL" if not pairs else listed(quoted(word.encode()) for pair in pairs for word in pair)
