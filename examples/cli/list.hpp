// `mailmote list SPEC`: what lies in a mailbox, oldest first.
#pragma once

#include "options.hpp"

namespace cli {

std::span<const Option> list_options();
int list(const Arguments& arguments);

}  // namespace cli
