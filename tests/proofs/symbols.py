#!/usr/bin/env python3
"""Proof: the release library needs nothing but six memory functions.

    symbols.py libmailmote.a

Every symbol that the archive leaves undefined must be in the list below: no heap, no exceptions, no throw helpers, no
stdio, no guards of function-local statics. Nor may it run code before main (static constructors) or own variables:
whatever the library works on belongs to its caller. Run it on a release build; at -O0 inline functions show up weakly.
"""

import re
import subprocess
import sys

ALLOWED = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen"}
# What the compiler itself asks for on some targets: position-independent code, and wide arithmetic on 32-bit machines.
COMPILER = re.compile(r"_GLOBAL_OFFSET_TABLE_|__x86\.get_pc_thunk\.\w+|__(u?div|u?mod|ashl|lshr|ashr|mul)[sdt]i3")
BEFORE_MAIN = re.compile(r"_GLOBAL__(sub_)?[ID]_|__cxx_global_var_init")


def symbols(archive):
    """(object file, type letter, mangled name) of every symbol"""
    text = subprocess.run(["nm", "-A", archive], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        # "libmailmote.a:spec.cpp.o:0000000000000010 T name", the address blank where there is none
        found = re.match(r".*?:([^:]+):\s*[0-9a-fA-F]*\s+(\S) (\S+)$", line)
        if found:
            yield found.groups()


def readable(names):
    shown = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True).stdout.splitlines()
    return dict(zip(names, shown)) if len(shown) == len(names) else {n: n for n in names}


def findings(archive):
    everything = list(symbols(archive))
    if not everything:
        yield archive, "has no symbols", ""
    defined = {name for _, kind, name in everything if kind not in "Uwv"}
    for member, kind, name in everything:
        if kind in "Uwv" and name not in defined and name not in ALLOWED and not COMPILER.fullmatch(name):
            yield member, "needs", name
        if BEFORE_MAIN.match(name):
            yield member, "runs before main:", name
        if kind in "bBC":
            yield member, "owns a variable:", name


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = sorted(set(findings(sys.argv[1])))
    names = readable([name for _, _, name in found])
    for member, what, name in found:
        print(f"{member}: {what} {names.get(name, name)}")
    verdict = f"{len(found)} findings" if found else "needs nothing beyond " + " ".join(sorted(ALLOWED))
    print(f"{sys.argv[1]}: {verdict}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
