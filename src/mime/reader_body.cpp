// Messages to events: bodies, and the lines that end them.
//
// What is text for sure is given out where it lies, or decoded from there. A line end that may be a boundary's is held
// back in scratch_, and behind it the line, if it begins with a hyphen, until it is whole.
#include <mailmote/mime/reader.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::mime {

namespace {

const char* find(char c, const char* at, const char* end) {
  return static_cast<const char*>(std::memchr(at, c, static_cast<std::size_t>(end - at)));
}

// In front of the line end, or half of one, that stands before `end`.
const char* before_line_end(const char* at, const char* end) {
  if (end != at && end[-1] == '\n') --end;
  if (end != at && end[-1] == '\r') --end;
  return end;
}

}  // namespace

// Two hyphens and the beginning of a boundary, as far as the window goes?
bool Reader::may_be_delimiter(const char* line, const char* end) const {
  if (++line == end) return true;
  if (*line != '-') return false;
  const auto left = static_cast<std::size_t>(end - ++line);
  const char* boundary = scratch_.data() + boundaries_;
  for (std::uint8_t depth = depth_; depth != 0; --depth) {
    const std::size_t length = levels_[depth - 1].boundary;
    if (length != 0 && std::memcmp(boundary, line, length < left ? length : left) == 0) return true;
    boundary += length;
  }
  return false;
}

// The end of what no boundary can begin in: the line end in front of a line that may be one's, or the last one of all.
// Each octet is looked at once: for the next hyphen, and behind it for the next line.
const char* Reader::sure_text(const char* at, const char* end) const {
  for (const char* line = at; line != end; ++line) {
    const char* const hyphen = find('-', line, end);
    if (hyphen == nullptr) break;
    const bool begins_line = hyphen != at && hyphen[-1] == '\n';
    if (begins_line && may_be_delimiter(hyphen, end)) return before_line_end(at, hyphen);
    line = find('\n', hyphen, end);
    if (line == nullptr) break;
  }
  return before_line_end(at, end);
}

Kind Reader::text(Window& in) {
  // What is decoded is not looked at much further than there is room, or it would be looked at again and again.
  const char* end = in.end;
  const std::size_t most = boundaries_ + boundaries_ / 2;
  if (is_encoded() && static_cast<std::size_t>(end - in.at) > most) end = in.at + most;
  const char* const stop = in_multipart() ? sure_text(in.at, end) : end;
  if (stop != in.at) return give_text(in.at, stop);
  if (*in.at == '\r') scratch_[used_++] = *in.at++;
  if (in.at != in.end && *in.at == '\n') scratch_[used_++] = *in.at++;
  state_ = State::line_start;
  return Kind::need_input;
}

// The octets up to `end`, or as many of them as can be decoded.
Kind Reader::give_text(const char*& from, const char* end) {
  const std::string_view octets(from, static_cast<std::size_t>(end - from));
  if (!is_encoded()) {
    event_.bytes = octets;
    from = end;
    return text_;
  }
  const std::span<char> room{scratch_.data() + used_, boundaries_ - used_};
  const wire::Step step =
      event_.encoding == Encoding::base64 ? base64_.decode(octets, room) : quoted_.decode(octets, room);
  from += step.taken;
  event_.bytes = {room.data(), step.written};
  return step.written == 0 ? Kind::need_input : text_;
}

// What was held back is text: the first `n` octets of scratch_. There is room to decode them all.
Kind Reader::give_held(std::size_t n) {
  const char* from = scratch_.data();
  given_ = static_cast<std::uint32_t>(n);
  return give_text(from, from + n);
}

Kind Reader::line_start(Window& in) {
  const char c = *in.at;
  const bool half = used_ != 0 && scratch_[used_ - 1] == '\r';
  if (half && c == '\n') {
    scratch_[used_++] = c;
    ++in.at;
    return Kind::need_input;
  }
  if (!half && c == '-' && in_multipart() && may_be_delimiter(in.at, in.end)) {
    line_at_ = static_cast<std::uint8_t>(used_);
    state_ = State::candidate;
    return Kind::need_input;
  }
  state_ = State::text;
  return used_ == 0 ? Kind::need_input : give_held(used_);
}

Kind Reader::candidate(Window& in) {
  while (*in.at != '\n' && used_ - line_at_ != max_delimiter) {
    scratch_[used_++] = *in.at++;
    if (in.at == in.end) return Kind::need_input;
  }
  return settle_candidate(in);
}

// The line is whole, or too long. At the end of the message nothing stands behind it.
Kind Reader::settle_candidate(Window& in) {
  const bool at_end = in.at == in.end;
  const bool whole = at_end || *in.at == '\n';
  const bool half = used_ != line_at_ && scratch_[used_ - 1] == '\r';
  const std::size_t end = used_ - (half ? 1U : 0U);
  if (whole && is_delimiter({scratch_.data() + line_at_, end - line_at_})) {
    if (!at_end) ++in.at;
    used_ = 0;
    state_ = in_header() ? State::header_end : State::part_end;
    return Kind::need_input;
  }
  if (in_header()) return name_after_all();
  // The line end behind it may be the next boundary's.
  const bool hold = half && whole && !at_end;
  state_ = hold ? State::line_start : State::text;
  return give_held(hold ? end : used_);
}

// Two hyphens, the boundary of a multipart that is open, two hyphens if it ends there, and blanks (RFC 2046 5.1.1).
// Nothing else may follow: one boundary may be the beginning of another.
bool Reader::is_delimiter(std::string_view line) {
  while (!line.empty() && wire::is_blank(line.back())) line.remove_suffix(1);
  if (!line.starts_with("--")) return false;
  line.remove_prefix(2);
  const char* boundary = scratch_.data() + boundaries_;
  for (std::uint8_t depth = depth_; depth != 0; --depth) {
    const std::string_view own(boundary, levels_[depth - 1].boundary);
    boundary += own.size();
    if (own.empty() || !line.starts_with(own)) continue;
    const std::string_view behind(line.data() + own.size(), line.size() - own.size());
    if (!behind.empty() && behind != "--") continue;
    over_ = true;
    another_ = behind.empty();
    close_to_ = depth;
    return true;
  }
  return false;
}

}  // namespace mailmote::mime
