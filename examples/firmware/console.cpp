#include "console.hpp"

#include <array>
#include <charconv>

#include "semihosting.h"

void say(std::string_view text) { semihosting_write(text.data(), text.size()); }

void say(std::string_view key, std::string_view value) {
  say(key);
  say(": ");
  say(value);
  say("\n");
}

void say(std::string_view key, std::uint32_t value) {
  std::array<char, 10> digits;
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  say(key, std::string_view{digits.data(), static_cast<std::size_t>(end - digits.data())});
}
