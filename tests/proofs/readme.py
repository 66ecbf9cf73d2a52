#!/usr/bin/env python3
"""Every code block that README takes from a compiled file is that file's region, to the letter.

  readme.py SOURCE_DIR            compares, and says what differs
  readme.py SOURCE_DIR --write    brings README up to date

README says `<!-- region: FILE NAME -->` above a code block; FILE holds the region between the lines
`// [NAME]` and `// [/NAME]`.
"""
import pathlib
import re
import sys
import textwrap

BLOCK = re.compile(r"(<!-- region: (\S+) (\S+) -->\n```\w*\n)(.*?)(```\n)", re.S)


def region(root, path, name):
    lines = (root / path).read_text().splitlines(keepends=True)
    marks = [line.strip() for line in lines]
    try:
        begin, end = marks.index(f"// [{name}]"), marks.index(f"// [/{name}]")
    except ValueError:
        sys.exit(f"{path} has no region {name}")
    return textwrap.dedent("".join(lines[begin + 1:end]))


def main():
    root = pathlib.Path(sys.argv[1])
    readme = root / "README.md"
    text = readme.read_text()
    current = BLOCK.sub(lambda m: m[1] + region(root, m[2], m[3]) + m[5], text)
    blocks = len(BLOCK.findall(text))
    if blocks == 0:
        sys.exit("README has no region: this test tests nothing")
    if current == text:
        print(f"{blocks} regions are as in their files")
    elif "--write" in sys.argv:
        readme.write_text(current)
    else:
        sys.exit("README differs from the examples: tests/proofs/readme.py . --write brings it up to date")


main()
