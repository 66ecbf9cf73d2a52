// INTERNALDATE: "17-Jul-1996 02:44:25 -0700" (RFC 3501 9, date-time).
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote::imap {

// Seconds since 1970; 0 if it is none.
std::int64_t read_date_time(std::string_view text);

}  // namespace mailmote::imap
