#include <mailmote/wire/words.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::wire {

namespace {

const char* end_of(const char* word) {
  while (*word != ' ') ++word;
  return word;
}

}  // namespace

std::uint8_t word_index(const char* words, std::string_view word) {
  for (std::uint8_t index = 0; *words != '\0'; ++index) {
    std::size_t same = 0;
    // The space is where one of ours ends, even if `word` goes on with a space.
    while (same != word.size() && words[same] != ' ' && words[same] == to_upper(word[same])) ++same;
    if (same == word.size() && words[same] == ' ') return index;
    words = end_of(words + same) + 1;
  }
  return no_word;
}

std::string_view word_at(const char* words, std::uint8_t index) {
  for (; index != 0; --index) words = end_of(words) + 1;
  return {words, static_cast<std::size_t>(end_of(words) - words)};
}

}  // namespace mailmote::wire
