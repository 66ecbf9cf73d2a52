// A text, or what a Source gives, as the body of a part: in its form, through any room.
//
//   Body body{text, form};                         // or body{attachment}
//   while (!body.over()) send(room, body.fill(room));
//
// The text stays the caller's, and a Source reads into the caller's room: nothing is held but what waits for a whole
// group or line. Where lines mean something LF, CR and CRLF become CRLF, and the last line is ended, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/message.hpp>
#include <mailmote/mime/text_form.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::mime {

class Body {
 public:
  static constexpr std::size_t min_room = 80;  // of fill()

  static BodyForm form_of(const Attachment& attachment);

  Body(std::string_view text, BodyForm form);
  // `attachment` has a content, which outlives the body.
  explicit Body(const Attachment& attachment);

  // Octets in all, before the first fill(). Of an attachment only where it told its own, and in base64.
  std::optional<std::uint64_t> length() const;

  // Io::done, with some octets or none: again, until it is over(). When the Source is not ready neither is this. When
  // it fails, or gives more or fewer octets than its size() told, this fails; then it is not asked again.
  IoResult fill(std::span<char> out);

  bool over() const { return over_; }

 private:
  std::size_t encode(std::span<char> out);
  std::size_t encode_lines(std::span<char> out);
  Io read_source(std::span<char> into);
  std::size_t finish(std::span<char> out);

  std::string_view text_;  // what is not encoded yet
  Source* content_ = nullptr;
  BodyForm form_;
  bool over_ = false;
  bool in_line_ = false;   // a line as it is has begun
  bool after_cr_ = false;  // and before it, an LF is of its line end
  wire::QuotedPrintableEncoder quoted_printable_;
  wire::Base64Lines base64_{wire::mime_line};
  std::int64_t left_ = -1;  // octets that the Source has yet to give; below 0: it did not tell
};

}  // namespace mailmote::mime
