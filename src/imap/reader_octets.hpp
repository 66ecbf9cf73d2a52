// What the parts of imap::Reader share: which octets end what, and the digits of a number.
#pragma once

#include <mailmote/imap/reader.hpp>
#include <mailmote/wire/ascii.hpp>

namespace mailmote::imap {

// A large machine: speed counts more there than octets of code.
constexpr bool wide = sizeof(void*) >= 8;

// A set is a bit in the table.
enum class OctetSet : std::uint8_t {
  ends_text = 1,
  ends_quoted = 2,
  ends_word = 4,  // a tag or a keyword
  ends_atom = 8,  // the brackets in some places only
};

class OctetTable {
 public:
  constexpr OctetTable() {
    put(OctetSet::ends_text, "\r\n");
    put(OctetSet::ends_quoted, "\r\n\"\\");
    for (char c = '\0'; c <= ' '; ++c) put(OctetSet::ends_word, c);
    put(OctetSet::ends_word, "()%\"\\");
    put(OctetSet::ends_atom, "\r\n ()[]");
  }

  constexpr bool has(OctetSet set, char c) const {
    const auto octet = static_cast<unsigned char>(c);
    if (octet > last) return false;
    return (sets_[octet] & static_cast<unsigned>(set)) != 0;
  }

 private:
  static constexpr unsigned char last = wide ? 0xFF : ']';  // those behind it end nothing

  constexpr void put(OctetSet set, char c) {
    const auto octet = static_cast<unsigned char>(c);
    sets_[octet] = static_cast<std::uint8_t>(sets_[octet] | static_cast<unsigned>(set));
  }
  constexpr void put(OctetSet set, const char* octets) {
    for (; *octets != 0; ++octets) put(set, *octets);
  }

  std::uint8_t sets_[last + 1]{};
};

inline constexpr OctetTable octet_table;

inline bool is_in(OctetSet set, char c) { return octet_table.has(set, c); }

// The first octet of the set, or `end`.
inline const char* find(OctetSet set, const char* at, const char* end) {
  while (at != end && !is_in(set, *at)) ++at;
  return at;
}

using wire::is_line_end;

// NIL in any case: 'N' and 'n' differ in one bit, and no other octet is 'n' with it.
constexpr Form form_of_atom(const char* first, const char* stop) {
  const bool nil =
      stop - first == 3 && (first[0] | 0x20) == 'n' && (first[1] | 0x20) == 'i' && (first[2] | 0x20) == 'l';
  return nil ? Form::nil : Form::atom;
}

// False if `digit` is none, or the number would be 2^63 or more (RFC 9051 number64).
bool add_digit(std::uint64_t& number, char digit);

}  // namespace mailmote::imap
