// Which service a specification means that names none.
#pragma once

#include <mailmote/spec.hpp>

#include "options.hpp"

namespace cli {

// --service, else `otherwise`.
mailmote::Service default_service(const Arguments& arguments, mailmote::Service otherwise);

}  // namespace cli
