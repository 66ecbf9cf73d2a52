// Octets to base64.
#include <mailmote/wire/base64.hpp>

#include "base64_wide.hpp"

namespace mailmote::wire {
namespace {

constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t octet(char c) { return static_cast<unsigned char>(c); }

// Four digits for the low 24 bits.
void put_digits(std::uint32_t bits, char* to) {
  to[0] = digits[bits >> 18 & 63U];
  to[1] = digits[bits >> 12 & 63U];
  to[2] = digits[bits >> 6 & 63U];
  to[3] = digits[bits & 63U];
}

}  // namespace

char base64_digit(unsigned bits) { return digits[bits & 63U]; }

// A loop, smaller than put_digits(): it is for what is short.
void put_base64(std::uint32_t bits, unsigned octets, char* to) {
  for (unsigned i = 4; i-- != 0; bits >>= 6) to[i] = i > octets ? '=' : digits[bits & 63U];
}

Step Base64Encoder::encode(std::string_view in, std::span<char> out) {
  const char* from = in.data();
  const char* const end = from + in.size();
  char* to = out.data();
  const char* const limit = to + out.size();
  while (from != end && (held_ != 2 || limit - to >= 4)) {
    bits_ = bits_ << 8 | octet(*from++);
    if (++held_ != 3) continue;
    put_digits(bits_, to);
    to += 4;
    held_ = 0;
    if constexpr (has_wide_base64) {
      const std::ptrdiff_t by_input = (end - from) / 3, by_room = (limit - to) / 4;
      const std::ptrdiff_t quanta = by_input < by_room ? by_input : by_room;
      put_wide_base64(from, static_cast<std::size_t>(3 * quanta), to);
      from += 3 * quanta;
      to += 4 * quanta;
    }
    for (; end - from >= 3 && limit - to >= 4; from += 3, to += 4)
      put_digits(octet(from[0]) << 16 | octet(from[1]) << 8 | octet(from[2]), to);
  }
  return {static_cast<std::size_t>(from - in.data()), static_cast<std::size_t>(to - out.data())};
}

std::size_t Base64Encoder::finish(std::span<char> out) {
  if (held_ == 0 || out.size() < 4) return 0;
  put_base64(bits_ << (held_ == 1 ? 16 : 8), held_, out.data());
  *this = Base64Encoder();  // of a secret, perhaps
  return 4;
}

}  // namespace mailmote::wire
