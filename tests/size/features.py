"""The features that are measured, each by a program in features/ that uses it as a user would, in README's order."""

import collections

# `title`: in README, None if it is not to stand there. `port`: the folder of ports/ that it is about; the library that the
# port adapts is not linked, and not counted.
Feature = collections.namedtuple("Feature", "name title port")

FEATURES = [
    Feature("nothing", None, None),
    Feature("spec", "the mailbox specification (`parse_spec`)", None),
    Feature("smtp", "SMTP send (`smtp::Session`: STARTTLS, AUTH, pipelining, dot-stuffing)", None),
    Feature("writer", "message writer (`mime::Writer`: headers, charsets, an attachment)", None),
    Feature("mailer", "`Mailer` and all that it links: the three above, connecting, deadlines", None),
    Feature("describe", "errors as text (`describe`)", None),
    Feature("mbedtls", "TLS port, without Mbed TLS itself", "mbedtls"),
    Feature("lwip", "lwIP port, without lwIP itself", "lwip"),
]

# What the ports adapt, for information: see libraries.py.
ITSELF = [
    Feature("mbedtls-itself", "*Mbed TLS 3.6 itself*, TLS 1.2 and 1.3, as in `examples/firmware`", "mbedtls"),
    Feature("lwip-itself", "*lwIP 2.2 itself*, with all its memory, likewise", "lwip"),
]
