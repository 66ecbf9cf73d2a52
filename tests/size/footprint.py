#!/usr/bin/env python3
"""Footprint gate: what each feature costs in flash and RAM on Cortex-M0+ and M4.

    footprint.py BUILD_FOLDER            measures, and compares with table.txt beside this file
    footprint.py BUILD_FOLDER --write    measures, and writes table.txt; then readme_table.py --write

Each program of features/ is linked with --gc-sections against everything of ours, and without system calls: what wants
malloc or stdio does not link. flash is .text, .rodata and .data of ours; runtime the same of the compiler's libraries
(memcpy, division). state and buffers are the static objects that a program keeps in those namespaces: objects of ours,
with whatever variables they bring along, and memory that they are given. --write measures the libraries below the ports,
too. Exit status 1 if something grew, 77 without the compiler, or with another version than the table's.
"""

import re
import sys

import cross
import libraries
import linkmap
import table as tables
from features import FEATURES, ITSELF, PARTS

LINKING = ["--specs=nano.specs", "-nostartfiles", "-Wl,--gc-sections", "-Wl,--entry=main"]
# Of a port alone, without the library that it adapts.
IGNORING_OTHERS = ["-Wl,--unresolved-symbols=ignore-all"]
# Inline functions and virtual tables of ours are emitted where they are used.
EMITTED = re.compile(r"\.[\w.]+\._Z(T[VITS]|Thn?\d+_)?N?[VK]*8mailmote")
OWN_OBJECT = re.compile(r"^([0-9a-f]+) ([0-9a-f]+) \S (state|buffers|mailmote)::", re.M)
RAM_BEGINS = re.compile(r"^([0-9a-f]+) \S __data_start$", re.M)


def compile_program(root, cpu, feature, folder):
    """the program that uses `feature`"""
    source = root / "tests/size/features" / f"{feature.name}.cpp"
    made = folder / "features" / f"{feature.name}.o"
    port = cross.ports(root).get(feature.port, [])
    return cross.compile_all(cpu, [(source, made, [f"-I{root}/include", *port])])[0]


def link(cpu, objects, image, options):
    """the image's map. The C driver links nothing of libstdc++"""
    map_file = image.with_suffix(".map")
    machine = [f"-mcpu={cpu}", "-mthumb"]
    cross.run([cross.C_COMPILER, *machine, *LINKING, *options, f"-Wl,-Map={map_file}", *objects, "-o", image])
    return map_file


def measure(image, map_file, folder):
    """{flash, runtime, state, buffers} of one image"""
    figures = {"flash": 0, "runtime": 0, "state": 0, "buffers": 0}
    for piece in linkmap.pieces(map_file):
        if piece.origin.startswith(str(folder / "features")):
            if EMITTED.match(piece.section):
                figures["flash"] += piece.size
        elif piece.origin.startswith(str(folder)):
            figures["flash"] += piece.size
        else:
            figures["runtime"] += piece.size
    symbols = cross.run(["arm-none-eabi-nm", "-S", "-C", image])
    ram = int(RAM_BEGINS.search(symbols)[1], 16)
    for address, size, space in OWN_OBJECT.findall(symbols):
        if int(address, 16) >= ram:
            figures["buffers" if space == "buffers" else "state"] += int(size, 16)
    return figures


def enter(rows, name, cpu, figures):
    """flash is a machine's own, RAM is alike on all"""
    row = rows.setdefault(name, {})
    row.update({f"{what}:{cpu}": figures[what] for what in ("flash", "runtime")})
    row.update({what: figures[what] for what in ("state", "buffers")})


def measure_parts(cpu, feature, map_file, folder, rows):
    """no figures but flash: what it works on is the whole's"""
    for part in PARTS:
        if part.whole == feature.name:
            places = tuple(str(folder / "mailmote" / place) for place in part.sources)
            octets = sum(piece.size for piece in linkmap.pieces(map_file) if piece.origin.startswith(places))
            enter(rows, part.name, cpu, {"flash": octets, "runtime": 0, "state": 0, "buffers": 0})


def measure_features(root, cpu, folder, objects, rows):
    for feature in FEATURES:
        if feature.port is not None and feature.port not in objects:
            continue
        # The library first: equal strings are counted with the first file that has them.
        parts = objects["mailmote"] + objects.get(feature.port, []) + [compile_program(root, cpu, feature, folder)]
        image = folder / f"{feature.name}.elf"
        map_file = link(cpu, parts, image, IGNORING_OTHERS if feature.port else [])
        enter(rows, feature.name, cpu, measure(image, map_file, folder))
        measure_parts(cpu, feature, map_file, folder, rows)


def measure_libraries(root, cpu, folder, objects, rows):
    for itself in ITSELF:
        adapted = libraries.compile_library(root, cpu, itself.port, folder)
        parts = objects["mailmote"] + objects[itself.port] + [folder / f"features/{itself.port}.o"] + adapted
        options = IGNORING_OTHERS + libraries.link_options(itself.port)
        map_file = link(cpu, parts, folder / f"{itself.name}.elf", options)
        enter(rows, itself.name, cpu, {"runtime": 0, "buffers": 0, **libraries.measure(map_file, folder)})


def measure_all(root, build, writing):
    """{feature: {"flash:cortex-m4": octets, ...}}"""
    rows = {}
    for cpu in cross.CPUS:
        folder = build / cpu
        objects = cross.compile_library(root, cpu, folder)
        measure_features(root, cpu, folder, objects, rows)
        if writing:
            measure_libraries(root, cpu, folder, objects, rows)
    return rows


def main():
    root, build, writing = cross.begin()
    path = root / "tests/size/table.txt"
    table = tables.read(path)
    if not writing:
        cross.require_version(table.version)
    measured = measure_all(root, build, writing)
    if writing:
        path.write_text(tables.update(table, cross.version(), measured).text(), encoding="utf-8")
    else:
        now = tables.Table([], cross.version(), table.columns)
        now.rows = measured
        print(now.text())
    sys.exit(tables.report(table, measured))


if __name__ == "__main__":
    main()
