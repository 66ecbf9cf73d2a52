#include "text.hpp"

namespace cli {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// Too long forms, surrogates and what lies beyond U+10FFFF show in the second octet.
bool second_octet_fits(unsigned first, unsigned second) {
  switch (first) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second < 0xA0;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second < 0x90;
    default: return true;
  }
}

// C0, DEL, and C1, which some terminals obey as well.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 2) return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
  return character.size() == 1 && (first < 0x20 || first == 0x7F);
}

// Marks that turn the direction of what follows, and line separators: with them a text shows as what it is not.
bool turns_text(std::string_view character) {
  if (character == "\xD8\x9C") return true;  // U+061C
  if (character.size() != 3 || character[0] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(character[1]), third = static_cast<unsigned char>(character[2]);
  if (second == 0x81) return third >= 0xA6 && third <= 0xA9;                                      // U+2066 to U+2069
  return second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE));  // U+200E to U+202E
}

void escape(char octet, std::string& out) {
  constexpr char digits[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(octet);
  out += {'\\', 'x', digits[value >> 4U], digits[value & 15U]};
}

}  // namespace

std::size_t character(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues(text[i])) return 0;
  return second_octet_fits(first, static_cast<unsigned char>(text[1])) ? length : 0;
}

std::string printable(std::string_view octets) {
  std::string out;
  while (!octets.empty()) {
    const std::size_t whole = character(octets);
    const std::string_view part = octets.substr(0, whole == 0 ? 1 : whole);
    if (whole != 0 && !is_control(part) && !turns_text(part)) {
      out += part;
    } else {
      for (const char c : part) escape(c, out);
    }
    octets.remove_prefix(part.size());
  }
  return out;
}

std::size_t width(std::string_view octets) {
  std::size_t columns = 0;
  for (const char c : printable(octets))
    if (!continues(c)) ++columns;
  return columns;
}

}  // namespace cli
