// Text to quoted-printable and back (RFC 2045 6.7), in any pieces.
//
//   wire::QuotedPrintableEncoder encoder;
//   const wire::Step step = encoder.encode(text, room);   // again with the rest, then finish()
//
// Input and output do not overlap. Nothing is kept but an octet or two that wait for what follows them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/step.hpp>

namespace mailmote::wire {

// LF, CR and CRLF all end a line of the text and become CRLF. Lines of the output have 76 octets at most, none
// ends in a space or tab.
class QuotedPrintableEncoder {
 public:
  static constexpr std::size_t min_room = 6;     // out.size() with which encode() always gets on
  static constexpr std::size_t finish_room = 8;  // that is always enough for finish()

  // Takes what fits.
  Step encode(std::string_view in, std::span<char> out);

  // Writes what was held back and ends a line that was begun. The octets written, which may be none; nothing
  // happens, and 0 is returned, if `out` is too small: finish_room is always enough. Then a new text may begin.
  std::size_t finish(std::span<char> out);

 private:
  std::size_t put(std::string_view form, std::span<char> out);
  std::size_t put_octet(char c, bool literal, std::span<char> out);
  std::size_t end_line(std::span<char> out);

  std::uint8_t column_ = 0;
  char blank_ = 0;  // a space or tab: its form depends on what follows
  bool skip_line_feed_ = false;
};

// Line ends stay as they are. What is malformed is text: an equals sign that nothing sensible follows stands for
// itself, as everybody reads it. Blanks at the end of a line stay: those that transports added are not seen any more;
// but behind an equals sign up to max_blanks of them are the soft line break's.
class QuotedPrintableDecoder {
 public:
  static constexpr std::size_t min_room = 2;  // out.size() with which decode() always gets on
  static constexpr std::size_t max_blanks = 32;

  // Takes what fits.
  Step decode(std::string_view in, std::span<char> out);

  bool complete() const { return state_ == State::text; }  // no octet waits for another

  // The text is over: what waited and is no code, in `out`, which holds min_room octets; how many, 0 or 2. An equals
  // sign with nothing behind it is a soft line break. complete() stays as it was.
  std::size_t finish(std::span<char> out);

 private:
  enum class State : std::uint8_t { text, equals, digit, blanks, carriage_return, give_blanks };

  static std::size_t copy_text(std::string_view in, std::span<char> out);
  static Step take_code(std::string_view in, char& to);
  Step take(char c, char* to);
  Step give_blank(char& to);

  State state_ = State::text;
  char first_ = 0;           // the first hexadecimal digit
  std::uint8_t blanks_ = 0;  // behind the equals sign
  std::uint32_t tabs_ = 0;   // which of them, the first in the lowest bit
};

}  // namespace mailmote::wire
