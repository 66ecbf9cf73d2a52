#!/usr/bin/env python3
"""Plays scenarios against the command-line program: what it sent, what it said, how it ended.

    run.py MAILMOTE [--dripping] [-v] [-j N] [--protocol P] [FILE.scenario...]

Without files: every scenario in the folders beside this program, or those of one protocol. --dripping: the server sends
one octet at a time, each in a TLS record of its own where there is TLS. README.md says how a scenario becomes a command
line.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from commands import LINES, command_line  # noqa: E402
from scripted.scenario import Scenario  # noqa: E402
from scripted.server import Server, leaks  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
CERTIFICATES = HERE.parent / "certs"
GRACE = 10  # seconds beyond its --timeout until a client counts as hanging; a sanitizer on a busy machine is slow
ONE_OCTET = (1, 0.1)  # octets, milliseconds
DRIPPING = 3  # times as long as a conversation may take that does not drip
SECOND_PATIENCE = 4  # times as long for one that lacked the time beside others
COMPLAINT = rb"(?m)^mailmote: (?!notice:)(\w+): "

# policy.md's table: the exit status that goes with a category.
STATUS = {
    "input": {64, 65}, "io": {66}, "network": {68, 75}, "timeout": {75}, "closed": {75}, "rejected": {65, 75},
    "limit": {69}, "unsupported": {69}, "protocol": {76}, "tls": {76}, "auth": {77}, "cert": {77}, "policy": {77},
    "config": {78},
}  # fmt: skip


class Run:
    """one scenario, played once"""

    def __init__(self, mailmote, path, dripping, patience=1):
        self.path, self.scenario, self.dripping, self.faults = path, Scenario(str(path)), dripping, []
        drip = ONE_OCTET if dripping else None
        self.waits = any(what.endswith("result") and "timeout" in value for what, value in self.scenario.expect)
        slower = 1 if self.waits else patience * (DRIPPING if dripping else 1)
        self.server = Server(self.scenario, str(CERTIFICATES), drip=drip, slower=slower)
        line = command_line(self.scenario, self.server.port, slower)
        self.server.seconds = line.seconds + GRACE
        self.server.start()
        try:
            self._play(mailmote, line)
        finally:
            self.server.stop()
        self._judge()

    def _play(self, mailmote, line):
        words = [*line.words, "--ca", str(CERTIFICATES / (self.scenario.head["CA"] + ".pem"))]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MAILMOTE_")}
        self.status, self.data, self.complaint = None, b"", b""
        try:
            done = subprocess.run([mailmote, *words], input=line.body, capture_output=True,
                                  env={**environment, **line.secret}, timeout=line.seconds + GRACE)
            self.status, self.data, self.complaint = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            self.data, self.complaint = late.stdout or b"", late.stderr or b""
        self.said = self.data + b"\n" + self.complaint

    # --- was that right?

    def _judge(self):
        self.report = self.said.decode("latin-1")
        found = re.search(COMPLAINT, self.complaint)
        self.category = found.group(1).decode() if found else ""
        if re.search(COMPLAINT, self.data):
            self.faults.append("a line of its data looks like one of its own")
        self._judge_end()
        for check in self.server.result()["checks"]:
            if check["ok"] is False:
                self.faults.append("expected " + check["expect"])
        self._judge_report()
        if self.scenario.head["MODE"] != "notls" and leaks(self.server.sent_clear()):
            self.faults.append("a secret went out in clear")
        if leaks(self.said):
            self.faults.append("a secret was shown")

    def _judge_end(self):
        if self.status is None:
            self.faults.append("did not end")
        elif self.status < 0 or self.status not in {0}.union(*STATUS.values()):
            self.faults.append(f"died: {self.status}")
        elif self.status == 0:
            if self.category:
                self.faults.append(f"exit status 0, but it complains: {self.category}")
        elif self.status not in STATUS.get(self.category, ()):
            self.faults.append(f"exit status {self.status} does not fit category {self.category or '(none)'}")
        wanted = self.dripping and self._expected("dripped-result") or self._expected("result")
        came = "ok" if self.status == 0 else "error:" + self.category
        if wanted and not any(came == w or came.startswith(w + ":") for w in wanted.split("|")):
            self.faults.append(f"expected result={wanted}, came {came}")
        status = self._expected("status")
        if status and self.status != int(status):
            self.faults.append(f"expected exit status {status}, came {self.status}")

    def _judge_report(self):
        # Line ends that the client wraps its words at do not count.
        text = re.sub(r"\s+", " ", self.report)
        for what, value in self.scenario.expect:
            if what == "must-report" and not re.search(value, text):
                self.faults.append(f"expected must-report={value}")
            if what == "must-not-report" and re.search(value, text):
                self.faults.append(f"expected must-not-report={value}")
            if what == "max-report-bytes" and len(self.said) > int(value):
                self.faults.append(f"reported {len(self.said)} octets, expected at most {value}")

    def _expected(self, what):
        return next((value for name, value in self.scenario.expect if name == what), None)

    def lacked_time(self):
        """a deadline passed that nobody waited for: perhaps the machine is busy"""
        late = self.category == "timeout" or any("max-seconds" in fault for fault in self.faults)
        return bool(self.faults) and late and not self.waits

    def show(self):
        result = self.server.result()
        print(f"FAILED {self.name()}")
        for fault in self.faults:
            print("    " + fault)
        print("    the client sent:")
        for where, what in result["commands"][:40]:
            print(f"      {where:5} {what!r}")
        if result["handshake"]:
            print("    handshake: " + ", ".join(result["handshake"]))
        print(f"    the client said (exit status {self.status}):")
        for line in self.report.splitlines()[:30]:
            print("      " + line[:200])

    def name(self):
        return self.scenario.name + (" (dripping)" if self.dripping else "")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("mailmote")
    options.add_argument("files", nargs="*")
    options.add_argument("--dripping", action="store_true")
    options.add_argument("--protocol", choices=sorted(LINES))
    options.add_argument("-v", action="store_true", help="name each scenario")
    options.add_argument("-j", type=int, default=8, help="how many at once (they mostly wait)")
    given = options.parse_intermixed_args()
    mailmote = os.path.abspath(given.mailmote)

    paths = [pathlib.Path(f) for f in given.files] or sorted(HERE.glob((given.protocol or "*") + "/*.scenario"))
    playable = [p for p in paths if Scenario(str(p)).head["PROTO"] in LINES]
    to_come = len(paths) - len(playable)
    if given.dripping:  # some are too long to drip, or harmless that way
        playable = [p for p in playable if ("dripped-result", "skip") not in Scenario(str(p)).expect]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(given.j) as pool:
        runs = list(pool.map(lambda path: Run(mailmote, path, given.dripping), playable))
    for run in runs:
        if run.lacked_time():
            print(f"once more, alone and with {SECOND_PATIENCE} times the time: {run.name()}")
            run = Run(mailmote, run.path, given.dripping, SECOND_PATIENCE)
        if run.faults:
            failed += 1
            run.show()
        elif given.v:
            print(f"ok     {run.name()}")
    unplayed = f"{len(paths) - len(playable)} not played" + (f", {to_come} of protocols to come" if to_come else "")
    print(f"scenarios: {len(playable) - failed} passed, {failed} failed ({unplayed})")
    sys.exit(1 if failed or not playable else 0)


if __name__ == "__main__":
    main()
