// Bytes to lines.
//
// A line longer than scratch_ is cut at every scratch_.size() octets, wherever the input was cut: the events
// depend on the octets alone. A piece is given out when the octet behind it is seen to belong to the line.
#include <mailmote/wire/line_reader.hpp>

#include <cstring>

namespace mailmote::wire {

LineReader::Event LineReader::next(std::string_view& in) {
  if (fault_ != Kind::need_input) return {fault_, true, {}};
  if (spent_) used_ = 0;
  spent_ = false;

  // What belongs to the line, and how it ends.
  const std::size_t room = scratch_.size() - used_;
  std::size_t n = 0;
  if (!carriage_return_)
    while (n < in.size() && n <= room && in[n] != '\r' && in[n] != '\n') ++n;
  if (n > max_line - length_) return fail(Kind::too_long);
  const bool whole = n <= room;
  if (!whole) n = room;
  std::size_t taken = n;
  bool ended = false;
  if (whole && taken < in.size() && !carriage_return_) {
    if (in[taken++] == '\n') return fail(Kind::bare);
    carriage_return_ = true;
  }
  if (carriage_return_ && taken < in.size()) {
    if (in[taken++] != '\n') return fail(Kind::bare);
    ended = true;
  }

  // What is complete and lies whole in `in` is not copied.
  std::string_view text{in.data(), n};
  const bool given = ended || !whole;
  if (used_ != 0 || !given) {
    if (n != 0) std::memcpy(scratch_.data() + used_, in.data(), n);
    used_ += static_cast<std::uint32_t>(n);
    text = {scratch_.data(), used_};
    spent_ = given;
  }
  in.remove_prefix(taken);
  length_ += static_cast<std::uint32_t>(n);
  if (ended) {
    carriage_return_ = false;
    length_ = 0;
  }
  if (!given) return {};
  return {Kind::line, ended, text};
}

LineReader::Event LineReader::fail(Kind fault) {
  fault_ = fault;
  return {fault, true, {}};
}

void LineReader::reset() {
  used_ = 0;
  length_ = 0;
  carriage_return_ = false;
  spent_ = false;
  fault_ = Kind::need_input;
}

}  // namespace mailmote::wire
