// Texts to arguments: an atom if that does, else a quoted string, else a literal.
#include <mailmote/imap/command.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf7.hpp>

#include "atom.hpp"

namespace mailmote::imap {

namespace {

// What a text asks for beyond an atom, by its octets. Bits.
constexpr unsigned quotes = 1, literal_form = 2, never = 4;

// ATOM-CHAR of RFC 3501 9.
bool is_atom_octet(char c) {
  for (const char special : "(){ %*\"\\]")
    if (c == special) return false;
  return !wire::is_control(c);
}

unsigned need_of(char c) {
  if (c == '\0') return never;
  if (!wire::is_ascii(c) || c == '\r' || c == '\n') return literal_form;
  return is_atom_octet(c) ? 0 : quotes;
}

// NIL is an atom with a meaning of its own.
unsigned needs_of(std::string_view text, std::uint8_t forms) {
  const bool bare = (forms & always_quoted) == 0 && !text.empty() && !wire::equals_any_case(text, "NIL");
  unsigned needs = bare ? 0 : quotes;
  for (const char c : text) needs |= need_of(c);
  return needs;
}

void put_quoted_octet(Outbox& out, char c) {
  if (c == '"' || c == '\\') out.put('\\');
  out.put(c);
}

void put_quoted(Outbox& out, const std::string_view& text) {
  out.put('"');
  for (const char c : text) put_quoted_octet(out, c);
  out.put('"');
}

// The server asks for it, unless it takes it at once.
void put_literal(Outbox& out, const std::string_view& text, std::uint8_t forms) {
  const bool at_once = goes_at_once(forms, text.size());
  out.put('{').put_number(text.size()).put(at_once ? "+}\r\n" : "}\r\n");
  if (!at_once) out.gate();
  out.put(text);
}

}  // namespace

bool is_atom(std::string_view text) { return needs_of(text, 0) == 0; }

void put_astring(Outbox& out, std::string_view text, std::uint8_t forms) {
  const unsigned needs = needs_of(text, forms);
  if (needs >= never) return out.spoil();
  if (needs >= literal_form) return put_literal(out, text, forms);
  if (needs == quotes) return put_quoted(out, text);
  out.put(text);
}

void put_field_name(Outbox& out, std::string_view name, std::uint8_t forms) {
  if (!is_atom(name) || name.find(':') != name.npos) out.spoil();
  put_astring(out, name, forms);
}

// The length of a literal is hidden with it.
void put_secret_astring(Outbox& out, std::string_view text, std::uint8_t forms) {
  const std::size_t before = out.room().size();
  put_astring(out, text, forms);
  out.hide(before - out.room().size());
}

void put_mailbox(Outbox& out, std::string_view name, std::uint8_t forms) {
  constexpr std::string_view inbox = "INBOX";
  if (wire::equals_any_case(name, inbox)) return put_astring(out, inbox, forms);
  if (!wire::Utf7Encoder::takes(name)) return out.spoil();
  const bool quoted = (needs_of(name, forms) & quotes) != 0;
  if (quoted) out.put('"');
  wire::Utf7Encoder encoder(name);
  for (int octet = encoder.next(); octet != encoder.end; octet = encoder.next())
    put_quoted_octet(out, static_cast<char>(octet));
  if (quoted) out.put('"');
}

}  // namespace mailmote::imap
