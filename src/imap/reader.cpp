// IMAP responses: from the keyword to the line end.
//
// What lies whole in the window is found by one scan for the octets that end it, and given out where it lies. Only what
// the window cuts, an escape breaks or scratch_ cannot hold is gathered in scratch_; a piece is given out when the
// octet behind it is seen to belong to the value. So pieces and limits depend on the octets alone, wherever they were
// cut.
//
// Every step is called with one octet or more. It takes some, or moves on to another state, or has an event to give.
#include <mailmote/imap/reader.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

// In a list that was opened the first value comes to 0. No value has this index.
constexpr std::uint16_t before_first = 0xFFFF;

constexpr bool is_nil(std::string_view atom) {
  return atom.size() == 3 && wire::to_lower(atom[0]) == 'n' && wire::to_lower(atom[1]) == 'i' &&
         wire::to_lower(atom[2]) == 'l';
}

constexpr bool is_line_end(char c) { return c == '\r' || c == '\n'; }

}  // namespace

const Event& Reader::next(std::string_view& in) {
  Window window{in.data(), in.data() + in.size()};
  event_.kind = read(window);
  line_ += static_cast<std::uint32_t>(window.at - in.data());
  in = {window.at, static_cast<std::size_t>(window.end - window.at)};
  if (line_ > max_line) event_.kind = fail(Fault::length);
  return event_;
}

void Reader::reset() {
  event_ = {};
  used_ = line_ = 0;
  state_ = State::start;
  fault_ = Fault::none;
}

Kind Reader::fail(Fault fault) {
  fault_ = fault;
  state_ = State::failed;
  event_.bytes = event_.tag = {};
  return Kind::failed;
}

Kind Reader::read(Window& in) {
  if (state_ == State::failed) return Kind::failed;
  while (in.at != in.end) {
    const Kind kind = step(in);
    if (kind != Kind::need_input) return kind;
  }
  return Kind::need_input;
}

Kind Reader::step(Window& in) {
  switch (state_) {
    case State::opened:
      path_[event_.path.size()] = before_first;
      event_.path = {path_.data(), event_.path.size() + 1};
      state_ = State::data;
      [[fallthrough]];
    case State::data: return data(in);
    case State::start: return start(in);
    case State::tag: return tag(in);
    case State::keyword:
    case State::counted: return keyword(in);
    case State::status: return status(in);
    case State::bracket: return bracket(in);
    case State::text: return text(in);
    case State::atom: return rest_of_atom(in);
    case State::quoted: return rest_of_quoted(in);
    case State::escaped: return escaped(in);
    case State::tilde: return tilde(in);
    case State::length:
    case State::digits:
    case State::length_cr:
    case State::length_lf: return length(in);
    case State::literal: return literal(in);
    case State::long_literal: return long_literal(in);
    case State::section:
    case State::header_list:
    case State::header_quoted:
    case State::header_escaped:
    case State::header_literal: return section(in);
    case State::line_feed: return line_feed(in);
    case State::failed: break;
  }
  return Kind::failed;
}

// What stands between values, and the beginning of one.
Kind Reader::data(Window& in) {
  char c = *in.at;
  while (c == ' ') {
    if (++in.at == in.end) return Kind::need_input;
    c = *in.at;
  }
  if (c == ')') return close(in);
  if (is_line_end(c)) return carriage_return(in);
  if (c == ']' && in_code()) return end_code(in);
  if (++path_[event_.path.size() - 1] == before_first) return fail(Fault::index);
  switch (c) {
    case '"': return quoted(in);
    case '(': return open(in);
    case '{':
      ++in.at;
      state_ = State::length;
      return Kind::need_input;
    case '~':
      ++in.at;
      state_ = State::tilde;
      return Kind::need_input;
    default: return atom(in);
  }
}

Kind Reader::open(Window& in) {
  if (event_.path.size() == path_.size()) return fail(Fault::depth);
  ++in.at;
  state_ = State::opened;
  return Kind::open;
}

Kind Reader::close(Window& in) {
  ++in.at;
  if (event_.path.size() == 1 || in_code()) {
    event_.sound = false;
    return Kind::need_input;
  }
  event_.path = {path_.data(), event_.path.size() - 1};
  return Kind::close;
}

Kind Reader::carriage_return(Window& in) {
  if (*in.at == '\n') return fail(Fault::line_end);
  ++in.at;
  --line_;
  state_ = State::line_feed;
  return Kind::need_input;
}

Kind Reader::line_feed(Window& in) {
  if (*in.at != '\n') return fail(Fault::line_end);
  ++in.at;
  --line_;
  event_.sound = event_.sound && event_.path.size() <= 1;
  state_ = State::start;
  return Kind::end;
}

