// Where a message lies now that was copied, moved or appended: its id in the other mailbox, if the server tells.
#pragma once

#include <mailmote/request.hpp>
#include <string_view>

#include "options.hpp"

namespace cli {

// The id alone, or a JSON object; nothing where nothing is known and no JSON is asked for.
void print_placed(const Arguments& arguments, std::string_view mailbox, const mailmote::Placed& placed);

}  // namespace cli
