// What changes messages of a mailbox: their flags, where they lie, whether they are there.
#pragma once

#include "options.hpp"

namespace cli {

int flag(const Arguments& arguments);
int copy(const Arguments& arguments);
int move(const Arguments& arguments);
int mark_deleted(const Arguments& arguments);
int expunge(const Arguments& arguments);

}  // namespace cli
