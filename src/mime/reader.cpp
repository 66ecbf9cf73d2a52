// Messages to events: headers.
//
// A name or value is gathered in scratch_, the line ends of its folds fall away. A piece is given out when the octet
// behind it is seen to belong to the value, so pieces depend on the octets alone.
#include <mailmote/mime/reader.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::mime {

void Reader::reset() {
  content_ = {};
  event_ = {};
  state_ = State::part;
  fault_ = Fault::none;
  child_ = over_ = finishing_ = false;
  depth_ = path_size_ = 0;
  used_ = given_ = 0;
  boundaries_ = static_cast<std::uint32_t>(scratch_.size());
}

const Event& Reader::next(std::string_view& in) {
  Window window{in.data(), in.data() + in.size()};
  event_.kind = Kind::need_input;
  while (event_.kind == Kind::need_input && (window.at != window.end || state_ >= State::part)) {
    drop_given();
    event_.kind = step(window);
  }
  in = {window.at, static_cast<std::size_t>(window.end - window.at)};
  return event_;
}

const Event& Reader::finish() {
  Window none{nullptr, nullptr};
  do {
    drop_given();
    event_.kind = state_ >= State::part ? step(none) : end_input(none);
  } while (event_.kind == Kind::need_input);
  return event_;
}

Kind Reader::step(Window& in) {
  switch (state_) {
    case State::name: return name(in);
    case State::value: return value(in);
    case State::folded: return folded(*in.at);
    case State::candidate: return candidate(in);
    case State::line_start: return line_start(in);
    case State::text: return text(in);
    case State::part: return begin_part();
    case State::header_end: return end_header();
    case State::part_end: return end_part();
    case State::ended: return Kind::end;
    case State::failed: break;
  }
  return Kind::failed;
}

// The end of the message ends a line, and every part.
Kind Reader::end_input(Window& none) {
  if (state_ == State::value || state_ == State::folded) return end_value();
  if (state_ == State::candidate) return settle_candidate(none);
  const bool in_header = state_ == State::name;
  if (used_ == 0) {
    over_ = finishing_ = true;
    close_to_ = 0;
    state_ = in_header ? State::header_end : State::part_end;
    return Kind::need_input;
  }
  if (in_header) return begin_stray();
  state_ = State::text;
  return give_held(used_);
}

Kind Reader::fail(Fault fault) {
  fault_ = fault;
  state_ = State::failed;
  event_.bytes = {};
  return Kind::failed;
}

// What was given out with the last event is done with.
void Reader::drop_given() {
  if (given_ == 0) return;
  used_ -= given_;
  std::memmove(scratch_.data(), scratch_.data() + given_, used_);
  given_ = 0;
}

// A header line, up to its colon. One that has none, or none in time, is a stray.
inline Kind Reader::name(Window& in) {
  if (used_ == 0 && *in.at == '-' && in_multipart()) {
    line_at_ = 0;
    state_ = State::candidate;
    return Kind::need_input;
  }
  const char* from = in.at;
  char* to = scratch_.data() + used_;
  const char* const most = scratch_.data() + max_name;
  while (from != in.end && to != most && *from != ':' && *from != '\n') *to++ = *from++;
  in.at = from;
  used_ = static_cast<std::uint32_t>(to - scratch_.data());
  if (from == in.end) return Kind::need_input;
  const char c = *from;
  const std::size_t length = c == ':' ? name_length(used_) : 0;
  if (length == 0 && c != '\n') return begin_stray();
  ++in.at;
  if (length != 0) return begin_value(length, used_);
  drop_carriage_return();
  if (used_ == 0) {
    state_ = State::header_end;
    return Kind::need_input;
  }
  begin_stray();
  state_ = State::folded;
  return Kind::need_input;
}

// The line was held back whole, since it began as a boundary's does. It may be a field all the same.
Kind Reader::name_after_all() {
  state_ = State::name;
  const void* const colon = std::memchr(scratch_.data(), ':', used_);
  if (colon == nullptr) return Kind::need_input;
  auto end = static_cast<std::size_t>(static_cast<const char*>(colon) - scratch_.data());
  const std::size_t length = name_length(end);
  if (length == 0) return begin_stray();
  do ++end;
  while (end != used_ && wire::is_blank(scratch_[end]));
  return begin_value(length, end);
}

// Printable ASCII, and perhaps blanks behind it (RFC 5322 2.2 and 4.5.8), up to `length`. 0: it is none.
std::size_t Reader::name_length(std::size_t length) const {
  while (length != 0 && wire::is_blank(scratch_[length - 1])) --length;
  for (std::size_t i = 0; i != length; ++i)
    if (scratch_[i] <= ' ' || scratch_[i] > '~') return 0;  // 8-bit octets are negative, or above '~'
  return length;
}

// The first `end` octets of scratch_ are the name and what stands between it and the value.
Kind Reader::begin_value(std::size_t name, std::size_t end) {
  event_.bytes = {scratch_.data(), name};
  given_ = static_cast<std::uint32_t>(end);
  says_content_ = content_.begin(event_.bytes);
  field_left_ = max_field;
  text_ = Kind::value;
  state_ = State::value;
  return Kind::name;
}

// What was gathered is the beginning of a line that is no field.
Kind Reader::begin_stray() {
  says_content_ = false;
  field_left_ = max_field;
  text_ = Kind::stray;
  state_ = State::value;
  return Kind::need_input;
}

inline Kind Reader::value(Window& in) {
  const bool is_front = text_ == Kind::value && event_.last && used_ == 0;
  if (is_front && wire::is_blank(*in.at)) {
    ++in.at;
    return Kind::need_input;
  }
  if (*in.at == '\n') {
    ++in.at;
    drop_carriage_return();
    state_ = State::folded;
    return Kind::need_input;
  }
  if (used_ == limit()) return value_piece(room(), Piece::inner);
  auto n = static_cast<std::size_t>(in.end - in.at);
  if (n > limit() - used_) n = limit() - used_;
  const void* const line_end = std::memchr(in.at, '\n', n);
  if (line_end != nullptr) n = static_cast<std::size_t>(static_cast<const char*>(line_end) - in.at);
  std::memcpy(scratch_.data() + used_, in.at, n);
  used_ += static_cast<std::uint32_t>(n);
  in.at += n;
  return Kind::need_input;
}

// A blank behind a line end: it falls away, and the blank stays (RFC 5322 2.2.3).
inline Kind Reader::folded(char c) {
  if (!wire::is_blank(c)) return end_value();
  state_ = State::value;
  return Kind::need_input;
}

Kind Reader::end_value() {
  if (used_ > room()) return value_piece(room(), Piece::inner);
  state_ = State::name;
  return value_piece(used_, Piece::last);
}

Kind Reader::value_piece(std::size_t n, Piece piece) {
  const bool last = piece == Piece::last;
  if (n + (last ? 0 : 1) > field_left_) return fail(Fault::length);
  field_left_ -= static_cast<std::uint32_t>(n);
  given_ = static_cast<std::uint32_t>(n);
  event_.last = last;
  event_.bytes = {scratch_.data(), n};
  event_.ascii = wire::is_ascii(event_.bytes);
  if (says_content_) content_.read(event_.bytes, slot());
  if (says_content_ && last) content_.end(slot());
  return text_;
}

void Reader::drop_carriage_return() {
  if (used_ != 0 && scratch_[used_ - 1] == '\r') --used_;
}

}  // namespace mailmote::mime
