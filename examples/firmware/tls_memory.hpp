// The one array that Mbed TLS allocates from, and how much of it was needed.
#pragma once

#include <cstdint>

// Before anything of Mbed TLS is used.
void tls_memory_start();

struct TlsMemory {
  std::uint32_t used;         // octets that are allocated now
  std::uint32_t peak;         // that were allocated at a time
  std::uint32_t peak_blocks;  // pieces, likewise
  std::uint32_t needed;       // of the array: with what stands between the pieces, and the holes
  std::uint32_t size;         // of the array
};
TlsMemory tls_memory();
