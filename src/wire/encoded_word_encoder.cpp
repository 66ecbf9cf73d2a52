// Header text to encoded words.
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote::wire {
namespace {

constexpr std::size_t max_word = 75;        // RFC 2047 2
constexpr std::size_t max_word_line = 76;   // a line with an encoded word on it
constexpr std::size_t max_plain_line = 78;  // RFC 5322 2.1.1, where there is a place to fold
constexpr std::size_t max_stretch = 900;    // well below 998, whatever stands before it
constexpr std::string_view q_start = "=?utf-8?Q?";
constexpr std::string_view b_start = "=?utf-8?B?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t frame = q_start.size() + word_end.size();
constexpr std::size_t longest_point = 12;  // four octets as =XX

// May stand for itself in a Q word wherever the word is: RFC 2047 5 (3).
bool is_q_literal(char c) { return is_alnum(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/'; }

std::size_t q_cost(char c) { return is_q_literal(c) || c == ' ' ? 1 : 3; }

std::size_t q_cost(std::string_view point) {
  std::size_t octets = 0;
  for (const char c : point) octets += q_cost(c);
  return octets;
}

// Blanks and the word behind them.
std::size_t stretch_of(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_blank(text[n])) ++n;
  while (n < text.size() && !is_blank(text[n])) ++n;
  return n;
}

char* put(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* put_q(char* to, char c) {
  if (q_cost(c) == 1) {
    *to++ = c == ' ' ? '_' : c;
    return to;
  }
  const auto octet = static_cast<unsigned char>(c);
  *to++ = '=';
  *to++ = hex_digit(octet >> 4U);
  *to++ = hex_digit(octet);
  return to;
}

constexpr std::size_t base64_digits(std::size_t octets) { return (octets + 2) / 3 * 4; }

}  // namespace

bool needs_encoded_words(std::string_view text) {
  if (text.empty()) return false;
  if (is_blank(text.front()) || is_blank(text.back())) return true;
  std::size_t stretch = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_printable(c) && c != '\t') return true;
    if (c == '?' && i != 0 && text[i - 1] == '=') return true;
    const bool begins = is_blank(c) && i != 0 && !is_blank(text[i - 1]);
    stretch = begins ? 1 : stretch + 1;
    if (stretch > max_stretch) return true;
  }
  return false;
}

EncodedWordEncoder::EncodedWordEncoder(std::string_view text, std::size_t column, Use use)
    : rest_(text), column_(static_cast<std::uint16_t>(column)), pairs_(use == Use::for_quoted) {
  if (use != Use::where_needed || needs_encoded_words(text)) form_ = shorter_form();
  rest_ = text;
}

// (Inline where callers are few: a member of its own would be kept beside the copies that are used.)
inline EncodedWordEncoder::Form EncodedWordEncoder::shorter_form() {
  std::size_t q = 0, octets = 0;
  while (!rest_.empty()) {
    const std::string_view next = point();
    q += q_cost(next);
    octets += next.size();
    take(next);
  }
  return q <= base64_digits(octets) ? Form::q : Form::b;
}

// The next code point, or octet where there is none, without the backslash that quotes it.
std::string_view EncodedWordEncoder::point() const {
  const std::size_t skipped = pairs_ && rest_.front() == '\\' && rest_.size() > 1 ? 1 : 0;
  const std::string_view left{rest_.data() + skipped, rest_.size() - skipped};
  const Utf8Front front = utf8_front(left);
  return {left.data(), front.form == Utf8::whole ? front.size : 1U};
}

inline void EncodedWordEncoder::take(std::string_view point) {
  rest_.remove_prefix(static_cast<std::size_t>(point.data() + point.size() - rest_.data()));
}

std::size_t EncodedWordEncoder::next(std::span<char> out) {
  if (rest_.empty()) return 0;
  char* const begin = out.data();
  return static_cast<std::size_t>((form_ == Form::plain ? next_plain(begin) : next_word(begin)) - begin);
}

char* EncodedWordEncoder::fold(char* to) {
  column_ = 0;
  return put(to, "\r\n");
}

inline char* EncodedWordEncoder::next_plain(char* to) {
  if (stretch_ == 0) {
    stretch_ = static_cast<std::uint16_t>(stretch_of(rest_));
    if (column_ + std::size_t{stretch_} > max_plain_line && is_blank(rest_.front())) to = fold(to);
  }
  const std::size_t size = stretch_ < max_piece - 2 ? stretch_ : max_piece - 2;
  to = put(to, {rest_.data(), size});
  rest_.remove_prefix(size);
  stretch_ = static_cast<std::uint16_t>(stretch_ - size);
  column_ = static_cast<std::uint16_t>(column_ + size);
  return to;
}

// As many code points as the line has room for, and there is room for one.
inline char* EncodedWordEncoder::next_word(char* to) {
  if (!first_ || column_ + frame + longest_point > max_word_line) {
    to = put(fold(to), " ");
    column_ = 1;
  }
  first_ = false;
  const std::size_t line = max_word_line - column_;
  const std::size_t room = (line < max_word ? line : max_word) - frame;
  char* const begin = to;
  to = put(to, form_ == Form::q ? q_start : b_start);
  Base64Encoder base64;
  std::size_t octets = 0, q = 0;
  while (!rest_.empty()) {
    const std::string_view next = point();
    octets += next.size();
    q += q_cost(next);
    if ((form_ == Form::q ? q : base64_digits(octets)) > room) break;
    if (form_ == Form::q) {
      for (const char c : next) to = put_q(to, c);
    } else {
      to += base64.encode(next, {to, max_piece}).written;
    }
    take(next);
  }
  to += base64.finish({to, max_piece});
  to = put(to, word_end);
  column_ = static_cast<std::uint16_t>(column_ + (to - begin));
  return to;
}

}  // namespace mailmote::wire
