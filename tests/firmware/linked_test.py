#!/usr/bin/env python3
"""Proof: what a firmware does not call is not in it, without any macro that leaves it out.
Usage: linked_test.py NM CLEAR_IMAGE: the image that only sends, without TLS.
"""

import re
import subprocess
import sys

LEFT_OUT = {
    "TLS": r"(mbedtls|psa)_.*|mailmote::mbedtls::.*",
    "readers of mail": r"mailmote::(imap|pop3|nntp)::.*|mailmote::mime::Reader::.*|mailmote::Mailbox::.*",
    "decoders": r"mailmote::wire::(Base64Decoder|DotDecoder|decode_words).*",
    "guesses at what a specification meant": r"mailmote::spec::near_.*",
    "envelopes written elsewhere": r"mailmote::Mailer::(send|start|start_send)\(.*Envelope.*",
}


def main():
    nm, image = sys.argv[1:]
    text = subprocess.run([nm, "--demangle", "--defined-only", image], check=True, capture_output=True, text=True).stdout
    names = [line[9:].split(" ", 1)[1] for line in text.splitlines()]
    # An image that was stripped, or sends nothing, would prove nothing.
    faults = [] if "mailmote::Mailer::step()" in names else ["(missing) mailmote::Mailer::step()"]
    for what, pattern in LEFT_OUT.items():
        faults += [f"{what}: {name}" for name in names if re.fullmatch(pattern, name)]
    print(f"{image}: {len(names)} symbols" + "".join("\n    linked all the same: " + fault for fault in faults))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
