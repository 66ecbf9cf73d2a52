#!/usr/bin/env python3
"""What events prints, and its exit status: events_test.py PROGRAM TRANSCRIPTS

That no chunks change anything of it, events_test.cpp tries with every transcript; here, with a few."""

import pathlib
import subprocess
import sys

PROGRAM, TRANSCRIPTS = sys.argv[1], pathlib.Path(sys.argv[2])
SCRATCH = {"imap": "64", "mime": "256", "smtp": "32"}  # the smallest that its reader takes


def run(protocol, octets, *options):
    done = subprocess.run([PROGRAM, protocol, *options], input=octets, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return done.returncode, done.stdout


def same_in_any_chunks(protocol):
    files = sorted((TRANSCRIPTS / protocol).rglob("*.eml" if protocol == "mime" else "*.txt"))[::50]
    assert files, f"no transcripts of {protocol}"
    for file in files:
        octets = file.read_bytes()
        whole = run(protocol, octets)
        for options in (["--chunk", "1"], ["--chunk", "7"], ["--chunk", "64", "--scratch", SCRATCH[protocol]]):
            assert run(protocol, octets, *options) == whole, f"{file} {options}"


def outcomes_of_smtp():
    assert run("smtp", b"250-mx\r\n250 2.1.0 o\"k\r\n") == (
        0, b'text 250 0 "mx"\ntext 250 1 "2.1.0 o\\x22k"\nend 250 2.1.0\n')
    assert run("smtp", b"250-mx\r\n") == (2, b'text 250 0 "mx"\n')
    assert run("smtp", b"220 a\n") == (1, b"failed line_end\n")
    assert run("smtp", b"", "--scratch", "8") == (64, b"")
    assert run("smtp", b"", "--scratch", "32") == (0, b"")


def outcomes_of_imap():
    assert run("imap", b'* 1 FETCH (UID 7 BODY[] {4}\r\na\0"\n X NIL)\r\n') == (
        0, b'begin untagged fetch 1 "FETCH"\nopen 0\nvalue 0.0 atom "UID"\nvalue 0.1 atom "7"\n'
           b'value 0.2 atom "BODY[]"\nvalue 0.3 literal "a\\x00\\x22\\x0A"\nvalue 0.4 atom "X"\nvalue 0.5 nil "NIL"\n'
           b'close 0\nend\n')
    assert run("imap", b"A1 OK [READ-WRITE] done\r\n+ go\r\n") == (
        0, b'begin tagged ok "A1" "OK"\ncode 0\nvalue 0.0 atom "READ-WRITE"\ncode_end 0\ntext "done"\nend\n'
           b'begin continuation\ntext "go"\nend\n')
    assert run("imap", b"* XFOO (\r\n* OK") == (2, b'begin untagged other 0 "XFOO"\nopen 0\nend unsound\n')
    assert run("imap", b'* XFOO "a\r\n') == (1, b'begin untagged other 0 "XFOO"\nfailed line_end\n')
    assert run("imap", b"", "--scratch", "63") == (64, b"")
    assert run("imap", b"", "--scratch", "64") == (0, b"")


def outcomes_of_mime():
    assert run("mime", b"A: b\r\n c\r\njunk\r\nContent-Type: multipart/x; boundary=y\r\n\r\n<\r\n--y\r\n\r\n\0\r\n--y--\r\n>") == (
        0, b'message -\nname "A"\nvalue "b c"\nstray "junk"\nname "Content-Type"\nvalue "multipart/x; boundary=y"\n'
           b'header_end - multipart identity\npreamble "<"\npart 1\nheader_end 1 leaf identity\nbody "\\x00"\n'
           b'part_end 1\nepilogue ">"\npart_end -\nend\n')
    assert run("mime", b"Content-Transfer-Encoding: base64\n\naGk") == (
        0, b'message -\nname "Content-Transfer-Encoding"\nvalue "base64"\nheader_end 1 leaf base64\nbody "hi"\n'
           b'part_end 1 damaged\nend\n')
    assert run("mime", b"") == (0, b"message -\nheader_end 1 leaf identity\npart_end 1\nend\n")
    assert run("mime", b"A:" + b"x" * (1 << 20) + b"x") == (1, b'message -\nname "A"\nfailed length\n')
    assert run("mime", b"", "--scratch", "255") == (64, b"")


def wrong_usage():
    for arguments in ([], ["imap", "--chunk"], ["gopher"], ["imap", "--chunk", "x"], ["imap", "--chunk", "-1"],
                      ["imap", "--size", "1"]):
        done = subprocess.run([PROGRAM, *arguments], input=b"", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert (done.returncode, done.stdout) == (64, b""), arguments
        assert done.stderr.startswith(b"usage: "), arguments


for protocol in SCRATCH:
    same_in_any_chunks(protocol)
outcomes_of_smtp()
outcomes_of_imap()
outcomes_of_mime()
wrong_usage()
