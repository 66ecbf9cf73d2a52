// Base64 in lines.
#include <mailmote/wire/base64.hpp>

#include "base64_wide.hpp"

namespace mailmote::wire {

Step Base64Lines::encode(std::string_view in, std::span<char> out) {
  if (line_length_ == 0) return encoder_.encode(in, out);
  Step all;
  for (;;) {
    if constexpr (has_wide_base64) all = whole_lines(in, out, all);
    // Digits up to the end of the line, and no octet of the next one; its last four only where the CRLF has room, too.
    const std::span<char> room = out.subspan(all.written);
    std::size_t most = static_cast<std::size_t>(line_length_ - column_);
    std::size_t octets = in.size() - all.taken;
    const std::size_t to_end = most / 4 * 3 - encoder_.held();
    if (room.size() < most + 2) {
      most = room.size() < most ? room.size() : most - 4;
    } else if (to_end < octets) {
      octets = to_end;
    }
    const Step step = encoder_.encode({in.data() + all.taken, octets}, room.first(most));
    all.taken += step.taken;
    all.written += step.written;
    column_ = static_cast<std::uint8_t>(column_ + step.written);
    if (column_ != line_length_) return all;
    all.written += end_line(out.data() + all.written);
  }
}

// As many as there are, from one's beginning.
Step Base64Lines::whole_lines(std::string_view in, std::span<char> out, Step all) {
  const std::size_t octets = line_length_ / std::size_t{4} * 3;
  const bool begins = column_ == 0 && encoder_.held() == 0;
  while (begins && in.size() - all.taken >= octets && out.size() - all.written >= line_length_ + 2U) {
    char* const to = out.data() + all.written;
    put_wide_base64(in.data() + all.taken, octets, to);
    all.taken += octets;
    all.written += line_length_ + end_line(to + line_length_);
  }
  return all;
}

std::size_t Base64Lines::up_to_line_end(std::size_t most) const {
  if constexpr (!has_wide_base64) return most;
  const std::size_t line = line_length_ / std::size_t{4} * 3;
  const std::size_t rest = line - column_ / std::size_t{4} * 3 - encoder_.held();
  return most < rest ? most : most - (most - rest) % line;
}

std::size_t Base64Lines::end_line(char* to) {
  to[0] = '\r';
  to[1] = '\n';
  column_ = 0;
  return 2;
}

std::size_t Base64Lines::finish(std::span<char> out) {
  const std::size_t quantum = encoder_.held() == 0 ? 0 : 4;
  if (line_length_ == 0) return encoder_.finish(out);
  if (column_ + quantum == 0 || out.size() < quantum + 2) return 0;
  const std::size_t written = encoder_.finish(out);
  return written + end_line(out.data() + written);
}

}  // namespace mailmote::wire
