// The keywords of a protocol to numbers and back, in any case.
//
//   constexpr auto words = wire::make_words("UID FLAGS ENVELOPE ");
//   words.index("flags")   // 1
//   words.at(2)            // "ENVELOPE"
//
// They take no more room than their letters, and those of another length are passed over at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailmote::wire {

constexpr std::uint8_t no_word = 0xFF;

// What Words keeps: in front of each word its length, behind the last a 0.
std::uint8_t word_index(const char* words, std::string_view word);
std::string_view word_at(const char* words, std::uint8_t index);

template <std::size_t size>
struct Words {
  // Which it is, counted from 0; no_word if it is none. (By reference: gcc would copy a view on its way through.)
  std::uint8_t index(const std::string_view& word) const { return word_index(text, word); }
  // The word at `index`, which is one of theirs.
  std::string_view at(std::uint8_t index) const { return word_at(text, index); }

  char text[size];
};

// Each with a space behind it, in the case that is met most: it is found soonest. (Not a constructor: gcc would keep
// its constants in RAM.)
template <std::size_t size>
constexpr Words<size> make_words(const char (&list)[size]) {
  Words<size> words{};
  std::size_t begin = 0;
  for (std::size_t i = 0; list[i] != '\0'; ++i) {
    words.text[i + 1] = list[i];
    if (list[i] != ' ') continue;
    words.text[begin] = static_cast<char>(i - begin);
    begin = i + 1;
  }
  words.text[begin] = '\0';
  return words;
}

}  // namespace mailmote::wire
