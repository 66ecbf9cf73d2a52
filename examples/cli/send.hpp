// `mailmote send SPEC --from A --to B ...`: one mail.
#pragma once

#include "options.hpp"

namespace cli {

std::span<const Option> send_options();
int send(const Arguments& arguments);

}  // namespace cli
