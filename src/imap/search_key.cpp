// Rows of search keys to the words of SEARCH.
#include <mailmote/imap/search_key.hpp>

#include <mailmote/wire/utf8.hpp>
#include <mailmote/wire/words.hpp>

#include "atom.hpp"

namespace mailmote::imap {

namespace {

constexpr auto return_words = wire::make_words("MIN MAX COUNT ALL ");  // in the order of SearchReturn

// "RETURN (MIN COUNT) "
void put_returns(Outbox& out, std::uint8_t returns) {
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

bool put_field(Outbox& out, const SearchKey& key, Literal literal, Quoting quoting) {
  if (!is_field_name(key.field) || !put_astring(out, key.field, literal, quoting)) return false;
  out.put(' ');
  return true;
}

// What stands behind the name.
bool put_argument(Outbox& out, const SearchKey& key, Literal literal, Quoting quoting) {
  switch (argument_of(key.term)) {
    case SearchArgument::keyword: return put_keyword(out, key.text);
    case SearchArgument::date: return put_date(out, key.date);
    case SearchArgument::set: return put_range(out, key.range);
    case SearchArgument::octets: out.put_number(key.number); return true;
    case SearchArgument::field_and_text:
      if (!put_field(out, key, literal, quoting)) return false;
      [[fallthrough]];
    case SearchArgument::text: return wire::is_utf8(key.text) && put_astring(out, key.text, literal, quoting);
    default: return true;
  }
}

bool put_key(Outbox& out, const SearchKey& key, Literal literal, Quoting quoting) {
  out.put(name(key.term));
  if (argument_of(key.term) < SearchArgument::keys && !name(key.term).empty()) out.put(' ');
  return put_argument(out, key, literal, quoting);
}

}  // namespace

bool put_search(Outbox& out, std::span<const SearchKey> keys, std::uint8_t returns, Literal literal, Quoting quoting) {
  if (!is_complete(keys) || returns > return_min + return_max + return_count + return_all) return false;
  put_returns(out, returns);
  if (is_beyond_ascii(keys)) out.put("CHARSET UTF-8 ");
  SearchNesting nesting;
  char before = '\0';
  for (const SearchKey& key : keys) {
    if (before != '\0') out.put(before);
    const bool goes_on = before == ',';  // with a set
    if (!(goes_on ? put_argument(out, key, literal, quoting) : put_key(out, key, literal, quoting))) return false;
    before = key.joined ? ',' : ' ';
    if (key.term == SearchTerm::group) {
      out.put('(');
      before = '\0';
    }
    for (std::size_t ended = nesting.take(key); ended != 0; --ended) out.put(')');
  }
  return true;
}

}  // namespace mailmote::imap
