// Addresses of a list that arrived. An element is gone over once to see what it is, and once to read it.
#include <mailmote/mime/address_list.hpp>

#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include "atom.hpp"
#include "lexer.hpp"

namespace mailmote::mime {
namespace {

using Kind = ListedAddress::Kind;

// A semicolon in no group divides, too: Outlook's users write it so.
bool at_separator(const Lexer& in) { return in.at_end() || in.here() == ',' || in.here() == ';'; }

// Up to what tells the form of an element: the angle of an address, the colon of a group, or its end.
void skip_phrase(Lexer& in) {
  for (bool literal = false; !at_separator(in) && in.here() != '<'; in.skip_token()) {
    if (in.here() == ':' && !literal) return;
    literal = in.here() == '[' || (literal && in.here() != ']');  // a@[IPv6:::1]
  }
}

// RFC 6532 3.2.
bool is_word_octet(char c) { return is_atom_octet(c) || !wire::is_ascii(c); }

// Reads local@domain, and puts it down as it means. Each rule goes over the blanks and comments round what it covers; a
// rule that is broken answers false.
struct PathScanner {
  Lexer& in;
  std::span<char> room;
  std::size_t size = 0;
  bool full = false;

  bool angle();
  bool path();

 private:
  void put(char c);
  bool route();
  bool words(bool with_quotes);
  bool quoted_string();
  bool domain();
  bool address_literal();
};

void PathScanner::put(char c) {
  full = full || size == room.size();
  if (!full) room[size++] = c;
}

// RFC 5322 4.4, obs-route: nothing looks at it any more.
bool PathScanner::route() {
  const auto is_octet = [](char c) { return is_atom_octet(c) || c == '.' || c == ',' || c == '@'; };
  for (; is_octet(in.here()); in.skip_space())
    while (is_octet(in.here())) ++in.at;
  return in.skip(':');
}

bool PathScanner::quoted_string() {
  put('"');
  bool sound = true;
  for (const char c : in.quoted()) {
    if (c == '\r' || c == '\n') continue;
    sound = sound && !wire::is_control(c);
    put(c);
  }
  put('"');
  return sound;
}

// Atoms, and quoted strings, with dots between them. A dot too many is of no harm: docomo's telephones were "a..b.".
bool PathScanner::words(bool with_quotes) {
  bool some = false, behind_word = false;
  for (in.skip_space();; in.skip_space()) {
    if (in.skip('.')) {
      put('.');
      behind_word = false;
      continue;
    }
    const bool quoted = with_quotes && in.here() == '"';
    if (!quoted && !is_word_octet(in.here())) return some;
    if (behind_word) return false;
    some = behind_word = true;
    if (quoted && !quoted_string()) return false;
    for (; !quoted && is_word_octet(in.here()); ++in.at) put(in.here());
  }
}

// By its octets alone.
bool PathScanner::address_literal() {
  const auto is_octet = [](char c) { return wire::is_alnum(c) || c == ':' || c == '.' || c == '-'; };
  in.skip('[');
  put('[');
  for (in.skip_blanks(); is_octet(in.here()); in.skip_blanks()) {
    put(in.here());
    ++in.at;
  }
  put(']');
  const bool closed = in.skip(']');
  in.skip_space();
  return closed;
}

bool PathScanner::domain() {
  in.skip_space();
  return in.here() == '[' ? address_literal() : words(false);
}

bool PathScanner::path() {
  if (!words(true) || !in.skip('@')) return false;
  put('@');
  return domain();
}

bool PathScanner::angle() {
  in.skip('<');
  in.skip_space();
  if (in.skip('>')) return true;
  return (in.here() != '@' || route()) && path() && in.skip('>');
}

// A display name: words and quoted strings, with one space where there are blanks or comments. Dots and at signs stand
// for themselves, though they ought to be quoted. False: there is nothing.
bool put_phrase(std::string_view phrase, wire::EncodedWordDecoder& out) {
  Lexer in{phrase};
  in.skip_space();
  const bool some = !in.at_end();
  while (!in.at_end()) {
    const std::size_t begin = in.at;
    if (in.here() == '"') {
      put_quoted(in.quoted(), out);
    } else {
      while (!in.at_end() && !is_white(in.here()) && in.here() != '"' && in.here() != '(') in.skip_token();
      out.put(in.from(begin));
    }
    const std::size_t end = in.at;
    in.skip_space();
    if (in.at != end && !in.at_end()) out.put(" ");
  }
  return some;
}

}  // namespace

ListedAddress AddressListReader::next() {
  Lexer in{list_, at_};
  in.skip_blanks();
  while (in.skip(',') || (!in_group_ && in.skip(';'))) in.skip_blanks();
  ListedAddress address;
  if (in.at_end() || in.here() == ';') {
    if (in_group_) address.kind = Kind::group_end;
    in.skip(';');
    in_group_ = false;
    at_ = in.at;
    return address;
  }
  at_ = in.at;
  return element();
}

ListedAddress AddressListReader::element() {
  Lexer in{list_, at_};
  skip_phrase(in);
  const bool group = in.here() == ':' && !in_group_;  // groups do not lie within each other
  ListedAddress address = group ? begin_group(in) : mailbox(in);
  address.raw = trimmed(in.from(at_));
  at_ = in.at;
  return address;
}

ListedAddress AddressListReader::begin_group(Lexer& in) {
  ListedAddress address;
  address.kind = Kind::group_begin;
  set_name(address, in.from(at_), {});
  in.skip(':');
  in_group_ = true;
  return address;
}

// `in` is at the angle, if there is one, or else where the element should end.
ListedAddress AddressListReader::mailbox(Lexer& in) {
  const std::size_t told = in.at;
  const bool angle = in.here() == '<';
  const std::string_view phrase = angle ? in.from(at_) : std::string_view();
  if (!angle) in.at = at_;
  PathScanner scanner{in, room_};
  bool sound = angle ? scanner.angle() : scanner.path();
  in.skip_space();
  const std::string_view path{room_.data(), scanner.size};
  sound = sound && at_separator(in) && in.at >= told && !in.unclosed && (scanner.full || wire::is_utf8(path));

  ListedAddress address;
  address.in_group = in_group_;
  address.kind = sound && !scanner.full ? Kind::mailbox : Kind::malformed;
  if (address.kind == Kind::mailbox) {
    address.path = path;
    set_name(address, phrase, in.comment);
  } else {
    set_name(address, phrase, {});
    address.cut = address.cut || sound;
    if (in.at < told) in.at = told;
    while (!at_separator(in)) in.skip_token();
  }
  return address;
}

// Behind the path.
void AddressListReader::set_name(ListedAddress& address, std::string_view phrase, std::string_view comment) {
  wire::EncodedWordDecoder out(room_.subspan(address.path.size()), other_);
  if (!put_phrase(phrase, out)) put_quoted(trimmed(comment), out);
  const wire::DecodedText text = out.finish();
  out.blank_controls();
  address.name = text.text;
  address.cut = text.cut;
  address.unknown_charset = text.unknown_charset;
  address.malformed_name = text.malformed;
}

}  // namespace mailmote::mime
