// IMAP responses: values, and what stands between them.
//
// They are gathered in scratch_. A piece is given out when the octet behind it is seen to belong to the value, so
// pieces and limits depend on the octets alone. A large machine reads here only what the window cuts, an escape breaks
// or scratch_ cannot hold: see reader_window.cpp.
#include <mailmote/imap/reader.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

constexpr std::size_t max_room = 0xFFFF;

}  // namespace

// Whatever comes, step by step.
const Event& Reader::any(std::string_view& in) {
  Window window{in.data(), in.data() + in.size()};
  Kind kind = Kind::need_input;
  while (kind == Kind::need_input && window.at != window.end) kind = step(window);
  if (state_ == State::failed) kind = Kind::failed;
  return taken(in, window.at, kind);
}

Reader::Reader(std::span<char> scratch)
    : scratch_(scratch.data()),
      room_(static_cast<std::uint16_t>(scratch.size() < max_room ? scratch.size() : max_room)) {}

void Reader::reset() {
  event_ = {};
  section_left_ = 0;
  used_ = 0;
  section_ = false;
  state_ = State::start;
  fault_ = Fault::none;
}

Kind Reader::fail(Fault fault) {
  fault_ = fault;
  state_ = State::failed;
  event_.bytes = {};
  return Kind::failed;
}

const Event& Reader::too_long() {
  event_.kind = fail(Fault::length);
  return event_;
}

// What stands between values, and begins one.
inline Kind Reader::data(Window& in) {
  const char c = *in.at;
  if (is_line_end(c)) return line_end(in);
  ++in.at;
  if (c == ' ') return Kind::need_input;
  if (c == ')') {
    if (may_close()) return close();
    event_.sound = false;
    return Kind::need_input;
  }
  if (c == ']' && in_code()) {
    close();
    base_ = 0;
    state_ = State::status;
    return Kind::code_end;
  }
  if (path_[depth_] == last_index) {
    if (depth_ != 0) return fail(Fault::index);
    --path_[0];  // and there it stays: a SEARCH may find more
  }
  if (c == '(' && depth_ == max_depth) return fail(Fault::depth);
  advance();
  if (c == '(') return open();
  event_.form = c == '"' ? Form::quoted : Form::atom;
  state_ = c == '"' ? State::quoted : c == '{' ? State::length : c == '~' ? State::tilde : State::atom;
  if (state_ == State::atom) --in.at;
  return Kind::need_input;
}

Kind Reader::step(Window& in) {
  switch (state_) {
    case State::data: return data(in);
    case State::text: return rest(in, OctetSet::ends_text);
    case State::quoted: return rest(in, OctetSet::ends_quoted);
    case State::atom: return rest(in, OctetSet::ends_atom);
    case State::escaped:
    case State::section:
    case State::section_quoted:
    case State::section_escaped:
    case State::section_literal: return raw(in);
    case State::tilde: return tilde(in);
    case State::length:
    case State::digits:
    case State::length_cr:
    case State::length_lf: return length(in);
    case State::literal:
    case State::long_literal: return literal(in);
    case State::behind_literal: return behind_literal(*in.at);
    case State::start: return start(in);
    case State::tag:
    case State::keyword:
    case State::counted: return word(in);
    case State::status: return status(in);
    case State::bracket: return bracket(in);
    case State::line_feed: return line_end(in);
    default: return Kind::failed;
  }
}

// The rest of a text, a quoted string or an atom.
inline Kind Reader::rest(Window& in, OctetSet ends) {
  const bool marked = gather(in, ends, room_);
  if (in.at == in.end) return Kind::need_input;
  const char c = *in.at;
  if (marked && ends_value(c)) {
    if (c == '"') ++in.at;
    return gathered();
  }
  if (marked && state_ == State::quoted) {
    if (is_line_end(c)) return fail(Fault::line_end);
    ++in.at;
    state_ = State::escaped;
    return Kind::need_input;
  }
  if (full()) return piece();
  if (begins_section(c)) state_ = State::section;
  keep(in);
  return Kind::need_input;
}

// One octet that belongs to the value as it is: behind a backslash, or in the section of an item's name,
// BODY[HEADER.FIELDS (DATE "FROM")].
inline Kind Reader::raw(Window& in) {
  const char c = *in.at;
  if (is_line_end(c) && state_ != State::section_literal) {
    if (state_ != State::section) return fail(Fault::line_end);
    state_ = State::atom;  // it leaves a list open, too: the response will not be sound
    return Kind::need_input;
  }
  if (full()) return piece();
  keep(in);
  if (state_ == State::escaped) {
    state_ = State::quoted;
  } else if (state_ == State::section_escaped) {
    state_ = State::section_quoted;
  } else if (state_ == State::section_literal) {
    ++line_left_;
    if (--section_left_ == 0) state_ = State::section;
  } else if (c == '"') {
    state_ = state_ == State::section ? State::section_quoted : State::section;
  } else if (state_ == State::section_quoted) {
    if (c == '\\') state_ = State::section_escaped;
  } else if (c == ']') {
    state_ = State::atom;
  } else if (c == '{') {
    state_ = State::length;
    section_ = true;
  }
  return Kind::need_input;
}

// A literal8 (RFC 3516), or an atom.
inline Kind Reader::tilde(Window& in) {
  if (*in.at == '{') {
    ++in.at;
    state_ = State::length;
  } else {
    scratch_[used_++] = '~';
    state_ = State::atom;
  }
  return Kind::need_input;
}

