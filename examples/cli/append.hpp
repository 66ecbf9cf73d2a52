// `mailmote append SPEC < MESSAGE`: puts a message into a mailbox.
#pragma once

#include "options.hpp"

namespace cli {

std::span<const Option> append_options();
int append(const Arguments& arguments);

}  // namespace cli
