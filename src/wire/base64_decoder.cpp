// Base64 to octets.
//
// An octet is given out as soon as its eight bits are there, so nothing waits for the end of a quantum.
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>

namespace mailmote::wire {
namespace {

constexpr unsigned no_digit = 64;

// Four digits to three octets; false, and nothing is written, if they are not four digits.
bool put_quantum(const char* from, char* to) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const unsigned digit = base64_value(from[i]);
    if (digit == no_digit) return false;
    bits = bits << 6 | digit;
  }
  to[0] = static_cast<char>(bits >> 16 & 0xffU);
  to[1] = static_cast<char>(bits >> 8 & 0xffU);
  to[2] = static_cast<char>(bits & 0xffU);
  return true;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

unsigned base64_value(char digit) {
  if (is_upper(digit)) return static_cast<unsigned>(digit - 'A');
  if (is_lower(digit)) return static_cast<unsigned>(digit - 'a') + 26;
  if (is_digit(digit)) return static_cast<unsigned>(digit - '0') + 52;
  return digit == '+' ? 62 : digit == '/' ? 63 : no_digit;
}

Step Base64Decoder::decode(std::string_view in, std::span<char> out) {
  char* to = out.data();
  const char* const limit = to + out.size();
  std::size_t taken = 0;
  while (taken < in.size() && !failed_) {
    if (place_ == 0 && !ended_ && in.size() - taken >= 4 && limit - to >= 3 && put_quantum(in.data() + taken, to)) {
      taken += 4;
      to += 3;
      continue;
    }
    const Verdict verdict = take(in[taken], to, limit);
    if (verdict == Verdict::no_room) break;
    failed_ = verdict == Verdict::failed;
    if (!failed_) ++taken;
  }
  return {taken, static_cast<std::size_t>(to - out.data())};
}

Base64Decoder::Verdict Base64Decoder::take(char c, char*& to, const char* limit) {
  const unsigned digit = base64_value(c);
  if (digit != no_digit) return take_digit(digit, to, limit);
  return c == '=' ? take_padding() : take_foreign(c);
}

Base64Decoder::Verdict Base64Decoder::take_digit(unsigned digit, char*& to, const char* limit) {
  if (form_ == Form::strict && (ended_ || padding_)) return Verdict::failed;
  if (padding_) {  // lenient: a second '=' is missing, a new text begins
    padding_ = false;
    skipped_ = true;
    place_ = 0;
  }
  if (place_ != 0) {
    if (to == limit) return Verdict::no_room;
    const unsigned bits = static_cast<unsigned>(spare_) << 6 | digit;
    *to++ = static_cast<char>(bits >> (6 - 2 * place_) & 0xffU);
  }
  spare_ = static_cast<std::uint8_t>(digit & 63U);
  place_ = static_cast<std::uint8_t>((place_ + 1) & 3);
  return Verdict::taken;
}

// Padding makes up for the third and fourth digit. The bits that no octet has got are zero.
Base64Decoder::Verdict Base64Decoder::take_padding() {
  if (place_ < 2) return take_foreign('=');
  const unsigned unused = place_ == 2 ? 15U : 3U;
  if (form_ == Form::strict && !padding_ && (spare_ & unused) != 0) return Verdict::failed;
  const bool last = padding_ || place_ == 3;
  padding_ = !last;
  if (last) {
    place_ = 0;
    ended_ = true;
  }
  return Verdict::taken;
}

Base64Decoder::Verdict Base64Decoder::take_foreign(char c) {
  if (form_ == Form::strict) return Verdict::failed;
  skipped_ = skipped_ || !is_space(c);
  return Verdict::taken;
}

}  // namespace mailmote::wire
