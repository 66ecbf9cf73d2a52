// Base64 in lines.
#include <mailmote/wire/base64.hpp>

#include "base64_wide.hpp"

namespace mailmote::wire {

Step Base64Lines::encode(std::string_view in, std::span<char> out) {
  if (line_length_ == 0) return encoder_.encode(in, out);
  Step all;
  for (;;) {
    if constexpr (has_wide_base64) {
      const Step lines = mail_lines({in.data() + all.taken, in.size() - all.taken}, out.subspan(all.written));
      all.taken += lines.taken;
      all.written += lines.written;
      if (all.taken == in.size()) return all;
    }
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

// Whole lines, as many as there are, from one's beginning.
Step Base64Lines::mail_lines(std::string_view in, std::span<char> out) const {
  if (line_length_ != mime_line || column_ != 0 || encoder_.held() != 0) return {};
  const std::size_t by_input = in.size() / mime_line_octets, by_room = out.size() / (mime_line + 2);
  const std::size_t lines = by_input < by_room ? by_input : by_room;
  put_wide_lines(in.data(), lines, out.data());
  return {lines * mime_line_octets, lines * (mime_line + 2)};
}

std::size_t Base64Lines::octets_for(std::size_t room) const {
  if constexpr (has_wide_base64) {
    const std::size_t digits = std::size_t{line_length_} - column_;
    if (line_length_ == mime_line && room >= digits + 2)
      return digits / 4 * 3 - encoder_.held() + (room - digits - 2) / (mime_line + 2) * mime_line_octets;
  }
  return room / 3 * 2;
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
