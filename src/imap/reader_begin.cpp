// IMAP responses: the words that begin a line, and numbers.
//
//   * 12 FETCH          untagged, number 12, keyword FETCH
//   A1 OK               tagged A1, keyword OK
//   +                   a continuation
//
// Tag and keyword are gathered in scratch_, one behind the other. There they stay until the event is used.
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/words.hpp>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

constexpr std::size_t max_word = 32;  // octets of a tag, and of a keyword; the two fit the smallest scratch

// Those of Response from the last on: FETCH is found soon.
constexpr auto keywords = wire::make_words(
    "ID FETCH VANISHED EXPUNGE RECENT EXISTS FLAGS ESEARCH SEARCH STATUS NAMESPACE XLIST LSUB LIST ENABLED CAPABILITY "
    "PREAUTH BYE BAD NO OK ");

Response response_named(const std::string_view& word) {
  const std::uint8_t index = keywords.index(word);
  return index == wire::no_word ? Response::other
                                : static_cast<Response>(static_cast<std::uint8_t>(Response::id) - index);
}

constexpr bool is_status(Response response) { return response >= Response::ok && response <= Response::preauth; }

}  // namespace

bool add_digit(std::uint64_t& n, char digit) {
  if (!wire::is_digit(digit) || (n >> 60U) != 0) return false;
  n = n * 10 + static_cast<unsigned>(digit - '0');
  return (n >> 63U) == 0;
}

bool read_number(std::string_view digits, std::uint64_t& n) {
  std::uint64_t number = 0;
  for (const char c : digits)
    if (!add_digit(number, c)) return false;
  if (digits.empty()) return false;
  n = number;
  return true;
}

bool read_number(std::string_view digits, std::uint32_t& n) {
  std::uint64_t number = 0;
  if (!read_number(digits, number) || number > 0xFFFFFFFF) return false;
  n = static_cast<std::uint32_t>(number);
  return true;
}

void Reader::begin_line() {
  line_left_ = max_line;
  tag_ = 0;
  depth_ = base_ = 0;
  path_[0] = before_first;
  event_.line = Line::untagged;
  event_.sound = true;
  event_.number = 0;
  event_.path = {path_.data(), 0};
}

Kind Reader::start(Window& in) {
  begin_line();
  // Exchange sends "[COPYUID 1 2 3]" without "* OK".
  state_ = *in.at == '[' ? State::keyword : State::tag;
  if constexpr (wide) {
    if (in.end - in.at > 1 && in.at[0] == '*' && in.at[1] == ' ') {
      in.at += 2;
      state_ = State::keyword;
    }
  }
  return Kind::need_input;
}

// The first word of a line, or the keyword behind it, or behind a number.
Kind Reader::word(Window& in) {
  const bool first = state_ == State::tag;
  if (used_ == tag_ && !first) {
    while (*in.at == ' ')
      if (++in.at == in.end) return Kind::need_input;
    if (*in.at == '[' && state_ == State::keyword) return begin();
  }
  const bool ends = gather(in, OctetSet::ends_word, tag_ + max_word);
  if (in.at == in.end) return Kind::need_input;
  const char behind = *in.at;
  if (!ends) return fail(first ? Fault::tag : Fault::syntax);  // too long
  if (!is_in(OctetSet::ends_atom, behind)) return fail(Fault::syntax);
  const std::string_view word{scratch_ + tag_, std::size_t{used_} - tag_};
  if (state_ == State::counted) return begin();
  if (word.empty()) return fail(Fault::syntax);
  if (first) return first_word(word, behind);
  if (tag_ != 0 || !read_number(word, event_.number)) return begin();
  used_ = 0;
  state_ = State::counted;
  return Kind::need_input;
}

inline Kind Reader::first_word(std::string_view word, char behind) {
  state_ = State::keyword;
  const bool star = word.front() == '*', plus = word.front() == '+';
  if ((star || plus) && word.size() != 1) return fail(Fault::syntax);
  if (behind != ' ' && !plus) return fail(Fault::syntax);
  if (star || plus) {
    used_ = 0;
  } else {
    event_.line = Line::tagged;
    tag_ = static_cast<std::uint8_t>(used_);
  }
  if (!plus) return Kind::need_input;
  event_.line = Line::continuation;
  return begin();
}

Kind Reader::begin() {
  event_.tag = {scratch_, tag_};
  event_.bytes = {scratch_ + tag_, std::size_t{used_} - tag_};
  used_ = 0;
  event_.response = response_named(event_.bytes);
  const bool status = is_status(event_.response);
  if (!status && event_.line != Line::untagged) event_.response = Response::other;
  const bool data = !status && event_.line == Line::untagged && !event_.bytes.empty();
  state_ = data ? State::data : State::status;
  return Kind::begin;
}

}  // namespace mailmote::imap
