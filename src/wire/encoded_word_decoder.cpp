// Encoded words to UTF-8.
//
// Linear: a word has no '?' but those of its frame, so the search for its end never goes far past the next few.
#include <array>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/encoded_word.hpp>

namespace mailmote::wire {
namespace {

struct Word {
  std::string_view charset;
  bool q = false;
  std::string_view text;
  std::size_t size = 0;  // of the whole word; 0: there is none
};

bool is_space(char c) { return is_blank(c) || c == '\r' || c == '\n'; }

// What stands before the next '?', or nothing if a blank or the end comes first.
std::string_view to_question_mark(std::string_view in) {
  std::size_t n = 0;
  while (n < in.size() && in[n] != '?' && !is_space(in[n])) ++n;
  return n < in.size() && in[n] == '?' ? std::string_view(in.data(), n) : std::string_view();
}

// All of it means something: nothing would be lost.
bool is_base64(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (!is_alnum(c) && c != '+' && c != '/' && c != '=') return false;
    digits += c == '=' ? 0U : 1U;
  }
  return digits % 4 != 1;  // six bits are no octet
}

Word word_at(std::string_view in) {
  if (in.size() < 2 || in[0] != '=' || in[1] != '?') return {};
  std::string_view rest{in.data() + 2, in.size() - 2};
  std::string_view charset = to_question_mark(rest);
  if (charset.empty()) return {};
  rest.remove_prefix(charset.size() + 1);
  if (rest.size() < 2 || rest[1] != '?') return {};
  const char encoding = to_lower(rest[0]);
  if (encoding != 'q' && encoding != 'b') return {};
  rest.remove_prefix(2);
  const std::string_view text = to_question_mark(rest);
  if (rest.size() < text.size() + 2 || rest[text.size()] != '?' || rest[text.size() + 1] != '=') return {};
  if (encoding == 'b' && !is_base64(text)) return {};

  const std::size_t language = charset.find('*');  // RFC 2231 5
  if (language != std::string_view::npos) charset.remove_suffix(charset.size() - language);
  const char* const end = text.empty() ? rest.data() : text.data() + text.size();
  return {charset, encoding == 'q', text, static_cast<std::size_t>(end + 2 - in.data())};
}

bool is_same_charset(std::string_view a, std::string_view b) {
  const Charset known = charset_named(a);
  return known == Charset::unknown ? equals_any_case(a, b) : known == charset_named(b);
}

void decode_q(std::string_view in, TextDecoder& out) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const int high = in[i] == '=' && i + 2 < in.size() ? hex_value(in[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(in[i + 2]) : -1;
    char c = in[i] == '_' ? ' ' : in[i];
    if (low >= 0) {
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    out.put({&c, 1});
  }
}

void decode_b(std::string_view in, TextDecoder& out) {
  Base64Decoder decoder(Base64Decoder::Form::lenient);
  std::array<char, 24> octets{};
  while (!in.empty()) {
    const Step step = decoder.decode(in, octets);
    out.put({octets.data(), step.written});
    in.remove_prefix(step.taken);
  }
}

std::string_view spaces(std::string_view in) {
  std::size_t n = 0;
  while (n < in.size() && is_space(in[n])) ++n;
  return {in.data(), n};
}

}  // namespace

std::size_t encoded_word_size(std::string_view text) { return word_at(text).size; }

// Takes the word at the front, and gives it out unless nobody knows its charset. False: there is no word.
bool EncodedWordDecoder::put_word(std::string_view& in) {
  const Word word = word_at(in);
  if (word.size == 0) return false;
  const std::string_view whole{in.data(), word.size};
  in.remove_prefix(word.size);
  // Words often divide a code point: it is whole if the octets go on in the same charset.
  const bool goes_on = !charset_.empty() && is_same_charset(charset_, word.charset);
  if (!goes_on && !text_.begin(word.charset)) {
    put_plain(whole);
    return true;
  }
  // White space between two words is there to divide them (RFC 2047 6.2).
  gap_ = {};
  charset_ = word.charset;
  word.q ? decode_q(word.text, text_) : decode_b(word.text, text_);
  return true;
}

void EncodedWordDecoder::put_plain(std::string_view text) {
  if (!charset_.empty()) static_cast<void>(text_.begin("utf-8"));
  charset_ = {};
  const std::string_view gap = gap_;
  gap_ = {};
  for (std::string_view piece : {gap, text}) {
    while (!piece.empty()) {
      std::size_t n = 0;
      while (n < piece.size() && piece[n] != '\r' && piece[n] != '\n') ++n;
      text_.put({piece.data(), n});
      piece.remove_prefix(n < piece.size() ? n + 1 : n);
    }
  }
}

void EncodedWordDecoder::put(std::string_view piece) {
  while (!piece.empty()) {
    const std::string_view gap = charset_.empty() ? std::string_view() : spaces(piece);
    if (!gap.empty() && gap_.empty()) {
      gap_ = gap;
      piece.remove_prefix(gap.size());
    } else if (!put_word(piece)) {
      std::size_t n = 1;
      while (n < piece.size() && piece[n] != '=') ++n;
      put_plain({piece.data(), n});
      piece.remove_prefix(n);
    }
  }
}

DecodedText EncodedWordDecoder::finish() {
  put_plain({});
  text_.end();
  return text_.result();
}

DecodedText decode_words(std::string_view header, std::span<char> into, CharsetConverter* other) {
  EncodedWordDecoder words(into, other);
  words.put(header);
  return words.finish();
}

}  // namespace mailmote::wire
