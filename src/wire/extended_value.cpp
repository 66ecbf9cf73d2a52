// RFC 2231 3 and 4.
#include <mailmote/wire/extended_value.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::wire {

SectionName section_name(std::string_view name) {
  SectionName result;
  const std::size_t star = name.find('*');
  if (star == name.npos) {
    result.stem = name;
    return result;
  }
  result.extended = true;
  const std::string_view stem(name.data(), star);
  name.remove_prefix(star + 1);
  result.encoded = name.empty() || name.back() == '*';
  if (name.empty()) {
    result.stem = stem;
    return result;
  }
  if (result.encoded) name.remove_suffix(1);
  constexpr std::size_t max_digits = 4;
  if (name.empty() || name.size() > max_digits) return result;
  for (const char c : name) {
    if (!is_digit(c)) return result;
    result.section = static_cast<std::uint16_t>(result.section * 10 + (c - '0'));
  }
  result.stem = stem;
  return result;
}

char take_encoded(std::string_view& section) {
  const int high = section.front() == '%' && section.size() > 2 ? hex_value(section[1]) : -1;
  const int low = high < 0 ? -1 : hex_value(section[2]);
  const char c = low < 0 ? section.front() : static_cast<char>(high * 16 + low);
  section.remove_prefix(low < 0 ? 1 : 3);
  return c;
}

void ExtendedValue::put_encoded(std::string_view section) {
  const std::size_t charset = begun_ ? section.npos : section.find('\'');
  const std::size_t language = charset == section.npos ? section.npos : section.find('\'', charset + 1);
  if (language != section.npos) {
    raw_ = charset != 0 && !text_.begin({section.data(), charset});
    if (!raw_) section.remove_prefix(language + 1);
  }
  begun_ = true;
  if (raw_) return text_.put(section);
  while (!section.empty()) {
    const char c = take_encoded(section);
    text_.put({&c, 1});
  }
}

void ExtendedValue::put(std::string_view section) {
  begun_ = true;
  text_.put(section);
}

DecodedText ExtendedValue::finish() {
  text_.end();
  text_.blank_controls();
  return text_.result();
}

}  // namespace mailmote::wire
