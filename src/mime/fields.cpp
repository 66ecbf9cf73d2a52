// Mailboxes, subject, date and file name as headers have them.
#include "fields.hpp"

#include <array>

#include <mailmote/mime/message_check.hpp>
#include <mailmote/wire/date.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include "atom.hpp"

namespace mailmote::mime {
namespace {

using Words = wire::EncodedWordEncoder;

constexpr std::size_t max_plain_name = 60;  // a longer one has to be folded, and encoded words do that

// What a display name can be on the wire: RFC 5322 3.2.5.
enum class NameForm : std::uint8_t { atoms, quoted_string, words };

NameForm form_of(const Address& address) {
  if (address.display_name.size() > max_plain_name) return NameForm::words;
  NameForm form = address.quoted ? NameForm::quoted_string : NameForm::atoms;
  char before = 0;
  for (const char c : address.display_name) {
    if (!wire::is_printable(c)) return NameForm::words;
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
  const NameForm form = form_of(address);
  if (form == NameForm::words) {
    page.put_space(short_word);
    put_words(page, address.display_name, address.quoted ? Words::Use::for_quoted : Words::Use::always);
  } else {
    page.put_word(address.display_name, form == NameForm::quoted_string ? '"' : '\0');
  }
}

// RFC 2231 7, and fewer: what no reader takes amiss.
bool is_attribute_octet(char c) { return wire::is_alnum(c) || c == '-' || c == '.' || c == '_'; }

// ";", and a line for one of the sections that a parameter is divided into: RFC 2231 3. There are twenty at
// most.
void put_section_start(Excerpt& page, unsigned section, bool numbered) {
  page.put(";\r\n filename*");
  if (numbered) {
    if (section >= 10) page.put('1');
    page.put(static_cast<char>('0' + (section < 10 ? section : section - 10)));
    page.put('*');
  }
  page.put('=');
  if (section == 0) page.put("utf-8''");
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
  page.end_line();
}

bool put_mailbox(Excerpt& page, std::string_view& list, bool first) {
  AddressReader reader(list);
  const Address address = reader.next();
  if (address.kind != Address::Kind::mailbox) return false;
  list = reader.rest();
  if (!first) page.put(',');
  const bool bare = address.display_name.empty();
  if (!bare) put_name(page, address);
  page.put_word(address.path, bare ? '\0' : '<');
  return true;
}

void put_text(Excerpt& page, std::string_view text) {
  std::size_t word = 0;
  while (word < text.size() && !wire::is_blank(text[word])) ++word;
  const bool fits = page.column() + 1 + word <= Excerpt::max_column;
  if (!fits && word < Excerpt::max_column && !wire::needs_encoded_words(text)) page.end_line();
  page.put(' ');
  put_words(page, text, Words::Use::where_needed);
}

bool is_plain_file_name(std::string_view name) {
  if (name.size() > max_plain_name) return false;
  for (const char c : name)
    if (!wire::is_printable(c) || c == '"' || c == '\\') return false;
  return true;
}

void put_plain_name(Excerpt& page, std::string_view name) {
  if (name.size() > max_plain_name) name.remove_prefix(name.size() - max_plain_name);
  for (const char c : name) page.put(is_attribute_octet(c) || c == ' ' ? c : '_');
}

// Everything but an attribute octet as %XX: RFC 2231 4. No character is divided: some readers decode each section by
// itself.
void put_sections(Excerpt& page, std::string_view name) {
  constexpr std::size_t most = 18;  // octets of a section, 54 once they are encoded
  static_assert(max_attachment_name / (most - 3) < 20);
  const bool numbered = name.size() > most;
  std::size_t left = 0;
  for (unsigned section = 0; !name.empty();) {
    std::size_t n = wire::utf8_front(name).size;
    if (n > left) {
      put_section_start(page, section++, numbered);
      left = most;
    }
    left -= n;
    for (; n != 0; --n) {
      const char c = name.front();
      if (is_attribute_octet(c)) {
        page.put(c);
      } else {
        page.put('%');
        put_hex(page, {name.data(), 1});
      }
      name.remove_prefix(1);
    }
  }
}

}  // namespace mailmote::mime
