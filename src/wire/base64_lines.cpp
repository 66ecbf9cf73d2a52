// Base64 in lines.
#include <mailmote/wire/base64.hpp>

namespace mailmote::wire {

Step Base64Lines::encode(std::string_view in, std::span<char> out) {
  if (line_length_ == 0) return encoder_.encode(in, out);
  Step all;
  for (;;) {
    // Digits up to the end of the line; its last four only where the CRLF has room, too.
    const std::span<char> room = out.subspan(all.written);
    std::size_t most = static_cast<std::size_t>(line_length_ - column_);
    if (room.size() < most + 2) most = room.size() < most ? room.size() : most - 4;
    const Step step = encoder_.encode({in.data() + all.taken, in.size() - all.taken}, room.first(most));
    all.taken += step.taken;
    all.written += step.written;
    column_ = static_cast<std::uint8_t>(column_ + step.written);
    if (column_ != line_length_) return all;
    all.written += end_line(out.data() + all.written);
  }
}

std::size_t Base64Lines::end_line(char* to) {
  to[0] = '\r';
  to[1] = '\n';
  column_ = 0;
  return 2;
}

std::size_t Base64Lines::finish(std::span<char> out) {
  const std::size_t quantum = encoder_.empty() ? 0 : 4;
  if (line_length_ == 0) return encoder_.finish(out);
  if (column_ + quantum == 0 || out.size() < quantum + 2) return 0;
  const std::size_t written = encoder_.finish(out);
  return written + end_line(out.data() + written);
}

}  // namespace mailmote::wire
