// What may stand alone on a line of IMAP, without quotes.
#pragma once

#include <string_view>

namespace mailmote::imap {

// One ATOM-CHAR of RFC 3501 9 or more; not NIL, which means something else.
bool is_atom(std::string_view text);

// The name of a header field (RFC 5322 3.6.8) that is an atom, too.
bool is_field_name(std::string_view text);

}  // namespace mailmote::imap
