#!/usr/bin/env python3
"""Proof: what a firmware does not call is not in it, without any macro that leaves it out.
Usage: linked_test.py NM IMAGE...: those of examples/firmware, each known by its name.
"""

import pathlib
import re
import subprocess
import sys

TLS = {"TLS": r"(mbedtls|psa)_.*|mailmote::mbedtls::.*"}
GUESSES = {"guesses at what a specification meant": r"mailmote::spec::near_.*"}
READING = {
    "readers of mail": r"mailmote::(imap|pop3|nntp)::.*|mailmote::mime::Reader::.*|mailmote::Mailbox::.*",
    "decoders": r"mailmote::wire::(Base64Decoder|DotDecoder|decode_words).*",
}
SENDING = {
    "senders of mail": r"mailmote::smtp::.*|mailmote::mime::.*|mailmote::Mailer::.*",
    "encoders": r"mailmote::wire::(DotEncoder|QuotedPrintableEncoder|EncodedWordEncoder|Base64Lines).*",
}
ENVELOPES = {"envelopes written elsewhere": r"mailmote::Mailer::(send|start|start_send)\(.*Envelope.*"}

# What each image does, and what is not to be in it for that.
IMAGES = {
    "alert": ("mailmote::Mailer::step()", READING | GUESSES | ENVELOPES),
    "alert_clear": ("mailmote::Mailer::step()", TLS | READING | GUESSES | ENVELOPES),
    "unread": ("mailmote::Mailbox::step()", SENDING | GUESSES),
}


def main():
    nm, *images = sys.argv[1:]
    faults = []
    for image in images:
        text = subprocess.run([nm, "--demangle", "--defined-only", image], check=True, capture_output=True, text=True)
        names = [line[9:].split(" ", 1)[1] for line in text.stdout.splitlines()]
        does, left_out = IMAGES[pathlib.Path(image).stem]
        # An image that was stripped, or does nothing, would prove nothing.
        found = [] if does in names else [f"(missing) {does}"]
        for what, pattern in left_out.items():
            found += [f"linked all the same: {what}: {name}" for name in names if re.fullmatch(pattern, name)]
        print(f"{image}: {len(names)} symbols" + "".join("\n    " + fault for fault in found))
        faults += found
    sys.exit(1 if faults or not images else 0)


if __name__ == "__main__":
    main()
