#include "flag_words.hpp"

#include <algorithm>

namespace cli {
namespace {

using mailmote::Flag;
using mailmote::Flags;

// An atom (RFC 3501 9).
bool is_keyword(std::string_view word) {
  constexpr std::string_view special = "(){ %*\"\\]";
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [&](char c) { return c > ' ' && c < 0x7F && special.find(c) == special.npos; });
}

// A shell takes the backslash of +\Seen away, and nobody means a keyword of that name.
Flag meant_by(std::string_view word) {
  const Flag flag = mailmote::flag_named(word);
  return flag == Flag::other ? mailmote::flag_named("\\" + std::string(word)) : flag;
}

}  // namespace

std::vector<std::string> flag_words(const Flags& flags) {
  std::vector<std::string> words;
  for (const Flag f : {Flag::seen, Flag::answered, Flag::flagged, Flag::deleted, Flag::draft, Flag::recent})
    if (flags.has(f)) words.emplace_back(name(f));
  std::string_view left = flags.keywords;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find(' '), left.size());
    if (end != 0) words.emplace_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::string FlagWords::add(std::string_view word) {
  const Flag flag = meant_by(word);
  if (flag == Flag::recent) return "\\Recent is the server's own: nobody can set it";
  if (flag != Flag::other) {
    named_.add(flag);
    return {};
  }
  if (!is_keyword(word))
    return "\"" + std::string(word) + "\" is no flag: \\Seen \\Answered \\Flagged \\Deleted \\Draft, or a word";
  keywords_ += (keywords_.empty() ? "" : " ") + std::string(word);
  return {};
}

Flags FlagWords::flags() const {
  Flags all = named_;
  all.keywords = keywords_;
  return all;
}

}  // namespace cli
