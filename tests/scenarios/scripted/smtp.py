"""The built-in SMTP server: takes everything."""

from .wire import Gone


class Smtp:
    def a_smtp(self, c):
        w, _, rest = c.partition(" ")
        w, S = w.upper(), self.send
        if w == "EHLO":
            lines = ["fake.example"] + self.caps()
            last = len(lines) - 1
            S(b"".join(b"250%s%s\r\n" % (b"-" if i < last else b" ", x.encode()) for i, x in enumerate(lines)))
        elif w == "STARTTLS":
            S(b"220 ready\r\n")
            self.start_tls()
        elif w == "AUTH":
            self.sasl(rest, b"334 ", b"235 ok\r\n", b"501 cancelled\r\n")
        elif w == "DATA":
            S(b"354 go\r\n")
            self.flush()
            self.body()
            S(b"250 queued\r\n")
        elif w == "BDAT":
            self.flush()
            self.chunks += self.exactly(int(rest.split()[0]))
            S(b"250 ok\r\n")
            if rest.upper().endswith(" LAST"):
                self.messages.append(bytes(self.chunks))
                self.chunks.clear()
        elif w == "QUIT":
            S(b"221 bye\r\n")
            self.close("TLSCLOSE")
            raise Gone
        elif w in ("HELO", "MAIL", "RCPT", "RSET", "NOOP"):
            S(b"250 ok\r\n")
        elif w == "VRFY":
            S(b"252 maybe\r\n")
        else:
            S(b"500 unknown\r\n")
