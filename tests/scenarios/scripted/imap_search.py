"""Which messages a sequence set and search keys name, where the mailbox holds one: number 1, UID 7."""

import re

from .scenario import UID

FLAGS = {"SEEN", "DELETED", "FLAGGED", "ANSWERED", "DRAFT"}
TAKES_A_VALUE = {"KEYWORD", "UNKEYWORD", "LARGER", "SMALLER", "SINCE", "BEFORE", "ON", "SENTSINCE", "SENTBEFORE",
                 "SENTON", "CHARSET"}  # fmt: skip


class ImapSearch:
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

    def matches(self, keys):
        """search keys, enough of them; what is not known matches"""
        words = re.findall(r'\{\d+[+-]?\}\r\n|"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+', keys)
        words = [w for w in words if not w.startswith("{")]
        ok, negated = True, False
        while words:
            key = words.pop(0).upper()
            if key == "NOT":
                negated = not negated
                continue
            ok, negated = ok and self.matches_key(key, words) != negated, False
        return ok and not self.gone

    def matches_key(self, key, words):
        """takes from `words` what belongs to the key"""
        lower = lambda octets: octets.decode("latin-1").lower()
        take = lambda: words.pop(0).strip('"').lower() if words else ""
        head, text = self.parts_of()
        if key in FLAGS:
            return "\\" + key.title() in self.flags
        if key.startswith("UN") and key[2:] in FLAGS:
            return "\\" + key[2:].title() not in self.flags
        if key in ("NEW", "RECENT"):
            return False
        if key == "UID":
            return bool(self.in_set(take(), True))
        if key in ("SUBJECT", "FROM", "TO", "CC", "HEADER"):
            name = take() if key == "HEADER" else key
            field = re.search(r"(?im)^%s:.*$" % re.escape(name), lower(head))
            return take() in (field.group(0) if field else "\0")
        if key in ("TEXT", "BODY"):
            return take() in lower(self.message if key == "TEXT" else text)
        if key in TAKES_A_VALUE:
            return self.matches_value(key, take())
        return bool(self.in_set(key, False)) if re.match(r"[\d*]", key) else True

    def matches_value(self, key, value):
        if key == "KEYWORD":
            return value in [f.lower() for f in self.flags]
        if key == "LARGER" and value.isdigit():
            return len(self.message) > int(value)
        if key == "SMALLER" and value.isdigit():
            return len(self.message) < int(value)
        return True
