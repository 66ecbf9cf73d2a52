// Bytes to lines.
//
// A line longer than scratch_ is cut at every scratch_.size() octets, wherever the input was cut: the events
// depend on the octets alone. A piece is given out when the octet behind it is seen to belong to the line.
#include <mailmote/wire/line_reader.hpp>

#include <cstring>

namespace mailmote::wire {
namespace {

// Octets of `text` before the first `c`; all if there is none.
std::size_t before(std::string_view text, char c) {
  const void* const found = std::memchr(text.data(), c, text.size());
  return found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

LineReader::Event LineReader::next(std::string_view& in) {
  if (fault_ != Kind::need_input) return {fault_, true, {}};
  if (spent_) used_ = 0;
  spent_ = false;
  if (in.empty()) return {};
  if (carriage_return_) return in.front() == '\n' ? end_line(in, 0, 1) : fail(Kind::bare);

  const std::size_t room = scratch_.size() - used_;
  const std::size_t seen = in.size() <= room ? in.size() : room + 1;
  const std::size_t to_cr = before({in.data(), seen}, '\r');
  const std::size_t n = before({in.data(), to_cr}, '\n');
  if (n > max_line - length_) return fail(Kind::too_long);
  if (n > room) return piece(in, room);
  if (n == seen) return gather(in, n);
  if (in[n] == '\n') return fail(Kind::bare);
  if (n + 1 == in.size()) return gather(in, n);
  return in[n + 1] == '\n' ? end_line(in, n, 2) : fail(Kind::bare);
}

// Keeps what came of a line whose end did not; a CR behind it is remembered, not kept.
LineReader::Event LineReader::gather(std::string_view& in, std::size_t n) {
  carriage_return_ = n < in.size();
  take(in, n);
  in = {in.data() + in.size(), 0};
  return {};
}

LineReader::Event LineReader::piece(std::string_view& in, std::size_t n) {
  const std::string_view text = take_view(in, n);
  return {Kind::line, false, text};
}

LineReader::Event LineReader::end_line(std::string_view& in, std::size_t n, std::size_t ending) {
  const std::string_view text = take_view(in, n);
  in.remove_prefix(ending);
  carriage_return_ = false;
  length_ = 0;
  return {Kind::line, true, text};
}

// The next `n` octets with all that was gathered before them.
std::string_view LineReader::take_view(std::string_view& in, std::size_t n) {
  if (used_ == 0) {
    const std::string_view text{in.data(), n};
    in.remove_prefix(n);
    length_ += static_cast<std::uint32_t>(n);
    return text;
  }
  take(in, n);
  spent_ = true;
  return {scratch_.data(), used_};
}

void LineReader::take(std::string_view& in, std::size_t n) {
  if (n != 0) std::memcpy(scratch_.data() + used_, in.data(), n);
  in.remove_prefix(n);
  used_ += static_cast<std::uint32_t>(n);
  length_ += static_cast<std::uint32_t>(n);
}

LineReader::Event LineReader::fail(Kind fault) {
  fault_ = fault;
  return {fault_, true, {}};
}

void LineReader::reset() {
  used_ = 0;
  length_ = 0;
  carriage_return_ = false;
  spent_ = false;
  fault_ = Kind::need_input;
}

}  // namespace mailmote::wire
