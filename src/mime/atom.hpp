// The octets that atoms are made of: RFC 5322 3.2.3.
#pragma once

#include <mailmote/wire/ascii.hpp>

namespace mailmote::mime {

constexpr bool is_atom_octet(char c) {
  if (wire::is_alnum(c)) return true;
  for (const char other : "!#$%&'*+-/=?^_`{|}~")
    if (c == other) return c != '\0';
  return false;
}

}  // namespace mailmote::mime
