"""The firmware in QEMU: a Cortex-M3 with an Ethernet of its own, started with arguments, watched until it ends.

    with Guest(Machine(qemu, image), ["spec={mail.example.test:40123/submit/tls}"]) as guest:
        guest.link(False)                # pulls the cable; link(True) puts it back
        report = guest.wait()            # report.status, report.text, report.value("stack-peak")

Its Ethernet (ethernet.py) leads to QEMU's user network, where HOST is this machine's loopback, and has names of its
own. Nothing needs a privilege, and no port or file is shared with another guest.
"""

import contextlib
import dataclasses
import json
import pathlib
import re
import socket
import subprocess
import tempfile
import time

from .ethernet import Ethernet

HOST = "10.0.2.2"
NAME = "mail.example.test"
CABLE = "lan9118.0"
LIMIT = 60  # seconds


@dataclasses.dataclass
class Machine:
    qemu: str
    image: str
    # Virtual time by instructions: each takes 2^shift nanoseconds, and nobody sleeps. None: time is this machine's.
    shift: int | None = None


class Report:
    """what a guest said, and the status that it ended with"""

    def __init__(self, status, text):
        self.status, self.text = status, text
        self._lines = re.findall(r"(?m)^([a-z][a-z0-9-]*): *(.*?)\r?$", text)

    def values(self, key):
        return [value for name, value in self._lines if name == key]

    def value(self, key):
        values = self.values(key)
        assert values, f"no line {key}: in\n{self.text}"
        return values[-1]

    def number(self, key):
        return int(self.value(key))

    def numbers(self, key):
        return [int(value) for value in self.values(key)]

    def category(self):
        """of the error that it explains; empty if there is none"""
        found = re.search(r"(?m)^(?:sent|read): no\n([a-z]+): ", self.text)
        return found[1] if found else ""

    def words(self):
        """the text with all white space alike: what was wrapped does not matter"""
        return " ".join(self.text.split())


def joined(folder, name, hub):
    """joins one of QEMU's hubs to an end of the Ethernet: datagrams between folder/name and folder/name.far"""
    ends = f"local.type=unix,local.path={folder}/{name},remote.type=unix,remote.path={folder}/{name}.far"
    return ["-netdev", f"dgram,id={name},{ends}", "-netdev", f"hubport,id={name}-port,hubid={hub},netdev={name}"]


class Guest:
    def __init__(self, machine, arguments, names=None, connected=True, loss=None):
        self._machine, self._arguments, self._connected, self._loss = machine, arguments, connected, loss
        self._names = {NAME: HOST} if names is None else names

    def __enter__(self):
        with contextlib.ExitStack() as undo:
            folder = pathlib.Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="guest-")))
            self._said = folder / "said"
            self.ethernet = Ethernet(folder, self._names, self._loss)
            undo.callback(self.ethernet.stop)
            self._start(folder, undo)
            self.ethernet.connect(folder)
            if not self._connected:
                self.link(False)
            self._monitor.command("cont")
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_):
        self._undo.close()

    def _start(self, folder, undo):
        """until QEMU takes commands"""
        complaints = undo.enter_context(open(folder / "complaints", "w+"))
        self._process = subprocess.Popen(self._command(folder), stdin=subprocess.DEVNULL, stdout=complaints,
                                         stderr=complaints)
        undo.callback(self._process.wait)
        undo.callback(self._process.kill)
        self._monitor = Monitor(undo.enter_context(socket.socket(socket.AF_UNIX)))
        deadline = time.monotonic() + LIMIT
        while not self._monitor.connect(folder / "monitor"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("QEMU did not start: " + (folder / "complaints").read_text())
            time.sleep(0.01)

    def _command(self, folder):
        semihosting = "enable=on,target=native,chardev=console,arg=" + pathlib.Path(self._machine.image).name
        # A comma ends an argument of QEMU's; two of them are one.
        semihosting += "".join(",arg=" + word.replace(",", ",,") for word in self._arguments)
        command = [self._machine.qemu, "-M", "mps2-an385", "-kernel", self._machine.image, "-S",
                   "-display", "none", "-monitor", "none", "-serial", "none",
                   "-chardev", f"file,id=console,path={self._said}", "-semihosting-config", semihosting,
                   "-qmp", f"unix:{folder}/monitor,server=on,wait=off",
                   "-nic", "hubport,hubid=0", *joined(folder, "guest", 0),
                   "-netdev", "user,id=network", "-netdev", "hubport,id=network-port,hubid=1,netdev=network",
                   *joined(folder, "user", 1)]  # fmt: skip
        if self._machine.shift is not None:
            command += ["-icount", f"shift={self._machine.shift},sleep=off"]
        return command

    def link(self, up):
        self._monitor.command("set_link", name=CABLE, up=up)

    def wait(self, limit=LIMIT):
        try:
            status = self._process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        text = self._said.read_text("utf-8", "replace")
        if status is None:
            raise AssertionError(f"the guest did not end within {limit} s; it said:\n{text}")
        return Report(status, text)


class Monitor:
    """QEMU's machine protocol: one command at a time"""

    def __init__(self, unconnected):
        self._socket = unconnected

    def connect(self, path):
        """false: nobody listens there yet, or QEMU has ended since"""
        if self._socket.connect_ex(str(path)) != 0:
            return False
        self._file = self._socket.makefile("rw")
        try:
            self._file.readline()
            self.command("qmp_capabilities")
        except OSError:
            return False
        return True

    def command(self, verb, **arguments):
        self._file.write(json.dumps({"execute": verb, "arguments": arguments}) + "\n")
        self._file.flush()
        while line := self._file.readline():
            answer = json.loads(line)
            if "error" in answer:
                raise AssertionError(f"QEMU refused {verb}: {answer['error']}")
            if "return" in answer:
                return
