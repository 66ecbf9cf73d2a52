"""The built-in NNTP server: misc.test has articles 3, 4 and 7 (7 is the scenario's message), empty.test none. Reading
and posting need a login (480), a login needs TLS where STARTTLS is offered (483)."""

import email
import fnmatch
import re

from .scenario import GROUP, NUMBERS
from .wire import Gone


class Nntp:
    def article(self, n):
        """octets of article n; 7 is the scenario's message, with the headers that news asks for"""
        m = self.message
        if n != NUMBERS[-1]:
            m = (
                b"From: c@example.org\r\nNewsgroups: misc.test\r\nSubject: article %d\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\n"
                b"Message-ID: <m%d@example.org>\r\n\r\ntext of article %d\r\n.dot\r\n" % (n, n, n)
            )
        return m

    def overview(self, n):
        h = email.message_from_bytes(self.article(n).split(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=email.policy.compat32)
        f = lambda k: re.sub(r"[\t\r\n]", " ", str(h.get(k) or ""))
        return "\t".join(
            [
                str(n),
                f("Subject"),
                f("From"),
                f("Date"),
                f("Message-ID") or "<m%d@example.org>" % n,
                f("References"),
                str(len(self.article(n))),
                str(self.article(n).split(b"\r\n\r\n", 1)[-1].count(b"\n")),
            ]
        ).encode("latin-1", "replace")

    def a_nntp(self, c):
        w, _, rest = c.partition(" ")
        w, S, arg = w.upper(), self.send, rest.split()
        kw = arg[0].upper() if arg else ""
        lines = lambda first, ls: S(first + b"\r\n" + self.multiline(b"".join(x + b"\r\n" for x in ls)))
        groups = {GROUP: list(NUMBERS), "empty.test": []}
        have = [x.upper() for x in self.caps()]
        offers_tls = "STARTTLS" in have and not self.tls
        hide = (
            ()
            if self.sc.head["CAPS"] is not None
            else ("AUTHINFO", "SASL")
            if offers_tls
            else ("AUTHINFO", "STARTTLS")
            if self.user == "in"
            else ()
        )  # RFC 4643, 4642
        if w == "CAPABILITIES":
            lines(b"101 capabilities", [x.encode() for x in self.caps() if x.split()[0].upper() not in hide])
        elif w == "MODE" and kw == "READER":
            S(b"200 posting allowed\r\n")
        elif w == "STARTTLS":
            if self.tls:
                S(b"502 TLS is on\r\n")
                return
            S(b"382 begin\r\n")
            self.start_tls()
            self.user = self.group = None
        elif w == "AUTHINFO":
            if self.user == "in":
                S(b"502 done before\r\n")
            elif offers_tls:
                S(b"483 TLS first\r\n")
            elif kw == "USER" and len(arg) > 1:
                self.user = "asked"
                S(b"381 password\r\n")
            elif kw == "PASS" and len(arg) > 1:
                if self.user != "asked":
                    S(b"482 USER first\r\n")
                    return
                self.user = "in"
                S(b"281 welcome\r\n")
            elif kw == "SASL" and len(arg) > 1:
                if self.sasl(rest.partition(" ")[2], b"383 ", b"281 welcome\r\n", b"481 cancelled\r\n", "="):
                    self.user = "in"
            else:
                S(b"501 syntax\r\n")
        elif w == "QUIT":
            S(b"205 bye\r\n")
            self.close("TLSCLOSE")
            raise Gone
        elif w == "DATE":
            S(b"111 20240101000000\r\n")
        elif w == "HELP":
            lines(b"100 help", [b"see RFC 3977"])
        elif w not in (
            "GROUP",
            "LISTGROUP",
            "STAT",
            "HEAD",
            "BODY",
            "ARTICLE",
            "OVER",
            "XOVER",
            "LIST",
            "POST",
            "NEXT",
            "LAST",
            "HDR",
            "NEWGROUPS",
        ):
            S(b"500 unknown\r\n")
        elif self.user != "in":
            S(b"480 log in first\r\n")
        elif w in ("GROUP", "LISTGROUP"):
            g = arg[0] if arg else self.group
            if g is None:
                S(b"412 no group\r\n" if w == "LISTGROUP" else b"501 syntax\r\n")
                return
            if g not in groups:
                S(b"411 no such group\r\n")
                return
            ns = groups[g]
            self.group, self.current = g, ns[0] if ns else None
            first = b"211 %d %d %d %s" % (len(ns), ns[0] if ns else 4, ns[-1] if ns else 3, g.encode())
            if w == "GROUP":
                S(first + b"\r\n")
                return
            r = self.number_range(arg[1] if len(arg) > 1 else "1-")
            if r is None:
                S(b"501 syntax\r\n")
                return
            lines(first, [b"%d" % n for n in ns if r[0] <= n <= r[1]])
        elif w == "LIST":
            if kw in ("", "ACTIVE", "NEWSGROUPS"):
                pat = arg[1] if len(arg) > 1 else "*"
                sel = [g for g in groups if any(fnmatch.fnmatchcase(g, p) for p in pat.split(","))]
                if kw == "NEWSGROUPS":
                    lines(b"215 list", [g.encode() + b"\ttest" for g in sel])
                else:
                    lines(
                        b"215 list",
                        [
                            b"%s %d %d y"
                            % (g.encode(), groups[g][-1] if groups[g] else 3, groups[g][0] if groups[g] else 4)
                            for g in sel
                        ],
                    )
            elif kw == "OVERVIEW.FMT":
                lines(
                    b"215 order",
                    [b"Subject:", b"From:", b"Date:", b"Message-ID:", b"References:", b":bytes", b":lines"],
                )
            else:
                S(b"503 no such list\r\n")
        elif w == "NEWGROUPS":
            lines(b"231 new groups", [])
        elif w == "POST":
            S(b"340 go\r\n")
            self.flush()
            self.body()
            S(b"240 posted\r\n")
        elif w in ("NEXT", "LAST"):
            if self.group is None:
                S(b"412 no group\r\n")
                return
            if self.current is None:
                S(b"420 no article\r\n")
                return
            ns = groups[self.group]
            i = ns.index(self.current) + (1 if w == "NEXT" else -1)
            if not 0 <= i < len(ns):
                S(b"421 no next\r\n" if w == "NEXT" else b"422 no previous\r\n")
                return
            self.current = ns[i]
            S(b"223 %d %s\r\n" % (ns[i], self.message_id(ns[i])))
        else:
            if w == "HDR":
                field, arg = kw, arg[1:]
            a = arg[0] if arg else ""
            by_id = a.startswith("<")
            ranged = w in ("OVER", "XOVER", "HDR")
            if by_id:
                ns = [n for n in NUMBERS if self.message_id(n) == a.encode("latin-1")]
                if not ns:
                    S(b"430 no such article\r\n")
                    return
            elif self.group is None:
                S(b"412 no group\r\n")
                return
            elif not a:
                if self.current is None:
                    S(b"420 no article\r\n")
                    return
                ns = [self.current]
            else:
                r = self.number_range(a)
                if r is None or not ranged and "-" in a:
                    S(b"501 syntax\r\n")
                    return
                ns = [n for n in groups[self.group] if r[0] <= n <= r[1]]
                if not ns:
                    S(b"423 no such article\r\n")
                    return
            if w in ("OVER", "XOVER"):
                lines(
                    b"224 overview",
                    [re.sub(rb"^\d+", b"0", self.overview(n)) if by_id else self.overview(n) for n in ns],
                )
                return
            if w == "HDR":
                h = lambda n: email.message_from_bytes(self.article(n), policy=email.policy.compat32).get(field) or ""
                lines(
                    b"225 headers",
                    [
                        b"%d %s" % (0 if by_id else n, re.sub(r"\s+", " ", str(h(n))).encode("latin-1", "replace"))
                        for n in ns
                    ],
                )
                return
            n = ns[0]
            if not by_id:
                self.current = n
            head, _, text = self.article(n).partition(b"\r\n\r\n")
            first = b"%d %d %s" % (
                {"STAT": 223, "HEAD": 221, "BODY": 222, "ARTICLE": 220}[w],
                0 if by_id else n,
                self.message_id(n),
            )
            S(first + b"\r\n")
            if w != "STAT":
                S(self.multiline({"HEAD": head + b"\r\n", "BODY": text, "ARTICLE": self.article(n)}[w]))

    def message_id(self, n):
        return b"<m%d@example.org>" % n

    def number_range(self, s):
        m = re.match(r"(\d+)(-(\d*))?$", s)
        if not m:
            return None
        return int(m.group(1)), int(m.group(3)) if m.group(3) else (1 << 40) if m.group(2) else int(m.group(1))
