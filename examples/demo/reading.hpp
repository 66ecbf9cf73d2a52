// The second half of the demonstration: what was sent is read back.
#pragma once

#include <cstdint>
#include <string>

#include "account.hpp"
#include "figures.hpp"

namespace demo {

// Reads what is unread at the IMAP server at `port` of localhost, part by part, and shows the conversation, what came
// and what it cost. `sum`: the SHA-256 that the attachment has to have. The exit status of a program that has to end;
// 0: it went on.
int read_back(std::uint16_t port, const Account& account, const char* authority, const std::string& sum, Checks& check);

}  // namespace demo
