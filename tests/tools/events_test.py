#!/usr/bin/env python3
"""events prints the same whatever the chunks: events_test.py PROGRAM TRANSCRIPTS"""

import pathlib
import subprocess
import sys

PROGRAM, TRANSCRIPTS = sys.argv[1], pathlib.Path(sys.argv[2])


def run(octets, *options):
    done = subprocess.run([PROGRAM, "smtp", *options], input=octets, stdout=subprocess.PIPE)
    return done.returncode, done.stdout


def main():
    files = sorted(TRANSCRIPTS.rglob("*.txt"))
    assert len(files) >= 30, f"{len(files)} transcripts only"
    for file in files:
        octets = file.read_bytes()
        whole = run(octets)
        for options in (["--chunk", "1"], ["--chunk", "7"], ["--chunk", "64", "--scratch", "32"]):
            assert run(octets, *options) == whole, f"{file} {options}"
    assert run(b"250-mx\r\n250 2.1.0 o\"k\r\n") == (0, b'text 250 0 "mx"\ntext 250 1 "2.1.0 o\\x22k"\nend 250 2.1.0\n')
    assert run(b"250-mx\r\n") == (2, b'text 250 0 "mx"\n')
    assert run(b"220 a\n") == (1, b"failed line_end\n")
    assert run(b"", "--scratch", "8") == (64, b"")
    print(f"{len(files)} transcripts, four ways each")


main()
