// Well-formed UTF-8, by Unicode's table 3-7: no overlong form, no surrogate, nothing above U+10FFFF.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote::wire {

enum class Utf8 : std::uint8_t {
  whole,    // a code point
  partial,  // the beginning of one, and the text ends
  broken,   // neither
};

struct Utf8Front {
  Utf8 form = Utf8::broken;
  std::uint8_t size = 1;  // octets of the code point; of the beginning that is sound, at least 1, if there is none
};

// What `text`, which is not empty, begins with.
Utf8Front utf8_front(std::string_view text);

// The code point that `octets`, a whole one, stand for.
char32_t utf8_point(std::string_view octets);

bool is_utf8(std::string_view text);

constexpr char32_t replacement = 0xfffd;

// The octets of `point` at the front of `out`, which holds four; how many.
std::size_t put_utf8(char32_t point, std::span<char, 4> out);

}  // namespace mailmote::wire
