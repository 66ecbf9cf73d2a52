// Texts in charsets, one behind the other, to one text of UTF-8 in the caller's room.
//
//   wire::TextDecoder text(room);
//   if (text.begin("iso-8859-1")) text.put("Gr\xfc\xdf");
//   text.begin("utf-8");
//   text.put("e");
//   text.end();   // text.result().text is "Grüße"
//
// A code point goes in whole or not at all; after the first that does not fit, none does.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <mailmote/wire/charset.hpp>

namespace mailmote::wire {

struct DecodedText {
  std::string_view text;         // UTF-8, always well formed; lies in the caller's room
  bool cut = false;              // there was more
  bool unknown_charset = false;  // some of it is in a charset that nobody knows, and was left as it is written
  bool malformed = false;        // octets that mean nothing became U+FFFD
};

class TextDecoder {
 public:
  explicit TextDecoder(std::span<char> room, CharsetConverter* other = nullptr) : room_(room), decoder_(other) {}

  // What comes is in this charset; what came before, which is UTF-8 at first, ends. False: nobody knows the charset,
  // and UTF-8 comes.
  bool begin(std::string_view charset);
  void put(std::string_view octets);
  void end();

  void blank_controls();  // each control octet of the text so far becomes a space

  // Of what came so far, up to the last end().
  DecodedText result() const { return {{room_.data(), size_}, cut_, unknown_charset_, malformed_}; }

 private:
  std::span<char> room_;
  std::size_t size_ = 0;
  CharsetDecoder decoder_;
  bool cut_ = false;
  bool malformed_ = false;
  bool unknown_charset_ = false;
};

}  // namespace mailmote::wire
