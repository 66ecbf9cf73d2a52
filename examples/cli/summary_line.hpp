// One message of `list` or `watch`: a line of id, flags, date, from, subject and size with tabs between, or one JSON
// object.
#pragma once

#include <mailmote/request.hpp>

#include "options.hpp"

namespace cli {

void print_summary(const Arguments& arguments, const mailmote::Summary& mail);

}  // namespace cli
