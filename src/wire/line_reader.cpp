// Bytes to lines.
//
// A line longer than scratch_ is cut at every scratch_.size() octets, wherever the input was cut: the events
// depend on the octets alone. A piece is given out when the octet behind it is seen to belong to the line.
#include <mailmote/wire/line_reader.hpp>

namespace mailmote::wire {

LineReader::Event LineReader::next(std::string_view& in) {
  while (fault_ == Kind::need_input) {
    if (!carriage_return_) gather(in);
    if (in.empty()) break;
    const char c = in.front();
    const bool last = c == '\n';
    if (last != carriage_return_) {
      fault_ = Kind::bare;
      break;
    }
    carriage_return_ = c == '\r';
    if (last || carriage_return_) in.remove_prefix(1);
    if (carriage_return_) continue;
    // The line ends, or what was gathered leaves no room for the next octet of it.
    given_ += used_;
    if (given_ + (last ? 0 : 1) > max_line) {
      fault_ = Kind::too_long;
      break;
    }
    const std::string_view text{scratch_.data(), used_};
    used_ = 0;
    if (last) given_ = 0;
    return {Kind::line, last, text};
  }
  return {fault_, true, {}};
}

// Text to scratch_, as far as either goes.
void LineReader::gather(std::string_view& in) {
  char* to = scratch_.data() + used_;
  const char* const limit = scratch_.data() + scratch_.size();
  const char* from = in.data();
  const char* const end = from + in.size();
  while (from != end && to != limit && *from != '\r' && *from != '\n') *to++ = *from++;
  used_ = static_cast<std::uint32_t>(to - scratch_.data());
  in = {from, static_cast<std::size_t>(end - from)};
}

void LineReader::reset() {
  used_ = given_ = 0;
  carriage_return_ = false;
  fault_ = Kind::need_input;
}

}  // namespace mailmote::wire
