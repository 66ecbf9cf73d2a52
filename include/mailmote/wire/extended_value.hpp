// Values of parameters in RFC 2231's coding, in sections, percent-encoded, with a charset, to UTF-8.
//
//   title*0*=us-ascii'en'This%20is%20   title*1="even more"      "This is even more"
//
//   wire::section_name("title*0*");            // stem "title", section 0, encoded
//   wire::ExtendedValue title(room);
//   title.put_encoded("us-ascii'en'This%20is%20");
//   title.put("even more");
//   title.finish().text;
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/text_decoder.hpp>

namespace mailmote::wire {

struct SectionName {
  std::string_view stem;      // what stands before the first '*'; empty: "title*x" means nothing
  std::uint16_t section = 0;  // "title*" is its own only section
  bool extended = false;      // there was a '*'
  bool encoded = false;       // it ends in one: the value is percent-encoded
};

SectionName section_name(std::string_view name);

// The octet that the front of a section, not empty, stands for where it is encoded: of "%20..." a space, else what
// stands there.
char take_encoded(std::string_view& section);

// In the caller's room. A charset that nobody knows leaves all sections as they are written.
class ExtendedValue {
 public:
  explicit ExtendedValue(std::span<char> room = {}, CharsetConverter* other = nullptr) : text_(room, other) {}

  // The next section, whole; charset'language' is at the front of the first. Octets that no charset is told of are
  // UTF-8.
  void put_encoded(std::string_view section);
  void put(std::string_view section);  // as it is, or a piece of it

  DecodedText text() const { return text_.result(); }  // so far, up to the last whole character
  DecodedText finish();                                // control octets have become spaces

 private:
  TextDecoder text_;
  bool begun_ = false;
  bool raw_ = false;  // nobody knows the charset
};

}  // namespace mailmote::wire
