// The last word on an alert that was not taken.
#pragma once

#include <mailmote/result.hpp>

// Says what happened, what it means and what to do; gives the exit status for it.
int explain(const mailmote::Error& error);
