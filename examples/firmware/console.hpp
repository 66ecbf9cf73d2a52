// What the image says: one "key: value" in each line, on the host's console.
#pragma once

#include <cstdint>
#include <string_view>

void say(std::string_view text);  // as it is, with its own line ends
void say(std::string_view key, std::string_view value);
void say(std::string_view key, std::uint32_t value);
