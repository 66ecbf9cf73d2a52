// `mailmote search SPEC KEY...`: the ids of what matches, lowest first.
#pragma once

#include "options.hpp"

namespace cli {

int search(const Arguments& arguments);

}  // namespace cli
