// The attributes of a mailbox, as words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

// "HasNoChildren", "Sent"; bits are those of FolderAttribute.
std::vector<std::string> attribute_words(std::uint32_t attributes);

}  // namespace cli
