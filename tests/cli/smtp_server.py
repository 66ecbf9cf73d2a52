"""A mail server of a few lines."""

import socket
import threading
import time


class Server:
    """SMTP without TLS that takes whatever it is given; `lines` is what it was told"""

    def __init__(self, delay=0.0):
        self.delay, self.lines = delay, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self):
        """only once the thread is over: else it might accept, by the descriptor that it knows, what is the next server's"""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.socket.close()

    def serve(self):
        try:
            while True:
                connection, _ = self.socket.accept()
                self.lines.append("connected")
                time.sleep(self.delay)
                with connection, connection.makefile("rwb", buffering=0) as wire:
                    self.talk(wire)
        except OSError:
            pass

    def talk(self, wire):
        wire.write(b"220 mail.example\r\n")
        text = False
        while line := wire.readline():
            line = line.decode().rstrip("\r\n")
            self.lines.append(line)
            text = line != "." if text else line == "DATA"
            answer = self.answer(line)
            if line == "DATA" or not text:
                wire.write(answer)

    @staticmethod
    def answer(line):
        word = line.partition(" ")[0]
        return {"EHLO": b"250-mail.example\r\n250-AUTH PLAIN\r\n250 SIZE 1000000\r\n", "DATA": b"354 go\r\n",
                "AUTH": b"235 2.7.0 welcome\r\n", "QUIT": b"221 bye\r\n"}.get(word, b"250 2.0.0 ok\r\n")  # fmt: skip

    def spec(self, flags="/notls"):
        return "{127.0.0.1:%d/smtp%s}" % (self.port, flags)
