// `mailmote watch SPEC`: a line for every message that arrives, until somebody interrupts it.
#pragma once

#include "options.hpp"

namespace cli {

std::span<const Option> watch_options();
int watch(const Arguments& arguments);

}  // namespace cli
