// What may stand alone on a line of IMAP, without quotes.
#pragma once

#include <string_view>

namespace mailmote::imap {

// One ATOM-CHAR of RFC 3501 9 or more; not NIL, which means something else.
bool is_atom(std::string_view text);

}  // namespace mailmote::imap
