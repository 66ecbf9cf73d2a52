// Octets to base64 and back (RFC 4648 4; in lines, RFC 2045 6.8), in any pieces.
//
//   wire::Base64Encoder encoder;
//   const wire::Step step = encoder.encode(octets, room);   // again with the rest, then finish()
//
// Input and output do not overlap, but for encode() as told there. A few octets of state, wiped by nobody: what is
// secret is in them until the next use.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/step.hpp>

namespace mailmote::wire {

constexpr std::size_t mime_line = 76;  // RFC 2045 6.8
constexpr std::size_t mime_line_octets = mime_line / 4 * 3;

// Octets that n octets become, with a CRLF behind each line if there are lines.
constexpr std::uint64_t base64_length(std::uint64_t n, std::size_t line_length = 0) {
  const std::uint64_t digits = n / 3 * 4 + (n % 3 != 0 ? 4 : 0);
  return line_length == 0 ? digits : digits + 2 * (digits / line_length + (digits % line_length != 0 ? 1 : 0));
}

// Three octets, the first one on top, as four digits; of two or one, padded.
void put_base64(std::uint32_t bits, unsigned octets, char* to);

// One digit for six bits, and back; 64: no digit.
char base64_digit(unsigned bits);
unsigned base64_value(char digit);

class Base64Encoder {
 public:
  static constexpr std::size_t min_room = 4;     // out.size() with which encode() always gets on
  static constexpr std::size_t finish_room = 4;  // that is always enough for finish()

  // Takes what fits, and holds back what is less than three octets. `in` may be the end of `out`, of 80 octets or
  // more, if it is two thirds of it at most: then all of it is taken, and read before it is overwritten.
  Step encode(std::string_view in, std::span<char> out);

  // Writes what was held back, padded. The octets written, which may be none; nothing happens, and 0 is returned, if
  // `out` is too small. Then a new text may begin.
  std::size_t finish(std::span<char> out);

  std::size_t held() const { return held_; }  // octets that are held back

 private:
  std::uint8_t held_ = 0;  // octets in bits_
  std::uint32_t bits_ = 0;
};

// The same in lines, with a CRLF behind each, the last one too.
class Base64Lines {
 public:
  static constexpr std::size_t min_room = 6;
  static constexpr std::size_t finish_room = 6;

  // `line_length` is a multiple of 4 up to 252; 0: no lines.
  explicit Base64Lines(std::size_t line_length) : line_length_(static_cast<std::uint8_t>(line_length)) {}

  // Likewise; or what octets_for(out.size()) says is the end of `out`.
  Step encode(std::string_view in, std::span<char> out);
  std::size_t finish(std::span<char> out);

  // As many octets as may be the end of a room of 80 octets or more, and are encoded into it from its front. On a
  // machine of 64 bits they end a line: lines that come whole are encoded fastest.
  std::size_t octets_for(std::size_t room) const;

 private:
  Step mail_lines(std::string_view in, std::span<char> out) const;
  std::size_t end_line(char* to);

  Base64Encoder encoder_;
  std::uint8_t line_length_;
  std::uint8_t column_ = 0;  // digits that stand in the line
};

class Base64Decoder {
 public:
  // How much is forgiven. strict: nothing, as in SASL: one line, padded, no spare bits set. lenient: octets
  // that are not of the alphabet are skipped, and a padded text may be followed by another, as found in mail.
  enum class Form : std::uint8_t { strict, lenient };

  explicit Base64Decoder(Form form) : form_(form) {}

  // Takes what fits: one octet of room is enough to get on. After a failure it takes nothing more.
  Step decode(std::string_view in, std::span<char> out);

  bool failed() const { return failed_; }                    // strict only: what follows is not base64
  bool skipped() const { return skipped_; }                  // lenient only: octets other than white space were skipped
  bool complete() const { return place_ == 0 && !failed_; }  // nothing is missing at the end, if this is it

 private:
  enum class Verdict : std::uint8_t { taken, no_room, failed };
  Verdict take(char c, char*& to, const char* limit);
  Verdict take_digit(unsigned digit, char*& to, const char* limit);
  Verdict take_padding();
  Verdict take_foreign(char c);

  Form form_;
  std::uint8_t place_ = 0;  // in the quantum: 0 to 3
  std::uint8_t spare_ = 0;  // bits of the last digit that no octet has got yet
  bool padding_ = false;    // one '=' came, and another must follow
  bool ended_ = false;      // strict: the padding is over
  bool failed_ = false;
  bool skipped_ = false;
};

}  // namespace mailmote::wire
