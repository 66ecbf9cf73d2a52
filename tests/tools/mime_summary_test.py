#!/usr/bin/env python3
"""mime_summary says what expected.json has: mime_summary_test.py PROGRAM MESSAGES

A value under `expected` is one on which Python's email package and GMime agree. Where they do not, `ruling` says in prose what
is required; RULINGS says it here.
"""

import hashlib
import json
import pathlib
import subprocess
import sys

PROGRAM, MESSAGES = sys.argv[1], pathlib.Path(sys.argv[2])

TWO = [(3, b"two"), (5, b"two\r\n")]
RULINGS = {
    "boundary-close-missing.eml": lambda s: any(content(s["leaves"][1], *two) for two in TWO) and
    s["defects"] == ["-: unclosed"],
    "boundary-param-missing.eml": lambda s: s["structure"] == "multipart/mixed" and len(s["leaves"]) == 1 and
    content(s["leaves"][0], 21, b"--x\r\n\r\nhello\r\n--x--\r\n") and s["defects"] == ["-: boundary"],
    "multipart-no-boundary-line-found.eml": lambda s: s["structure"] == "multipart/mixed()" and s["leaves"] == [] and
    s["defects"] == ["-: no_parts"],
    "base64-odd.eml": lambda s: content(s["leaves"][0], 11, b"hello world"),
    "rfc2047-split-utf8.eml": lambda s: s["subject"] == "\u00fc ok",
    # What cannot be decoded stays as it is: nothing is lost.
    "rfc2047-malformed.eml": lambda s: s["subject"] is not None and all(
        word in s["subject"] for word in ("=?utf-8?X?b?=", "open and", "end")),
    "header-8bit-latin1.eml": lambda s: s["subject"].encode("utf-8", "surrogateescape") == b"Gr\xfc\xdfe" and
    s["defects"] == ["-: not_ascii"],
    "header-8bit-utf8.eml": lambda s: s["from"] == [["J\u00f6rg", "joerg@example.org"]],
    "dsn-report.eml": lambda s: s["structure"] == "multipart/report(text/plain,message/delivery-status,text/rfc822-headers)"
    and len(s["leaves"]) == 3,
}


def content(leaf, octets, text):
    return leaf["octets"] == octets and leaf["sha256_16"] == hashlib.sha256(text).hexdigest()[:16]


def summary(octets):
    done = subprocess.run([PROGRAM], input=octets, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def folded(text):
    """runs of white space count for one space"""
    return " ".join(text.split()) if text is not None else None


def comparable(key, value):
    if key == "subject":
        return folded(value)
    if key in ("from", "to") and value is not None:
        return [[folded(name), address] for name, address in value]
    return value


def differences(expected, got):
    for key, value in expected.items():
        if key == "leaves":
            if len(value) != len(got["leaves"]):
                yield f"{len(got['leaves'])} leaves"
            for number, (wanted, leaf) in enumerate(zip(value, got["leaves"])):
                for name in wanted:
                    if wanted[name] != leaf[name]:
                        yield f"leaf {number}: {name} is {leaf[name]!r}, not {wanted[name]!r}"
        elif comparable(key, value) != comparable(key, got[key]):
            yield f"{key} is {got[key]!r}, not {value!r}"


def main():
    table = json.loads((MESSAGES / "expected.json").read_text(encoding="utf-8"))
    assert len(table) >= 39
    wrong = 0
    for name, entry in table.items():
        octets = (MESSAGES / name).read_bytes()
        assert len(octets) == entry["bytes"], name
        got = summary(octets)
        found = list(differences(entry["expected"], got))
        assert bool(entry["disputed"]) == (name in RULINGS), name
        if name in RULINGS and not RULINGS[name](got):
            found.append(f"not as ruled: {entry['ruling']}: {got}")
        for line in found:
            print(f"{name}: {line}")
        wrong += len(found)
    print(f"{len(table)} messages, {wrong} differences")
    # An odd message that is none of them, and one that is too much.
    assert summary(b"junk\r\nSubject: \"\\\x01\xf0\x9f\x98\x80\xff\r\n\r\n") == {
        "structure": "text/plain", "subject": "\"\\\x01\U0001f600\udcff", "from": None, "to": None,
        "leaves": [{"type": "text/plain", "charset": None, "disposition": None, "filename": None, "octets": 0,
                    "sha256_16": hashlib.sha256(b"").hexdigest()[:16]}],
        "defects": ["-: stray", "-: not_ascii"]}
    much = subprocess.run([PROGRAM], input=b"A: " + b"x" * (1 << 20) + b"x", stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    assert (much.returncode, much.stdout) == (1, b""), much
    sys.exit(1 if wrong else 0)


main()
