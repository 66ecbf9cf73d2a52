"""The deepest that the stack can get below a function, and what makes that impossible to say.

    paths = worst.Paths(graph, indirect, externs, text_at, with_ports=False)
    paths.below("mailmote::Mailer::step()")       # Path(size=440, frames=[("mailmote::Mailer::step()", 48), ...])
    paths.faults                                  # recursion, dynamic frames, calls that no list knows
"""

import collections

import lists

Path = collections.namedtuple("Path", "size frames")
NOTHING = Path(0, [])


class Paths:
    def __init__(self, graph, indirect, externs, text_at, with_ports):
        self.graph, self.indirect, self.externs, self.text_at = graph, indirect, externs, text_at
        self.with_ports = with_ports
        self.faults = set()
        self.known = {}
        self.under_way = []

    def below(self, function):
        """the worst path from `function` down, its own frame included"""
        if function in self.known:
            return self.known[function]
        if function in self.under_way:
            circle = self.under_way[self.under_way.index(function):] + [function]
            self.faults.add("recursion: " + " > ".join(circle))
            return NOTHING
        size, callees = self.look_up(function)
        self.under_way.append(function)
        deepest = max((self.below(callee) for callee in sorted(callees)), key=lambda path: path.size, default=NOTHING)
        self.under_way.pop()
        self.known[function] = Path(size + deepest.size, [(function, size), *deepest.frames])
        return self.known[function]

    def look_up(self, function):
        """(frame, callees)"""
        frame = self.graph.frames.get(function)
        if frame is None:
            return self.look_up_extern(function)
        if frame.dynamic:
            self.faults.add(f"dynamic frame: {function}")
        return frame.size, self.graph.calls[function] | self.answerers(function)

    def look_up_extern(self, function):
        extern = lists.extern_for(self.externs, function)
        if extern is None:
            self.faults.add(f"no figure for {function}")
            return 0, set()
        called_back = extern.calls if self.with_ports else []
        return extern.size, {name for one in called_back for name in self.functions(one, function)}

    def answerers(self, function):
        """whoever may answer the calls through pointers that `function` makes"""
        answering = set()
        for site in self.graph.indirect[function]:
            listed = self.indirect.at(*self.text_at(site))
            if not listed:
                self.faults.add(f"unlisted indirect call: {site.file}:{site.line}, in {function}")
            for interface, name in listed:
                if name and (self.with_ports or not interface.outside):
                    answering |= self.functions(name, interface.name)
        return answering

    def functions(self, name, asking):
        found = set(self.graph.named(name))
        if not found:
            self.faults.add(f"no function {name}, which is to answer {asking}")
        return found
