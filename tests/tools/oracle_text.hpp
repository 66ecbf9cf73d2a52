// The text form of the oracle table: an octet outside 0x20..0x7E, and the backslash, stands as \xHH.
#pragma once

#include <mailmote/wire/ascii.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace oracle {

inline std::string escaped(std::string_view octets) {
  std::string out;
  for (const char c : octets) {
    if (c >= 0x20 && c <= 0x7e && c != '\\') {
      out += c;
      continue;
    }
    const auto value = static_cast<unsigned char>(c);
    out += {'\\', 'x', mailmote::wire::hex_digit(value >> 4), mailmote::wire::hex_digit(value)};
  }
  return out;
}

inline std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool octet = i + 3 < text.size() && text[i] == '\\' && text[i + 1] == 'x' &&
                       mailmote::wire::hex_value(text[i + 2]) >= 0 && mailmote::wire::hex_value(text[i + 3]) >= 0;
    if (!octet) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(mailmote::wire::hex_value(text[i + 2]) * 16 + mailmote::wire::hex_value(text[i + 3]));
    i += 3;
  }
  return out;
}

inline std::vector<std::string> columns(std::string_view line) {
  std::vector<std::string> out(1);
  for (const char c : line) {
    if (c == '\t') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

}  // namespace oracle
