// A text as the body of a part: its lines in whatever encoding they need, through any room.
//
//   const TextBody::Form form = TextBody::form_of(text, eight_bit, TextBody::End::of_message);
//   TextBody body{text, form};
//   while (!body.over()) send(room, body.fill(room));     // TextBody::length(text, form) octets in all
//
// The text stays the caller's. LF, CR and CRLF become CRLF; the last line is ended, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::mime {

class TextBody {
 public:
  static constexpr std::size_t min_room = 80;  // of fill()

  enum class Encoding : std::uint8_t { seven_bit, eight_bit, quoted_printable };
  enum class End : std::uint8_t {
    of_message,
    of_part,  // a boundary follows: the line end before it is written, too, and no line looks like a boundary
  };
  struct Form {
    Encoding encoding = Encoding::seven_bit;
    End end = End::of_message;
    bool utf8 = true;
  };

  // As it is where that can be, in 8 bits only if the server takes them; else in quoted-printable.
  static Form form_of(std::string_view text, bool eight_bit, End end);

  // Octets in all.
  static std::size_t length(std::string_view text, Form form);

  TextBody() = default;
  TextBody(std::string_view text, Form form) : text_(text), form_(form), over_(false) {}

  // Some octets of it, or none where one octet waits for what follows it.
  std::size_t fill(std::span<char> out);

  bool over() const { return over_; }

 private:
  std::size_t fill_plain(std::string_view rest, std::span<char> out);
  std::size_t fill_quoted_printable(std::string_view rest, std::span<char> out);
  std::size_t finish(std::size_t count, std::span<char> out);
  bool ends_carriage_return(std::size_t at) const;

  std::string_view text_;
  std::size_t at_ = 0;
  wire::QuotedPrintableEncoder quoted_printable_;
  Form form_;
  bool over_ = true;
};

}  // namespace mailmote::mime
