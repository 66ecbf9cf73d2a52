#include "excerpt.hpp"

namespace mailmote::mime {

void Excerpt::put(char c) { put({&c, 1}); }

void Excerpt::put(std::string_view text) {
  const std::span<char> out = out_;  // what is written could be members, for all that the compiler knows
  std::size_t at = at_;
  for (const char c : text) {
    if (at < out.size()) out[at] = c;
    ++at;
    if (c == '\n') line_ = at;
  }
  at_ = at;
}

void Excerpt::put_space(std::size_t n) {
  if (column() + 1 + n > max_column) end_line();
  put(' ');
}

void Excerpt::put_word(std::string_view text, char open) {
  put_space(text.size() + 3);
  if (open != '\0') put(open);
  put(text);
  if (open != '\0') put(open == '<' ? '>' : open);
}

void Excerpt::end_line() { put("\r\n"); }

}  // namespace mailmote::mime
