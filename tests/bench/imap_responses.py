#!/usr/bin/env python3
"""What a real server says of much mail, for tests/bench/imap_fetch: imap_responses.py FOLDER [COUNT]

    sudo tests/bench/imap_responses.py /tmp/responses
    valgrind --tool=callgrind --toggle-collect='*measure*' build/tests/bench/imap_fetch reader /tmp/responses/envelopes

COUNT messages, or 10,000, made from their numbers (tests/servers/generated_mail.py), go into the maildir of a private
Dovecot. The untagged responses to three FETCH commands come to FOLDER, octet for octet: `envelopes`, `structures`,
`bodies`. Needs root, and Dovecot with IMAP.
"""

import pathlib
import socket
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "servers"))

from dovecot_imap import Dovecot  # noqa: E402
from generated_mail import fill, generated  # noqa: E402
from private_servers import USERS  # noqa: E402

WORK = {
    "envelopes": "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE",
    "structures": "UID BODYSTRUCTURE",
    "bodies": "UID BODY.PEEK[]",
}


class Wire:
    """a connection in clear"""

    def __init__(self, door):
        self.socket = socket.create_connection(door, 60)
        self.socket.recv(4096)

    def __call__(self, command):
        """the octets of the untagged responses"""
        self.socket.sendall(f"zz-last {command}\r\n".encode())
        said, done = bytearray(), b"\r\nzz-last OK "
        while not (said.endswith(b"\r\n") and (said.startswith(done[2:]) or done in said[-4096:])):
            octets = self.socket.recv(1 << 20)
            assert octets, "the server hung up"
            said += octets
        return bytes(said[:said.rfind(b"zz-last OK ")])


def main():
    if len(sys.argv) < 2 or Dovecot.why_not():
        sys.exit(Dovecot.why_not() or __doc__)
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    folder.mkdir(parents=True, exist_ok=True)
    with Dovecot(TESTS / "certs") as server:
        fill(server.maildir("alice"), map(generated, range(1, count + 1)), server.owner)
        wire = Wire(server.doors["clear"])
        wire(f'LOGIN alice "{USERS["alice"]}"')
        wire("EXAMINE INBOX")
        wire(f"FETCH 1:* ({WORK['envelopes']})")  # Dovecot reads the mail once; now it has it at hand
        for name, items in WORK.items():
            octets = wire(f"FETCH 1:* ({items})")
            (folder / name).write_bytes(octets)
            print(f"{folder / name}: {len(octets)} octets")


if __name__ == "__main__":
    main()
