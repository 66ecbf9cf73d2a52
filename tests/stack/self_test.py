#!/usr/bin/env python3
"""Each thing that the stack gate has to refuse is refused, on the tiny sources of samples/; and a sound one gets its figure.

    self_test.py BUILD_FOLDER
"""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "size"))

# pylint: disable=wrong-import-position
import callgraph
import cross
import lists
import stack
import worst


class Sample(unittest.TestCase):
    build = None

    def paths(self, name, with_ports=False):
        made = self.build / f"{name}.o"
        cross.compile_all(stack.CPU, [(HERE / f"samples/{name}.cpp", made, stack.CALL_GRAPH)])
        graph = callgraph.read([made.with_suffix(".ci")])
        return worst.Paths(graph, lists.Indirect(HERE / "samples/indirect.txt"),
                           lists.read_externs(HERE / "samples/externs.txt"), stack.text_at, with_ports)

    def below(self, paths, name):
        (function,) = paths.graph.named(name)
        return paths.below(function)

    def refused(self, name, what, function):
        paths = self.paths(name)
        self.below(paths, function)
        self.assertEqual([fault.split(":")[0] for fault in paths.faults], [what], paths.faults)

    def test_recursion(self):
        self.refused("recursion", "recursion", "sample::deep")

    def test_dynamic_frame(self):
        self.refused("dynamic", "dynamic frame", "sample::dynamic")

    def test_unlisted_indirect_call(self):
        self.refused("unlisted", "unlisted indirect call", "sample::unlisted")

    def test_missing_figure(self):
        self.refused("missing", "no figure for somewhere_else", "sample::missing")

    def test_constructors_and_templates(self):
        paths = self.paths("sound")
        path = self.below(paths, "sample::boxed")
        own = path.frames[0][1]
        self.assertGreaterEqual(own, 200)
        self.assertIn("sample::Box<200>::Box(char const*)", path.frames[1][0])
        self.assertEqual(path.frames[2], ("memcpy", 24))
        self.assertEqual(path.size, sum(size for _, size in path.frames))
        self.assertEqual(paths.faults, set())

    def test_virtual_call(self):
        alone, with_ports = self.paths("sound"), self.paths("sound", with_ports=True)
        self.assertLess(self.below(alone, "sample::asked").size, 100)
        self.assertGreaterEqual(self.below(with_ports, "sample::asked").size, 100)
        self.assertGreaterEqual(self.below(alone, "sample::fed").size, 100)
        self.assertEqual(alone.faults | with_ports.faults, set())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    cross.require_compiler()
    Sample.build = pathlib.Path(sys.argv.pop()).resolve()
    unittest.main()
