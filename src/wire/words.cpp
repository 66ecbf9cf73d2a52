// A word among others, each with its length in front.
#include <mailmote/wire/words.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::wire {

namespace {

std::size_t length_of(const char* word) { return static_cast<unsigned char>(*word); }

bool same(const char* ours, std::string_view word) {
  if constexpr (sizeof(void*) >= 8) {  // there four octets at a time are worth their code: mostly the case is the same
    for (; word.size() >= 4 && std::memcmp(ours, word.data(), 4) == 0; word.remove_prefix(4)) ours += 4;
  }
  for (const char c : word) {
    if (c != *ours && ((c ^ 0x20) != *ours || !is_alpha(c))) return false;  // the bit that is the case of a letter
    ++ours;
  }
  return true;
}

}  // namespace

std::uint8_t word_index(const char* words, std::string_view word) {
  for (std::uint8_t index = 0; length_of(words) != 0; ++index) {
    if (length_of(words) == word.size() && same(words + 1, word)) return index;
    words += length_of(words) + 1;
  }
  return no_word;
}

std::string_view word_at(const char* words, std::uint8_t index) {
  for (; index != 0; --index) words += length_of(words) + 1;
  return {words + 1, length_of(words)};
}

}  // namespace mailmote::wire
