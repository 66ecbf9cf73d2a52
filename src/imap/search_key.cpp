// Rows of search keys to the words of SEARCH.
#include <mailmote/imap/search_key.hpp>

#include <mailmote/wire/utf8.hpp>
#include <mailmote/wire/words.hpp>

#include "atom.hpp"

namespace mailmote::imap {

namespace {

constexpr auto return_words = wire::make_words("MIN MAX COUNT ALL ");  // in the order of SearchReturn

// What stands behind the name.
void put_argument(Outbox& out, const SearchKey& key, std::uint8_t forms) {
  switch (argument_of(key.term)) {
    case SearchArgument::keyword: return put_keyword(out, key.text);
    case SearchArgument::date: return put_date(out, key.date);
    case SearchArgument::set: return put_range(out, key.range);
    case SearchArgument::octets: out.put_number(key.number); return;
    case SearchArgument::field_and_text:
      put_field_name(out, key.field, forms);
      out.put(' ');
      [[fallthrough]];
    case SearchArgument::text:
      if (!wire::is_utf8(key.text)) out.spoil();
      return put_astring(out, key.text, forms);
    default: return;
  }
}

void put_name(Outbox& out, SearchTerm term) {
  const std::string_view word = name(term);
  out.put(word);
  if (argument_of(term) < SearchArgument::keys && !word.empty()) out.put(' ');
}

}  // namespace

void put_returns(Outbox& out, std::uint8_t returns) {
  if (returns > return_min + return_max + return_count + return_all) out.spoil();
  if (returns == 0) return;
  out.put("RETURN ");
  char before = '(';
  for (std::uint8_t i = 0; i != 4; ++i) {
    if ((unsigned{returns} >> i & 1U) == 0) continue;
    out.put(before).put(return_words.at(i));
    before = ' ';
  }
  out.put(") ");
}

void put_search(Outbox& out, std::span<const SearchKey> keys, std::uint8_t forms) {
  if (!is_complete(keys)) return out.spoil();
  if (is_beyond_ascii(keys)) out.put("CHARSET UTF-8 ");
  SearchNesting nesting;
  char before = '\0';
  for (const SearchKey& key : keys) {
    if (before != '\0') out.put(before);
    const bool goes_on = before == ',';  // with a set
    if (!goes_on) put_name(out, key.term);
    put_argument(out, key, forms);
    before = key.joined ? ',' : ' ';
    if (key.term == SearchTerm::group) {
      out.put('(');
      before = '\0';
    }
    for (std::size_t ended = nesting.take(key); ended != 0; --ended) out.put(')');
  }
}

}  // namespace mailmote::imap
