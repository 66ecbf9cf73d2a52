#!/usr/bin/env python3
"""Stack gate: the deepest that each public call can make the stack on a Cortex-M3, by the compiler's own call graph.

    stack.py BUILD_FOLDER            computes, and compares with table.txt beside this file
    stack.py BUILD_FOLDER --write    computes, and writes table.txt; then tests/size/readme_table.py --write

Everything of ours is compiled with -fcallgraph-info=su, and so are the programs of tests/size/features/, which use it. Fails on
recursion, dynamic frames, calls through pointers that indirect.txt does not list, functions without a figure, and on a
figure above its limit or grown by more than 2 %. `stack` is the library alone: what a port or a program answers counts
nothing. `with_ports` adds ports/lwip and ports/mbedtls as they answer, without lwIP and Mbed TLS themselves. BUILD_FOLDER gets
paths.txt: every call's worst path. Exit status 77 without the compiler, or with another version than the table's.
"""

import functools
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "size"))

# pylint: disable=wrong-import-position
import callgraph
import cross
import lists
import table as tables
import worst
from features import FEATURES

CPU = "cortex-m3"
# Functions that happen to be equal stay two: each of their calls is to be found where the source has it.
CALL_GRAPH = ["-fstack-usage", "-fcallgraph-info=su", "-fno-ipa-icf"]
# A public inline function has a body to be measured.
KEEP_INLINE = ["-fkeep-inline-functions"]


def compile_graph(root, folder):
    """everything of ours, and programs that use its inline functions"""
    objects = [made for part in cross.compile_library(root, CPU, folder, CALL_GRAPH).values() for made in part]
    ports = cross.ports(root)
    jobs = []
    for feature in FEATURES:
        if feature.port is None or feature.port in ports:
            jobs.append((root / f"tests/size/features/{feature.name}.cpp", folder / f"features/{feature.name}.o",
                         [f"-I{root}/include", *ports.get(feature.port, []), *CALL_GRAPH, *KEEP_INLINE]))
    objects += cross.compile_all(CPU, jobs)
    return callgraph.read([made.with_suffix(".ci") for made in objects])


@functools.cache
def source_lines(file):
    return pathlib.Path(file).read_text(encoding="utf-8").splitlines()


def text_at(site):
    """what stands on the line before that place, and from there to the end of the statement"""
    line, *rest = source_lines(site.file)[site.line - 1:]
    behind = "\n".join([line[site.column - 1:], *rest])
    return line[:site.column - 1], behind.split(";", 1)[0]


def everything_of_ours(graph):
    return sorted(name for name in graph.frames if "mailmote::" in name)


def measured_calls(root):
    """the public calls of what can be compiled here"""
    absent = {feature.port for feature in FEATURES} - set(cross.ports(root)) - {None}
    calls = lists.read_calls(HERE / "calls.txt")
    return {feature: names for feature, names in calls.items() if feature not in absent}, absent


def deepest(paths, graph, names):
    """(Path, qualified name)s of public calls, deepest first"""
    found = []
    for name in names:
        bodies = graph.named(name)
        if not bodies:
            paths.faults.add(f"no public call {name}")
        found += [(paths.below(body), name) for body in bodies]
    return sorted(found, key=lambda one: -one[0].size)


def told(path):
    return "".join(f"        {size:5}  {function}\n" for function, size in path.frames)


def main():
    root, build, writing = cross.begin()
    table_file = HERE / "table.txt"
    table = tables.read(table_file)
    if not writing:
        cross.require_version(table.version)

    graph = compile_graph(root, build / CPU)
    calls, absent = measured_calls(root)
    externs = lists.read_externs(HERE / "externs.txt")
    measured, report, faults = {}, [], set()
    for column in ("stack", "with_ports"):
        indirect = lists.Indirect(HERE / "indirect.txt")
        paths = worst.Paths(graph, indirect, externs, text_at, with_ports=column == "with_ports" and not absent)
        for name in everything_of_ours(graph):
            paths.below(name)
        for feature, names in calls.items():
            ranked = deepest(paths, graph, names)
            measured.setdefault(feature, {})[column] = ranked[0][0].size if ranked else 0
            report += [f"{column} {feature} {path.size:5}  {name}\n{told(path)}" for path, name in ranked]
        faults |= paths.faults
        if not absent:
            faults |= {f"indirect.txt lists {expression}, which nobody calls" for expression in indirect.unused()}
    (build / "paths.txt").write_text("".join(report), encoding="utf-8")

    if writing:
        table_file.write_text(tables.update(table, cross.version(), measured).text(), encoding="utf-8")
    for line in sorted(faults):
        print(line)
    status = tables.report(table, measured)
    sys.exit(1 if faults else status)


if __name__ == "__main__":
    main()
