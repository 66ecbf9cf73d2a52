// Search keys as people write them: whatever it is, it gives a complete row or a fault that lies inside of it; and what
// IMAP would say of the row is read as the same row again.
#include <mailmote/imap/search_key.hpp>
#include <mailmote/search_key_parser.hpp>

#include <vector>

#include "fuzz.hpp"

using namespace mailmote;
using fuzz::expect;

namespace {

void check_fault(const ParsedSearch& parsed, std::span<const std::string_view> words) {
  expect(parsed.keys.empty() && !text(parsed.fault).empty() && parsed.word <= words.size());
  const std::size_t size = parsed.word == words.size() ? 0 : words[parsed.word].size();
  expect(parsed.offset <= size && parsed.length <= size - parsed.offset);
}

bool same(const SearchKey& a, const SearchKey& b) {
  return a.term == b.term && a.joined == b.joined && a.date == b.date && a.number == b.number &&
         a.range.first == b.range.first && a.range.last == b.range.last && a.text == b.text && a.field == b.field;
}

void check_row(std::span<const SearchKey> keys) {
  expect(is_complete(keys));
  const fuzz::Heap storage(65535);
  Outbox out({storage.data(), storage.size()});
  out.begin();
  imap::put_search(out, keys, imap::literal_plus | imap::always_quoted);
  if (!out.commit() || is_beyond_ascii(keys)) return;  // a keyword that is no atom
  for (const SearchKey& key : keys)
    if (key.text.find_first_of("\r\n") != key.text.npos) return;  // a literal
  const std::string said(out.ready());
  std::vector<SearchKey> again(keys.size());
  const fuzz::Heap escapes(said.size());
  const ParsedSearch parsed = parse_search(std::string_view(said), again, {escapes.data(), escapes.size()});
  expect(parsed && parsed.keys.size() == keys.size());
  for (std::size_t i = 0; i != keys.size(); ++i) expect(same(keys[i], parsed.keys[i]));
}

void check(std::span<const std::string_view> words, std::size_t keys, std::size_t octets) {
  std::vector<SearchKey> row(keys);
  const fuzz::Heap escapes(octets);
  const ParsedSearch parsed = parse_search(words, row, {escapes.data(), escapes.size()});
  if (!parsed) return check_fault(parsed, words);
  expect(!parsed.keys.empty() && parsed.keys.data() == row.data() && parsed.keys.size() <= row.size());
  check_row(parsed.keys);
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const Heap whole(input);
  const std::string_view text = whole.view();
  check({&text, 1}, input.size() + 1, input.size());
  check({&text, 1}, dice.from(0, 4), dice.from(0, 4));

  std::vector<Heap> pieces;
  std::vector<std::string_view> words;
  in_pieces(input, dice, [&](std::string_view piece) { pieces.emplace_back(piece); });
  for (const Heap& piece : pieces) words.push_back(piece.view());
  check(words, input.size() + 1, input.size());
  // Words as a shell takes them apart.
  words.clear();
  for (std::size_t at = 0; at <= text.size();) {
    words.push_back(text.substr(at, text.find(' ', at) - at));
    at += words.back().size() + 1;
  }
  check(words, input.size() + 1, input.size());
}
