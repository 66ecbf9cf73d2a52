// Mailboxes themselves: `folders` lists them, `status` counts what is in one, the others change them.
#pragma once

#include "options.hpp"

namespace cli {

std::span<const Option> folders_options();
int folders(const Arguments& arguments);
int status(const Arguments& arguments);

// Of the mailbox that the specification names, or of those whose names follow it.
int create(const Arguments& arguments);
int remove(const Arguments& arguments);
int subscribe(const Arguments& arguments);
int unsubscribe(const Arguments& arguments);
// The mailbox that the specification names, or that is named behind it, gets the name that stands last.
int rename(const Arguments& arguments);

}  // namespace cli