// What a status says: behind the keyword a code or text, behind the code text.
Kind Reader::status(Window& in) {
  while (*in.at == ' ')
    if (++in.at == in.end) return Kind::need_input;
  if (is_line_end(*in.at)) return carriage_return(in);
  state_ = State::text;
  if (*in.at == '[' && event_.path.empty()) {
    ++in.at;
    state_ = State::bracket;
  }
  return Kind::need_input;
}

// Text may begin with a bracket, too: "[ not a code", "[1/3] ...". All codes begin with a letter.
Kind Reader::bracket(Window& in) {
  if (!wire::is_alpha(*in.at)) {
    scratch_[used_++] = '[';
    state_ = State::text;
    return Kind::need_input;
  }
  path_[0] = 0;
  event_.path = {path_.data(), 1};
  code_ = true;
  state_ = State::opened;
  return Kind::code;
}

Kind Reader::end_code(Window& in) {
  ++in.at;
  event_.path = {path_.data(), 1};
  code_ = false;
  state_ = State::status;
  return Kind::code_end;
}

Kind Reader::text(Window& in) {
  if (used_ == 0 && event_.last) {
    const char* const stop = find(OctetSet::ends_text, in.at, in.end);
    if (stop != in.end && fits(in.at, stop)) {
      event_.bytes = {in.at, static_cast<std::size_t>(stop - in.at)};
      in.at = stop;
      state_ = State::data;
      return Kind::text;
    }
  }
  gather(in, OctetSet::ends_text, scratch_.size());
  if (in.at == in.end) return Kind::need_input;
  if (!is_line_end(*in.at)) return piece(Kind::text);
  return gathered(Kind::text);
}

Kind Reader::quoted(Window& in) {
  const char* const first = ++in.at;
  const char* const stop = find(OctetSet::ends_quoted, first, in.end);
  if (stop != in.end && *stop == '"' && fits(first, stop)) {
    in.at = stop + 1;
    return whole(Form::quoted, first, stop);
  }
  event_.form = Form::quoted;
  state_ = State::quoted;
  return Kind::need_input;
}

Kind Reader::rest_of_quoted(Window& in) {
  gather(in, OctetSet::ends_quoted, scratch_.size());
  if (in.at == in.end) return Kind::need_input;
  if (is_line_end(*in.at)) return fail(Fault::line_end);
  if (*in.at == '"') {
    ++in.at;
    return gathered(Kind::value);
  }
  if (*in.at != '\\') return piece(Kind::value);
  ++in.at;
  state_ = State::escaped;
  return Kind::need_input;
}

Kind Reader::escaped(Window& in) {
  if (is_line_end(*in.at)) return fail(Fault::line_end);
  if (full()) return piece(Kind::value);
  keep(in);
  state_ = State::quoted;
  return Kind::need_input;
}

// Of an octet of OctetSet::ends_atom. Elsewhere brackets are octets like others: "[Gmail]/Sent".
bool Reader::ends_atom(char c) const { return c != '[' && (c != ']' || in_code()); }

Kind Reader::atom(Window& in) {
  const char* stop = find(OctetSet::ends_atom, in.at, in.end);
  while (stop != in.end && !ends_atom(*stop) && !begins_section(*stop))
    stop = find(OctetSet::ends_atom, stop + 1, in.end);
  if (stop != in.end && ends_atom(*stop) && fits(in.at, stop)) {
    const char* const first = in.at;
    in.at = stop;
    return whole(is_nil({first, static_cast<std::size_t>(stop - first)}) ? Form::nil : Form::atom, first, stop);
  }
  event_.form = Form::atom;
  state_ = State::atom;
  return Kind::need_input;
}

Kind Reader::rest_of_atom(Window& in) {
  gather(in, OctetSet::ends_atom, scratch_.size());
  if (in.at == in.end) return Kind::need_input;
  if (is_in(OctetSet::ends_atom, *in.at) && ends_atom(*in.at)) {
    if (event_.last && is_nil({scratch_.data(), used_})) event_.form = Form::nil;
    return gathered(Kind::value);
  }
  if (full()) return piece(Kind::value);
  if (begins_section(*in.at)) state_ = State::section;
  keep(in);
  return Kind::need_input;
}

// The section of an item's name, BODY[HEADER.FIELDS (DATE "FROM")]: as it stands, part of the atom.
Kind Reader::section(Window& in) {
  const char c = *in.at;
  if (is_line_end(c) && state_ != State::header_literal) {
    // One that never ends leaves a list open, too: the response will not be sound.
    if (state_ == State::header_quoted || state_ == State::header_escaped) return fail(Fault::line_end);
    state_ = State::atom;
    return Kind::need_input;
  }
  if (full()) return piece(Kind::value);
  keep(in);
  switch (state_) {
    case State::section:
      if (c == '(') state_ = State::header_list;
      if (c == ']') state_ = State::atom;
      break;
    case State::header_list:
      if (c == ')') state_ = State::section;
      if (c == '"') state_ = State::header_quoted;
      if (c == '{') state_ = State::length;
      section_ = c == '{';
      break;
    case State::header_quoted:
      if (c == '"') state_ = State::header_list;
      if (c == '\\') state_ = State::header_escaped;
      break;
    case State::header_escaped: state_ = State::header_quoted; break;
    default:
      --line_;
      if (--left_ == 0) state_ = State::header_list;
      break;
  }
  return Kind::need_input;
}

