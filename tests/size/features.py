"""The features that are measured, each by a program in features/ that uses it as a user would, in README's order."""

import collections

# `title`: in README, None if it is not to stand there. `port`: the folder of ports/ that it is about; the library that the
# port adapts is not linked, and not counted.
Feature = collections.namedtuple("Feature", "name title port")

FEATURES = [
    Feature("nothing", None, None),
    Feature("spec", "the mailbox specification (`parse_spec`)", None),
    Feature("smtp", "SMTP send (`smtp::Session`: STARTTLS, AUTH, pipelining, dot-stuffing)", None),
    Feature("imap", "IMAP reading (`imap::Session`: STARTTLS, login, LIST, SELECT, SEARCH, FETCH by name, STORE, IDLE)", None),
    Feature("imap-everything", "IMAP, all of it: every command, a name for every value, advice", None),
    Feature("mailbox", "`Mailbox` with the IMAP driver: everything it can do, connecting, deadlines", None),
    Feature("writer", "message writer (`mime::Writer`: headers, charsets, HTML, inline parts, attachments) and its checks", None),
    Feature("mailer", "`Mailer` and all that it links: the three above, connecting, deadlines", None),
    Feature("mime_reader", "message reader (`mime::Reader`: fields, parts, bodies decoded)", None),
    Feature("mime_values", "values of its fields (addresses, dates, parameters, charsets)", None),
    Feature("describe", "errors as text (`describe`)", None),
    Feature("mbedtls", "TLS port, without Mbed TLS itself", "mbedtls"),
    Feature("lwip", "lwIP port, without lwIP itself", "lwip"),
]

# The octets of a feature that no other feature has use for, by where their sources lie below src/. What a feature shares is
# counted in every row that links it, and once in a firmware.
Part = collections.namedtuple("Part", "name title whole sources")

PARTS = [
    Part("smtp-own", "of it SMTP's own; the rest (streams, deadlines, login, base64) is every protocol's", "smtp",
         ["smtp", "wire/dot_encoder.o"]),
    Part("writer-own", "of it the writer's own; addresses, dates, base64 and encoded words are other parts', too", "writer",
         ["mime/excerpt", "mime/fields", "mime/message_ids", "mime/body", "mime/text_form", "mime/writer"]),
    Part("imap-own", "of it IMAP's own", "imap", ["imap", "wire/utf7_encoder.o"]),
    Part("imap-everything-own", "of it IMAP's own", "imap-everything", ["imap", "wire/utf7_encoder.o"]),
]

# What the ports adapt, for information: see libraries.py.
ITSELF = [
    Feature("mbedtls-itself", "*Mbed TLS 3.6 itself*, TLS 1.2 and 1.3, as in `examples/firmware`", "mbedtls"),
    Feature("lwip-itself", "*lwIP 2.2 itself*, with all its memory, likewise", "lwip"),
]


def in_order():
    """features and parts as README has them: a part behind its whole"""
    for feature in FEATURES:
        yield feature
        yield from (part for part in PARTS if part.whole == feature.name)
    yield from ITSELF
