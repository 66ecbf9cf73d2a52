// Base64 to octets.
//
// An octet is given out as soon as its eight bits are there, so nothing waits for the end of a quantum.
#include <bit>
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>

namespace mailmote::wire {
namespace {

constexpr unsigned no_digit = 64;

constexpr unsigned value_of(char digit) {
  if (is_upper(digit)) return static_cast<unsigned>(digit - 'A');
  if (is_lower(digit)) return static_cast<unsigned>(digit - 'a') + 26;
  if (is_digit(digit)) return static_cast<unsigned>(digit - '0') + 52;
  return digit == '+' ? 62 : digit == '/' ? 63 : no_digit;
}

// A large machine: speed counts more there than 4 KB of tables.
constexpr bool wide = sizeof(void*) >= 8 && std::endian::native == std::endian::little;

// What a digit adds to three octets, as memory has them, by its place in the quantum.
class QuantumTable {
 public:
  constexpr QuantumTable() {
    for (unsigned place = 0; place != 4; ++place)
      for (unsigned octet = 0; octet != 256; ++octet) {
        const unsigned value = value_of(static_cast<char>(octet));
        const std::uint32_t bits = value << (18 - 6 * place);
        bits_[place][octet] =
            value == no_digit ? none : (bits >> 16U & 0xffU) | (bits & 0xff00U) | (bits & 0xffU) << 16U;
      }
  }

  // Of four digits; else are_digits() denies it.
  std::uint32_t quantum(const char* digits) const {
    return at(0, digits) | at(1, digits) | at(2, digits) | at(3, digits);
  }

  static bool are_digits(std::uint32_t quantum) { return (quantum & none) == 0; }

 private:
  static constexpr std::uint32_t none = 0x80000000;

  std::uint32_t at(std::size_t place, const char* digits) const {
    return bits_[place][static_cast<unsigned char>(digits[place])];
  }

  std::uint32_t bits_[4][256]{};
};

constexpr QuantumTable quanta;

// Three octets, and a fourth that is to be overwritten.
void store(std::uint32_t quantum, char* to) { std::memcpy(to, &quantum, sizeof quantum); }

struct Lines {
  const char* from;
  char* to;
};

constexpr std::ptrdiff_t line_digits = mime_line, line_octets = mime_line_octets;

// As many digits as a line of mail has, almost always; false if they are not all digits, and what is written is
// nothing.
bool put_line(const char* from, char* to) {
  std::uint32_t all = 0;
#pragma GCC unroll 19
  for (std::ptrdiff_t i = 0; i != line_digits / 4; ++i) {
    const std::uint32_t quantum = quanta.quantum(from + 4 * i);
    store(quantum, to + 3 * i);
    all |= quantum;
  }
  return QuantumTable::are_digits(all);
}

bool is_line_end(const char* at) { return at[0] == '\r' && at[1] == '\n'; }

// Such lines, as far as they go.
Lines put_mail_lines(const char* from, const char* end, char* to, const char* limit) {
  for (; end - from >= line_digits + 2 && limit - to > line_octets; from += line_digits + 2, to += line_octets)
    if (!is_line_end(from + line_digits) || !put_line(from, to)) break;
  return {from, to};
}

// Lines of digits to octets, sixteen digits at a time, as far as they are nothing else; what is left of both.
Lines put_lines(const char* from, const char* end, char* to, const char* limit) {
  for (;;) {
    const Lines rest = put_mail_lines(from, end, to, limit);
    from = rest.from;
    to = rest.to;
    if (end - from < 16 || limit - to < 13) return rest;
    const std::ptrdiff_t by_input = (end - from) / 16, by_room = (limit - to - 1) / 12;
    const char* const stop = from + 16 * (by_input < by_room ? by_input : by_room);
    std::uint32_t a = 0, b = 0, c = 0;
    for (; from != stop; from += 16, to += 12) {
      a = quanta.quantum(from);
      b = quanta.quantum(from + 4);
      c = quanta.quantum(from + 8);
      const std::uint32_t d = quanta.quantum(from + 12);
      if (!QuantumTable::are_digits(a | b | c | d)) break;
      store(a, to);
      store(b, to + 3);
      store(c, to + 6);
      store(d, to + 9);
    }
    if (from == stop) continue;
    for (const std::uint32_t quantum : {a, b, c}) {
      if (!QuantumTable::are_digits(quantum)) break;
      store(quantum, to);
      from += 4;
      to += 3;
    }
    if (!is_line_end(from)) return {from, to};
    from += 2;
  }
}

// Four digits to three octets; false, and nothing is written, if they are not four digits.
bool put_quantum(const char* from, char* to) {
  std::uint32_t bits = 0;
  if constexpr (wide) {
    bits = quanta.quantum(from);
    if (!QuantumTable::are_digits(bits)) return false;
    std::memcpy(to, &bits, 3);
    return true;
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const unsigned digit = value_of(from[i]);
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

unsigned base64_value(char digit) { return value_of(digit); }

Step Base64Decoder::decode(std::string_view in, std::span<char> out) {
  char* to = out.data();
  const char* const limit = to + out.size();
  const char* from = in.data();
  const char* const end = from + in.size();
  while (from != end && !failed_) {
    if (place_ == 0 && !ended_) {
      if constexpr (wide) {
        if (form_ == Form::lenient) {
          const Lines rest = put_lines(from, end, to, limit);
          from = rest.from;
          to = rest.to;
        }
      }
      if (end - from >= 4 && limit - to >= 3 && put_quantum(from, to)) {
        from += 4;
        to += 3;
        continue;
      }
      if (from == end) break;
      // What there is room for of a quantum would have to be read digit by digit, and the next one, too.
      if (wide && to != out.data() && end - from >= 4 && QuantumTable::are_digits(quanta.quantum(from))) break;
    }
    const Verdict verdict = take(*from, to, limit);
    if (verdict == Verdict::no_room) break;
    failed_ = verdict == Verdict::failed;
    if (!failed_) ++from;
  }
  return {static_cast<std::size_t>(from - in.data()), static_cast<std::size_t>(to - out.data())};
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
    ended_ = form_ == Form::strict;
  }
  return Verdict::taken;
}

Base64Decoder::Verdict Base64Decoder::take_foreign(char c) {
  if (form_ == Form::strict) return Verdict::failed;
  skipped_ = skipped_ || !is_space(c);
  return Verdict::taken;
}

}  // namespace mailmote::wire
