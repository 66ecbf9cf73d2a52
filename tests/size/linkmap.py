"""What a linked image is made of, from the linker's map: octets of flash, or RAM, by the file that they come from.

    for piece in linkmap.pieces(map_file): piece.section, piece.origin, piece.size

A piece reaches to where the next one begins: the sizes that the map gives are those before equal strings were merged. So
the octets that align the next piece are counted with the one before, and the sum is the image's own.
"""

import collections
import pathlib
import re
import sys

Piece = collections.namedtuple("Piece", "section origin size")

# "  .text.name  0x00008000  0x1c  file.o", one blank before it; the linker starts a new line behind a long name.
INPUT = re.compile(r"^ (\.\S+|COMMON)\s+0x([0-9a-f]+)\s+0x[0-9a-f]+ (\S.*)$")
# ".text  0x00008000  0x1234": a section of the image, made of those.
OUTPUT = re.compile(r"^(\.\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)")
IN_FLASH = re.compile(r"\.(text|rodata|data|(pre)?init(_array)?|fini(_array)?|ctors|dtors|eh_frame|ARM\.ex\w+)")
IN_RAM = re.compile(r"\.(data|bss|noinit|persistent)")


def image_lines(map_file):
    """the part of the map that is about the image, each section on one line"""
    text = map_file.read_text(encoding="utf-8").split("Linker script and memory map", 1)[1]
    return re.sub(r"^( ?\.\S+)\n\s+(?=0x)", r"\1 ", text, flags=re.M).splitlines()


def extents(inputs, end):
    """(address, section, origin)s in the order of their addresses, as pieces"""
    ends = [address for address, _, _ in inputs[1:]] + [end]
    for (begin, section, origin), until in zip(inputs, ends):
        if until > begin:
            yield Piece(section, origin, until - begin)


def pieces(map_file, wanted=IN_FLASH):
    """everything that takes up flash, or what else is wanted"""
    inputs, end, counted = [], 0, False
    for line in image_lines(map_file) + [".end 0x0 0x0"]:
        output, one = OUTPUT.match(line), INPUT.match(line)
        if output:
            yield from extents(inputs, end)
            begin, end = int(output[2], 16), int(output[2], 16) + int(output[3], 16)
            inputs, counted = [], begin < end and wanted.fullmatch(output[1])
        elif one and counted and int(one[2], 16) in range(begin, end + 1):
            inputs.append((int(one[2], 16), one[1], one[3]))


def main():
    """prints what an image is made of, biggest first: linkmap.py MAP_FILE"""
    everything = sorted(pieces(pathlib.Path(sys.argv[1])), key=lambda piece: -piece.size)
    for piece in everything:
        print(f"{piece.size:7} {piece.section} {piece.origin.rsplit('/', 1)[-1]}")
    print(f"{sum(piece.size for piece in everything):7} in all")


if __name__ == "__main__":
    main()
