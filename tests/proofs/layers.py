#!/usr/bin/env python3
"""Proof: includes point down only.

    layers.py [SOURCE_DIR]

One protocol never includes another; only ports include system headers; the library includes no C++ header that allocates,
throws or prints. What stands beside the stack (errors, streams, the specification, login words) may use the octet tables
of wire/ and the word for "try again" of a transport, nothing else.
"""

import pathlib
import re
import sys

# A layer, the headers that make it up (below include/mailmote/, without .hpp), and the layers that it may use. The first
# pattern that fits a file names its layer.
PROTOCOL = r"(?P<protocol>imap|smtp|pop3|nntp|mime)"
GROUND = {"wire", "network", "beside"}
COMMANDS = GROUND | {"link", "reader"}
LAYERS = [
    ("ports", r"ports/.*", COMMANDS | {"namer", "session", "vocabulary", "driver", "facade"}),
    ("driver", PROTOCOL + r"/driver\w*", COMMANDS | {"namer", "session", "vocabulary"}),
    ("session", PROTOCOL + r"/session\w*", COMMANDS | {"namer"}),
    ("reader", PROTOCOL + r"/(reader|reply|event)\w*", GROUND),
    ("namer", PROTOCOL + r"/.*", COMMANDS),
    ("wire", r"wire/.*", {"network", "beside"}),
    ("link", r"link|outbox|observer|sasl_pump", GROUND),
    ("network", r"transport|network", {"beside"}),
    ("beside", r"result|fault|advice|flags|message|message_set|search_key\w*|spec\w*|stream|sasl\w*", {"network", "wire"}),
    # What a mailbox asks of a protocol, whichever it is.
    ("vocabulary", r"request|driver|notices|texts", GROUND | {"link"}),
    # What is left at the top is what an application sees: mailer, mailbox and their kind.
    ("facade", r"[^/]+", COMMANDS | {"namer", "session", "vocabulary", "driver"}),
]

STANDARD = set("algorithm array atomic bit charconv climits compare concepts cstddef cstdint cstring initializer_list iterator "
               "limits memory new numeric optional span string_view tuple type_traits utility variant".split())
# A firmware's own sizes, where it has any: config.hpp asks for it.
STANDARD.add("mailmote_config.h")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def layer_of(module):
    for name, pattern, below in LAYERS:
        found = re.fullmatch(pattern, module)
        if found:
            return name, found.groupdict().get("protocol"), below
    return None, None, set()


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1) == '"', found.group(2)


def module_of(root, path):
    """wire/dot for include/mailmote/wire/dot.hpp and for src/wire/dot.cpp alike"""
    for base in (root / "include/mailmote", root / "src"):
        if base in path.parents:
            return path.relative_to(base).with_suffix("").as_posix()
    return "ports/" + path.relative_to(root / "ports").with_suffix("").as_posix()


def refusal(root, path, quoted, target):
    """why this file may not include that one; None if it may"""
    module = module_of(root, path)
    layer, protocol, below = layer_of(module)
    if quoted:
        if not (path.parent / target).is_file():
            return "quotes are for a private header in the same folder"
        wanted = module_of(root, (path.parent / target).resolve())
    elif target.startswith("mailmote/"):
        if not (root / "include" / target).is_file():
            return "no such header"
        wanted = target[len("mailmote/"):].rsplit(".", 1)[0]
    elif layer == "ports" or target in STANDARD:
        return None
    else:
        return "not among the standard headers that the library may use"
    other, other_protocol, _ = layer_of(wanted)
    if protocol and other_protocol and protocol != other_protocol:
        return f"{protocol} may not know {other_protocol}"
    if other != layer and other not in below:
        return f"{layer} may not reach up to {other}"
    return None


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    files = sorted(p for top in ("include", "src", "ports") for p in (root / top).rglob("*.[ch]pp"))
    failed = 0
    for path in files:
        for number, quoted, target in includes(path):
            why = refusal(root, path, quoted, target)
            if why:
                failed += 1
                print(f"{path.relative_to(root)}:{number}: includes {target}: {why}")
    print(f"{len(files)} files, {failed} includes that point the wrong way")
    sys.exit(1 if failed or not files else 0)


if __name__ == "__main__":
    main()
