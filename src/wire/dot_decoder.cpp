// Dot-stuffed text back to the text.
//
// CR and LF are given out as they come; all that is ever held back is a dot at the start of a line, which is
// never part of the text, and a CR behind it.
#include <cstring>

#include <mailmote/wire/dot.hpp>

namespace mailmote::wire {

DotDecoder::Event DotDecoder::next(std::string_view& in) {
  while (state_ != State::ended && !in.empty()) {
    const char c = in.front();
    switch (state_) {
      case State::line_start:
        if (c != '.') return give(in);
        state_ = State::dot;
        break;
      case State::dot:
        if (c != '\r') return give(in);
        state_ = State::dot_carriage_return;
        break;
      case State::dot_carriage_return:
        if (c != '\n') {
          state_ = State::carriage_return;
          return {Kind::text, "\r"};
        }
        state_ = State::ended;
        break;
      default: return give(in);
    }
    in.remove_prefix(1);
  }
  return {state_ == State::ended ? Kind::end : Kind::need_input, {}};
}

DotDecoder::Event DotDecoder::give(std::string_view& in) {
  const std::string_view text{in.data(), to_line_dot(in)};
  state_ = after(text);
  in.remove_prefix(text.size());
  return {Kind::text, text};
}

// Octets of `in`, at least one, before the first dot that starts a line.
std::size_t DotDecoder::to_line_dot(std::string_view in) const {
  const char* const begin = in.data();
  const char* const end = begin + in.size();
  for (const char* p = begin + 1; p != end; ++p) {
    p = static_cast<const char*>(std::memchr(p, '.', static_cast<std::size_t>(end - p)));
    if (p == nullptr) break;
    if (p[-1] == '\n' && after({begin, static_cast<std::size_t>(p - begin)}) == State::line_start)
      return static_cast<std::size_t>(p - begin);
  }
  return in.size();
}

// The state behind `text`, which is not empty.
DotDecoder::State DotDecoder::after(std::string_view text) const {
  const char last = text.back();
  if (last == '\r') return State::carriage_return;
  if (last != '\n') return State::text;
  const bool crlf = text.size() > 1 ? text[text.size() - 2] == '\r' : state_ == State::carriage_return;
  return crlf ? State::line_start : State::text;
}

}  // namespace mailmote::wire
