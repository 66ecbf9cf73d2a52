// "Did you mean": the word that somebody perhaps meant to type.
#pragma once

#include <span>
#include <string_view>

namespace cli {

// The nearest of `words`: a slip or two away, two neighbours swapped being one, or one that `typed` begins. Empty if
// none is near.
std::string_view near_word(std::string_view typed, std::span<const std::string_view> words);

}  // namespace cli
