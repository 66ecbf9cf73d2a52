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

// Blanks and the word behind them.
std::size_t stretch_of(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_blank(text[n])) ++n;
  while (n < text.size() && !is_blank(text[n])) ++n;
  return n;
}

std::size_t put(std::span<char> out, std::size_t at, std::string_view text) {
  std::memcpy(out.data() + at, text.data(), text.size());
  return at + text.size();
}

std::size_t put_q(std::span<char> out, std::size_t at, char c) {
  if (c == ' ' || is_q_literal(c)) {
    out[at] = c == ' ' ? '_' : c;
    return at + 1;
  }
  const auto octet = static_cast<unsigned char>(c);
  const char hex[] = {'=', hex_digit(octet >> 4U), hex_digit(octet)};
  return put(out, at, {hex, sizeof hex});
}

}  // namespace

bool needs_encoded_words(std::string_view text) {
  if (text.empty()) return false;
  if (is_blank(text.front()) || is_blank(text.back())) return true;
  std::size_t stretch = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_ascii(c) || (is_control(c) && c != '\t')) return true;
    if (c == '?' && i != 0 && text[i - 1] == '=') return true;
    const bool begins = is_blank(c) && i != 0 && !is_blank(text[i - 1]);
    stretch = begins ? 1 : stretch + 1;
    if (stretch > max_stretch) return true;
  }
  return false;
}

EncodedWordEncoder::EncodedWordEncoder(std::string_view text, std::size_t column, Use use)
    : rest_(text), column_(static_cast<std::uint16_t>(column)), form_(Form::plain) {
  if (use == Use::where_needed && !needs_encoded_words(text)) return;
  std::size_t q = 0;
  for (const char c : text) q += q_cost(c);
  form_ = q <= base64_length(text.size()) ? Form::q : Form::b;
}

std::size_t EncodedWordEncoder::next(std::span<char> out) {
  if (rest_.empty()) return 0;
  return form_ == Form::plain ? next_plain(out) : next_word(out);
}

std::size_t EncodedWordEncoder::fold(std::span<char> out) {
  column_ = 0;
  return put(out, 0, "\r\n");
}

std::size_t EncodedWordEncoder::next_plain(std::span<char> out) {
  std::size_t n = 0;
  if (stretch_ == 0) {
    stretch_ = static_cast<std::uint16_t>(stretch_of(rest_));
    if (column_ + std::size_t{stretch_} > max_plain_line && is_blank(rest_.front())) n = fold(out);
  }
  const std::size_t size = stretch_ < max_piece - 2 ? stretch_ : max_piece - 2;
  n = put(out, n, {rest_.data(), size});
  rest_.remove_prefix(size);
  stretch_ = static_cast<std::uint16_t>(stretch_ - size);
  column_ = static_cast<std::uint16_t>(column_ + size);
  return n;
}

std::size_t EncodedWordEncoder::next_word(std::span<char> out) {
  std::size_t n = 0;
  if (!first_ || column_ + frame + longest_point > max_word_line) {
    n = put(out, fold(out), " ");
    column_ = 1;
  }
  first_ = false;
  const std::size_t room = max_word_line - column_ < max_word ? max_word_line - column_ : max_word;
  const std::size_t begin = n;
  n = put(out, n, form_ == Form::q ? q_start : b_start);
  const std::string_view octets = take_code_points(room - frame);
  if (form_ == Form::q) {
    for (const char c : octets) n = put_q(out, n, c);
  } else {
    Base64Encoder encoder;
    n += encoder.encode(octets, {out.data() + n, out.size() - n}).written;
    n += encoder.finish({out.data() + n, out.size() - n});
  }
  n = put(out, n, word_end);
  column_ = static_cast<std::uint16_t>(column_ + n - begin);
  return n;
}

// As many code points as become `room` octets of a word, but at least one.
std::string_view EncodedWordEncoder::take_code_points(std::size_t room) {
  std::size_t size = 0;
  std::size_t used = 0;
  while (size < rest_.size()) {
    const std::string_view left{rest_.data() + size, rest_.size() - size};
    const Utf8Front front = utf8_front(left);
    const std::string_view point{left.data(), front.form == Utf8::whole ? front.size : 1U};
    used += cost(point);
    const std::size_t needed = form_ == Form::q ? used : static_cast<std::size_t>(base64_length(used));
    if (needed > room) break;
    size += point.size();
  }
  const std::string_view taken{rest_.data(), size};
  rest_.remove_prefix(size);
  return taken;
}

std::size_t EncodedWordEncoder::cost(std::string_view point) const {
  if (form_ == Form::b) return point.size();
  std::size_t octets = 0;
  for (const char c : point) octets += q_cost(c);
  return octets;
}

}  // namespace mailmote::wire
