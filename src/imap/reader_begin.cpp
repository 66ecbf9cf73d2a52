// IMAP responses: the words that begin a line, and numbers.
//
//   * 12 FETCH          untagged, number 12, keyword FETCH
//   A1 OK               tagged A1, keyword OK
//   +                   a continuation
//
// Tag and keyword are gathered in scratch_, one behind the other. There they stay until the event is used.
#include <mailmote/wire/ascii.hpp>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

constexpr std::size_t max_word = 32;  // octets of a tag, and of a keyword; the two fit the smallest scratch

// Those of Response from the last to the first but one. FETCH is found soon.
constexpr char keywords[] =
    "ID\0FETCH\0VANISHED\0EXPUNGE\0RECENT\0EXISTS\0FLAGS\0ESEARCH\0SEARCH\0STATUS\0NAMESPACE\0XLIST\0LSUB\0LIST\0"
    "ENABLED\0CAPABILITY\0PREAUTH\0BYE\0BAD\0NO\0OK\0";

Response response_named(std::string_view word) {
  auto response = static_cast<std::uint8_t>(Response::id);
  for (const char* keyword = keywords; response != 0; --response) {
    const char* end = keyword;
    while (*end != 0) ++end;
    if (wire::equals_any_case(word, {keyword, static_cast<std::size_t>(end - keyword)})) break;
    keyword = end + 1;
  }
  return static_cast<Response>(response);
}

constexpr bool is_status(Response response) { return response >= Response::ok && response <= Response::preauth; }

// An atom of RFC 3501, in which `[` and `]` may stand: what a tag may be.
bool is_word(std::string_view word) {
  for (const char c : word) {
    if (c == ' ' || wire::is_control(c) || !wire::is_ascii(c)) return false;
    for (const char wrong : {'(', ')', '{', '%', '*', '"', '\\', '+'})
      if (c == wrong) return false;
  }
  return true;
}

}  // namespace

bool add_digit(std::uint64_t& n, char digit) {
  constexpr std::uint64_t most = ~std::uint64_t{0} >> 1U;
  if (!wire::is_digit(digit) || n > most / 10) return false;
  n = n * 10 + static_cast<unsigned>(digit - '0');
  return n <= most;
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

Kind Reader::start(Window& in) {
  line_ = 0;
  tag_ = 0;
  code_ = section_ = false;
  event_.number = 0;
  event_.sound = true;
  event_.path = {};
  event_.line = Line::untagged;
  // Exchange sends "[COPYUID 1 2 3]" without "* OK".
  state_ = *in.at == '[' ? State::keyword : State::tag;
  return Kind::need_input;
}

Kind Reader::tag(Window& in) {
  gather(in, OctetSet::ends_word, max_word);
  if (in.at == in.end) return Kind::need_input;
  if (!is_in(OctetSet::ends_word, *in.at)) return fail(Fault::tag);
  const std::string_view word{scratch_.data(), used_};
  if (word == "+" && *in.at != '(' && *in.at != ')') {
    event_.line = Line::continuation;
    used_ = 0;
    return begin();
  }
  if (*in.at != ' ') return fail(Fault::syntax);
  state_ = State::keyword;
  if (word == "*") {
    used_ = 0;
    return Kind::need_input;
  }
  if (word.empty() || !is_word(word)) return fail(Fault::syntax);
  event_.line = Line::tagged;
  tag_ = static_cast<std::uint8_t>(used_);
  return Kind::need_input;
}

Kind Reader::keyword(Window& in) {
  if (used_ == tag_) {
    while (*in.at == ' ')
      if (++in.at == in.end) return Kind::need_input;
    if (*in.at == '[' && state_ == State::keyword) return begin();
  }
  gather(in, OctetSet::ends_word, tag_ + max_word);
  if (in.at == in.end) return Kind::need_input;
  if (!is_in(OctetSet::ends_word, *in.at)) return fail(Fault::syntax);
  if (state_ == State::keyword) {
    const std::string_view word{scratch_.data() + tag_, used_ - tag_};
    if (word.empty()) return fail(Fault::syntax);
    if (event_.line == Line::untagged && read_number(word, event_.number)) {
      used_ = 0;
      state_ = State::counted;
      return Kind::need_input;
    }
  }
  return begin();
}

Kind Reader::begin() {
  event_.tag = {scratch_.data(), tag_};
  event_.bytes = {scratch_.data() + tag_, used_ - tag_};
  used_ = 0;
  event_.response = response_named(event_.bytes);
  if (event_.response == Response::other && !is_word(event_.bytes)) return fail(Fault::syntax);
  const bool data = event_.line == Line::untagged && !is_status(event_.response) && !event_.bytes.empty();
  state_ = data ? State::opened : State::status;
  return Kind::begin;
}

}  // namespace mailmote::imap
