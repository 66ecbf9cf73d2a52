"""Writes a C++ header with certificates in DER, for flash: trusted_roots.py ROOT.pem ... > trusted_roots.hpp"""

import ssl
import sys

OCTETS_IN_A_LINE = 16


def array(name: str, octets: bytes) -> str:
    lines = [
        "    " + " ".join(f"0x{octet:02X}," for octet in octets[at : at + OCTETS_IN_A_LINE])
        for at in range(0, len(octets), OCTETS_IN_A_LINE)
    ]
    return "\n".join([f"inline constexpr unsigned char {name}[] = {{", *lines, "};", ""])


def main(paths: list[str]) -> None:
    print("// Whom this image trusts, in DER. Made by trusted_roots.py.\n#pragma once\n\n#include <span>\n")
    names = []
    for number, path in enumerate(paths, 1):
        with open(path, encoding="ascii") as file:
            octets = ssl.PEM_cert_to_DER_cert(file.read().strip())
        names.append(f"trusted_root_{number}")
        print(array(names[-1], octets))
    print(f"inline constexpr std::span<const unsigned char> trusted_roots[] = {{{', '.join(names)}}};")


if __name__ == "__main__":
    main(sys.argv[1:])