// A literal8 (RFC 3516), or an atom.
Kind Reader::tilde(Window& in) {
  if (*in.at == '{') {
    ++in.at;
    state_ = State::length;
  } else {
    scratch_[used_++] = '~';
    event_.form = Form::atom;
    state_ = State::atom;
  }
  return Kind::need_input;
}

// The octets of "{123}" CRLF behind its brace. In a section they are part of the atom.
Kind Reader::length(Window& in) {
  const char c = *in.at;
  if (section_) {
    if (full()) return piece(Kind::value);
    keep(in);
  } else {
    ++in.at;
  }
  switch (state_) {
    case State::length:
      left_ = 0;
      if (!wire::is_digit(c)) return fail(Fault::literal);
      state_ = State::digits;
      [[fallthrough]];
    case State::digits:
      if (c == '}') {
        state_ = State::length_cr;
      } else if (!add_digit(left_, c)) {
        return fail(Fault::literal);
      }
      return Kind::need_input;
    case State::length_cr:
      if (c != '\r') return fail(c == '\n' ? Fault::line_end : Fault::literal);
      state_ = State::length_lf;
      return Kind::need_input;
    default: return c == '\n' ? begin_literal() : fail(Fault::line_end);
  }
}

Kind Reader::begin_literal() {
  const bool is_value_of_item = in_items() && (path_[1] & 1U) != 0;
  if (left_ > max_literal && !is_value_of_item) return fail(Fault::literal_length);
  if (section_) {
    state_ = left_ == 0 ? State::header_list : State::header_literal;
  } else {
    event_.form = Form::literal;
    state_ = left_ <= scratch_.size() ? State::literal : State::long_literal;
  }
  section_ = false;
  return Kind::need_input;
}

Kind Reader::literal(Window& in) {
  const char* const first = in.at;
  const std::size_t n = take_literal(in, scratch_.size());
  if (used_ == 0 && left_ == 0) return whole(Form::literal, first, in.at);
  std::memcpy(scratch_.data() + used_, first, n);
  used_ += static_cast<std::uint32_t>(n);
  return left_ == 0 ? gathered(Kind::value) : Kind::need_input;
}

Kind Reader::long_literal(Window& in) {
  // However much is at hand, the first piece is not the last.
  const std::size_t most = event_.last ? scratch_.size() : static_cast<std::size_t>(in.end - in.at);
  const char* const first = in.at;
  event_.bytes = {first, take_literal(in, most)};
  event_.left = left_;
  event_.last = left_ == 0;
  if (event_.last) state_ = State::data;
  return Kind::value;
}

// The octets of the literal that are at hand, up to `most`.
std::size_t Reader::take_literal(Window& in, std::size_t most) {
  auto n = static_cast<std::size_t>(in.end - in.at);
  if (n > most) n = most;
  if (n > left_) n = static_cast<std::size_t>(left_);
  in.at += n;
  left_ -= n;
  line_ -= static_cast<std::uint32_t>(n);
  return n;
}

// A value that lies in the window.
Kind Reader::whole(Form form, const char* first, const char* end) {
  event_.form = form;
  event_.bytes = {first, static_cast<std::size_t>(end - first)};
  state_ = State::data;
  return Kind::value;
}

// The value or text that was gathered, or what of it was not given yet.
Kind Reader::gathered(Kind kind) {
  event_.last = true;
  state_ = State::data;
  return give(kind);
}

Kind Reader::piece(Kind kind) {
  event_.last = false;
  return give(kind);
}

Kind Reader::give(Kind kind) {
  event_.bytes = {scratch_.data(), used_};
  used_ = 0;
  return kind;
}

// Octets to scratch_ up to one of `set`, as far as `room` goes.
void Reader::gather(Window& in, OctetSet set, std::size_t room) {
  const std::size_t free = room - used_;
  const bool all = static_cast<std::size_t>(in.end - in.at) <= free;
  const char* const stop = find(set, in.at, all ? in.end : in.at + free);
  const auto n = static_cast<std::size_t>(stop - in.at);
  std::memcpy(scratch_.data() + used_, in.at, n);
  used_ += static_cast<std::uint32_t>(n);
  in.at = stop;
}

// One octet.
void Reader::keep(Window& in) { scratch_[used_++] = *in.at++; }

}  // namespace mailmote::imap
