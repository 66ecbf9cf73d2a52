// The keywords of a protocol to numbers and back, in any case: a list of words in one text, which takes no more room
// than its letters.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote::wire {

constexpr std::uint8_t no_word = 0xFF;

// Which of `words` it is, counted from 0; no_word if it is none. They stand in upper case, each with a space behind it:
// "UID FLAGS ENVELOPE ".
std::uint8_t word_index(const char* words, std::string_view word);

// The word at `index`, which is one of theirs.
std::string_view word_at(const char* words, std::uint8_t index);

}  // namespace mailmote::wire
