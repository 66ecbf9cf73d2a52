"""Who calls whom, and with what frame: the .ci files that gcc -fcallgraph-info=su leaves beside its objects, as one graph.

    graph = callgraph.read(ci_files)
    graph.frames["mailmote::Mailer::step()"]      # Frame(size=48, dynamic=False)
    graph.calls[...]                              # names of those that it calls
    graph.indirect[...]                           # Sites (file, line, column) of calls through a pointer or a virtual table

Names are demangled, so that the copies of a constructor are one function, and thunks are what they lead to. A function that no
other file sees has its file before its name. Inline functions that several files hold count with their largest frame.
"""

import collections
import re
import subprocess

Frame = collections.namedtuple("Frame", "size dynamic")
Site = collections.namedtuple("Site", "file line column")

NODE = re.compile(r'node: \{ title: "([^"]*)" label: "([^"]*)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"(?: label: "([^":]*):(\d+):(\d+)")?')
STACK = re.compile(r"\\n(\d+) bytes \(([^)]*)\)")
INDIRECT = "__indirect_call"


class Graph:
    def __init__(self):
        self.frames = {}
        self.calls = collections.defaultdict(set)
        self.indirect = collections.defaultdict(set)

    def add_frame(self, name, size, kind):
        known = self.frames.get(name, Frame(0, False))
        self.frames[name] = Frame(max(known.size, size), known.dynamic or "dynamic" in kind)

    def named(self, qualified):
        """the functions of that name, whatever they take: "mailmote::Mailer::send" """
        return [name for name in self.frames if plain(name) == qualified]


def plain(name):
    """the name without file, return type and parameters"""
    text = name.replace("(anonymous namespace)", "<anonymous>")
    text = text.split("(", 1)[0].rsplit(".cpp:", 1)[-1]
    while (shorter := re.sub(r"<(?!anonymous>)[^<>]*>", "", text)) != text:
        text = shorter
    return text.rsplit(" ", 1)[-1]


def demangle(titles):
    """{title: readable name}"""
    mangled = [title.rsplit(":", 1)[-1] for title in titles]
    shown = subprocess.run(["c++filt"], input="\n".join(mangled), check=True, capture_output=True, text=True).stdout
    names = {}
    for title, name in zip(titles, shown.splitlines(), strict=True):
        name = re.sub(r"^(non-)?virtual thunk to ", "", name)
        file = title.rpartition(":")[0].rsplit("/", 1)[-1]
        names[title] = f"{file}:{name}" if file else name
    return names


def read(ci_files):
    texts = [path.read_text(encoding="utf-8") for path in ci_files]
    titles = {title for text in texts for title, _ in NODE.findall(text)}
    titles |= {callee for text in texts for _, callee, *_ in EDGE.findall(text)}
    names = demangle(sorted(titles))
    graph = Graph()
    for text in texts:
        for title, label in NODE.findall(text):
            stack = STACK.search(label)
            if stack:
                graph.add_frame(names[title], int(stack[1]), stack[2])
        for caller, callee, *place in EDGE.findall(text):
            if callee == INDIRECT:
                graph.indirect[names[caller]].add(Site(place[0], int(place[1] or 0), int(place[2] or 0)))
            else:
                graph.calls[names[caller]].add(names[callee])
    return graph
