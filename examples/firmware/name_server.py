"""Answers every question for an IPv4 address with the same one, on loopback: name_server.py 10.0.2.2

Says on its standard output where it listens. What is asked for otherwise has no answer.
"""

import ipaddress
import socket
import struct
import sys

HEADER = 12  # octets
ADDRESS_RECORD, INTERNET = 1, 1
IS_ANSWER = 0x8180  # recursion was desired, and is available
NAME_OF_THE_QUESTION = 0xC00C  # a pointer to it (RFC 1035 4.1.4)
SECONDS_TO_LIVE = 60


def question(query: bytes) -> bytes:
    """The first one: name, type, class."""
    return query[HEADER : query.index(0, HEADER) + 5]


def answer(query: bytes, address: bytes) -> bytes:
    asked = question(query)
    known = asked[-4:] == struct.pack("!HH", ADDRESS_RECORD, INTERNET)
    reply = query[:2] + struct.pack("!HHHHH", IS_ANSWER, 1, int(known), 0, 0) + asked
    if known:
        record = (NAME_OF_THE_QUESTION, ADDRESS_RECORD, INTERNET, SECONDS_TO_LIVE, len(address))
        reply += struct.pack("!HHHIH", *record) + address
    return reply


def main(address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        print(f"listening on 127.0.0.1, port {server.getsockname()[1]}", flush=True)
        while True:
            query, client = server.recvfrom(512)
            try:
                server.sendto(answer(query, ipaddress.IPv4Address(address).packed), client)
            except ValueError:
                continue  # not a question


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        pass
