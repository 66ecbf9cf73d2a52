"""Mail that is odd, for what servers make of it: ODD is a list of messages, octets with CRLF."""

LATIN1 = "Gr\u00fc\u00dfe aus K\u00f6ln".encode("iso-8859-1")

_TEXTS = (
    # No header at all.
    "\njust text\n",
    # A header alone, without the empty line.
    "Subject: nothing else\n",
    # Groups, empty and full; a route; a quoted local part; a comment.
    'From: "A \\"quoted\\" \\\\ name" <"odd local"@example.org>\nTo: undisclosed-recipients:;\n'
    'Cc: Team: Ann <ann@example.org>, bob@example.org;, carl@example.org (Carl)\n'
    'Bcc: <@hop.example,@two.example:joe@where.example>\nSender:\nReply-To: <>\nSubject: "quotes" and \\ back\n\nx\n',
    # Fields twice, a date that is none, an identifier with blanks, a field of blanks.
    "From: one@example.org\nFrom: two@example.org\nTo: a@example.org\nTo: b@example.org\nSubject: first\nSubject: second\n"
    "Date: yesterday, about noon\nMessage-ID:   <blanks around>  (really)\nIn-Reply-To: <a@x> <b@x>\nCc:   \n\nx\n",
    # A long subject, folded within a word, and one line of 2,000 octets.
    "Subject: " + "folded and folded\n again " * 20 + "\nComments: " + "y" * 2000 + "\nFrom: a@example.org\n\nx\n",
    # Every extension field of a body structure.
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=\"utf-8\"; format=flowed; delsp=yes\n"
    "Content-Transfer-Encoding: QUOTED-PRINTABLE\nContent-ID: <part@example.org>\n"
    "Content-Description: a \"description\" =?utf-8?q?=C3=A9?=\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\n"
    "Content-Disposition: inline; filename=\"a b.txt\"; size=12;\n modification-date=\"Wed, 12 Feb 1997 16:29:51 -0500\"\n"
    "Content-Language: de, en\nContent-Location: http://example.org/a%20b\nSubject: fields\n\n=C3=BC\n",
    # RFC 2231: continuations, a charset, a language.
    "MIME-Version: 1.0\nContent-Type: application/pdf;\n name*0*=UTF-8'de'Bericht%20;\n name*1*=%C3%BCber%20;\n name*2=\"den Kessel.pdf\"\n"
    "Content-Disposition: attachment; filename*=UTF-8''na%C3%AFve.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n",
    # A message within a message, which holds a multipart of its own.
    "MIME-Version: 1.0\nSubject: Fwd: outer\nFrom: out@example.org\nContent-Type: multipart/mixed; boundary=out\n\n--out\n"
    "Content-Type: text/plain\n\nsee below\n--out\nContent-Type: message/rfc822\nContent-Description: forwarded\n\n"
    "From: =?utf-8?q?Ren=C3=A9?= <in@example.org>\nTo: out@example.org\nDate: Tue, 1 Apr 2008 10:00:00 +0200\nSubject: inner\n"
    "Message-ID: <inner@example.org>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=in\n\n--in\n"
    "Content-Type: text/plain\n\ninner\n--in\nContent-Type: text/html\n\n<p>inner</p>\n--in--\n--out--\n",
    # A report of delivery (RFC 3464).
    "MIME-Version: 1.0\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"=_r\"\n\n"
    "--=_r\nContent-Type: text/plain; charset=us-ascii\n\nno such user\n--=_r\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mail.example.org\n\nFinal-Recipient: rfc822; nobody@example.org\nAction: failed\nStatus: 5.1.1\n\n"
    "--=_r\nContent-Type: text/rfc822-headers\n\nSubject: lost\n\n--=_r--\n",
    # A multipart of nothing, one whose end is missing, and one without a boundary.
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=never\n\nno part at all\n",
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\npart\n",
    "MIME-Version: 1.0\nContent-Type: multipart/mixed\n\n--b\n\npart\n--b--\n",
    # Types and encodings that are none.
    "MIME-Version: 1.0\nContent-Type: text\nContent-Transfer-Encoding: x-uuencode\n\nx\n",
    "MIME-Version: 1.0\nContent-Type: application/x-odd; a=\"\"; b=\"quo\\\"te\"; c=(comment)\nContent-Disposition: odd;=\n\nx\n",
    # Parts within parts within parts.
    "MIME-Version: 1.0\n" + "".join(f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n" for depth in range(8)) +
    "Content-Type: image/png; name=x.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n" +
    "".join(f"--b{depth}--\n" for depth in reversed(range(8))),
)

ODD = [text.replace("\n", "\r\n").encode() for text in _TEXTS]
# Eight bits in a header, without a word of what they are.
ODD.append(b"From: " + LATIN1 + b" <koeln@example.org>\r\nSubject: " + LATIN1 + b"\r\n\r\n" + LATIN1 + b"\r\n")
