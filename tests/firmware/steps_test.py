#!/usr/bin/env python3
"""How long the super-loop can be away from its watchdog, in instructions: a step() without cryptography stays below
ORDINARY_STEP, whatever the server does. What cryptography takes is listed.
Usage: steps_test.py QEMU ALERT ALERT_CLEAR"""

from rig.case import SHIFT, Case, figure, instructions, run
from rig.mail_server import MailServer
from rig.server import ECDSA, RSA, TLS_1_2, TLS_1_3, first_say, shared

# Instructions: about twice of what was measured. README.md has the figures.
ORDINARY_STEP = 90_000
REST_OF_THE_LOOP = 18_000
CRYPTOGRAPHIC_STEP = 150_000_000

CHAIN = shared("good-chain")


class Steps(Case):
    def measured(self, name, server, **options):
        report = self.alert(server, "meter=1", shift=SHIFT, **options)
        self.assertTaken(server, report)
        for what, key, most in (("step without cryptography", "step-longest", ORDINARY_STEP),
                                ("turn of the rest of the loop", "loop-longest", REST_OF_THE_LOOP),
                                ("step", "step-longest-cryptographic", CRYPTOGRAPHIC_STEP)):  # fmt: skip
            took = instructions(report.value(key))
            figure(f"{name}, longest {what}", took, "instructions")
            self.assertLessEqual(took, most, report.text)
        return report

    def test_in_clear(self):
        with MailServer(certificate=None) as server:
            self.measured("in clear", server, image="alert_clear")

    def test_in_clear_with_a_server_that_says_much(self):
        """sixty kilobytes of greeting do not make a step longer"""
        greeting = b"".join(b"220-" + b"x" * 480 + b"\r\n" for _ in range(120))
        with MailServer(certificate=None, mishaps={"greeting": first_say(greeting)}) as server:
            self.measured("in clear, flooded", server, image="alert_clear")

    def test_in_clear_octet_by_octet(self):
        with MailServer(certificate=None, trickle=True) as server:
            self.measured("in clear, octet by octet", server, image="alert_clear")

    def test_handshakes(self):
        for tls, version in ((TLS_1_2, "TLS 1.2"), (TLS_1_3, "TLS 1.3")):
            for kind, certificate in (("ECDSA", ECDSA), ("RSA", RSA), ("ECDSA with an intermediate", CHAIN)):
                with self.subTest(tls=version, certificate=kind), MailServer(certificate, tls) as server:
                    self.handshake(f"{version} {kind}", server)

    def handshake(self, name, server):
        report = self.measured(name, server)
        in_all = instructions(report.value("handshake"))
        operations = list(zip(report.values("handshake-state"), map(instructions, report.values("handshake-step"))))
        self.assertGreater(sum(took for _, took in operations), in_all * 0.99, "what is listed is what there is")
        figure(f"{name}, handshake", in_all, "instructions")
        for state, took in operations:
            figure(f"{name}, {state}", took, "instructions")


if __name__ == "__main__":
    run()
