#include "base64_wide.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include <mailmote/wire/base64.hpp>

namespace mailmote::wire {
namespace {

constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

using Pair = std::array<char, 2>;

constexpr std::array<Pair, 4096> make_pairs() {
  std::array<Pair, 4096> pairs{};
  for (std::size_t bits = 0; bits < pairs.size(); ++bits) pairs[bits] = {digits[bits >> 6], digits[bits & 63U]};
  return pairs;
}

constexpr std::array<Pair, 4096> pairs = make_pairs();

std::uint64_t octet(char c) { return static_cast<unsigned char>(c); }

inline void put_pair(std::uint64_t bits, char* to) { std::memcpy(to, pairs[bits & 4095U].data(), 2); }

// One load and a swap where octets stand the other way round.
inline std::uint64_t eight_octets(const char* from) {
  return octet(from[0]) << 56 | octet(from[1]) << 48 | octet(from[2]) << 40 | octet(from[3]) << 32 |
         octet(from[4]) << 24 | octet(from[5]) << 16 | octet(from[6]) << 8 | octet(from[7]);
}

constexpr std::size_t read_by_six = 8;

inline void put_six(const char* from, char* to) {
  const std::uint64_t bits = eight_octets(from);
  put_pair(bits >> 52, to);
  put_pair(bits >> 40, to + 2);
  put_pair(bits >> 28, to + 4);
  put_pair(bits >> 16, to + 6);
}

inline void put_three(const char* from, char* to) {
  const std::uint64_t bits = octet(from[0]) << 16 | octet(from[1]) << 8 | octet(from[2]);
  put_pair(bits >> 12, to);
  put_pair(bits, to + 2);
}

}  // namespace

void put_wide_base64(const char* from, std::size_t octets, char* to) {
  for (; octets >= read_by_six; octets -= 6, from += 6, to += 8) put_six(from, to);
  for (; octets != 0; octets -= 3, from += 3, to += 4) put_three(from, to);
}

// Nine times six octets and three, in a row: a loop would take a tenth more.
void put_wide_lines(const char* from, std::size_t lines, char* to) {
  static_assert(mime_line_octets == 9 * 6 + 3);
  for (; lines != 0; --lines, from += mime_line_octets, to += mime_line + 2) {
#pragma GCC unroll 9
    for (std::size_t i = 0; i != 9; ++i) put_six(from + 6 * i, to + 8 * i);
    put_three(from + 54, to + 72);
    std::memcpy(to + mime_line, "\r\n", 2);
  }
}

}  // namespace mailmote::wire
