"""The cross compiler, and every source of ours compiled by it: once for each CPU, with nothing but the compiler.

    objects = cross.compile_library(root, "cortex-m3", folder)      # {"mailmote": [...], "mbedtls": [...], "lwip": [...]}

A port whose library is not unpacked in subprojects/ is left out. Without the compiler, exit status 77: skipped.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

COMPILER, C_COMPILER = "arm-none-eabi-g++", "arm-none-eabi-gcc"
CPUS = ["cortex-m0plus", "cortex-m4"]
C_FLAGS = ["-Os", "-mthumb", "-DNDEBUG", "-ffunction-sections", "-fdata-sections"]
FLAGS = [*C_FLAGS, "-std=c++20", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-fno-use-cxa-atexit",
         "-fno-unwind-tables", "-fno-asynchronous-unwind-tables"]
SKIPPED = 77
JOBS = 2


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def require_compiler():
    if shutil.which(COMPILER) is None:
        skip(f"no {COMPILER} here")


def version():
    """"12.2.1 20221205": what figures depend on"""
    said = subprocess.run([COMPILER, "--version"], check=True, capture_output=True, text=True).stdout
    return re.search(r"\) (.*)$", said.splitlines()[0])[1]


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def ports(root):
    """port: the arguments that its headers need. Only those that can be compiled here"""
    config = root / "examples/firmware/config"
    mbedtls, lwip = newest(root, "mbedtls-3.*"), newest(root, "lwip-2.2.*")
    found = {}
    if mbedtls:
        found["mbedtls"] = [f"-I{mbedtls}/include", f"-I{config}", "-DMBEDTLS_CONFIG_FILE=<mbedtls_config.h>"]
    if lwip:
        found["lwip"] = [f"-I{lwip}/src/include", f"-I{config}"]
    return found


def require_ports(root):
    """a table is written whole or not at all"""
    absent = {"mbedtls", "lwip"} - set(ports(root))
    if absent:
        sys.exit(f"not unpacked in subprojects/: {' '.join(sorted(absent))}")


def newest(root, pattern):
    """an unpacked subproject; None if there is none"""
    folders = sorted(path for path in (root / "subprojects").glob(pattern) if path.is_dir())
    return folders[-1] if folders else None


def compile_all(cpu, jobs, compiler=COMPILER, flags=FLAGS):
    """jobs: (source, object, further arguments); the objects"""
    def one(job):
        source, made, further = job
        made.parent.mkdir(parents=True, exist_ok=True)
        run([compiler, f"-mcpu={cpu}", *flags, *further, "-c", source, "-o", made])
        return made

    with concurrent.futures.ThreadPoolExecutor(min(JOBS, os.cpu_count() or 1)) as pool:
        return list(pool.map(one, jobs))


def compile_library(root, cpu, folder, further=()):
    """the stack and its ports, each source to one object below `folder`; {part: objects}"""
    parts = {"mailmote": (root / "src", [])}
    parts.update({port: (root / "ports" / port, arguments) for port, arguments in ports(root).items()})
    jobs, part_of = [], {}
    for part, (sources, arguments) in parts.items():
        for source in sorted(sources.rglob("*.cpp")):
            made = folder / part / source.relative_to(sources).with_suffix(".o")
            jobs.append((source, made, [f"-I{root}/include", *arguments, *further]))
            part_of[made] = part
    made = compile_all(cpu, jobs)
    return {part: [path for path in made if part_of[path] == part] for part in parts}


def arguments():
    """(root of the sources, build folder, is --write given)"""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(given) != 1:
        sys.exit(sys.modules["__main__"].__doc__)
    return pathlib.Path(__file__).resolve().parents[2], pathlib.Path(given[0]).resolve(), "--write" in sys.argv


def begin():
    """the same, where there is what it takes to measure: a compiler, and for a table that is written both ports' libraries"""
    root, build, writing = arguments()
    require_compiler()
    if writing:
        require_ports(root)
    return root, build, writing


def require_version(of_table):
    """figures depend on it"""
    if of_table != version():
        skip(f"the table is of version {of_table}, the compiler here is {version()}")
