// How many responses a stream holds, counted without the reader: lines, but those that go on behind a literal.
#pragma once

#include <string>
#include <string_view>

inline std::size_t responses_in(std::string_view octets) {
  std::size_t responses = 0;
  while (!octets.empty()) {
    const std::size_t end = octets.find("\r\n");
    if (end == octets.npos) return responses;
    const std::string_view line = octets.substr(0, end);
    octets.remove_prefix(end + 2);
    const std::size_t brace = line.rfind('{');
    if (line.ends_with("}") && brace != line.npos) {
      octets.remove_prefix(std::stoul(std::string(line.substr(brace + 1))));
    } else {
      ++responses;
    }
  }
  return responses;
}
