// `mailmote fetch SPEC MSG`: the octets of a message, or of a part, as they are; through a window as small as --window
// says.
#pragma once

#include "options.hpp"

namespace cli {

std::span<const Option> fetch_options();
int fetch(const Arguments& arguments);

}  // namespace cli
