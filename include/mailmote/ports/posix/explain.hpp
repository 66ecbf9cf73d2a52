// The end of a program that could not do what it was asked.
#pragma once

#include <mailmote/result.hpp>

namespace mailmote::posix {

// Writes what happened, what it means and what to do to standard error. Returns exit_code(error).
int explain(const Error& error);

}  // namespace mailmote::posix
