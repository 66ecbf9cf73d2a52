// Texts of answers, one behind the other in memory that a mailbox gives: UTF-8, whatever a server sent.
//
//   texts.begin(Texts::message);               // the texts of the last message are over
//   texts.open();
//   texts.put_header("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=");
//   summary.subject = texts.text();            // "Grüße"; texts.is_cut() says whether there was more
//
// Nothing is written beyond the memory: what does not fit is left out, code point by code point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/charset.hpp>

namespace mailmote {

class Texts {
 public:
  // What is listed within a listing stands behind its texts: the parts of a message behind the message. So many
  // listings within one another; what is listed within the last has no room, and is cut.
  enum Level : std::uint8_t { folder, message, detail };
  static constexpr std::uint8_t levels = 6;

  // Uses at most 65,535 octets of `memory`. `charsets`, if there is one, is asked for those that are not known here.
  explicit Texts(std::span<char> memory, wire::CharsetConverter* charsets = nullptr);

  // What stood on that level and those behind it is over. A quarter of the room behind it is left to those.
  void begin(unsigned level);

  void open();                               // a text begins, behind those that are there
  void put(std::string_view octets);         // as they are; what is no UTF-8 becomes U+FFFD
  void put_header(std::string_view header);  // decoded (RFC 2047), unfolded; a control octet becomes a space
  // Or what else becomes text: written at the front of room(), then told. `cut`: there was more.
  std::span<char> room() const { return memory_.subspan(end(), static_cast<std::size_t>(limit_ - end())); }
  void filled(std::size_t n, bool cut);

  wire::CharsetConverter* charsets() const { return charsets_; }

  std::string_view text() const { return {memory_.data() + start_, static_cast<std::size_t>(end() - start_)}; }
  std::span<char> octets() const { return memory_.subspan(start_, text().size()); }  // the same, to be changed
  bool is_cut() const { return cut_; }                                               // since open()
  void cut_to(std::size_t size);  // what was put behind so many octets of the text is taken back

  std::span<char> rest() const { return memory_.subspan(end()); }  // behind all texts

 private:
  std::uint16_t end() const { return ends_[level_]; }

  std::span<char> memory_;
  wire::CharsetConverter* charsets_;
  std::uint16_t ends_[levels] = {};  // of each level's texts
  std::uint16_t start_ = 0;
  std::uint16_t limit_ = 0;
  std::uint8_t level_ = folder;
  bool cut_ = false;
};

}  // namespace mailmote
