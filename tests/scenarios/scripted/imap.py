"""The built-in IMAP server: takes any login; INBOX and any other name hold one message, number 1, UID 7."""

import email
import email.policy
import email.utils
import re

from .scenario import UID, UIDVALIDITY
from .wire import Gone


class Imap:
    def fetch_vars(self, what, by_uid):
        """${item}, ${length} and ${also} of the FETCH just read"""
        try:
            got = self.fetch_items(what, by_uid)
        except ValueError:
            got = []
        text = (
            [x for x in got if re.match(r"(BODY|BINARY)\[(?![\d.]*(HEADER|MIME))|RFC822(\.TEXT)?$", x[0])]
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

    def imap_string(self, b):
        if b is None:
            return b"NIL"
        if re.search(rb'[\x00\r\n"\\\x7f-\xff]', b) or len(b) > 500:
            return b"{%d}\r\n" % len(b) + b
        return b'"' + b + b'"'

    def parts_of(self):
        """header (with its blank line) and text of the message"""
        if self.parts is None:
            m = self.message
            i = 0 if m.startswith(b"\r\n") else m.find(b"\r\n\r\n") + 2
            self.parts = (m[: i + 2], m[i + 2 :]) if m.startswith(b"\r\n") or i > 1 else (b"", m)
            self.text_lines = self.parts[1].count(b"\n")
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
                l
                for l in re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head)
                if (l.split(b":")[0].strip().upper() in want) != bool(m.group(1))
            ]
            return b"".join(keep) + b"\r\n"
        if re.match(r"[\d.]+(MIME|HEADER|TEXT)?", name):
            return None
        raise ValueError(name)

    def envelope(self):
        h = email.message_from_bytes(self.parts_of()[0], policy=email.policy.compat32)
        q = self.imap_string

        def text(n):
            v = h.get(n)
            return q(None if v is None else str(v).encode("utf-8", "replace"))

        def people(*names):
            for n in names:
                a = email.utils.getaddresses([str(x) for x in h.get_all(n, [])])
                if a:
                    return (
                        b"("
                        + b"".join(
                            b"("
                            + q(p.encode() or None)
                            + b" NIL "
                            + q(x.rpartition("@")[0].encode())
                            + b" "
                            + q(x.rpartition("@")[2].encode())
                            + b")"
                            for p, x in a
                        )
                        + b")"
                    )
            return b"NIL"

        return (
            b"("
            + b" ".join(
                [
                    text("Date"),
                    text("Subject"),
                    people("From"),
                    people("Sender", "From"),
                    people("Reply-To", "From"),
                    people("To"),
                    people("Cc"),
                    people("Bcc"),
                    text("In-Reply-To"),
                    text("Message-ID"),
                ]
            )
            + b")"
        )

    def flag_list(self):
        return b"(" + " ".join(self.flags).encode("latin-1") + b")"

    def fetch_items(self, what, by_uid):
        """the items asked for, as (name in the answer, octets); ValueError: not known"""
        what = re.sub(r"\s*\((?:CHANGEDSINCE|PARTIAL)[^()]*\)\s*$", "", what, flags=re.I).strip()
        if what.startswith("(") and what.endswith(")"):
            what = what[1:-1]
        macro = {
            "FAST": "FLAGS INTERNALDATE RFC822.SIZE",
            "ALL": "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE",
            "FULL": "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY",
        }
        what = macro.get(what.upper(), what)
        if by_uid:
            what = "UID " + what
        head, text = self.parts_of()
        out, seen, pos = [], False, 0
        rx = re.compile(r"\s*([A-Za-z0-9.\-]+)(?:\[([^\]\s]*)\s*(?:\(([^)]*)\))?\s*\])?(?:<(\d+)\.(\d+)>)?(?=\s|$)")
        while what[pos:].strip():
            m = rx.match(what, pos)
            if not m:
                raise ValueError(what[pos:])
            pos = m.end()
            n, sec, fields = m.group(1).upper(), m.group(2), m.group(3)
            peek = n.endswith(".PEEK")
            name = n[:-5] if peek else n
            body = b'("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" %d %d' % (len(text), self.text_lines)
            if sec is not None and name in ("BODY", "BINARY", "BINARY.SIZE"):
                v = self.section(sec.upper(), fields or "")
                label = "%s[%s%s]" % (name, sec.upper(), " (%s)" % fields if fields is not None else "")
                if name == "BINARY.SIZE":
                    v = b"%d" % len(v or b"")
                else:
                    if m.group(4) is not None:
                        o, k = int(m.group(4)), int(m.group(5))
                        label += "<%d>" % o
                        v = None if v is None else v[o : o + k]
                    v = b"NIL" if v is None else b"{%d}\r\n" % len(v) + v
                    seen = seen or not peek
            elif sec is not None:
                raise ValueError(m.group(0))
            else:
                label = name
                if name == "UID":
                    v = b"%d" % UID
                elif name == "FLAGS":
                    v = None  # filled in last: a content item may set \Seen
                elif name == "INTERNALDATE":
                    v = b'" 1-Jan-2024 00:00:00 +0000"'
                elif name == "RFC822.SIZE":
                    v = b"%d" % len(self.message)
                elif name == "ENVELOPE":
                    v = self.envelope()
                elif name == "BODY":
                    v = body + b")"
                elif name == "BODYSTRUCTURE":
                    v = body + b" NIL NIL NIL NIL)"
                elif name == "MODSEQ":
                    v = b"(1)"
                elif name in ("RFC822", "RFC822.HEADER", "RFC822.TEXT"):
                    x = {"RFC822": self.message, "RFC822.HEADER": head, "RFC822.TEXT": text}[name]
                    v = b"{%d}\r\n" % len(x) + x
                    seen = seen or name != "RFC822.HEADER"
                else:
                    raise ValueError(name)
            if label not in [a for a, _ in out]:
                out.append((label, v))
        if not out:
            raise ValueError("nothing")
        if seen and not self.readonly and "\\Seen" not in self.flags:
            self.pending_seen = True
            if "FLAGS" not in [a for a, _ in out]:
                out.append(("FLAGS", None))
        else:
            self.pending_seen = False
        fl = self.flags + (["\\Seen"] if self.pending_seen else [])
        return [(a, b"(" + " ".join(fl).encode("latin-1") + b")" if a == "FLAGS" else v) for a, v in out]

    def in_set(self, spec, by_uid):
        """does a sequence set hold our one message? None: not a set, or (numbers) beyond the mailbox"""
        if not re.match(r"(\d+|\*)(:(\d+|\*))?(,(\d+|\*)(:(\d+|\*))?)*$", spec):
            return None
        top = 0 if self.gone else UID if by_uid else 1
        ours, hit = UID if by_uid else 1, False
        for part in spec.split(","):
            a, _, b = part.partition(":")
            a, b = [top if x == "*" else int(x) for x in (a, b or a)]
            if not by_uid and (self.gone or min(a, b) < 1 or min(a, b) > 1):
                return None
            hit = hit or min(a, b) <= ours <= max(a, b)
        return hit and not self.gone

    def matches(self, keys, by_uid):
        """search keys, enough of them; what is not known matches"""
        toks = re.findall(r'\{\d+[+-]?\}\r\n|"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+', keys)
        head, text = self.parts_of()
        low = lambda b: b.decode("latin-1").lower()
        ok, neg, i = True, False, 0

        def take():
            nonlocal i
            i += 1
            return toks[i - 1].strip('"').lower() if i <= len(toks) else ""

        field = lambda n: re.search(r"(?im)^%s:.*$" % re.escape(n), low(head))
        while i < len(toks):
            k = take().upper()
            if k == "NOT":
                neg = not neg
                continue
            r = True
            flag = {
                "SEEN": "\\Seen",
                "DELETED": "\\Deleted",
                "FLAGGED": "\\Flagged",
                "ANSWERED": "\\Answered",
                "DRAFT": "\\Draft",
            }
            if k in flag:
                r = flag[k] in self.flags
            elif k.startswith("UN") and k[2:] in flag:
                r = flag[k[2:]] not in self.flags
            elif k in ("NEW", "RECENT"):
                r = False
            elif k == "UID":
                r = bool(self.in_set(take(), True))
            elif k in ("SUBJECT", "FROM", "TO", "CC"):
                v, m = take(), field(k)
                if v.startswith("{"):
                    v = take()
                r = bool(m and v in m.group(0))
            elif k == "HEADER":
                n, v = take(), take()
                r = bool(field(n) and v in field(n).group(0))
            elif k == "TEXT":
                r = take() in low(self.message)
            elif k == "BODY":
                r = take() in low(text)
            elif k in (
                "KEYWORD",
                "LARGER",
                "SMALLER",
                "SINCE",
                "BEFORE",
                "ON",
                "SENTSINCE",
                "SENTBEFORE",
                "SENTON",
                "CHARSET",
                "UNKEYWORD",
            ):
                v = take()
                if k == "KEYWORD":
                    r = v in [f.lower() for f in self.flags]
                if k in ("LARGER", "SMALLER") and v.isdigit():
                    r = (len(self.message) > int(v)) if k == "LARGER" else (len(self.message) < int(v))
            elif re.match(r"[\d*]", k):
                r = bool(self.in_set(k, False))
            ok, neg = ok and r != neg, False
        return ok and not self.gone

    def a_imap(self, c):
        tag, _, rest = c.partition(" ")
        w, _, args = rest.partition(" ")
        w = w.upper()
        t = tag.encode("latin-1")
        S = self.send
        ok = lambda text=b"done": S(t + b" OK " + text + b"\r\n")
        bad = lambda text=b"wrong arguments": S((t or b"*") + b" BAD " + text + b"\r\n")
        by_uid = w == "UID"
        if by_uid:
            w, _, args = args.partition(" ")
            w = w.upper()
            if w not in ("FETCH", "SEARCH", "STORE", "COPY", "MOVE", "EXPUNGE"):
                bad()
                return
        if tag.upper() == "DONE" and "idle" in self.vars:
            S(self.vars.pop("idle").encode("latin-1") + b" OK idle done\r\n")
            return
        if w == "CAPABILITY":
            S(b"* CAPABILITY " + " ".join(self.caps()).encode() + b"\r\n")
            ok()
        elif w == "STARTTLS":
            if self.tls:
                bad(b"TLS is on")
                return
            ok(b"begin TLS")
            self.start_tls()
        elif w == "AUTHENTICATE":
            self.sasl(args, b"+ ", t + b" OK authenticated\r\n", t + b" BAD cancelled\r\n")
        elif w in ("SELECT", "EXAMINE"):
            self.readonly = w == "EXAMINE"
            n = 0 if self.gone else 1
            S(b"* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* %d EXISTS\r\n* 0 RECENT\r\n" % n)
            if n and "\\Seen" not in self.flags:
                S(b"* OK [UNSEEN 1] first unseen\r\n")
            S(
                b"* OK [PERMANENTFLAGS (%s)] ok\r\n* OK [UIDVALIDITY %d] ok\r\n* OK [UIDNEXT %d] ok\r\n"
                % (b"" if self.readonly else b"\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*", UIDVALIDITY, UID + 1)
            )
            ok(b"[READ-ONLY] examined" if self.readonly else b"[READ-WRITE] selected")
        elif w == "FETCH":
            seq, _, what = args.partition(" ")
            hit = self.in_set(seq, by_uid)
            try:
                items = self.fetch_items(what, by_uid)
            except ValueError as e:
                bad(b"item not known: " + str(e).encode("latin-1", "replace")[:60])
                return
            if hit is None:
                bad(b"no such message")
                return
            if hit:
                if self.pending_seen:
                    self.flags.append("\\Seen")
                S(b"* 1 FETCH (" + b" ".join(a.encode("latin-1") + b" " + v for a, v in items) + b")\r\n")
            ok(b"fetched")
        elif w == "STORE":
            m = re.match(r"(?is)(\S+) (?:\(UNCHANGEDSINCE \d+\) )?([+-]?)FLAGS(\.SILENT)? \(?([^()]*)\)?$", args)
            hit = m and self.in_set(m.group(1), by_uid)
            if not m or hit is None:
                bad()
                return
            if self.readonly:
                S(t + b" NO read-only\r\n")
                return
            fl = m.group(4).split()
            if hit:
                keep = [] if not m.group(2) else [f for f in self.flags if f.lower() not in [x.lower() for x in fl]]
                self.flags = keep if m.group(2) == "-" else keep + fl
                if not m.group(3):
                    S(b"* 1 FETCH (" + (b"UID %d " % UID if by_uid else b"") + b"FLAGS " + self.flag_list() + b")\r\n")
            ok(b"stored")
        elif w in ("EXPUNGE", "CLOSE", "UNSELECT", "MOVE"):
            hit = w == "EXPUNGE" or w == "CLOSE"
            if by_uid or w == "MOVE":
                hit = self.in_set(args.split(" ")[0], by_uid)
            if (
                hit
                and not self.readonly
                and not self.gone
                and (w == "MOVE" or "\\Deleted" in [f.title() for f in self.flags])
            ):
                self.gone = True
                if w != "CLOSE":
                    S(b"* 1 EXPUNGE\r\n")
            ok()
        elif w in ("LIST", "LSUB", "XLIST"):
            pat = re.sub(r"(?i)\s+RETURN\s+\(.*\)$", "", args).strip()
            if pat.endswith('""'):
                S(b'* %s (\\Noselect) "/" ""\r\n' % w.encode())
            elif re.search(r'[*%]|(?i:\bINBOX"?\)?$)', pat):
                S(b'* %s () "/" INBOX\r\n' % w.encode())
            ok(b"listed")
        elif w == "STATUS":
            m = re.match(r"(?s)(.+) \(([^()]*)\)$", args)
            if not m:
                bad()
                return
            n = 0 if self.gone else 1
            v = {
                "MESSAGES": n,
                "RECENT": 0,
                "UIDNEXT": UID + 1,
                "UIDVALIDITY": UIDVALIDITY,
                "HIGHESTMODSEQ": 1,
                "UNSEEN": n if "\\Seen" not in self.flags else 0,
                "SIZE": n * len(self.message),
                "DELETED": n if "\\Deleted" in self.flags else 0,
            }
            it = [x.upper() for x in m.group(2).split()]
            if any(x not in v for x in it):
                bad()
                return
            S(
                b"* STATUS "
                + re.sub(r"\+\}", "}", m.group(1)).encode("latin-1")
                + b" ("
                + " ".join("%s %d" % (x, v[x]) for x in it).encode()
                + b")\r\n"
            )
            ok()
        elif w == "SEARCH":
            m = re.match(r"(?is)RETURN \(([^()]*)\) (.*)$", args)
            hit = self.matches(m.group(2) if m else args, by_uid)
            one = b"%d" % (UID if by_uid else 1)
            if m:
                S(b'* ESEARCH (TAG "' + t + b'")' + (b" UID" if by_uid else b""))
                for x in m.group(1).upper().split() or ["ALL"]:
                    if x == "COUNT":
                        S(b" COUNT %d" % hit)
                    elif hit and x in ("MIN", "MAX", "ALL"):
                        S(b" " + x.encode() + b" " + one)
                S(b"\r\n")
            else:
                S(b"* SEARCH" + (b" " + one if hit else b"") + b"\r\n")
            ok(b"searched")
        elif w == "ID":
            S(b'* ID ("name" "fake")\r\n')
            ok()
        elif w == "NAMESPACE":
            S(b'* NAMESPACE (("" "/")) NIL NIL\r\n')
            ok()
        elif w == "ENABLE":
            have = [x.upper() for x in self.caps()]
            S(b"* ENABLED" + "".join(" " + x for x in args.upper().split() if x in have).encode() + b"\r\n")
            ok()
        elif w == "IDLE":
            self.vars["idle"] = tag
            S(b"+ idling\r\n")
        elif w == "LOGOUT":
            S(b"* BYE bye\r\n")
            ok(b"logged out")
            self.close("TLSCLOSE")
            raise Gone
        elif (
            w == "NOOP"
            or w == "LOGIN"
            and args
            or w in ("APPEND", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "COPY", "CHECK")
        ):
            ok()
        else:
            bad(b"unknown")
