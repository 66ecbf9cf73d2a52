#include <mailmote/imap/set_reader.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::imap {

bool SetReader::next(std::string_view& piece) {
  while (!piece.empty() && !failed_) {
    const char c = piece.front();
    piece.remove_prefix(1);
    if (wire::is_digit(c)) {
      const auto digit = static_cast<std::uint32_t>(c - '0');
      number_ = number_ > (UINT32_MAX - digit) / 10 ? UINT32_MAX : number_ * 10 + digit;
    } else if (c == ',') {
      if (range()) return true;
    } else if (c == ':' && !colon_) {
      first_ = number_;
      colon_ = number();
    } else {
      failed_ = true;
    }
  }
  piece = {};
  return false;
}

bool SetReader::end() { return !failed_ && range(); }

// A number ends here.
bool SetReader::number() {
  failed_ = number_ == 0;
  number_ = 0;
  return !failed_;
}

// A range, or a number alone, ends here.
bool SetReader::range() {
  last_ = number_;
  if (!colon_) first_ = last_;
  if (first_ > last_) {
    last_ = first_;
    first_ = number_;
  }
  colon_ = false;
  return number();
}

}  // namespace mailmote::imap
