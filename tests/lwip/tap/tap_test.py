#!/usr/bin/env python3
"""Mails through lwIP over a tap interface to the demonstration server on the kernel's side of it, in a network
namespace of their own: by name, in clear and with STARTTLS.

    tap_test.py LWIP_TAP_SEND DEMO_SERVER CERTIFICATES

Skipped (77) where there is no `ip` (iproute2), no namespace and no /dev/net/tun to be had.
"""

import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import threading

SKIPPED = 77
KERNEL, LWIP = "192.168.77.1", "192.168.77.2"
HOST = "mail.example.test"  # as the demonstration server's certificate has it


def enter_namespace():
    """Runs this program again where nobody else's network is"""
    for tool in ("ip", "unshare"):
        if not shutil.which(tool):
            print(f"there is no {tool}")
            sys.exit(SKIPPED)
    if subprocess.run(["unshare", "-n", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("no network namespace to be had")
        sys.exit(SKIPPED)
    os.environ["LWIP_TAP_NAMESPACE"] = "1"
    os.execvp("unshare", ["unshare", "-n", sys.executable, *sys.argv])


def make_interface():
    for command in ("link set lo up", "tuntap add dev tap0 mode tap", f"addr add {KERNEL}/24 dev tap0",
                    "link set tap0 up"):
        done = subprocess.run(["ip", *command.split()], capture_output=True, text=True)
        if done.returncode != 0:
            print(f"ip {command}: {done.stderr.strip()}")
            sys.exit(SKIPPED)


def answer_names(names):
    """A name server that knows one host"""
    while True:
        question, asker = names.recvfrom(512)
        end = question.index(b"\0", 12) + 5
        is_a = question[end - 3] == 1
        answer = question[:2] + struct.pack(">5H", 0x8180, 1, is_a, 0, 0) + question[12:end]
        if is_a:
            answer += struct.pack(">HHHIH", 0xC00C, 1, 1, 60, 4) + socket.inet_aton(KERNEL)
        names.sendto(answer, asker)


def pour(source, sink):
    try:
        while octets := source.recv(65536):
            sink.sendall(octets)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def relay(listener, port):
    """The demonstration server listens on the loopback interface only"""
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", port))
        for ends in ((client, server), (server, client)):
            threading.Thread(target=pour, args=ends, daemon=True).start()


class Server:
    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, "--user", "pump3", "--password", "secret", "--print", *options],
                                        stdout=subprocess.PIPE)
        self.demo_port = int(self.process.stdout.readline().split()[-1])
        listener = socket.create_server((KERNEL, 0))
        self.port = listener.getsockname()[1]
        threading.Thread(target=relay, args=(listener, self.demo_port), daemon=True).start()

    def arrived(self):
        self.process.terminate()
        return self.process.communicate(timeout=10)[0].decode()


def text_of(size):
    text = ""
    line = 0
    while len(text) < size:
        text += f".line {line} of the alert\r\n"
        line += 1
    return text


def main():
    program, demo, certificates = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    if "LWIP_TAP_NAMESPACE" not in os.environ:
        enter_namespace()
    make_interface()
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind((KERNEL, 53))
    threading.Thread(target=answer_names, args=(names,), daemon=True).start()

    failures = 0
    for what, size, options, spec, ca in (
            ("in clear", 100, ["--clear"], "smtp/notls", []),
            ("in clear, 200 KB", 200_000, ["--clear"], "smtp/notls", []),
            ("STARTTLS, 200 KB", 200_000, [], "submit/tls", [certificates / "ca.pem"]),
            ("TLS at once", 100, ["--ssl"], "submit/ssl", [certificates / "ca.pem"])):
        server = Server(demo, *options)
        sent = subprocess.run([program, "tap0", LWIP, KERNEL, f"{{{HOST}:{server.port}/{spec}}}", str(size), *ca],
                              capture_output=True, text=True, timeout=60)
        arrived = server.arrived()
        if sent.returncode == SKIPPED:
            print(sent.stdout)
            sys.exit(SKIPPED)
        right = sent.returncode == 0 and arrived.count("mail 1,") == 1 and text_of(size) in arrived
        print(f"{'ok    ' if right else 'FAILED'} {what}: {sent.stdout.strip()} {sent.stderr.strip()}")
        failures += not right

    server = Server(demo)
    sent = subprocess.run([program, "tap0", LWIP, KERNEL, f"{{{HOST}:{server.port}/submit/tls}}", "100",
                           certificates / "own-ca.pem"], capture_output=True, text=True, timeout=60)
    right = sent.returncode == 1 and sent.stdout.startswith("cert tls") and "mail 1," not in server.arrived()
    print(f"{'ok    ' if right else 'FAILED'} a server that we do not trust: {sent.stdout.strip()}")
    sys.exit(1 if failures or not right else 0)


if __name__ == "__main__":
    main()
