// Mailboxes out of a list that a person wrote. Every step looks at an octet once or twice and goes forwards.
#include <mailmote/mime/address.hpp>

#include <mailmote/wire/ascii.hpp>

#include "atom.hpp"

namespace mailmote::mime {
namespace {

using Reason = Address::Reason;
using wire::is_alnum;
using wire::is_blank;

// No header and no address holds one.
bool is_control(char c) { return wire::is_control(c) && c != '\t'; }

// Goes over the list, rule by rule. A rule that holds leaves `at` behind what it covers; one that is broken answers
// false, and `at` is where.
struct Scanner {
  std::string_view list;
  std::size_t at;
  Reason broken = Reason::none;

  bool name();
  bool path();
  bool close_angle(std::size_t open);
  bool end_mailbox();
  bool quoted_string();
  void blanks();
  bool at_end() const { return at == list.size() || list[at] == ','; }
  char here() const { return ahead(0); }
  bool refuse(Reason reason, std::size_t where);
  bool refuse(Reason reason) { return refuse(reason, at); }
  std::string_view from(std::size_t begin, std::size_t end) const { return {list.data() + begin, end - begin}; }

 private:
  // 0 at the end: a NUL belongs to no rule either.
  char ahead(std::size_t n) const { return at + n < list.size() ? list[at + n] : '\0'; }
  bool misplaced(Reason reason);
  bool at_follows() const;
  bool dot_atom();
  bool quoted_local();
  bool local_part();
  bool address_literal();
  bool label();
  bool labels();
  bool domain();
};

bool Scanner::refuse(Reason reason, std::size_t where) {
  broken = reason;
  at = where;
  return false;
}

// Refuses the octet here: for `reason`, if nothing else is the matter with it than the place.
bool Scanner::misplaced(Reason reason) {
  if (at < list.size() && is_control(list[at])) reason = Reason::control_octet;
  if (!wire::is_ascii(here())) reason = Reason::not_ascii;
  return refuse(reason);
}

void Scanner::blanks() {
  while (is_blank(here())) ++at;
}

bool Scanner::quoted_string() {
  const std::size_t open = at;
  for (++at; at < list.size(); ++at) {
    if (is_control(list[at])) return refuse(Reason::control_octet);
    if (list[at] == '"') {
      ++at;
      return true;
    }
    if (list[at] == '\\' && !is_control(ahead(1))) ++at;
  }
  return refuse(Reason::unclosed_quote, open);
}

// To the angle behind a display name; for a plain address, to the end of it.
bool Scanner::name() {
  bool at_seen = false;
  while (!at_end() && here() != '<') {
    const char c = here();
    if (c == '"') {
      if (!quoted_string()) return false;
      continue;
    }
    if (is_control(c)) return refuse(Reason::control_octet);
    if (c == '(') return refuse(Reason::comment);
    if ((c == ':' || c == ';') && !at_seen) return refuse(Reason::group);  // behind an @ it is of an address literal
    at_seen = at_seen || c == '@';
    ++at;
  }
  // "a@b <c@d>": which of the two?
  return !at_seen || here() != '<' || refuse(Reason::trailing_text);
}

bool Scanner::at_follows() const {
  for (Scanner rest = *this; !rest.at_end(); ++rest.at)
    if (rest.here() == '@') return true;
  return false;
}

bool Scanner::dot_atom() {
  const std::size_t begin = at;
  for (; is_atom_octet(here()) || here() == '.'; ++at)
    if (here() == '.' && (at == begin || ahead(1) == '.' || ahead(1) == '@')) return refuse(Reason::local_octet);
  return true;
}

// Narrower than RFC 5321 4.1.2: no space and no angle, whatever quotes them.
bool Scanner::quoted_local() {
  const std::size_t open = at;
  if (!quoted_string()) return false;
  const std::size_t end = at;
  for (at = open; at < end; ++at)
    if (is_blank(here()) || here() == '<' || here() == '>' || !wire::is_ascii(here()))
      return misplaced(Reason::local_octet);
  return true;
}

// And the @ behind it.
bool Scanner::local_part() {
  const std::size_t begin = at;
  const bool sound = here() == '"' ? quoted_local() : dot_atom();
  if (sound && here() != '@') misplaced(Reason::local_octet);
  const bool octet = broken == Reason::local_octet || broken == Reason::not_ascii;
  if (octet && !at_follows()) return refuse(Reason::no_at, begin);
  if (broken != Reason::none) return false;
  if (at == begin) return refuse(Reason::empty_local);
  if (at - begin > AddressReader::max_local) return refuse(Reason::local_too_long, begin + AddressReader::max_local);
  ++at;
  return true;
}

// "[192.0.2.1]", "[IPv6:2001:db8::1]": RFC 5321 4.1.3, by its octets alone.
bool Scanner::address_literal() {
  const std::size_t first = ++at;
  while (is_alnum(here()) || here() == ':' || here() == '.' || here() == '-') ++at;
  if (here() != ']' || at == first) return misplaced(Reason::domain_octet);
  ++at;
  return true;
}

bool Scanner::label() {
  const std::size_t begin = at;
  while (is_alnum(here()) || here() == '-') ++at;
  if (at == begin) return misplaced(Reason::domain_octet);
  if (list[begin] == '-') return refuse(Reason::domain_octet, begin);
  if (list[at - 1] == '-') return refuse(Reason::domain_octet, at - 1);
  return at - begin <= AddressReader::max_label || refuse(Reason::domain_too_long, begin + AddressReader::max_label);
}

bool Scanner::labels() {
  while (label()) {
    if (here() != '.') return true;
    ++at;
  }
  return false;
}

bool Scanner::domain() {
  const std::size_t begin = at;
  if (at_end() || is_blank(here()) || here() == '>') return refuse(Reason::no_at);
  if (here() == '[' ? !address_literal() : !labels()) return false;
  return at - begin <= AddressReader::max_domain || refuse(Reason::domain_too_long, begin + AddressReader::max_domain);
}

bool Scanner::path() { return local_part() && domain(); }

bool Scanner::close_angle(std::size_t open) {
  if (at == list.size()) return refuse(Reason::unclosed_angle, open);
  if (here() != '>') return misplaced(Reason::domain_octet);
  ++at;
  return true;
}

// Nothing but blanks up to the comma. What touches a plain address would be of its domain.
bool Scanner::end_mailbox() {
  const bool touches = list[at - 1] != '>' && !at_end() && !is_blank(here());
  if (touches) return misplaced(Reason::domain_octet);
  blanks();
  if (at_end()) return true;
  if (is_control(here())) return refuse(Reason::control_octet);
  return refuse(here() == '(' ? Reason::comment : Reason::trailing_text);
}

// Without the blanks behind it, and without the quotes if it is one quoted string.
void set_name(Address& address, std::string_view name) {
  while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
  Scanner scanner{name, 0};
  address.quoted = scanner.here() == '"' && scanner.quoted_string() && scanner.at == name.size();
  address.display_name = address.quoted ? scanner.from(1, name.size() - 1) : name;
}

}  // namespace

Address AddressReader::next() {
  if (state_ == State::over) return refuse(refusal_, at_);
  Scanner scanner{list_, at_};
  scanner.blanks();
  const std::size_t begin = scanner.at;
  if (begin == list_.size() && state_ == State::begin) return refuse(Reason::none, begin);
  if (scanner.at_end()) return refuse(Reason::empty, begin);
  if (!scanner.name()) return refuse(scanner.broken, scanner.at);

  Address address;
  address.kind = Address::Kind::mailbox;
  const std::size_t open = scanner.at;
  const bool angle = scanner.here() == '<';
  scanner.at = angle ? open + 1 : begin;
  const std::size_t path = scanner.at;
  if (!scanner.path()) return refuse(scanner.broken, scanner.at);
  address.path = scanner.from(path, scanner.at);
  if (angle) set_name(address, scanner.from(begin, open));
  if (address.display_name.size() > max_name) return refuse(Reason::name_too_long, begin + max_name);
  if ((angle && !scanner.close_angle(open)) || !scanner.end_mailbox()) return refuse(scanner.broken, scanner.at);
  state_ = scanner.at == list_.size() ? State::over : State::behind_comma;
  at_ = scanner.at + (state_ == State::over ? 0 : 1);
  return address;
}

// Also the end: for no reason.
Address AddressReader::refuse(Reason reason, std::size_t at) {
  state_ = State::over;
  refusal_ = reason;
  at_ = at;
  Address address;
  address.kind = reason == Reason::none ? Address::Kind::end : Address::Kind::refused;
  address.reason = reason;
  address.offset = static_cast<std::uint16_t>(at < UINT16_MAX ? at : UINT16_MAX);
  return address;
}

}  // namespace mailmote::mime
