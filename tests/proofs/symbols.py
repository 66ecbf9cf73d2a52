#!/usr/bin/env python3
"""Proof: the release library needs nothing but six memory functions.

    symbols.py [--nm NM] [--port PORT] ARCHIVE

Every symbol that the archive leaves undefined must be in the list below: no heap, no exceptions, no throw helpers, no
stdio, no guards of function-local statics. Nor may it run code before main (static constructors) or own variables:
whatever the library works on belongs to its caller. Run it on a release build; at -O0 inline functions show up weakly.

NM reads another machine's archives: arm-none-eabi-nm. A port (lwip, mbedtls) may need Mailmote, and the library that it
adapts, too; what it may own is listed with that. Where Meson has put that library into the same archive, its C is not looked
at.
"""

import argparse
import collections
import re
import subprocess
import sys

ALLOWED = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen"}
# What the compiler itself asks for on some targets: position-independent code, and wide arithmetic and jump tables on 32-bit
# machines.
COMPILER = re.compile(r"_GLOBAL_OFFSET_TABLE_|__x86\.get_pc_thunk\.\w+|__(u?div|u?mod|ashl|lshr|ashr|mul)[sdt]i3|"
                      r"__aeabi_(u?idiv|u?ldiv|lmul|llsl|llsr|lasr|[ui]divmod|u?idivmod|u?ldivmod|memcpy|memmove|memset|memclr)"
                      r"[48]?|__gnu_thumb1_case_[us]?[hqs]i")
BEFORE_MAIN = re.compile(r"_GLOBAL__(sub_)?[ID]_|__cxx_global_var_init")

# What a port may need besides, and the variables that it may own.
Port = collections.namedtuple("Port", "needs owns")
MAILMOTE = r"_Z(T[VITS])?N?[VK]*8mailmote\w+"
PORTS = {
    "lwip": Port(re.compile(MAILMOTE + r"|(tcp|pbuf|dns|ip|ip4|ip6|ipaddr|ip4addr|ip6addr|netif)_\w+|sys_now|lwip_\w+"),
                 re.compile(r"_ZZN8mailmote4lwip6Lookup4take\w+5table")),
    "mbedtls": Port(re.compile(MAILMOTE + r"|(mbedtls|psa)_\w+"), re.compile("")),
}


def symbols(nm, archive):
    """(object file, type letter, mangled name) of every symbol"""
    text = subprocess.run([nm, "-A", archive], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        # "libmailmote.a:spec.cpp.o:0000000000000010 T name", the address blank where there is none
        found = re.match(r".*?:([^:]+):\s*[0-9a-fA-F]*\s+(\S) (\S+)$", line)
        if found:
            yield found.groups()


def readable(names):
    shown = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True).stdout.splitlines()
    return dict(zip(names, shown)) if len(shown) == len(names) else {n: n for n in names}


def is_allowed(name, port):
    return name in ALLOWED or COMPILER.fullmatch(name) or (port and port.needs.fullmatch(name))


def findings(nm, archive, port):
    # ARM's mapping symbols ($t, $d) tell code from data and name nothing.
    everything = [symbol for symbol in symbols(nm, archive) if not symbol[2].startswith("$")]
    if not everything:
        yield archive, "has no symbols", ""
    if port:
        everything = [symbol for symbol in everything if not symbol[0].endswith(".c.o")]
    defined = {name for _, kind, name in everything if kind not in "Uwv"}
    for member, kind, name in everything:
        if kind in "Uwv" and name not in defined and not is_allowed(name, port):
            yield member, "needs", name
        if BEFORE_MAIN.match(name):
            yield member, "runs before main:", name
        if kind in "bBC" and not (port and port.owns.fullmatch(name)):
            yield member, "owns a variable:", name


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--nm", default="nm")
    options.add_argument("--port", choices=sorted(PORTS))
    options.add_argument("archive")
    given = options.parse_args()

    found = sorted(set(findings(given.nm, given.archive, PORTS.get(given.port))))
    names = readable([name for _, _, name in found])
    for member, what, name in found:
        print(f"{member}: {what} {names.get(name, name)}")
    beyond = " ".join(sorted(ALLOWED)) + (f", Mailmote and what {given.port} is for" if given.port else "")
    verdict = f"{len(found)} findings" if found else "needs nothing beyond " + beyond
    print(f"{given.archive}: {verdict}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
