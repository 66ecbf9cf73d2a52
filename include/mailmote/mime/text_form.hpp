// What the body of a part looks like on the wire.
//
//   const BodyForm form = form_of(text, eight_bit, divided);     // as it is where that can be, else quoted-printable
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote::mime {

struct BodyForm {
  enum class Encoding : std::uint8_t { seven_bit, eight_bit, quoted_printable, base64 };
  Encoding encoding : 2 = Encoding::seven_bit;
  // A boundary follows: the line end before it is written, too, and no line looks like a boundary.
  bool divided : 1 = false;
  bool unknown : 1 = false;  // it is not UTF-8, whatever else it may be
};

// In 8 bits only if the server takes them.
BodyForm form_of(std::string_view text, bool eight_bit, bool divided);

}  // namespace mailmote::mime
