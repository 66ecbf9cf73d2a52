// What FETCH is asked for, and sections by their names.
#include <mailmote/imap/command.hpp>

#include <cstddef>
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/words.hpp>

#include "atom.hpp"
#include "item_words.hpp"

namespace mailmote::imap {

namespace {

// Those of FetchItems, in its order.
constexpr std::size_t item_count = offsetof(FetchItems, gm_labels) + 1;
static_assert(item_count == 11);

constexpr auto form_words = wire::make_words("BODY[ BODY.PEEK[ BINARY[ BINARY.PEEK[ ");
// In the order of SectionKind, from header on.
constexpr auto kind_words = wire::make_words("HEADER TEXT MIME HEADER.FIELDS HEADER.FIELDS.NOT ");

// "1.12"
bool is_part(const std::string_view& text) {
  char before = '.';
  for (const char c : text) {
    const bool goes_on = c == '.' ? before != '.' : wire::is_digit(c) && (c != '0' || before != '.');
    if (!goes_on) return false;
    before = c;
  }
  return before != '.';
}

bool goes_together(const Section& s) {
  if (!s.part.empty() && !is_part(s.part)) return false;
  if (s.binary && s.kind != SectionKind::whole) return false;
  if (s.kind == SectionKind::mime && s.part.empty()) return false;
  return (s.kind >= SectionKind::header_fields) != s.fields.empty();
}

// "(DATE FROM)"
void put_fields(Outbox& out, std::span<const std::string_view> fields, std::uint8_t forms) {
  char before = '(';
  for (const std::string_view field : fields) {
    out.put(before);
    put_field_name(out, field, forms);
    before = ' ';
  }
  out.put(')');
}

void put_section(Outbox& out, const Section& s, std::uint8_t forms) {
  if (!goes_together(s)) out.spoil();
  out.put(form_words.at(static_cast<std::uint8_t>(s.peek + 2 * s.binary))).put(s.part);
  if (s.kind != SectionKind::whole) {
    if (!s.part.empty()) out.put('.');
    out.put(kind_words.at(static_cast<std::uint8_t>(static_cast<std::uint8_t>(s.kind) - 1)));
  }
  if (!s.fields.empty()) {
    out.put(' ');
    put_fields(out, s.fields, forms);
  }
  out.put(']');
  if (s.offset != 0 || s.length != 0)
    out.put('<').put_number(s.offset).put('.').put_number(s.length == 0 ? UINT32_MAX : s.length).put('>');
}

}  // namespace

std::size_t read_section(std::string_view text, Section& section) {
  section.kind = SectionKind::whole;
  section.part = {};
  std::size_t at = 0;
  while (at != text.size()) {
    const std::size_t begin = at;
    while (at != text.size() && wire::is_digit(text[at])) ++at;
    if (at == begin) break;
    if (text[begin] == '0') return begin;
    section.part = {text.data(), at};
    if (at == text.size()) return text.npos;
    if (text[at++] != '.') return at - 1;
  }
  if (text.empty()) return text.npos;
  const std::uint8_t index = kind_words.index({text.data() + at, text.size() - at});
  if (index >= static_cast<std::uint8_t>(SectionKind::mime)) return at;  // none of the first three
  const auto kind = static_cast<SectionKind>(index + 1);
  if (kind == SectionKind::mime && section.part.empty()) return at;
  section.kind = kind;
  return text.npos;
}

void put_fetch_items(Outbox& out, const FetchItems& items, std::uint8_t forms) {
  char before = '(';
  bool asked[item_count];
  std::memcpy(asked, &items, sizeof asked);
  for (std::uint8_t i = 0; i != item_count; ++i) {
    if (!asked[i]) continue;
    out.put(before).put(item_words.at(i));
    before = ' ';
  }
  if (items.section.wanted) {
    out.put(before);
    before = ' ';
    put_section(out, items.section, forms);
  }
  out.put(')');
  if (before == '(') out.spoil();
}

}  // namespace mailmote::imap
