#include "driver_file_name.hpp"

#include <mailmote/wire/ascii.hpp>

namespace mailmote::imap {

void ExtendedName::take_name(std::string_view name) {
  const wire::SectionName section = wire::section_name(name);
  const bool filename = wire::equals_any_case(section.stem, "filename");
  wanted_ = section.extended && (filename || wire::equals_any_case(section.stem, "name"));
  if (!wanted_) return;
  if (filename != filename_) next_ = 0;
  filename_ = filename;
  encoded_ = section.encoded;
  wanted_ = section.section == next_;
}

bool ExtendedName::take_value(std::string_view value, Texts& texts) {
  if (!wanted_) return false;
  wanted_ = false;
  if (next_++ == 0) {
    texts.open();
    value_ = wire::ExtendedValue(texts.room(), texts.charsets());
    open_ = true;
  }
  lost_ = !open_;
  if (lost_) return true;
  const std::size_t before = text().size();
  encoded_ ? value_.put_encoded(value) : value_.put(value);
  texts.filled(text().size() - before, is_cut());
  return true;
}

bool ExtendedName::end(Texts& texts) {
  if (!open_) return false;
  open_ = false;
  const std::size_t before = text().size();
  static_cast<void>(value_.finish());
  texts.filled(text().size() - before, is_cut());
  return true;
}

}  // namespace mailmote::imap
