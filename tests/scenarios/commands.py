"""From a scenario to the command line that plays its client: README.md says the same in words."""

import re

from scripted.scenario import PASSWORD, TOKEN, USER, unescape

MODES = {"starttls": "/tls", "implicit": "/ssl", "plain": "", "notls": "/notls"}
SECONDS = 5  # --timeout of the client, unless the scenario says timeout=


class Line:
    """the program's words, what it reads, its secrets, and how long it may take"""

    def __init__(self, words=(), body=b""):
        self.words, self.body, self.seconds = list(words), body, SECONDS
        self.secret, self.user = {"MAILMOTE_PASSWORD": PASSWORD}, USER
        self.flags = ""


def operation(text):
    """OP: word [N] key="escaped" key=word ... -> (word, N or "", [(key, octets)...])"""
    word, number, rest = re.match(r"(\S+)(?: +(\d+)(?=\s|$))? ?(.*)", text).groups()
    pairs = re.findall(r'([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))', rest)
    return word, number or "", [(key, unescape(quoted or bare)) for key, quoted, bare in pairs]


def common_key(line, key, value):
    """keys that mean the same in every protocol; False: it is none of them"""
    if key == "token":
        line.secret = {"MAILMOTE_TOKEN": TOKEN}
    elif key == "flags":
        line.flags = value.decode()
    elif key == "login":
        line.secret, line.user = {}, None
    elif key == "user":
        line.user = value
    elif key == "timeout":
        line.seconds = int(value)
    elif key in ("auth", "window"):
        line.words += ["--" + key, value]
    else:
        return False
    return True


def smtp_line(word, _number, pairs):
    if word != "send":
        raise ValueError("no such operation: " + word)
    line = Line(["--text", "-"])
    for key, value in pairs:
        if key == "body":
            line.body = value
        elif key in ("from", "to", "cc", "bcc", "subject", "helo"):
            line.words += ["--" + key, value]
        elif not common_key(line, key, value):
            raise ValueError("no such key: " + key)
    if "subject" not in dict(pairs):
        line.words += ["--subject", "scenario"]
    return "send", b"", line


# An operation of IMAP, the command, and what follows the specification: "#" is the message, a key's name its value.
IMAP = {
    "login": ("check", []),
    "select": ("list", ["-n", "1"]),
    "list": ("folders", ["pattern"]),
    "status": ("status", []),
    "search": ("search", ["subject", "keys"]),
    "fetch": ("fetch", ["#", "part"]),
    "fetch-structure": ("show", ["#"]),
    "flag": ("flag", ["#", "change"]),
    "copy": ("copy", ["#", "to"]),
    "move": ("move", ["#", "to"]),
    "delete": ("delete", ["#"]),
    "expunge": ("expunge", []),
    "create": ("create", ["name"]),
    "append": ("append", ["flag"]),
    "idle": ("watch", []),
}


def imap_word(what, number, given):
    """what one entry of the list above becomes"""
    if what == "#":
        return ["#" + number if number else given.pop("uid")]
    if what.startswith("-") or what.isdigit():
        return [what]
    value = given.pop(what, None)
    if value is None:
        return []
    options = {"part": ["--part"], "flag": ["--flag"], "subject": ["SUBJECT"]}
    return value.split() if what == "keys" else [*options.get(what, []), value]


def imap_line(word, number, pairs):
    if word not in IMAP:
        raise ValueError("no such operation: " + word)
    command, following = IMAP[word]
    line, given = Line(), dict(pairs)
    mailbox, line.body = given.pop("mailbox", b"INBOX"), given.pop("body", b"") * int(given.pop("times", 1))
    for what in following:
        line.words += imap_word(what, number, given)
    if command == "search" and not line.words:
        line.words = ["ALL"]
    for key, value in given.items():
        if not common_key(line, key, value):
            raise ValueError("no such key: " + key)
    return command, mailbox, line


# What can be played; more protocols join here once the program speaks them.
LINES = {"smtp": smtp_line, "imap": imap_line}


def command_line(scenario, port, slower=1):
    word, number, pairs = operation(scenario.head["OP"])
    protocol, host = scenario.head["PROTO"], scenario.head["HOST"]
    try:
        command, mailbox, line = LINES[protocol](word, number, pairs)
    except ValueError as wrong:
        raise ValueError(f"{scenario.path}: {wrong}") from wrong
    flags = f"/{protocol}{MODES[scenario.head['MODE']]}{line.flags}"
    line.words = [command, b"{%s:%d%s}" % (host.encode(), port, flags.encode()) + mailbox, *line.words]
    if line.user is not None:
        line.words += ["--user", line.user]
    line.seconds *= slower
    line.words += ["--resolve", host + "=127.0.0.1", "--timeout", str(line.seconds)]
    return line
