// Message-IDs one after another, "<a@b> c@d": with angle brackets or without, and blanks between them.
//
// They are other programs' ids, so all that is asked of one is that it cannot be mistaken for anything else: printable
// ASCII but angle brackets, with an @ inside.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailmote::mime {

class MessageIds {
 public:
  explicit MessageIds(std::string_view list) : list_(list) {}

  // Without angle brackets; empty behind the last one, and from one on that is refused.
  std::string_view next();

  bool refused() const { return refused_; }
  std::size_t at() const { return at_; }  // refused: the octet at fault

 private:
  // 0 at the end: a NUL stands in no id, either.
  char here() const { return at_ < list_.size() ? list_[at_] : '\0'; }

  std::string_view list_;
  std::size_t at_ = 0;
  bool refused_ = false;
};

}  // namespace mailmote::mime
