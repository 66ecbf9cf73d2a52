// `mailmote show SPEC MSG`: one message without its octets: who wrote to whom, when, its flags and its parts.
#pragma once

#include "options.hpp"

namespace cli {

int show(const Arguments& arguments);

}  // namespace cli
