// Well-formed UTF-8.
#include <mailmote/wire/utf8.hpp>

namespace mailmote::wire {
namespace {

// Octets in all, and the range of the second: the rest are 80..BF.
struct Lead {
  std::uint8_t size, low, high;
};

Lead lead(unsigned c) {
  if (c < 0xc2 || c > 0xf4) return {0, 0, 0};
  if (c < 0xe0) return {2, 0x80, 0xbf};
  if (c < 0xf0)
    return {3, static_cast<std::uint8_t>(c == 0xe0 ? 0xa0 : 0x80), static_cast<std::uint8_t>(c == 0xed ? 0x9f : 0xbf)};
  return {4, static_cast<std::uint8_t>(c == 0xf0 ? 0x90 : 0x80), static_cast<std::uint8_t>(c == 0xf4 ? 0x8f : 0xbf)};
}

}  // namespace

Utf8Front utf8_front(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {Utf8::whole, 1};
  const Lead l = lead(first);
  if (l.size == 0) return {Utf8::broken, 1};
  for (std::uint8_t i = 1; i < l.size; ++i) {
    if (i == text.size()) return {Utf8::partial, i};
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < (i == 1 ? l.low : 0x80) || c > (i == 1 ? l.high : 0xbf)) return {Utf8::broken, i};
  }
  return {Utf8::whole, l.size};
}

char32_t utf8_point(std::string_view octets) {
  const auto first = static_cast<unsigned char>(octets.front());
  if (octets.size() == 1) return first;
  char32_t point = first & (0x7fU >> octets.size());
  for (std::size_t i = 1; i < octets.size(); ++i) point = point << 6 | (static_cast<unsigned char>(octets[i]) & 0x3fU);
  return point;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8Front front = utf8_front(text);
    if (front.form != Utf8::whole) return false;
    text.remove_prefix(front.size);
  }
  return true;
}

std::size_t put_utf8(char32_t point, std::span<char, 4> out) {
  const std::size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (std::size_t i = size; i-- > 1; point >>= 6) out[i] = static_cast<char>(0x80U | (point & 0x3fU));
  constexpr std::uint8_t marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
  out[0] = static_cast<char>(marks[size] | point);
  return size;
}

}  // namespace mailmote::wire
