// Which messages, and with which flags.
#include <mailmote/imap/command.hpp>

#include "atom.hpp"

namespace mailmote::imap {

namespace {

void put_end(Outbox& out, std::uint32_t number) {
  if (number == Range::star) {
    out.put('*');
  } else {
    out.put_number(number);
  }
}

// What stands before the next space; it and the space are taken away.
std::string_view take_word(std::string_view& text) {
  std::size_t n = 0;
  while (n != text.size() && text[n] != ' ') ++n;
  const std::string_view word{text.data(), n};
  text.remove_prefix(n == text.size() ? n : n + 1);
  return word;
}

}  // namespace

void put_range(Outbox& out, const Range& range) {
  if (range.first == 0 || range.last == 0) return out.spoil();
  put_end(out, range.first);
  if (range.first == range.last) return;
  out.put(':');
  put_end(out, range.last);
}

void put_set(Outbox& out, const MessageSet& set) {
  Range range;
  std::size_t at = 0;
  if (!set.next(at, range)) return out.spoil();
  put_range(out, range);
  while (set.next(at, range)) put_range(out.put(','), range);
}

void put_keyword(Outbox& out, std::string_view keyword) {
  out.put(keyword);
  if (!is_atom(keyword)) out.spoil();
}

void put_flags(Outbox& out, const Flags& flags) {
  if (flags.has(Flag::recent)) out.spoil();
  char before = '(';
  for (std::uint8_t i = 0; i != static_cast<std::uint8_t>(Flag::recent); ++i) {
    const auto flag = static_cast<Flag>(i);
    if (!flags.has(flag)) continue;
    out.put(before).put(name(flag));
    before = ' ';
  }
  for (std::string_view keywords = flags.keywords; !keywords.empty(); before = ' ') {
    out.put(before);
    put_keyword(out, take_word(keywords));
  }
  if (before == '(') out.put('(');
  out.put(')');
}

}  // namespace mailmote::imap
