// IMAP responses: what lies whole in the window, on a large machine.
//
// Nearly all of a long answer is values, parentheses, and what begins a FETCH response. Such a piece is found by one
// scan for the octets that end it, and given out where it lies. The rest is any()'s, which knows them all: the same
// octets give the same events there.
#include <bit>
#include <cstring>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

// Behind as many octets nothing is cut: a space, and "NIL" with what ends it.
constexpr std::size_t least_window = 8;

// "* 12 FETCH " with as many digits as are read at once.
constexpr std::ptrdiff_t max_digits = 9;
constexpr std::size_t fetch_window = 9 + max_digits;

// The compiler's own: SSE2, NEON, or what does as well.
using Octets = std::uint8_t __attribute__((vector_size(16)));

// How many octets in front are neither control, quote nor backslash; 16: all.
inline std::size_t plain_octets(const char* at) {
  Octets octets;
  std::memcpy(&octets, at, sizeof octets);
  const auto marked = (octets == '"') | (octets == '\\') | (octets < 0x20);
  std::uint64_t marks[2];
  std::memcpy(marks, &marked, sizeof marks);
  if (marks[0] != 0) return static_cast<unsigned>(std::countr_zero(marks[0])) / 8;
  return marks[1] != 0 ? 8 + static_cast<unsigned>(std::countr_zero(marks[1])) / 8 : 16;
}

// The quote that ends a string; null if it is not there, or an escape or a line end is before it.
inline const char* closing_quote(const char* at, const char* end) {
  if constexpr (wide && std::endian::native == std::endian::little) {
    std::size_t plain = 16;
    while (plain == 16 && end - at >= 16) at += plain = plain_octets(at);
    if (plain != 16 && *at == '"') return at;
  }
  for (; at != end; ++at) {
    if (*at == '"') return at;
    if (is_in(OctetSet::ends_quoted, *at)) break;
  }
  return nullptr;
}

// The first octet that may end an atom, or `end`.
inline const char* atom_end(const char* at, const char* end) {
  for (; end - at >= 4; at += 4)
#pragma GCC unroll 4
    for (int i = 0; i != 4; ++i)
      if (is_in(OctetSet::ends_atom, at[i])) return at + i;
  return find(OctetSet::ends_atom, at, end);
}

// A number of max_digits at most, and what is behind it.
inline const char* read_digits(const char* at, const char* end, std::uint32_t& number) {
  if (end - at > max_digits) end = at + max_digits;
  for (; at != end && wire::is_digit(*at); ++at) number = number * 10 + static_cast<unsigned>(*at - '0');
  return at;
}

bool is_nil(const char* at) { return std::memcmp(at, "NIL ", 4) == 0 || std::memcmp(at, "NIL)", 4) == 0; }

}  // namespace

const Event& Reader::in_window(std::string_view& in) {
  if (in.size() < least_window) return any(in);
  if (state_ != State::data && !goes_on(in.front())) return state_ == State::start ? begin_fetch(in) : any(in);
  const char* at = in.data();
  const char* const end = at + in.size();
  if (*at == ' ') ++at;
  if (*at == '"') return quoted(in, at + 1, end);
  if (*at == '(' && may_open()) {
    advance();
    return taken(in, at + 1, open());
  }
  if (*at == ')' && may_close()) return taken(in, at + 1, close());
  if (is_nil(at)) return value(in, Form::nil, at, at + 3, at + 3);
  return atom(in, at, end);
}

// Behind a literal.
inline bool Reader::goes_on(char c) {
  if (state_ != State::behind_literal || (c != ' ' && c != ')')) return false;
  state_ = State::data;
  return true;
}

// `* 12 FETCH (`
const Event& Reader::begin_fetch(std::string_view& in) {
  const char* at = in.data();
  if (in.size() < fetch_window || std::memcmp(at, "* ", 2) != 0) return any(in);
  at += 2;
  std::uint32_t number = 0;
  const char* const digits = at;
  at = read_digits(at, in.data() + in.size(), number);
  if (at == digits || std::memcmp(at, " FETCH ", 7) != 0) return any(in);
  begin_line();
  event_.number = number;
  event_.response = Response::fetch;
  event_.tag = {};
  event_.bytes = {at + 1, 5};
  state_ = State::data;
  return taken(in, at + 6, Kind::begin);
}

const Event& Reader::quoted(std::string_view& in, const char* first, const char* end) {
  const char* const stop = closing_quote(first, end);
  if (stop == nullptr || stop - first > room_) return any(in);
  return value(in, Form::quoted, first, stop, stop + 1);
}

const Event& Reader::atom(std::string_view& in, const char* first, const char* end) {
  if (*first <= ' ' || *first >= '{' || is_in(OctetSet::ends_atom, *first)) return no_atom(in, first, end);
  const char* const stop = atom_end(first + 1, end);
  if (stop == end || !ends_atom(*stop) || stop - first > room_) return any(in);
  return value(in, form_of_atom(first, stop), first, stop, stop);
}

// A literal begins above, a line ends below, and 8-bit octets are rare.
const Event& Reader::no_atom(std::string_view& in, const char* first, const char* end) {
  if (*first == '{') return literal(in, first + 1, end);
  if (std::memcmp(first, "\r\n", 2) != 0) return any(in);
  line_left_ += 2;  // of a line's octets they are none
  end_line();
  return taken(in, first + 2, Kind::end);
}

// Its length, and all of it.
inline const Event& Reader::literal(std::string_view& in, const char* digits, const char* end) {
  std::uint32_t size = 0;
  const char* at = read_digits(digits, end, size);
  if (end - at < 3 || std::memcmp(at, "}\r\n", 3) != 0) return any(in);
  at += 3;
  const auto left = static_cast<std::size_t>(end - at);
  if (size == 0 || size > room_ || size > left || path_[depth_] == last_index) return any(in);
  state_ = State::behind_literal;
  line_left_ += size;  // likewise
  return value(in, Form::literal, at, at + size, at + size);
}

inline const Event& Reader::value(std::string_view& in, Form form, const char* first, const char* stop,
                                  const char* behind) {
  if (path_[depth_] == last_index) return any(in);
  advance();
  event_.form = form;
  event_.bytes = {first, static_cast<std::size_t>(stop - first)};
  return taken(in, behind, Kind::value);
}

}  // namespace mailmote::imap