// The octets of "{123}" CRLF behind its brace. In a section they are part of the atom.
inline Kind Reader::length(Window& in) {
  const char c = *in.at;
  if (section_) {
    if (full()) return piece();
    keep(in);
  } else {
    ++in.at;
  }
  if (state_ == State::length_lf) return c == '\n' ? begin_literal() : fail(Fault::line_end);
  if (state_ == State::length_cr) {
    if (c != '\r') return fail(c == '\n' ? Fault::line_end : Fault::literal);
    state_ = State::length_lf;
    return Kind::need_input;
  }
  if (state_ == State::digits && c == '}') {
    state_ = State::length_cr;
    return Kind::need_input;
  }
  state_ = State::digits;
  if (section_) return section_digit(c);
  return add_digit(event_.left, c) ? Kind::need_input : fail(Fault::literal);
}

// What the length counts is 0 before its first digit: what was counted there has come.
inline Kind Reader::section_digit(char c) {
  if (!wire::is_digit(c)) return fail(Fault::literal);
  section_left_ = section_left_ * 10 + static_cast<unsigned>(c - '0');
  return section_left_ <= max_literal ? Kind::need_input : fail(Fault::literal_length);
}

inline Kind Reader::begin_literal() {
  if (section_) {
    section_ = false;
    state_ = section_left_ == 0 ? State::section : State::section_literal;
    return Kind::need_input;
  }
  const bool is_value_of_item = in_items() && (path_[1] & 1U) != 0;
  const bool is_long = event_.left > max_literal;
  if (is_long && !is_value_of_item) return fail(Fault::literal_length);
  event_.form = Form::literal;
  state_ = is_long || static_cast<std::uint32_t>(event_.left) > room_ ? State::long_literal : State::literal;
  return Kind::need_input;
}

// One that fits scratch_ is given out whole, a longer one in pieces where they lie. However much is at hand, the first
// piece is not the last.
inline Kind Reader::literal(Window& in) {
  const char* const first = in.at;
  auto n = static_cast<std::size_t>(in.end - first);
  if (event_.last && n > room_) n = room_;
  if (n > event_.left) n = static_cast<std::size_t>(event_.left);
  in.at += n;
  event_.left -= n;
  line_left_ += static_cast<std::uint32_t>(n);
  const bool last = event_.left == 0;
  if (state_ == State::long_literal || (last && used_ == 0)) {
    event_.bytes = {first, n};
    event_.last = last;
    if (last) state_ = State::behind_literal;
    return Kind::value;
  }
  std::memcpy(scratch_ + used_, first, n);
  used_ = static_cast<std::uint16_t>(used_ + n);
  if (!last) return Kind::need_input;
  const Kind kind = gathered();
  state_ = State::behind_literal;
  return kind;
}

// What may end a value. DavMail counted characters where octets were due: then the rest of the value stands here, and
// how much of it there is nobody knows.
inline Kind Reader::behind_literal(char c) {
  if (c != ' ' && c != ')' && c != ']' && !is_line_end(c)) return fail(Fault::literal);
  state_ = State::data;
  return Kind::need_input;
}

// The value or text that was gathered, or what of it was not given yet.
Kind Reader::gathered() {
  if (event_.last && state_ == State::atom) event_.form = form_of_atom(scratch_, scratch_ + used_);
  const Kind kind = piece();
  event_.last = true;
  state_ = State::data;
  return kind;
}

Kind Reader::piece() {
  event_.last = false;
  event_.bytes = {scratch_, used_};
  used_ = 0;
  return state_ == State::text ? Kind::text : Kind::value;
}

// Octets to scratch_ up to one of the set, as far as `room` goes; whether one comes next.
bool Reader::gather(Window& in, OctetSet ends, std::size_t room) {
  const char* from = in.at;
  char* to = scratch_ + used_;
  const char* const limit = scratch_ + room;
  bool marked = false;
  for (; from != in.end; *to++ = *from++) {
    marked = is_in(ends, *from);
    if (marked || to == limit) break;
  }
  in.at = from;
  used_ = static_cast<std::uint16_t>(to - scratch_);
  return marked;
}

void Reader::keep(Window& in) { scratch_[used_++] = *in.at++; }

// What a status says: behind the keyword a code or text, behind the code text.
inline Kind Reader::status(Window& in) {
  const char c = *in.at;
  if (is_line_end(c)) return line_end(in);
  if (c == ' ') {
    ++in.at;
  } else if (c == '[' && event_.path.empty()) {
    ++in.at;
    state_ = State::bracket;
  } else {
    state_ = State::text;
  }
  return Kind::need_input;
}

// Text may begin with a bracket, too: "[ not a code", "[1/3] ...". All codes begin with a letter.
inline Kind Reader::bracket(Window& in) {
  if (!wire::is_alpha(*in.at)) {
    scratch_[used_++] = '[';
    state_ = State::text;
    return Kind::need_input;
  }
  path_[0] = 0;
  path_[1] = before_first;
  place();
  depth_ = base_ = 1;
  state_ = State::data;
  return Kind::code;
}

// CR, and behind it LF.
Kind Reader::line_end(Window& in) {
  if (state_ != State::line_feed) {
    if (*in.at != '\r') return fail(Fault::line_end);
    ++in.at;
    ++line_left_;
    state_ = State::line_feed;
    if (in.at == in.end) return Kind::need_input;
  }
  if (*in.at != '\n') return fail(Fault::line_end);
  ++in.at;
  ++line_left_;
  end_line();
  return Kind::end;
}

}  // namespace mailmote::imap
