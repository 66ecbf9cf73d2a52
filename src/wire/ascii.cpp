// Words compared in any case, without a locale.
#include <mailmote/wire/ascii.hpp>

namespace mailmote::wire {

bool equals_any_case(std::string_view a, std::string_view b) { return a.size() == b.size() && starts_any_case(a, b); }

bool starts_any_case(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (to_lower(text[i]) != to_lower(word[i])) return false;
  return true;
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return starts_any_case(text, word) && (text.size() == word.size() || text[word.size()] == ' ');
}

bool contains_any_case(std::string_view text, std::string_view phrase) {
  for (std::size_t i = 0; i + phrase.size() <= text.size(); ++i)
    if (equals_any_case({text.data() + i, phrase.size()}, phrase)) return true;
  return false;
}

bool is_in_domain(std::string_view host, std::string_view domain) {
  if (host.size() < domain.size()) return false;
  const std::size_t before = host.size() - domain.size();
  return equals_any_case({host.data() + before, domain.size()}, domain) && (before == 0 || host[before - 1] == '.');
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (!is_ascii(c)) return false;
  return true;
}

}  // namespace mailmote::wire
