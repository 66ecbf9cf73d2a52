// Octets to base64.
#include <mailmote/wire/base64.hpp>

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

std::size_t least(std::size_t a, std::size_t b) { return a < b ? a : b; }

}  // namespace

Step Base64Encoder::encode(std::string_view in, std::span<char> out) {
  const char* from = in.data();
  const char* const end = from + in.size();
  std::size_t written = 0;
  while (end - from >= 3 - held_ && out.size() - written >= quantum_room()) {
    const std::size_t room = out.size() - written;
    if (const std::size_t n = quanta_on_line(static_cast<std::size_t>(end - from), room); n != 0) {
      put_quanta(from, n, out.data() + written);
      from += 3 * n;
      written += 4 * n;
      continue;
    }
    std::uint32_t bits = bits_;
    for (unsigned n = held_; n < 3; ++n) bits = bits << 8 | octet(*from++);
    held_ = 0;
    written += put_quantum(bits, out.data() + written);
  }
  if (end - from < 3 - held_)
    for (; from != end; ++held_) bits_ = bits_ << 8 | octet(*from++);
  return {static_cast<std::size_t>(from - in.data()), written};
}

// How many quanta can be written before the last of this line.
std::size_t Base64Encoder::quanta_on_line(std::size_t size, std::size_t room) const {
  if (held_ != 0) return 0;
  const std::size_t n = least(size / 3, room / 4);
  return line_length_ == 0 ? n : least(n, (line_length_ - column_ - 4U) / 4U);
}

void Base64Encoder::put_quanta(const char* from, std::size_t n, char* to) {
  if (line_length_ != 0) column_ = static_cast<std::uint8_t>(column_ + 4 * n);
  for (; n != 0; --n, from += 3, to += 4) put_digits(octet(from[0]) << 16 | octet(from[1]) << 8 | octet(from[2]), to);
}

// Four digits, and a CRLF if the line is full.
std::size_t Base64Encoder::put_quantum(std::uint32_t bits, char* to) {
  put_digits(bits, to);
  if (line_length_ == 0) return 4;
  column_ = static_cast<std::uint8_t>(column_ + 4);
  if (column_ < line_length_) return 4;
  column_ = 0;
  to[4] = '\r';
  to[5] = '\n';
  return 6;
}

std::size_t Base64Encoder::finish(std::span<char> out) {
  const std::size_t quantum = held_ != 0 ? 4 : 0;
  const std::size_t line_end = line_length_ != 0 && (held_ != 0 || column_ != 0) ? 2 : 0;
  if (out.size() < quantum + line_end) return 0;
  std::size_t written = 0;
  if (held_ != 0) {
    written = put_quantum(bits_ << (held_ == 1 ? 16 : 8), out.data());
    out[3] = '=';
    if (held_ == 1) out[2] = '=';
    held_ = 0;
    bits_ = 0;
  }
  if (column_ != 0) {
    out[written++] = '\r';
    out[written++] = '\n';
    column_ = 0;
  }
  return written;
}

}  // namespace mailmote::wire
