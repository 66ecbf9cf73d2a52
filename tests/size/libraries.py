"""What the libraries that the ports adapt cost by themselves, as examples/firmware configures them: for information.

Each is compiled whole and linked below its port's program, with what a firmware calls besides. It is measured with --write
only, and guarded by nobody: they are other people's, and their configuration is the firmware's.
"""

import collections

import cross
import linkmap

# `folder` below the unpacked library, `includes` likewise; `roots`: what the firmware itself calls.
Library = collections.namedtuple("Library", "pattern sources includes roots")

LIBRARIES = {
    "mbedtls": Library("mbedtls-3.*", ["library/*.c"], ["include", "library"], []),
    "lwip": Library("lwip-2.2.*", ["src/core/*.c", "src/core/ipv4/*.c", "src/core/ipv6/*.c", "src/netif/ethernet.c"],
                    ["src/include"], ["lwip_init", "netif_add", "netif_set_up", "ethernet_input", "sys_check_timeouts"]),
}


def compile_library(root, cpu, port, folder):
    library = LIBRARIES[port]
    unpacked = cross.newest(root, library.pattern)
    further = [*cross.ports(root)[port], *(f"-I{unpacked}/{include}" for include in library.includes)]
    jobs = [(source, folder / "library" / port / f"{source.stem}.o", further)
            for pattern in library.sources for source in sorted(unpacked.glob(pattern))]
    return cross.compile_all(cpu, jobs, cross.C_COMPILER, cross.C_FLAGS)


def link_options(port):
    return [f"-Wl,--undefined={root}" for root in LIBRARIES[port].roots]


def measure(map_file, folder):
    """{flash, state}: octets of the image that are the library's"""
    def octets(wanted):
        return sum(piece.size for piece in linkmap.pieces(map_file, wanted)
                   if piece.origin.startswith(str(folder / "library")))
    return {"flash": octets(linkmap.IN_FLASH), "state": octets(linkmap.IN_RAM)}
