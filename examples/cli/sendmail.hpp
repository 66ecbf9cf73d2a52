// mailmote sendmail: what programs call sendmail for. A message on standard input goes to the server that the
// configuration names; its header is completed, Bcc is taken out of it.
#pragma once

#include <span>
#include <string_view>

namespace cli {

// What its help says beside the usage.
std::string_view sendmail_details();

// `line`: the words behind the command.
int sendmail(std::span<char* const> line);

}  // namespace cli
