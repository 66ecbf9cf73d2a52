#include "excerpt.hpp"

namespace mailmote::mime {

void Excerpt::put(char c) {
  if (total_ >= skip_ && written_ < out_.size()) out_[written_++] = c;
  ++total_;
  column_ = c == '\n' ? 0 : column_ + 1;
}

void Excerpt::put(std::string_view text) {
  for (const char c : text) put(c);
}

void Excerpt::put_space(std::size_t n) {
  if (column_ + 1 + n > max_column) put("\r\n");
  put(' ');
}

}  // namespace mailmote::mime
