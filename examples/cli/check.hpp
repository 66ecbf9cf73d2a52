// `mailmote check SPEC`: connects, starts TLS, logs in, logs out.
#pragma once

#include "options.hpp"

namespace cli {

int check(const Arguments& arguments);

}  // namespace cli
