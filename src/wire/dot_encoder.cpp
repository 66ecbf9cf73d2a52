// Text to its dot-stuffed form.
//
// Nearly all text passes unchanged: what lies between line ends is found and moved at once.
#include <cstring>

#include <mailmote/wire/dot.hpp>

namespace mailmote::wire {
namespace {

// Octets looked at in one go: more than a line has, and not so many that a text without one kind of line end is
// searched to its end for each of the other kind.
constexpr std::ptrdiff_t stretch = 128;

const char* find(const char* from, const char* end, char c) {
  const void* const found = std::memchr(from, c, static_cast<std::size_t>(end - from));
  return found == nullptr ? end : static_cast<const char*>(found);
}

// Where the text ends that passes unchanged: lines that end in CRLF, and do not begin with a dot.
const char* end_of_sound(const char* from, const char* const end, bool& in_line) {
  while (from != end && (in_line || *from != '.')) {
    const char* const stop = end - from < stretch ? end : from + stretch;
    const char* const line_end = find(from, find(from, stop, '\n'), '\r');
    in_line = in_line || line_end != from;
    from = line_end;
    if (from == stop) continue;
    if (end - from < 2 || from[0] != '\r' || from[1] != '\n') break;
    from += 2;
    in_line = false;
  }
  return from;
}

}  // namespace

Step DotEncoder::encode(std::string_view in, std::span<char> out) {
  const char* from = in.data();
  const char* const end = from + in.size();
  char* to = out.data();
  const char* const limit = to + out.size();
  while (from != end && to != limit) {
    if (skip_line_feed_) {
      skip_line_feed_ = false;
      from += *from == '\n' ? 1 : 0;
      continue;
    }
    // Every octet gives one or more: none beyond the room is looked at.
    const std::ptrdiff_t most = end - from < limit - to ? end - from : limit - to;
    const auto run = static_cast<std::size_t>(end_of_sound(from, from + most, in_line_) - from);
    if (run != 0) {
      std::memmove(to, from, run);  // `in` may lie in `out`
      to += run;
      from += run;
    } else if (*from == '.') {
      *to++ = '.';
      in_line_ = true;
    } else if (limit - to < 2) {
      break;
    } else {
      skip_line_feed_ = *from++ == '\r';  // an LF behind it is part of the same line end
      in_line_ = false;
      *to++ = '\r';
      *to++ = '\n';
    }
  }
  return {static_cast<std::size_t>(from - in.data()), static_cast<std::size_t>(to - out.data())};
}

std::size_t DotEncoder::finish(std::span<char> out) {
  const std::string_view ending = in_line_ ? "\r\n.\r\n" : ".\r\n";
  if (out.size() < ending.size()) return 0;
  std::memcpy(out.data(), ending.data(), ending.size());
  reset();
  return ending.size();
}

}  // namespace mailmote::wire
