"""A table of figures that is kept with the sources, and the comparison of what is measured with it.

    # lines of remarks
    version 12.2.1 20221205
    feature   flash      state
    smtp      4980<=5120 372<=384

A figure may have a limit, which is set by hand and survives --write. A figure that grew by more than 2 % is a failure
unless the table is changed with it; so is one above its limit. One that shrank is told.
"""

import re

TOLERANCE = 0.02
FIGURE = re.compile(r"(\d+)(?:<=(\d+))?")


class Table:
    def __init__(self, remarks, version, columns):
        self.remarks, self.version, self.columns = remarks, version, columns
        self.rows = {}    # feature: {column: figure}
        self.limits = {}  # (feature, column): most

    def text(self):
        lines = [["feature", *self.columns]]
        for feature, figures in self.rows.items():
            lines.append([feature, *(self.cell(feature, column, figures) for column in self.columns)])
        widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
        aligned = ["  ".join(word.ljust(width) for word, width in zip(line, widths)).rstrip() for line in lines]
        return "\n".join([*self.remarks, f"version {self.version}", *aligned, ""])

    def cell(self, feature, column, figures):
        limit = self.limits.get((feature, column))
        return str(figures[column]) if limit is None else f"{figures[column]}<={limit}"


def read(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    remarks = [line for line in lines if line.startswith("#")]
    version, head, *rows = [line for line in lines if line and not line.startswith("#")]
    table = Table(remarks, version.removeprefix("version "), head.split()[1:])
    for row in rows:
        feature, *cells = row.split()
        table.rows[feature] = {}
        for column, cell in zip(table.columns, cells, strict=True):
            figure, limit = FIGURE.fullmatch(cell).groups()
            table.rows[feature][column] = int(figure)
            if limit:
                table.limits[feature, column] = int(limit)
    return table


def update(table, version, measured):
    """the table with what was measured; what could not be measured stays as it is"""
    table.version = version
    table.rows = {**table.rows, **measured}
    return table


def compare(table, measured):
    """(failures, remarks): how `measured` differs from the table"""
    failures, remarks = [], []
    for feature, figures in measured.items():
        if feature not in table.rows:
            failures.append(f"{feature}: is not in the table")
            continue
        for column in table.columns:
            now, was = figures[column], table.rows[feature][column]
            limit = table.limits.get((feature, column))
            if limit is not None and now > limit:
                failures.append(f"{feature}: {column} is {now}, above its limit of {limit}")
            if now > was * (1 + TOLERANCE):
                failures.append(f"{feature}: {column} grew from {was} to {now}")
            elif now < was * (1 - TOLERANCE):
                remarks.append(f"{feature}: {column} shrank from {was} to {now}: --write keeps it so")
    remarks += [f"{feature}: not measured here" for feature in table.rows if feature not in measured]
    return failures, remarks


def report(table, measured):
    """prints all that compare() says; the exit status"""
    failures, remarks = compare(table, measured)
    for line in remarks + failures:
        print(line)
    print(f"{len(measured)} rows, {len(failures)} failures")
    return 1 if failures or not measured else 0
