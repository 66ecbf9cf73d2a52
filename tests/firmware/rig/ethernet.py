"""The cable between the guest and QEMU's user network: carries every frame, but answers DNS itself.

    ethernet = Ethernet(folder, {"mail.example.test": "10.0.2.2"})
    ...QEMU's two dgram backends exchange frames with us: folder/guest with guest.far, folder/user with user.far...
    ethernet.stop()

So each guest has names of its own, whatever server it asks, and no question leaves this machine. A name that is not in
the table does not exist; one that stands for None is never answered. Questions of another form are dropped.

With `loss`, a seed, the cable is a bad one: it loses one frame in twenty, and carries one in twenty twice.
"""

import pathlib
import random
import select
import socket
import struct
import threading

DNS_PORT = 53

_IPV4 = b"\x08\x00"
_ADDRESS_RECORD, _INTERNET = 1, 1
_ANSWER, _NO_SUCH_NAME = 0x8180, 0x8183


class Ethernet:
    def __init__(self, folder, names, loss=None):
        self.names, self.asked = names, []
        self._dice = None if loss is None else random.Random(loss)
        self._guest, self._user = self._end(folder, "guest"), self._end(folder, "user")
        self._bell, self._rope = socket.socketpair()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def stop(self):
        self._rope.close()
        self._thread.join()
        for end in (self._guest, self._user, self._bell):
            end.close()

    @staticmethod
    def _end(folder, name):
        end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        end.bind(str(pathlib.Path(folder, name + ".far")))
        return end

    def connect(self, folder):
        """once QEMU's sockets are there"""
        self._guest.connect(str(pathlib.Path(folder, "guest")))
        self._user.connect(str(pathlib.Path(folder, "user")))

    def inject(self, frame):
        """to the guest, from nobody"""
        self._guest.send(frame)

    def _carry(self):
        while True:
            ready, _, _ = select.select([self._guest, self._user, self._bell], [], [])
            if self._bell in ready:
                return
            try:
                for end in (self._user, self._guest):
                    if end in ready:
                        self._pass_on(end, end.recv(2048))
            except OSError:  # QEMU has ended
                return

    def _pass_on(self, end, frame):
        for _ in range(self._copies()):
            if end is self._user:
                self._guest.send(frame)
            elif not is_question(frame):
                self._user.send(frame)
            elif answer := self._resolve(frame[14 + 20 + 8 :]):
                self._guest.send(answering(frame, answer))

    def _copies(self):
        return 1 if self._dice is None else self._dice.choices((0, 1, 2), (5, 90, 5))[0]

    def _resolve(self, query):
        try:
            name, question = first_question(query)
        except (IndexError, UnicodeDecodeError):
            return None
        self.asked.append(name)
        if name in self.names and self.names[name] is None:
            return None
        address = self.names.get(name)
        found = address is not None and question[-4:] == struct.pack("!HH", _ADDRESS_RECORD, _INTERNET)
        code = _NO_SUCH_NAME if address is None else _ANSWER
        answer = query[:2] + struct.pack("!HHHHH", code, 1, int(found), 0, 0) + question
        if found:
            answer += struct.pack("!HHHIH", 0xC00C, _ADDRESS_RECORD, _INTERNET, 60, 4) + socket.inet_aton(address)
        return answer


def is_question(frame):
    """UDP to a name server, in an IPv4 packet without options"""
    if len(frame) < 14 + 20 + 8 or frame[12:15] != _IPV4 + b"\x45" or frame[23] != socket.IPPROTO_UDP:
        return False
    return struct.unpack_from("!H", frame, 36)[0] == DNS_PORT


def first_question(message):
    """the name, and the octets that ask for it"""
    labels, at = [], 12
    while message[at]:
        labels.append(message[at + 1 : at + 1 + message[at]].decode("ascii"))
        at += 1 + message[at]
    return ".".join(labels).lower(), message[12 : at + 5]


def answering(frame, payload):
    """the frame that carries `payload` back to whoever sent `frame`"""
    guest, server = struct.unpack_from("!4s4s", frame, 26)
    guest_port, port = struct.unpack_from("!HH", frame, 34)
    # A UDP checksum of zero means that there is none.
    udp = struct.pack("!HHHH", port, guest_port, 8 + len(payload), 0) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0, server, guest)
    return frame[6:12] + frame[:6] + _IPV4 + ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + udp


def checksum(octets):
    """RFC 1071, of an even number of octets"""
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
