// Bytes to lines.
//
// A line longer than scratch_ is cut at every scratch_.size() octets, wherever the input was cut: the events
// depend on the octets alone. A piece is given out when the octet behind it is seen to belong to the line.
#include <mailmote/wire/line_reader.hpp>

#include <utility>

namespace mailmote::wire {

LineReader::Event LineReader::next(std::string_view& in) {
  while (fault_ == Kind::need_input) {
    if (!carriage_return_) gather(in);
    if (in.empty()) break;
    const char c = in.front();
    if (c == '\n' && carriage_return_) {
      in.remove_prefix(1);
      carriage_return_ = false;
      return give(true);
    }
    if (c == '\n' || carriage_return_) {
      fault_ = Kind::bare;
    } else if (c == '\r') {
      in.remove_prefix(1);
      carriage_return_ = true;
    } else {
      return give(false);
    }
  }
  return {fault_, true, {}};
}

// What was gathered: the end of a line, or a piece that has at least one octet behind it.
LineReader::Event LineReader::give(bool last) {
  given_ += used_;
  if (given_ + (last ? 0 : 1) > max_line) {
    fault_ = Kind::too_long;
    return {fault_, true, {}};
  }
  if (last) given_ = 0;
  return {Kind::line, last, {scratch_.data(), std::exchange(used_, 0)}};
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
