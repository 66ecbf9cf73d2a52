#!/usr/bin/env python3
"""README's table of what features cost is that of tests/size/table.txt and tests/stack/table.txt, to the octet.

    readme_table.py SOURCE_DIR            compares, and says if they differ
    readme_table.py SOURCE_DIR --write    brings README up to date

README has the table between the lines `<!-- table: tests/size -->` and `<!-- /table -->`.
"""

import pathlib
import re
import sys
import textwrap

import cross
import table as tables
from features import PARTS, in_order

BLOCK = re.compile(r"(<!-- table: tests/size -->\n)(.*?)(<!-- /table -->\n)", re.S)
HEAD = """\
| octets | flash: Cortex-M0+ | M4 | run-time: M0+ | M4 | state | buffers | stack | with ports |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
"""
FOOT = """\
By `{compiler}` {version} with `{flags}` and `--gc-sections`; stacks are those of a Cortex-M3, by the compiler's call
graph. *Run-time* is what the compiler's libraries add (`memcpy`, 64-bit division). *State* is the size of the objects,
*buffers* what the measured program gave them: yours to choose. *Stack* is the deepest public call, ours alone; *with
ports* adds what `ports/lwip` and `ports/mbedtls` need in it, but neither lwIP nor Mbed TLS. `tests/size` and
`tests/stack` guard every figure.
"""
COLUMNS = ["flash:cortex-m0plus", "flash:cortex-m4", "runtime:cortex-m0plus", "runtime:cortex-m4", "state", "buffers"]


def row(feature, sizes, stacks):
    if feature.name not in sizes.rows:
        sys.exit(f"tests/size/table.txt has no row {feature.name}")
    deep = stacks.rows.get(feature.name, {})
    columns = [column if feature not in PARTS or column.startswith("flash") else None for column in COLUMNS]
    figures = [column and sizes.rows[feature.name][column] for column in columns]
    figures += [deep.get("stack"), deep.get("with_ports")]
    return f"| {feature.title} | " + " | ".join("" if one is None else f"{one:,}" for one in figures) + " |\n"


def table(root):
    sizes, stacks = tables.read(root / "tests/size/table.txt"), tables.read(root / "tests/stack/table.txt")
    if sizes.version != stacks.version:
        sys.exit(f"tests/size/table.txt is of version {sizes.version}, tests/stack/table.txt of {stacks.version}")
    flags = [flag for flag in cross.FLAGS if flag not in ("-std=c++20", "-mthumb")]
    rows = [row(feature, sizes, stacks) for feature in in_order() if feature.title]
    foot = FOOT.format(compiler=cross.COMPILER, version=sizes.version, flags=" ".join(flags))
    return HEAD + "".join(rows) + "\n" + textwrap.fill(foot, 120, break_on_hyphens=False) + "\n"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    if len(BLOCK.findall(text)) != 1:
        sys.exit("README has no table: tests/size, or more than one")
    current = BLOCK.sub(lambda found: found[1] + table(root) + found[3], text)
    if current == text:
        print("README's table is that of the tests")
    elif "--write" in sys.argv:
        readme.write_text(current, encoding="utf-8")
    else:
        sys.exit("README's table is another: tests/size/readme_table.py . --write brings it up to date")


if __name__ == "__main__":
    main()
