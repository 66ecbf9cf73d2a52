// The mailboxes of a header field as it was written, and the names without a domain among them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct ListedMailbox {
  std::string name;   // UTF-8; empty: none
  std::string path;   // local@domain, or a name without a domain
  bool sound = true;  // false: path is what stood there, and nobody knows what it means
};

std::vector<ListedMailbox> mailboxes(std::string_view value);

// As it stands in a header.
std::string written(const ListedMailbox& mailbox);

}  // namespace cli
