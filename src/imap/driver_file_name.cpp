#include "driver_file_name.hpp"

#include <mailmote/imap/reader.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote::imap {

namespace {

// Behind utf-8'en'.
void remove_charset(std::string_view& value) {
  std::size_t quotes = 0, n = 0;
  while (n != value.size() && quotes != 2) quotes += value[n++] == '\'' ? 1U : 0U;
  if (quotes == 2) value.remove_prefix(n);
}

// One octet of `value`, which is not empty.
char take_octet(std::string_view& value, bool encoded) {
  const char c = value.front();
  value.remove_prefix(1);
  if (!encoded || c != '%' || value.size() < 2) return c;
  const int high = wire::hex_value(value[0]), low = wire::hex_value(value[1]);
  if (high < 0 || low < 0) return c;
  value.remove_prefix(2);
  return static_cast<char>(high * 16 + low);
}

}  // namespace

void ExtendedName::take_name(std::string_view name) {
  wanted_ = false;
  const std::size_t star = name.find('*');
  if (star == name.npos) return;
  const std::string_view stem(name.data(), star);
  const bool filename = wire::equals_any_case(stem, "filename");
  if (!filename && !wire::equals_any_case(stem, "name")) return;
  if (filename != filename_) next_ = 0;
  filename_ = filename;
  name.remove_prefix(star + 1);
  encoded_ = name.empty() || name.back() == '*';
  if (!name.empty() && encoded_) name.remove_suffix(1);
  std::uint32_t piece = 0;
  wanted_ = (name.empty() || read_number(name, piece)) && piece == next_;
}

bool ExtendedName::take_value(std::string_view value, Texts& texts) {
  if (!wanted_) return false;
  wanted_ = false;
  if (next_++ == 0) {
    texts.open();
    if (encoded_) remove_charset(value);
  }
  const std::span<char> room = texts.room();
  std::size_t n = 0;
  while (!value.empty() && n != room.size()) room[n++] = take_octet(value, encoded_);
  texts.filled(n, !value.empty());
  name_ = texts.octets();
  return true;
}

// Octets that mean nothing in UTF-8, for they are in another charset, and controls.
void ExtendedName::settle() {
  const bool utf8 = wire::is_utf8({name_.data(), name_.size()});
  for (char& c : name_) {
    if (wire::is_control(c)) c = ' ';
    if (!utf8 && !wire::is_ascii(c)) c = '?';
  }
}

}  // namespace mailmote::imap
