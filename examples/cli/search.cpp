#include "search.hpp"

#include <algorithm>
#include <cstdio>
#include <mailmote/search_key_parser.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "inlet.hpp"
#include "json.hpp"
#include "near_word.hpp"
#include "report.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::ParsedSearch;
using mailmote::SearchFault;

// The keys that were typed, and the words that they point into.
struct Keys {
  explicit Keys(const Arguments& arguments) : words(arguments.words.begin() + 1, arguments.words.end()) {
    std::size_t octets = 0;
    for (const std::string_view word : words) octets += word.size();
    escapes.resize(octets);
    room.resize(octets + 1);  // no key is shorter
    parsed = parse_search(words, room, escapes);
  }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  std::vector<std::string_view> words;
  std::vector<mailmote::SearchKey> room;
  std::vector<char> escapes;
  ParsedSearch parsed;
};

std::string nearest(std::string_view typed) {
  std::string upper(typed);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  std::vector<std::string_view> names;
  for (auto term = mailmote::SearchTerm::all; term < mailmote::SearchTerm::number;
       term = static_cast<mailmote::SearchTerm>(static_cast<unsigned>(term) + 1))
    names.push_back(name(term));
  return std::string(near_word(upper, names));
}

// All words on one line, and a caret under what is wrong.
std::vector<std::string> pointed_at(const Keys& keys, const std::string& meant) {
  const ParsedSearch& p = keys.parsed;
  std::string line, before;
  std::string_view part;
  for (std::size_t i = 0; i < keys.words.size(); ++i) {
    if (i != 0) line += ' ';
    if (i == p.word) {
      before = line + std::string(keys.words[i].substr(0, p.offset));
      part = keys.words[i].substr(p.offset, p.length);
    }
    line += keys.words[i];
  }
  std::string caret = std::string(width(before), ' ') + '^';
  if (width(part) > 1) caret.append(width(part) - 1, '~');
  if (!meant.empty()) caret += " did you mean " + meant + "?";
  return {printable(line), caret, "Try: mailmote help search"};
}

int report_keys(const Arguments& arguments, const Keys& keys) {
  const ParsedSearch& p = keys.parsed;
  const bool unknown = p.fault == SearchFault::unknown_key;
  const std::string meant = unknown ? nearest(keys.words[p.word].substr(p.offset, p.length)) : std::string();
  Json object;
  object.number("word", static_cast<std::int64_t>(p.word)).number("offset", static_cast<std::int64_t>(p.offset));
  object.text("suggestion", meant);
  return report(arguments, "input", text(p.fault), pointed_at(keys, meant), 64, object);
}

}  // namespace

int search(const Arguments& arguments) {
  const Keys keys(arguments);
  if (!keys.parsed) return report_keys(arguments, keys);
  Inlet inlet(arguments);
  if (!inlet.open(Opening::mailbox)) return inlet.status();
  std::vector<std::uint32_t> ids;
  for (const std::uint32_t id : inlet.box().search(keys.parsed.keys)) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  for (const std::uint32_t id : ids)
    std::puts(arguments.json() ? Json().number("id", id).line().c_str() : std::to_string(id).c_str());
  return inlet.ended_well() ? inlet.close() : inlet.status();
}

}  // namespace cli
