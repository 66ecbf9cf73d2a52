// Octets in a charset to UTF-8, in any pieces.
//
//   wire::CharsetDecoder text;
//   if (!text.begin("iso-8859-15")) return show_raw(in);   // a charset that nobody knows
//   const wire::Step step = text.decode(in, room);         // again with the rest, then finish()
//
// utf-8, us-ascii, iso-8859-15, windows-1252 and iso-8859-1 are known, the last read as windows-1252, as everybody
// does. A program that needs more gives a CharsetConverter: posix::Iconv asks the system. What comes out is well-formed
// UTF-8, code points whole; octets that mean nothing become U+FFFD, and are told of. Nothing is allocated.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/step.hpp>

namespace mailmote::wire {

enum class Charset : std::uint8_t { unknown, ascii, utf8, windows_1252, iso_8859_15, converted };

// By a name of it, in any case; unknown, if a converter has to be asked.
Charset charset_named(std::string_view name);

// Further charsets to UTF-8, one text at a time: the program's own. Pieces are cut anywhere, within a character, too.
class CharsetConverter {
 public:
  // A text begins; what was left of another is forgotten. False: this charset is not known. `charset` is as a
  // stranger wrote it, and is valid for this call only.
  virtual bool begin(std::string_view charset) = 0;
  // Takes what fits: all of `in`, or as much as there is room for in `out`, which with CharsetDecoder's min_room is
  // never nothing. Octets that mean nothing become U+FFFD.
  virtual Step decode(std::string_view in, std::span<char> out) = 0;
  // The text ends, with U+FFFD if it does so within a character. `out` holds min_room octets; how many are written.
  virtual std::size_t finish(std::span<char> out) = 0;
  virtual bool malformed() const = 0;  // something became U+FFFD since begin()

 protected:
  ~CharsetConverter() = default;
};

class CharsetDecoder {
 public:
  static constexpr std::size_t min_room = 8;  // out.size() with which decode() always gets on

  // `other`, if there is one, is asked for what is not known here, and lives as long as this does.
  explicit CharsetDecoder(CharsetConverter* other = nullptr) : other_(other) {}

  // A text begins; what was left of another is forgotten. False, and nothing is to be decoded: nobody knows it.
  bool begin(std::string_view charset);

  // Takes what fits. Before any begin() it is UTF-8 that comes.
  Step decode(std::string_view in, std::span<char> out);

  // The text ends: U+FFFD, if it did so within a character. `out` holds min_room octets; how many are written.
  std::size_t finish(std::span<char> out);

  bool malformed() const;  // something became U+FFFD since begin()

 private:
  // What one octet comes to: a code point or none. It is not taken, if it is no part of what is held.
  struct Made {
    std::array<char, 4> octets;
    std::uint8_t size;
    bool taken;
    bool malformed;
  };
  Made make(char c) const;
  Made make_utf8(char c) const;

  CharsetConverter* other_;
  std::array<char, 4> point_{};
  std::uint8_t held_ = 0;  // octets in point_
  Charset charset_ = Charset::utf8;
  bool malformed_ = false;
};

}  // namespace mailmote::wire
