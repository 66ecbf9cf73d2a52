// Mailboxes out of a list that a person wrote. Every step looks at an octet once or twice and goes forwards.
#include <mailmote/mime/address.hpp>

#include <mailmote/wire/ascii.hpp>

#include "atom.hpp"

namespace mailmote::mime {
namespace {

using Reason = Address::Reason;
using wire::is_alnum;
using wire::is_ascii;
using wire::is_blank;

// How far a rule reaches: to `at`, or it is broken there.
struct Reach {
  std::size_t at = 0;
  Reason broken = Reason::none;
};

// 0 at the end: a NUL belongs to no rule either.
char octet_at(std::string_view list, std::size_t at) { return at < list.size() ? list[at] : '\0'; }

std::size_t skip_blanks(std::string_view list, std::size_t at) {
  while (is_blank(octet_at(list, at))) ++at;
  return at;
}

bool ends_mailbox(std::string_view list, std::size_t at) { return at == list.size() || list[at] == ','; }

// No header and no address holds one.
bool is_control(char c) { return wire::is_control(c) && c != '\t'; }

// Why this octet may not stand here, if nothing else is the matter with it than the place.
Reason reason_at(std::string_view list, std::size_t at, Reason misplaced) {
  if (at == list.size()) return misplaced;
  if (is_control(list[at])) return Reason::control_octet;
  return is_ascii(list[at]) ? misplaced : Reason::not_ascii;
}

// From a quote to behind the one that closes it.
Reach skip_quoted(std::string_view list, std::size_t open) {
  for (std::size_t at = open + 1; at < list.size(); ++at) {
    if (is_control(list[at])) return {at, Reason::control_octet};
    if (list[at] == '"') return {at + 1};
    if (list[at] == '\\' && !is_control(octet_at(list, at + 1))) ++at;
  }
  return {open, Reason::unclosed_quote};
}

// To the angle behind a display name; for a plain address, to the end of it.
Reach skip_name(std::string_view list, std::size_t at) {
  bool at_seen = false;
  while (!ends_mailbox(list, at) && list[at] != '<') {
    const char c = list[at];
    if (c == '"') {
      const Reach quoted = skip_quoted(list, at);
      if (quoted.broken != Reason::none) return quoted;
      at = quoted.at;
      continue;
    }
    if (is_control(c)) return {at, Reason::control_octet};
    if (c == '(') return {at, Reason::comment};
    if ((c == ':' || c == ';') && !at_seen) return {at, Reason::group};  // behind an @ it is of an address literal
    at_seen = at_seen || c == '@';
    ++at;
  }
  // "a@b <c@d>": which of the two?
  if (at_seen && octet_at(list, at) == '<') return {at, Reason::trailing_text};
  return {at};
}

bool at_follows(std::string_view list, std::size_t at) {
  for (; !ends_mailbox(list, at); ++at)
    if (list[at] == '@') return true;
  return false;
}

Reach dot_atom(std::string_view list, std::size_t begin) {
  std::size_t at = begin;
  for (; is_atom_octet(octet_at(list, at)) || octet_at(list, at) == '.'; ++at) {
    const char next = octet_at(list, at + 1);
    if (list[at] == '.' && (at == begin || next == '.' || next == '@')) return {at, Reason::local_octet};
  }
  return {at};
}

// Narrower than RFC 5321 4.1.2: no space and no angle, whatever quotes them.
Reach quoted_local(std::string_view list, std::size_t open) {
  const Reach quoted = skip_quoted(list, open);
  if (quoted.broken != Reason::none) return quoted;
  for (std::size_t at = open + 1; at + 1 < quoted.at; ++at) {
    const Reason reason = reason_at(list, at, Reason::none);
    const bool narrowed = is_blank(list[at]) || list[at] == '<' || list[at] == '>';
    if (narrowed || reason != Reason::none) return {at, narrowed ? Reason::local_octet : reason};
  }
  return quoted;
}

Reach local_part(std::string_view list, std::size_t begin) {
  const bool quoted = octet_at(list, begin) == '"';
  Reach local = quoted ? quoted_local(list, begin) : dot_atom(list, begin);
  if (local.broken == Reason::none && octet_at(list, local.at) != '@')
    local.broken = reason_at(list, local.at, Reason::local_octet);
  if (local.broken == Reason::local_octet || local.broken == Reason::not_ascii)
    return at_follows(list, local.at) ? local : Reach{begin, Reason::no_at};
  if (local.broken != Reason::none) return local;
  if (local.at == begin) return {begin, Reason::empty_local};
  if (local.at - begin > AddressReader::max_local) return {begin + AddressReader::max_local, Reason::local_too_long};
  return local;
}

// "[192.0.2.1]", "[IPv6:2001:db8::1]": RFC 5321 4.1.3, by its octets alone.
Reach address_literal(std::string_view list, std::size_t open) {
  std::size_t at = open + 1;
  while (is_alnum(octet_at(list, at)) || octet_at(list, at) == ':' || octet_at(list, at) == '.' ||
         octet_at(list, at) == '-')
    ++at;
  if (octet_at(list, at) != ']' || at == open + 1) return {at, reason_at(list, at, Reason::domain_octet)};
  return {at + 1};
}

// From the first octet of a label to behind its last.
Reach label(std::string_view list, std::size_t begin) {
  std::size_t at = begin;
  while (is_alnum(octet_at(list, at)) || octet_at(list, at) == '-') ++at;
  if (at == begin) return {at, reason_at(list, at, Reason::domain_octet)};
  if (list[begin] == '-') return {begin, Reason::domain_octet};
  if (list[at - 1] == '-') return {at - 1, Reason::domain_octet};
  if (at - begin > AddressReader::max_label) return {begin + AddressReader::max_label, Reason::domain_too_long};
  return {at};
}

Reach labels(std::string_view list, std::size_t begin) {
  Reach domain = label(list, begin);
  while (domain.broken == Reason::none && octet_at(list, domain.at) == '.') domain = label(list, domain.at + 1);
  return domain;
}

Reach domain_part(std::string_view list, std::size_t begin) {
  const char first = octet_at(list, begin);
  if (ends_mailbox(list, begin) || is_blank(first) || first == '>') return {begin, Reason::no_at};
  const Reach domain = first == '[' ? address_literal(list, begin) : labels(list, begin);
  if (domain.broken == Reason::none && domain.at - begin > AddressReader::max_domain)
    return {begin + AddressReader::max_domain, Reason::domain_too_long};
  return domain;
}

Reach path_of(std::string_view list, std::size_t begin) {
  const Reach local = local_part(list, begin);
  return local.broken == Reason::none ? domain_part(list, local.at + 1) : local;
}

// A path in angles: to behind them.
Reach close_angle(std::string_view list, std::size_t open, std::size_t path_end) {
  if (path_end == list.size()) return {open, Reason::unclosed_angle};
  if (list[path_end] != '>') return {path_end, reason_at(list, path_end, Reason::domain_octet)};
  return {path_end + 1};
}

// Nothing but blanks up to the comma.
Reach close_mailbox(std::string_view list, std::size_t path_end) {
  const std::size_t at = skip_blanks(list, path_end);
  if (ends_mailbox(list, at)) return {at};
  const Reason reason = reason_at(list, at, list[at] == '(' ? Reason::comment : Reason::trailing_text);
  return {at, reason == Reason::not_ascii ? Reason::trailing_text : reason};
}

std::string_view view(std::string_view list, std::size_t begin, std::size_t end) {
  return {list.data() + begin, end - begin};
}

// Without the blanks behind it, and without the quotes if it is one quoted string.
void set_name(Address& address, std::string_view name) {
  while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
  if (octet_at(name, 0) == '"' && skip_quoted(name, 0).at == name.size()) {
    address.quoted = true;
    name = view(name, 1, name.size() - 1);
  }
  address.display_name = name;
}

}  // namespace

Address AddressReader::next() {
  if (state_ == State::over) return refuse(refusal_, at_);
  const std::size_t begin = skip_blanks(list_, at_);
  if (begin == list_.size() && state_ == State::begin) return refuse(Reason::none, begin);
  if (ends_mailbox(list_, begin)) return refuse(Reason::empty, begin);
  const Reach name = skip_name(list_, begin);
  if (name.broken != Reason::none) return refuse(name.broken, name.at);
  return mailbox(begin, name.at);
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

Address AddressReader::mailbox(std::size_t begin, std::size_t name_end) {
  const bool angle = octet_at(list_, name_end) == '<';
  const std::size_t path_begin = angle ? name_end + 1 : begin;
  const Reach path = path_of(list_, path_begin);
  if (path.broken != Reason::none) return refuse(path.broken, path.at);

  Reach end = path;
  if (angle) end = close_angle(list_, name_end, path.at);
  // "a@b." and "a@b>" are misplaced octets, "a@b c" is text behind an address.
  else if (!ends_mailbox(list_, path.at) && !is_blank(list_[path.at]))
    end = {path.at, reason_at(list_, path.at, Reason::domain_octet)};
  if (end.broken == Reason::none) end = close_mailbox(list_, end.at);
  if (end.broken != Reason::none) return refuse(end.broken, end.at);

  Address address;
  address.kind = Address::Kind::mailbox;
  address.path = view(list_, path_begin, path.at);
  if (angle) set_name(address, view(list_, begin, name_end));
  if (address.display_name.size() > max_name) return refuse(Reason::name_too_long, begin + max_name);
  if (end.at == list_.size()) {
    state_ = State::over;
    at_ = end.at;
  } else {
    state_ = State::behind_comma;
    at_ = end.at + 1;
  }
  return address;
}

}  // namespace mailmote::mime
