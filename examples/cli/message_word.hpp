// MSG on the command line: "17", an id as `list` prints it, or "#3", the third message of the mailbox.
#pragma once

#include <mailmote/request.hpp>
#include <optional>
#include <string_view>

#include "options.hpp"

namespace cli {

// Nothing if it is neither.
std::optional<mailmote::Messages> read_message_word(std::string_view word);

// What to say then.
inline constexpr char not_a_message[] =
    "a message is an id as `list` prints it, or '#N' for the N-th one, quoted, for # begins a comment in a shell";

// The server knows no message of that name, of so many `there`. Returns the exit status.
int report_no_such_message(const Arguments& arguments, std::uint32_t there);

}  // namespace cli
