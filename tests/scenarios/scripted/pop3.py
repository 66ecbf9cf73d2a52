"""The built-in POP3 server: takes any login and holds one message, unique-id uid7."""

from .scenario import UID
from .wire import Gone


class Pop3:
    def multiline(self, b):
        """CRLF at its end, dots stuffed, final dot"""
        if b and not b.endswith(b"\r\n"):
            b += b"\r\n"
        return (b"\r\n" + b).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"

    def a_pop3(self, c):
        w, _, rest = c.partition(" ")
        w, S, n = w.upper(), self.send, len(self.message)
        arg = rest.split()
        one = lambda: bool(arg) and arg[0] == "1" and not self.gone
        no = b"-ERR no such message\r\n"
        left = 0 if self.gone else 1
        if w == "CAPA":
            S(b"+OK\r\n" + b"".join(x.encode() + b"\r\n" for x in self.caps()) + b".\r\n")
        elif w == "STLS":
            if self.tls:
                S(b"-ERR TLS is on\r\n")
                return
            S(b"+OK begin\r\n")
            self.start_tls()
        elif w == "AUTH":
            if not arg:
                S(
                    b"+OK\r\n"
                    + b"".join(
                        x.encode() + b"\r\n"
                        for y in self.caps()
                        if y.upper().startswith("SASL ")
                        for x in y.split()[1:]
                    )
                    + b".\r\n"
                )
            else:
                self.sasl(rest, b"+ ", b"+OK\r\n", b"-ERR cancelled\r\n")
        elif w == "STAT":
            S(b"+OK %d %d\r\n" % (left, n * left))
        elif w == "LIST":
            if arg:
                S(b"+OK 1 %d\r\n" % n if one() else no)
            else:
                S(b"+OK\r\n" + b"1 %d\r\n" % n * left + b".\r\n")
        elif w == "UIDL":
            if arg:
                S(b"+OK 1 uid%d\r\n" % UID if one() else no)
            else:
                S(b"+OK\r\n" + b"1 uid%d\r\n" % UID * left + b".\r\n")
        elif w == "RETR":
            if one():
                S(b"+OK %d octets\r\n" % n)
                S(self.multiline(self.message))
            else:
                S(no)
        elif w == "TOP":
            if not one() or len(arg) < 2 or not arg[1].isdigit():
                S(no)
                return
            head, text = self.parts_of()
            S(b"+OK\r\n")
            S(self.multiline(head + b"".join(x + b"\r\n" for x in text.split(b"\r\n")[: int(arg[1])])))
        elif w == "DELE":
            if not one():
                S(no)
                return
            self.gone = True
            S(b"+OK deleted\r\n")
        elif w == "RSET":
            self.gone = False
            S(b"+OK\r\n")
        elif w == "QUIT":
            S(b"+OK bye\r\n")
            self.close("TLSCLOSE")
            raise Gone
        elif w in ("USER", "PASS", "APOP", "NOOP", "UTF8"):
            S(b"+OK\r\n")
        else:
            S(b"-ERR unknown\r\n")
