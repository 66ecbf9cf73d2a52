// Octets to base64.
#include <climits>

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

}  // namespace

Step Base64Encoder::encode(std::string_view in, std::span<char> out) {
  const char* from = in.data();
  const char* const end = from + in.size();
  char* to = out.data();
  const char* const limit = to + out.size();
  while (end - from >= 3 - held_ && limit - to >= quantum_room()) {
    std::uint32_t bits = bits_;
    for (unsigned n = held_; n < 3; ++n) bits = bits << 8 | octet(*from++);
    held_ = 0;
    to += put_quantum(bits, to);

    // The rest of the line, but for its last quantum.
    unsigned column = column_;
    const unsigned last = line_length_ == 0 ? UINT_MAX : line_length_ - 4U;
    for (; column < last && end - from >= 3 && limit - to >= 4; column += 4, from += 3, to += 4)
      put_digits(octet(from[0]) << 16 | octet(from[1]) << 8 | octet(from[2]), to);
    if (line_length_ != 0) column_ = static_cast<std::uint8_t>(column);
  }
  if (end - from < 3 - held_)
    for (; from != end; ++held_) bits_ = bits_ << 8 | octet(*from++);
  return {static_cast<std::size_t>(from - in.data()), static_cast<std::size_t>(to - out.data())};
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
  }
  bits_ = 0;  // of a secret, perhaps
  if (column_ != 0) {
    out[written++] = '\r';
    out[written++] = '\n';
    column_ = 0;
  }
  return written;
}

}  // namespace mailmote::wire
