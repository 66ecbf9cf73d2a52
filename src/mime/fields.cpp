// Mailboxes, subject, date and file name as headers have them.
#include "fields.hpp"

#include <array>

#include <mailmote/wire/date.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include "atom.hpp"

namespace mailmote::mime {
namespace {

using Words = wire::EncodedWordEncoder;

constexpr std::size_t max_plain_name = 60;  // a longer one has to be folded, and encoded words do that

// What a display name can be on the wire: RFC 5322 3.2.5.
enum class NameForm : std::uint8_t { none, atoms, quoted_string, words };

NameForm form_of(const Address& address) {
  const std::string_view name = address.display_name;
  if (name.empty()) return NameForm::none;
  if (name.size() > max_plain_name) return NameForm::words;
  NameForm form = address.quoted ? NameForm::quoted_string : NameForm::atoms;
  char before = 0;
  for (const char c : name) {
    if (!wire::is_ascii(c) || wire::is_control(c)) return NameForm::words;
    if (before == '=' && c == '?') return NameForm::words;  // it would be read as an encoded word
    if (!address.quoted && (c == '"' || c == '\\')) return NameForm::words;
    if (!is_atom_octet(c) && c != ' ') form = NameForm::quoted_string;
    before = c;
  }
  return form;
}

void put_words(Excerpt& page, std::string_view text, Words::Use use) {
  Words words(text, page.column(), use);
  std::array<char, Words::max_piece> piece;
  for (std::size_t n; (n = words.next(piece)) != 0;) page.put(std::string_view(piece.data(), n));
}

void put_name(Excerpt& page, const Address& address) {
  constexpr std::size_t short_word = 26;  // an encoded word of one character
  const std::string_view name = address.display_name;
  switch (form_of(address)) {
    case NameForm::none: break;
    case NameForm::atoms:
      page.put_space(name.size());
      page.put(name);
      break;
    case NameForm::quoted_string:
      page.put_space(name.size() + 2);
      page.put('"');
      page.put(name);
      page.put('"');
      break;
    case NameForm::words:
      page.put_space(short_word);
      put_words(page, name, address.quoted ? Words::Use::for_quoted : Words::Use::always);
      break;
  }
}

void put_address(Excerpt& page, const Address& address) {
  put_name(page, address);
  const bool bare = address.display_name.empty();
  page.put_space(address.path.size() + (bare ? 1 : 3));  // with the comma that may follow
  if (!bare) page.put('<');
  page.put(address.path);
  if (!bare) page.put('>');
}

// RFC 2231 7, and fewer: what no reader takes amiss.
bool is_attribute_octet(char c) { return wire::is_alnum(c) || c == '-' || c == '.' || c == '_'; }

bool is_plain_file_name(std::string_view name) {
  if (name.size() > max_plain_name) return false;
  for (const char c : name)
    if (!wire::is_ascii(c) || wire::is_control(c) || c == '"' || c == '\\') return false;
  return true;
}

// RFC 2231 4: everything but an attribute octet as %XX.
void put_extended(Excerpt& page, std::string_view text) {
  for (const char c : text) {
    if (is_attribute_octet(c)) {
      page.put(c);
    } else {
      page.put('%');
      put_hex(page, {&c, 1});
    }
  }
}

// RFC 2231 3: in sections, numbered, each on a line of its own; without a number if there is but one. No character is
// divided: some readers decode each section by itself.
void put_sections(Excerpt& page, std::string_view name) {
  constexpr std::size_t most = 18;  // octets of a section, 54 once they are encoded
  const bool numbered = name.size() > most;
  for (unsigned section = 0; !name.empty(); ++section) {
    page.put(";\r\n filename*");
    if (section >= 10) page.put(static_cast<char>('0' + section / 10));
    if (numbered) page.put(static_cast<char>('0' + section % 10));
    if (numbered) page.put('*');
    page.put(section == 0 ? "=utf-8''" : "=");
    for (std::size_t left = most, n; !name.empty() && (n = wire::utf8_front(name).size) <= left; left -= n) {
      put_extended(page, {name.data(), n});
      name.remove_prefix(n);
    }
  }
}

}  // namespace

void put_hex(Excerpt& page, std::string_view octets) {
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    page.put(wire::hex_digit(octet >> 4U));
    page.put(wire::hex_digit(octet));
  }
}

void put_date(Excerpt& page, std::int64_t seconds) {
  std::array<char, wire::date_length> text;
  const std::string_view date = wire::write_date(seconds, text);
  if (date.empty()) return;
  page.put("Date: ");
  page.put(date);
  page.put("\r\n");
}

bool put_mailbox(Excerpt& page, std::string_view name, AddressReader& list) {
  const bool first = page.column() == 0;
  const Address address = list.next();
  if (address.kind != Address::Kind::mailbox) {
    if (!first) page.put("\r\n");
    return false;
  }
  page.put(first ? name : ",");
  put_address(page, address);
  return true;
}

void put_header(Excerpt& page, std::string_view name, std::string_view value) {
  page.put(name);
  page.put(": ");
  put_words(page, value, Words::Use::where_needed);
  page.put("\r\n");
}

void put_file_name(Excerpt& page, std::string_view name) {
  if (name.empty()) return;
  if (!is_plain_file_name(name)) return put_sections(page, name);
  page.put(";\r\n filename=\"");
  page.put(name);
  page.put('"');
}

void put_plain_name(Excerpt& page, std::string_view name) {
  if (is_plain_file_name(name)) return;
  if (name.size() > max_plain_name) name.remove_prefix(name.size() - max_plain_name);
  page.put(";\r\n name=\"");
  for (const char c : name) page.put(is_attribute_octet(c) || c == ' ' ? c : '_');
  page.put('"');
}

}  // namespace mailmote::mime
