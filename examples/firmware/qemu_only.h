// Stand-ins for two things that QEMU's machine does not have, and every real board that sends mail must: a source of
// octets that nobody can guess, and a clock that somebody set. Both ask QEMU's host. Outside QEMU they refuse to work,
// and this file does not compile without QEMU_STAND_INS: no product has them by mistake.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// QEMU's MPS2 has an Ethernet controller that no real one has: a LAN9118, where ARM solders a LAN9220.
bool qemu_is_here(void);

// What main() returns where it is not: 70 (EX_SOFTWARE), with a word on why.
int refuse_to_run(void);

// From the host's /dev/urandom; false outside QEMU.
bool qemu_only_random(void* into, size_t size);

// Seconds since 1970 UTC; 0 outside QEMU.
uint32_t qemu_only_clock(void);

#ifdef __cplusplus
}
#endif
