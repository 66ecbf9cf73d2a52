// Base64 for the servers, and for whoever looks for a secret in what was sent.
#pragma once

#include <string>

namespace sim {

std::string to_base64(const std::string& octets);
// "?" of what is none.
std::string from_base64(const std::string& text);

}  // namespace sim
