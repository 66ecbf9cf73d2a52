"""A mailbox's name as it goes over the wire: modified UTF-7 (RFC 3501 5.1.3), in quotes."""

import base64
import re


def _shifted(run):
    return "&" + base64.b64encode(run[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"


def modified_utf7(name):
    return re.sub(r"[^\x20-\x7e]+", _shifted, name.replace("&", "&-"))


def on_the_wire(name):
    return '"' + modified_utf7(name).replace("\\", "\\\\").replace('"', '\\"') + '"'
