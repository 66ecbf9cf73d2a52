// `mailmote explain SPEC`: what a specification means, field by field, and what will be said on the wire. Opens
// nothing.
#pragma once

#include "options.hpp"

namespace cli {

int explain(const Arguments& arguments);

}  // namespace cli
