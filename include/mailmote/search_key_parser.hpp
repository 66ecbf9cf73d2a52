// Search keys as people write them to a row of SearchKey: the words of RFC 3501 6.4.4, and with them the criteria of
// PHP's imap_search.
//
//   SearchKey room[16];
//   const ParsedSearch search = parse_search("UNSEEN OR FROM \"joe smith\" NOT SINCE 1-Feb-2024", room);
//   if (!search) show(search.fault, search.offset);
//
// Names have any case. A text with a blank or a bracket stands in quotes, inside which a backslash stands before a
// quote or a backslash. A day is 1-Feb-2024, "1 Feb 2024" or 2024-02-01. Groups stand in brackets: NOT (SEEN FLAGGED).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/search_key.hpp>

namespace mailmote {

enum class SearchFault : std::uint8_t {
  none,
  nothing,  // there is no key
  unknown_key,
  missing_argument,  // of the key at the place
  missing_key,       // of the operator or bracket at the place
  bad_text,          // no UTF-8, or NUL in it
  bad_day,
  bad_number,
  bad_set,
  open_quote,
  after_quote,  // something sticks to it
  open_bracket,
  extra_bracket,
  too_deep,  // more than max_search_depth brackets
  too_many_keys,
  too_many_escapes,  // there is no room to undo them
};

// What is wrong, in a few words without a full stop: "unknown search key".
std::string_view text(SearchFault fault);

struct ParsedSearch {
  std::span<const SearchKey> keys;  // complete; lie in the caller's room, and their texts in what was parsed
  SearchFault fault = SearchFault::none;
  std::size_t word = 0;    // where the fault is: in which word,
  std::size_t offset = 0;  // at which octet of it,
  std::size_t length = 0;  // and how many octets it takes
  explicit operator bool() const { return fault == SearchFault::none; }
};

// `escapes` takes texts in quotes that hold a backslash.
ParsedSearch parse_search(std::string_view text, std::span<SearchKey> into, std::span<char> escapes = {});

// The same of words that a shell has taken apart. A text that begins with its word ends with it, too, and may hold what
// it wants: FROM, joe smith.
ParsedSearch parse_search(std::span<const std::string_view> words, std::span<SearchKey> into,
                          std::span<char> escapes = {});

}  // namespace mailmote
