// Text to its dot-stuffed form.
//
// Nearly all text passes unchanged: lines that end in CRLF and start with no dot. Such a run is found line by
// line, and moved at once however many lines it has.
#include <cstring>

#include <mailmote/wire/dot.hpp>

namespace mailmote::wire {
namespace {

const char* find(const char* from, const char* end, char c) {
  const void* const found = std::memchr(from, c, static_cast<std::size_t>(end - from));
  return found == nullptr ? end : static_cast<const char*>(found);
}

// Where the run that passes unchanged ends: at a dot to be doubled, at a CR or LF alone, or at a CR at the very end.
// The next LF is remembered from run to run: a text without any is not searched to its end for each CR.
const char* end_of_run(const char* from, const char* end, bool line_start, const char*& line_feed) {
  for (; from != end; from = line_feed + 1, line_start = true) {
    if (line_start && *from == '.') return from;
    if (line_feed < from) line_feed = find(from, end, '\n');
    const char* const cr = find(from, line_feed, '\r');
    if (line_feed == end || cr + 1 != line_feed) return cr;
  }
  return end;
}

}  // namespace

Step DotEncoder::encode(std::string_view in, std::span<char> out) {
  if (in.empty()) return {};
  const bool skip = skip_line_feed_ && in.front() == '\n';
  skip_line_feed_ = false;
  const char* from = in.data() + (skip ? 1 : 0);
  const char* end = in.data() + in.size();
  // Every octet gives one or more: none beyond out.size() is looked at.
  if (static_cast<std::size_t>(end - from) > out.size()) end = from + out.size();

  char* to = out.data();
  const char* const limit = to + out.size();
  const char* line_feed = find(from, end, '\n');
  while (from != end) {
    const auto room = static_cast<std::size_t>(limit - to);
    auto run = static_cast<std::size_t>(end_of_run(from, end, line_start_, line_feed) - from);
    if (run > room) {
      run = room;
      if (run != 0 && from[run - 1] == '\r') --run;  // never half of a CRLF
    }
    if (run != 0) {
      std::memmove(to, from, run);  // `in` may lie in `out`
      line_start_ = from[run - 1] == '\n';
      to += run;
      from += run;
      continue;
    }
    if (room < 2) break;
    const char special = *from++;
    line_start_ = special != '.';
    *to++ = line_start_ ? '\r' : '.';
    *to++ = line_start_ ? '\n' : '.';
    skip_line_feed_ = special == '\r' && from == end;
  }
  return {static_cast<std::size_t>(from - in.data()), static_cast<std::size_t>(to - out.data())};
}

std::size_t DotEncoder::finish(std::span<char> out) {
  const std::string_view ending = line_start_ ? ".\r\n" : "\r\n.\r\n";
  if (out.size() < ending.size()) return 0;
  std::memcpy(out.data(), ending.data(), ending.size());
  reset();
  return ending.size();
}

}  // namespace mailmote::wire
