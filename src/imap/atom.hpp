// What may stand alone on a line of IMAP, without quotes.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/outbox.hpp>

namespace mailmote::imap {

// One ATOM-CHAR of RFC 3501 9 or more; not NIL, which means something else.
bool is_atom(std::string_view text);

// The name of a header field (RFC 5322 3.6.8), which is an atom, too. Anything else spoils the outbox.
void put_field_name(Outbox& out, std::string_view name, std::uint8_t forms);

}  // namespace mailmote::imap
