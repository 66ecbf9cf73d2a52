#include "near_word.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cli {
namespace {

// Letters to add, drop, replace or swap with a neighbour (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  const std::size_t columns = b.size() + 1;
  std::vector<std::size_t> table((a.size() + 1) * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return table[i * columns + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) at(i, 0) = i;
  for (std::size_t j = 0; j <= b.size(); ++j) at(0, j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = at(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
      at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return table.back();
}

}  // namespace

std::string_view near_word(std::string_view typed, std::span<const std::string_view> words) {
  constexpr std::size_t longest = 32, short_word = 4, fewest_begun = 3;
  if (typed.size() < 2 || typed.size() > longest) return {};
  std::string_view nearest;
  std::size_t least = typed.size() <= short_word ? 2 : 3;  // one less is allowed
  for (const std::string_view word : words) {
    const bool begun = typed.size() >= fewest_begun && word.starts_with(typed);
    const std::size_t far = begun ? 1 : distance(typed, word);
    if (word.size() < 2 || far >= least) continue;
    least = far;
    nearest = word;
  }
  return nearest;
}

}  // namespace cli
