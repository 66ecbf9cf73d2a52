// ASCII, whatever the locale: classes of octets, and words compared in any case.
//
// Octets above 127 belong to no class, have no case, and equal only themselves.
#pragma once

#include <string_view>

namespace mailmote::wire {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_alpha(char c) { return is_upper(c) || is_lower(c); }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
constexpr bool is_ascii(char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; }
constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
constexpr bool is_printable(char c) { return c >= ' ' && c < 0x7f; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_line_end(char c) { return c == '\r' || c == '\n'; }

constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; }
constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c; }

constexpr char hex_digit(unsigned value) { return "0123456789ABCDEF"[value & 15U]; }
constexpr int hex_value(char c) {  // -1: no hexadecimal digit
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool equals_any_case(std::string_view a, std::string_view b);

// `text` begins with `word`, in any case.
bool starts_any_case(std::string_view text, std::string_view word);

// Likewise, and the word ends there: a space, or the end of the text.
bool starts_with_word(std::string_view text, std::string_view word);

// `phrase` stands somewhere in `text`, in any case. So does an empty one.
bool contains_any_case(std::string_view text, std::string_view phrase);

// `host` is `domain`, or a name below it.
bool is_in_domain(std::string_view host, std::string_view domain);

// No octet above 127.
bool is_ascii(std::string_view text);

}  // namespace mailmote::wire
