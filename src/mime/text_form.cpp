#include <mailmote/mime/text_form.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

#include "boundary.hpp"

namespace mailmote::mime {
namespace {

bool lines_may_stay(std::string_view text, bool divided) {
  constexpr std::size_t max_line = 998;  // RFC 5322 2.1.1
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && !wire::is_line_end(text[size])) ++size;
    const std::string_view line{text.data(), size};
    if (size > max_line || (divided && line.starts_with(delimiter_start))) return false;
    text.remove_prefix(size < text.size() ? size + 1 : size);
  }
  return true;
}

}  // namespace

BodyForm form_of(std::string_view text, bool eight_bit, bool divided) {
  using Encoding = BodyForm::Encoding;
  const bool ascii = wire::is_ascii(text);
  BodyForm form;
  form.divided = divided;
  form.unknown = !ascii && !wire::is_utf8(text);
  form.encoding = ascii ? Encoding::seven_bit : Encoding::eight_bit;
  if ((!ascii && !eight_bit) || !lines_may_stay(text, divided)) form.encoding = Encoding::quoted_printable;
  return form;
}

}  // namespace mailmote::mime
