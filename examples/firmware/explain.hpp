// The last word on what went wrong.
#pragma once

#include <mailmote/result.hpp>

// Says what happened, what it means and what to do; gives the exit status for it.
int explain(const mailmote::Error& error);
