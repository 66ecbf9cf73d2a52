#!/usr/bin/env python3
"""Proof: nothing in the images can ask a heap, print through stdio, throw, or guard a static.
Usage: heap_test.py NM IMAGE..."""

import re
import subprocess
import sys

FORBIDDEN = re.compile(
    r"_?(malloc|calloc|realloc|free|memalign|aligned_alloc|strdup)(_r)?|_?sbrk(_r)?"
    r"|operator (new|delete).*|__cxa_.*|__gxx_personality.*|_Unwind_.*|__aeabi_atexit|_?exit|abort|atexit"
    r"|_?v?(f|s|sn|d|as)?n?i?printf(_r)?|puts|putchar|fwrite"
    r"|_(write|read|open|close|lseek|fstat|isatty|kill|getpid)(_r)?"
    r"|std::__throw_.*")


def symbols(nm, image):
    text = subprocess.run([nm, "--demangle", image], check=True, capture_output=True, text=True).stdout
    return [line[9:].split(" ", 1) for line in text.splitlines()]


def findings(names):
    return sorted(name for _, name in names if FORBIDDEN.fullmatch(name))


def main():
    nm, *images = sys.argv[1:]
    found = 0
    for image in images:
        names = symbols(nm, image)
        undefined = [name for kind, name in names if kind in "Uvw"]
        faults = findings(names) + undefined
        # An image without these was stripped, or is none: the proof would be empty.
        faults += [f"(missing) {name}" for name in ("main", "memcpy") if name not in {n for _, n in names}]
        found += len(faults)
        print(f"{image}: {len(names)} symbols" + "".join("\n    must not be there: " + fault for fault in faults))
    sys.exit(1 if found or not images else 0)


if __name__ == "__main__":
    main()
