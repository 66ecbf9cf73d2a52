"""The built-in IMAP server: takes any login; INBOX and any other name hold one message, number 1, UID 7."""

import re

from .imap_message import ImapMessage
from .imap_search import ImapSearch
from .scenario import UID, UIDVALIDITY
from .wire import Gone

NAMES_UIDS = {"FETCH", "SEARCH", "STORE", "COPY", "MOVE", "EXPUNGE"}
JUST_OK = {"NOOP", "APPEND", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "COPY", "CHECK"}
SYSTEM_FLAGS = b"\\Answered \\Flagged \\Deleted \\Seen \\Draft"


class Imap(ImapMessage, ImapSearch):
    def a_imap(self, command):
        tag, _, rest = command.partition(" ")
        word, _, arguments = rest.partition(" ")
        self.answer_tag, word = tag, word.upper()
        by_uid = word == "UID"
        if by_uid:
            word, _, arguments = arguments.partition(" ")
            word = word.upper()
        if tag.upper() == "DONE" and "idle" in self.vars:
            self.answer_tag = self.vars.pop("idle")
            self.ok("idle done")
        elif by_uid and word not in NAMES_UIDS:
            self.bad()
        elif word in JUST_OK or word == "LOGIN" and arguments:
            self.ok()
        elif word in ANSWERS:
            ANSWERS[word](self, word, arguments, by_uid)
        else:
            self.bad("unknown")

    def tagged(self, status, text):
        self.send(("%s %s %s\r\n" % (self.answer_tag or "*", status, text)).encode("latin-1"))

    def ok(self, text="done"):
        self.tagged("OK", text)

    def bad(self, text="wrong arguments"):
        self.tagged("BAD", text)

    # --- the connection

    def i_capability(self, _word, _arguments, _by_uid):
        self.send(b"* CAPABILITY " + " ".join(self.caps()).encode() + b"\r\n")
        self.ok()

    def i_starttls(self, _word, _arguments, _by_uid):
        if self.tls:
            self.bad("TLS is on")
            return
        self.ok("begin TLS")
        self.start_tls()

    def i_authenticate(self, _word, arguments, _by_uid):
        tag = self.answer_tag.encode("latin-1")
        self.sasl(arguments, b"+ ", tag + b" OK authenticated\r\n", tag + b" BAD cancelled\r\n")

    def i_id(self, _word, _arguments, _by_uid):
        self.send(b'* ID ("name" "fake")\r\n')
        self.ok()

    def i_namespace(self, _word, _arguments, _by_uid):
        self.send(b'* NAMESPACE (("" "/")) NIL NIL\r\n')
        self.ok()

    def i_enable(self, _word, arguments, _by_uid):
        have = [x.upper() for x in self.caps()]
        enabled = [x for x in arguments.upper().split() if x in have]
        self.send(" ".join(["* ENABLED", *enabled]).encode() + b"\r\n")
        self.ok()

    def i_idle(self, _word, _arguments, _by_uid):
        self.vars["idle"] = self.answer_tag
        self.send(b"+ idling\r\n")

    def i_logout(self, _word, _arguments, _by_uid):
        self.send(b"* BYE bye\r\n")
        self.ok("logged out")
        self.close("TLSCLOSE")
        raise Gone

    # --- mailboxes

    def i_select(self, word, _arguments, _by_uid):
        self.readonly = word == "EXAMINE"
        count = 0 if self.gone else 1
        self.send(b"* FLAGS (%s)\r\n* %d EXISTS\r\n* 0 RECENT\r\n" % (SYSTEM_FLAGS, count))
        if count and "\\Seen" not in self.flags:
            self.send(b"* OK [UNSEEN 1] first unseen\r\n")
        self.send(
            b"* OK [PERMANENTFLAGS (%s)] ok\r\n* OK [UIDVALIDITY %d] ok\r\n* OK [UIDNEXT %d] ok\r\n"
            % (b"" if self.readonly else SYSTEM_FLAGS + b" \\*", UIDVALIDITY, UID + 1)
        )
        self.ok("[READ-ONLY] examined" if self.readonly else "[READ-WRITE] selected")

    def i_list(self, word, arguments, _by_uid):
        wanted = re.sub(r"(?i)\s+RETURN\s+\(.*\)$", "", arguments).strip()
        if wanted.endswith('""'):
            self.send(b'* %s (\\Noselect) "/" ""\r\n' % word.encode())
        elif re.search(r'[*%]|(?i:\bINBOX"?\)?$)', wanted):
            self.send(b'* %s () "/" INBOX\r\n' % word.encode())
        self.ok("listed")

    def i_status(self, _word, arguments, _by_uid):
        m = re.match(r"(?s)(.+) \(([^()]*)\)$", arguments)
        count = 0 if self.gone else 1
        values = {
            "MESSAGES": count,
            "RECENT": 0,
            "UIDNEXT": UID + 1,
            "UIDVALIDITY": UIDVALIDITY,
            "HIGHESTMODSEQ": 1,
            "UNSEEN": count if "\\Seen" not in self.flags else 0,
            "SIZE": count * len(self.message),
            "DELETED": count if "\\Deleted" in self.flags else 0,
        }
        items = m.group(2).upper().split() if m else []
        if not m or any(x not in values for x in items):
            self.bad()
            return
        name = re.sub(r"\+\}", "}", m.group(1))
        told = " ".join("%s %d" % (x, values[x]) for x in items)
        self.send(("* STATUS %s (%s)\r\n" % (name, told)).encode("latin-1"))
        self.ok()

    # --- messages

    def i_fetch(self, _word, arguments, by_uid):
        numbers, _, what = arguments.partition(" ")
        hit = self.in_set(numbers, by_uid)
        try:
            items = self.fetch_items(what, by_uid)
        except ValueError as e:
            self.bad("item not known: " + str(e)[:60])
            return
        if hit is None:
            self.bad("no such message")
            return
        if hit:
            if self.pending_seen:
                self.flags.append("\\Seen")
            self.send(b"* 1 FETCH (" + b" ".join(a.encode("latin-1") + b" " + v for a, v in items) + b")\r\n")
        self.ok("fetched")

    def i_store(self, _word, arguments, by_uid):
        m = re.match(r"(?is)(\S+) (?:\(UNCHANGEDSINCE \d+\) )?([+-]?)FLAGS(\.SILENT)? \(?([^()]*)\)?$", arguments)
        hit = m and self.in_set(m.group(1), by_uid)
        if not m or hit is None:
            self.bad()
            return
        if self.readonly:
            self.tagged("NO", "read-only")
            return
        if hit:
            self.change_flags(m.group(2), m.group(4).split())
            if not m.group(3):
                uid = b"UID %d " % UID if by_uid else b""
                self.send(b"* 1 FETCH (" + uid + b"FLAGS " + self.flag_list() + b")\r\n")
        self.ok("stored")

    def change_flags(self, how, flags):
        lower = [f.lower() for f in flags]
        keep = [f for f in self.flags if f.lower() not in lower] if how else []
        self.flags = keep if how == "-" else keep + flags

    def i_expunge(self, word, arguments, by_uid):
        """EXPUNGE, CLOSE, MOVE; UNSELECT expunges nothing"""
        named = by_uid or word == "MOVE"
        hit = self.in_set(arguments.split(" ")[0], by_uid) if named else word != "UNSELECT"
        if hit and not self.readonly and not self.gone and (word == "MOVE" or "\\Deleted" in self.flags):
            self.gone = True
            if word != "CLOSE":
                self.send(b"* 1 EXPUNGE\r\n")
        self.ok()

    def i_search(self, _word, arguments, by_uid):
        m = re.match(r"(?is)RETURN \(([^()]*)\) (.*)$", arguments)
        hit = self.matches(m.group(2) if m else arguments)
        one = UID if by_uid else 1
        if m:
            self.send(('* ESEARCH (TAG "%s")%s' % (self.answer_tag, " UID" if by_uid else "")).encode("latin-1"))
            for what in m.group(1).upper().split() or ["ALL"]:
                if what == "COUNT" or hit and what in ("MIN", "MAX", "ALL"):
                    self.send(b" %s %d" % (what.encode(), hit if what == "COUNT" else one))
            self.send(b"\r\n")
        else:
            self.send(b"* SEARCH" + (b" %d" % one if hit else b"") + b"\r\n")
        self.ok("searched")


ANSWERS = {
    "CAPABILITY": Imap.i_capability, "STARTTLS": Imap.i_starttls, "AUTHENTICATE": Imap.i_authenticate, "ID": Imap.i_id,
    "NAMESPACE": Imap.i_namespace, "ENABLE": Imap.i_enable, "IDLE": Imap.i_idle, "LOGOUT": Imap.i_logout,
    "SELECT": Imap.i_select, "EXAMINE": Imap.i_select, "LIST": Imap.i_list, "LSUB": Imap.i_list, "XLIST": Imap.i_list,
    "STATUS": Imap.i_status, "FETCH": Imap.i_fetch, "STORE": Imap.i_store, "EXPUNGE": Imap.i_expunge,
    "CLOSE": Imap.i_expunge, "UNSELECT": Imap.i_expunge, "MOVE": Imap.i_expunge, "SEARCH": Imap.i_search,
}  # fmt: skip
