"""The three lists that the stack gate needs beside the call graph.

    calls.txt      FEATURE  NAME...                      public calls: their worst path is what a feature costs
    indirect.txt   INTERFACE  in|out  EXPRESSION  NAME...  calls through a pointer, as the source writes them, and who answers
    externs.txt    PATTERN  OCTETS  [NAME...]            functions that are not compiled here, and whom of ours they call back

EXPRESSION is the last name before the method, `network_` for `network_.now()`, or that of a pointer to a function. NAME is
a class, for its method of the same name, or a function. "out" is what a port or a program does: it counts nothing in the
library's own figure, and what our ports need in the figure with them. "-" for NAME is nobody of ours.
"""

import collections
import fnmatch
import re

Interface = collections.namedtuple("Interface", "name outside answers")
Extern = collections.namedtuple("Extern", "pattern size calls")

# `object.method`, `object->method` or `function`, and the parenthesis of a call
CALLED = r"(?:(\w+)(?:\.|->))?(\w+)\s*"


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("#", 1)[0].split()
        if words:
            yield words


def read_calls(path):
    """{feature: [qualified name, ...]}"""
    calls = collections.defaultdict(list)
    for feature, *names in rows(path):
        calls[feature] += names
    return calls


def read_externs(path):
    """[Extern, ...]: the first whose pattern fits a name counts"""
    externs = {}
    for pattern, size, *calls in rows(path):
        known = externs.get(pattern, Extern(pattern, 0, []))
        externs[pattern] = Extern(pattern, max(known.size, int(size)), known.calls + calls)
    return list(externs.values())


class Indirect:
    """who answers a call through a pointer"""

    def __init__(self, path):
        self.listed = collections.defaultdict(list)
        self.used = set()
        for name, place, expression, *answers in rows(path):
            self.listed[expression].append(Interface(name, place == "out", [a for a in answers if a != "-"]))

    def at(self, before, behind):
        """[(Interface, qualified name of who answers), ...] for a call between these texts; empty: it is not listed

        The compiler names the place behind the function's name; where a call is another's argument, that other's.
        """
        return self.answers(re.findall(CALLED + "$", before)) or self.answers(re.findall(CALLED + r"\(", behind))

    def answers(self, calls):
        found = []
        for owner, called in calls:
            for expression, suffix in ((owner, f"::{called}"), (called, "")):
                for interface in self.listed.get(expression, []):
                    self.used.add(expression)
                    found += [(interface, answer + suffix) for answer in interface.answers] or [(interface, None)]
        return found

    def unused(self):
        return sorted(set(self.listed) - self.used)


def extern_for(externs, name):
    for extern in externs:
        if fnmatch.fnmatchcase(name, extern.pattern):
            return extern
    return None
