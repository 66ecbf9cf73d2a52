#!/usr/bin/env python3
"""Adds up what `meson test` wrote: shows each test that failed with the end of its output, then the totals.

    summary.py [--broken N] TESTLOG.json...

N counts steps that broke before there were tests to run (a build, say); each is one failure.
"""

import argparse
import json
import pathlib
import sys

GOOD = {"OK", "EXPECTEDFAIL"}
SHOWN = 60  # lines of a failed test


def results(path):
    try:
        text = pathlib.Path(path).read_text(encoding="utf-8")
    except OSError:
        return None
    return [json.loads(line) for line in text.splitlines() if line]


def show(path, test):
    print(f"\n{test['result']}: {test['name']}  ({path})")
    said = (test.get("stdout") or "") + (test.get("stderr") or "")
    for line in said.splitlines()[-SHOWN:]:
        print("    " + line)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--broken", type=int, default=0)
    options.add_argument("logs", nargs="*")
    given = options.parse_args()

    passed, failed, skipped = 0, given.broken, []
    for path in given.logs:
        tests = results(path)
        if not tests:  # a suite that is empty is not set up as it should be
            print(f"no results: {path}")
            failed += 1
            continue
        for test in tests:
            if test["result"] in GOOD:
                passed += 1
            elif test["result"] == "SKIP":
                said = (test.get("stdout") or "").strip().splitlines()
                skipped.append(f"{test['name']}" + (f" ({said[-1]})" if said else ""))
            else:
                failed += 1
                show(path, test)
    if skipped:
        print("skipped: " + ", ".join(skipped))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
