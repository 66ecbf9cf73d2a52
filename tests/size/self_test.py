#!/usr/bin/env python3
"""What the footprint table's comparison lets pass and what not, and how a linker's map is read."""

import pathlib
import tempfile
import unittest

import linkmap
import table as tables

TABLE = """\
# remark
version 1.2
feature  flash:x    state
nothing  0          0
smtp     1000<=1050 372<=384
"""

# As GNU ld writes it: a thrown-away section, a long name, equal strings merged into the first piece, fill, no flash.
MAP = """\
Discarded input sections

 .text.unused   0x0000000000000000       0x40 a.o

Linker script and memory map

.text           0x0000000000008000       0x30
 *(.text .text.*)
 .text.f        0x0000000000008000       0x0e a.o
 *fill*         0x000000000000800e        0x2
 .text._ZN4very9long_nameEv
                0x0000000000008010       0x20 lib.a(b.o)

.rodata         0x0000000000008030        0xc
 .rodata.str1.1
                0x0000000000008030        0xc a.o
                                          0x5 (size before relaxing)
 .rodata.str1.1
                0x000000000000803c        0x7 b.o

.bss            0x0000000000020000      0x100
 .bss.room      0x0000000000020000      0x100 a.o

.comment        0x0000000000000000       0x26
 .comment       0x0000000000000000       0x26 a.o
"""


class Written(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, text):
        path = pathlib.Path(self.folder.name) / "file"
        path.write_text(text, encoding="utf-8")
        return path


class Comparison(Written):
    def setUp(self):
        super().setUp()
        self.table = tables.read(self.file(TABLE))

    def failures(self, flash, state, feature="smtp"):
        return tables.compare(self.table, {feature: {"flash:x": flash, "state": state}})[0]

    def test_same(self):
        self.assertEqual(self.failures(1000, 372), [])

    def test_two_percent_more(self):
        self.assertEqual(self.failures(1020, 372), [])

    def test_more_than_that(self):
        self.assertEqual(self.failures(1021, 372), ["smtp: flash:x grew from 1000 to 1021"])

    def test_above_the_limit(self):
        self.assertIn("smtp: state is 385, above its limit of 384", self.failures(1000, 385))

    def test_anything_from_nothing(self):
        self.assertEqual(self.failures(1, 0, "nothing"), ["nothing: flash:x grew from 0 to 1"])

    def test_not_in_the_table(self):
        self.assertEqual(self.failures(1, 0, "imap"), ["imap: is not in the table"])

    def test_shrinking_is_told(self):
        failures, remarks = tables.compare(self.table, {"smtp": {"flash:x": 900, "state": 372}})
        self.assertEqual(failures, [])
        self.assertIn("smtp: flash:x shrank from 1000 to 900: --write keeps it so", remarks)

    def test_writing_keeps_limits_and_unmeasured_rows(self):
        measured = {"smtp": {"flash:x": 900, "state": 300}}
        again = tables.read(self.file(tables.update(self.table, "1.3", measured).text()))
        self.assertEqual((again.version, again.remarks), ("1.3", ["# remark"]))
        self.assertEqual(again.rows, {"smtp": {"flash:x": 900, "state": 300}, "nothing": {"flash:x": 0, "state": 0}})
        self.assertEqual(again.limits, {("smtp", "flash:x"): 1050, ("smtp", "state"): 384})


class Map(Written):
    def test_pieces(self):
        found = [(piece.section, piece.origin, piece.size) for piece in linkmap.pieces(self.file(MAP))]
        self.assertEqual(found, [(".text.f", "a.o", 16), (".text._ZN4very9long_nameEv", "lib.a(b.o)", 32),
                                 (".rodata.str1.1", "a.o", 12)])

    def test_ram(self):
        found = list(linkmap.pieces(self.file(MAP), linkmap.IN_RAM))
        self.assertEqual(found, [linkmap.Piece(".bss.room", "a.o", 256)])


if __name__ == "__main__":
    unittest.main()
