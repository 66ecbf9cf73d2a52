#!/usr/bin/env python3
"""A hundred alerts in a row, each on a connection of its own: all arrive, and whatever memory the device uses, it uses
no more of it in the second half than in the first. Usage: hundred_test.py QEMU ALERT ALERT_CLEAR"""

from rig.case import Case, figure, run
from rig.mail_server import MailServer
from rig.server import ECDSA, RSA, TLS_1_2, TLS_1_3

# Each with what chance may add: closed connections linger for a while (lwIP's pool has room for four), and an interrupt
# may strike where the stack is deepest. Fifty leaks are more than that.
LWIP = {"lwip-heap-used": 256, "lwip-heap-peak": 512, "pbufs-used": 0, "pbufs-peak": 4,
        "tcp-pcbs-used": 4, "tcp-pcbs-peak": 4, "tcp-segments-used": 4, "tcp-segments-peak": 4,
        "udp-pcbs-used": 0, "udp-pcbs-peak": 0}  # fmt: skip
STACK = {"stack-peak": 64}
ARENA = {"arena-used": 0, "arena-peak": 0, "arena-blocks": 0}


class Hundred(Case):
    def row(self, server, count, keys, **options):
        report = self.alert(server, f"count={count}", limit=150, **options)
        self.assertTaken(server, report, mails=count)
        self.assertEqual(len({mail.octets for mail in server.mails}), count, "each mail has an id of its own")
        for key, chance in keys.items():
            seen = report.numbers(key)
            self.assertEqual(len(seen), count, key)
            half = count // 2
            self.assertLessEqual(max(seen[half:]), max(seen[:half]) + chance, f"{key}: {seen}")
        return report

    def test_a_hundred(self):
        with MailServer(ECDSA, TLS_1_2) as server:
            report = self.row(server, 100, ARENA | LWIP | STACK)
        for key in ("arena-used", "arena-peak", "lwip-heap-peak", "pbufs-peak", "tcp-pcbs-peak", "stack-peak"):
            figure(f"a hundred alerts, {key} after the first", report.numbers(key)[0])
            figure(f"a hundred alerts, {key} after the last", report.number(key))

    def test_twenty_in_each_other_way(self):
        for certificate, tls in ((RSA, TLS_1_2), (ECDSA, TLS_1_3), (RSA, TLS_1_3)):
            with self.subTest(certificate=certificate[0].stem, tls=tls.name), MailServer(certificate, tls) as server:
                report = self.row(server, 20, ARENA | STACK)
                self.assertEqual(len(set(report.numbers("arena-used"))), 1, "TLS gives back what it took")

    def test_a_hundred_in_clear(self):
        with MailServer(certificate=None) as server:
            self.row(server, 100, LWIP | STACK, image="alert_clear")


if __name__ == "__main__":
    run()
