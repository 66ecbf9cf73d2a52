// What a server says beside its answers (RFC 3501 7.1: an alert is to be shown to a person).
#pragma once

#include <cstdint>
#include <mailmote/notices.hpp>

namespace cli {

// To stderr: `mailmote: notice: ...`.
void print_notice(const mailmote::ServerNotice& notice);
// Some that found no room.
void print_dropped_notices(std::uint32_t count);

}  // namespace cli
