#!/usr/bin/env python3
"""Proof: the Makefile and the CMake lines that README gives build a program.

    recipes.py SOURCE_DIR COMPILER

Each is taken out of README as it stands and put beside ten lines of code, with Mailmote below third_party/. A tool that is
not here is skipped; exit status 77 if both are.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = """\
#include <mailmote/spec.hpp>

int main() {
  char storage[128];
  const auto parsed =
      mailmote::parse_spec("{smtp.plant.example/submit/tls}", mailmote::Service::smtp, storage);
  return parsed && parsed.spec.connect_port() == 587 ? 0 : 1;
}
"""
CMAKE_HEAD = """\
cmake_minimum_required(VERSION 3.16)
project(app CXX)
add_executable(app main.cpp)
"""


def recipe(readme, language):
    blocks = re.findall(rf"```{language}\n(.*?)```\n", readme, re.S)
    if len(blocks) != 1:
        sys.exit(f"README has {len(blocks)} blocks of {language}, not one")
    return blocks[0]


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}")


def untouched(root):
    """what lies in the library's own folders: a build leaves nothing there"""
    return sorted(path for top in ("src", "include") for path in (root / top).rglob("*"))


def build(root, name, text, commands):
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        os.environ["CCACHE_BASEDIR"] = made  # its name is another each time
        (folder / "third_party").mkdir()
        (folder / "third_party/mailmote").symlink_to(root)
        (folder / "main.cpp").write_text(PROGRAM, encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
        before = untouched(root)
        for command in commands:
            run(folder, *command)
        run(folder, "build/app")
        if name == "Makefile":
            run(folder, "make", "--question")  # a second run has nothing to do
        if untouched(root) != before:
            sys.exit(f"{name}: leaves files among the sources")
        print(f"{name}: builds, and its program runs, {(folder / 'build/app').stat().st_size} octets")


def compiler_in_haste(folder, compiler):
    """it optimizes nothing, whatever a recipe says: that takes half the time; nor does it again what a ccache knows"""
    script = pathlib.Path(folder) / "c++"
    again = "ccache " if shutil.which("ccache") else ""
    script.write_text(f'#!/bin/sh\nexec {again}{compiler} "$@" -O0\n', encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def try_all(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    makefile, cmake = recipe(readme, "make"), CMAKE_HEAD + recipe(readme, "cmake")
    tried = 0
    if shutil.which("make"):
        build(root, "Makefile", makefile, [["make", "-j2"]])
        tried += 1
    if shutil.which("cmake"):
        build(root, "CMakeLists.txt", cmake, [["cmake", "-B", "build"], ["cmake", "--build", "build", "-j2"]])
        tried += 1
    return tried


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CXX"] = compiler_in_haste(folder, sys.argv[2])
        sys.exit(0 if try_all(pathlib.Path(sys.argv[1]).resolve()) else 77)


main()
