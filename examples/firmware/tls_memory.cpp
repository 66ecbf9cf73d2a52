#include "tls_memory.hpp"

#include <mbedtls/memory_buffer_alloc.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace {

constexpr unsigned char paint = 0xA5;
constexpr std::size_t first_header = 64;  // no less than what Mbed TLS keeps at the front of an empty arena

alignas(8) constinit std::array<unsigned char, 40 * 1024> arena{};

// Mbed TLS takes the first hole that is large enough, from the front, and clears what it takes: behind the last octet
// that it touched, nothing was needed.
std::size_t touched() {
  std::size_t size = arena.size();
  while (size != 0 && arena[size - 1] == paint) --size;
  return size;
}

std::uint32_t narrow(std::size_t size) { return static_cast<std::uint32_t>(size); }

}  // namespace

void tls_memory_start() {
  mbedtls_memory_buffer_alloc_init(arena.data(), arena.size());
  std::fill(arena.begin() + first_header, arena.end(), paint);
}

TlsMemory tls_memory() {
  std::size_t used = 0, blocks = 0, peak = 0, peak_blocks = 0;
  mbedtls_memory_buffer_alloc_cur_get(&used, &blocks);
  mbedtls_memory_buffer_alloc_max_get(&peak, &peak_blocks);
  return {narrow(used), narrow(peak), narrow(peak_blocks), narrow(touched()), narrow(arena.size())};
}
