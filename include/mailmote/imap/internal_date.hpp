// INTERNALDATE, when a mailbox got a message, to a moment: "17-Jul-1996 02:44:25 -0700" (RFC 3501 9, date-time).
// put_date_time() of command.hpp is the way back.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote::imap {

// Seconds since 1970, UTC. A day below 10 has a space or a 0 in front. False, and `seconds` untouched, if `text` is no
// such date, or none that exists: Domino says 00-Jan-0000 for messages that have none.
bool read_internal_date(std::string_view text, std::int64_t& seconds);

}  // namespace mailmote::imap
