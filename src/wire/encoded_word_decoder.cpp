// Encoded words to UTF-8.
//
// Linear: a word has no '?' but those of its frame, so the search for its end never goes far past the next few.
#include <array>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote::wire {
namespace {

enum class Charset : std::uint8_t { unknown, ascii, utf8, windows_1252 };

struct Word {
  Charset charset = Charset::unknown;
  bool q = false;
  std::string_view text;
  std::size_t size = 0;  // of the whole word; 0: there is none
};

bool is_space(char c) { return is_blank(c) || c == '\r' || c == '\n'; }

Charset charset_named(std::string_view name) {
  struct Known {
    std::string_view name;
    Charset charset;
  };
  constexpr Known known[] = {
      {"utf-8", Charset::utf8},
      {"utf8", Charset::utf8},
      {"us-ascii", Charset::ascii},
      {"ascii", Charset::ascii},
      {"iso-8859-1", Charset::windows_1252},
      {"latin1", Charset::windows_1252},
      {"windows-1252", Charset::windows_1252},
      {"cp1252", Charset::windows_1252},
  };
  for (const Known& k : known)
    if (equals_any_case(k.name, name)) return k.charset;
  return Charset::unknown;
}

// What stands before the next '?', or nothing if a blank or the end comes first.
std::string_view to_question_mark(std::string_view in) {
  std::size_t n = 0;
  while (n < in.size() && in[n] != '?' && !is_space(in[n])) ++n;
  return n < in.size() && in[n] == '?' ? std::string_view(in.data(), n) : std::string_view();
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

  const std::size_t language = charset.find('*');  // RFC 2231 5
  if (language != std::string_view::npos) charset.remove_suffix(charset.size() - language);
  const char* const end = text.empty() ? rest.data() : text.data() + text.size();
  return {charset_named(charset), encoding == 'q', text, static_cast<std::size_t>(end + 2 - in.data())};
}

// 80..9F; 0: no character.
constexpr std::array<std::uint16_t, 32> windows_1252_high = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

// The decoded text. A code point goes in whole or not at all; after the first that does not fit, none does.
class Output {
 public:
  explicit Output(std::span<char> into) : into_(into) {}

  void put(char c, Charset charset) {
    const auto octet = static_cast<unsigned char>(c);
    if (charset == Charset::utf8) return put_utf8_octet(c);
    if (octet < 0x80) return put_point(octet);
    if (charset == Charset::ascii) return put_point(replacement);
    const char32_t point = octet >= 0xa0 ? octet : windows_1252_high[octet - 0x80U];
    put_point(point == 0 ? replacement : point);
  }

  // No octet that follows belongs to the code point that was begun. Words often divide one, so this is not
  // between two words of UTF-8.
  void settle() {
    if (held_ != 0) put_point(replacement);
    held_ = 0;
  }

  DecodedText result(bool unknown_charset) const { return {{into_.data(), size_}, cut_, unknown_charset}; }

 private:
  void put_utf8_octet(char c) {
    point_[held_++] = c;
    Utf8Front front = utf8_front({point_.data(), held_});
    if (front.form == Utf8::broken && held_ > 1) {  // c begins something new
      put_point(replacement);
      point_[0] = c;
      held_ = 1;
      front = utf8_front({&c, 1});
    }
    if (front.form == Utf8::partial) return;
    if (front.form == Utf8::whole) put_octets({point_.data(), held_});
    if (front.form == Utf8::broken) put_point(replacement);
    held_ = 0;
  }

  void put_point(char32_t point) {
    std::array<char, 4> octets{};
    put_octets({octets.data(), put_utf8(point, octets)});
  }

  void put_octets(std::string_view point) {
    cut_ = cut_ || point.size() > into_.size() - size_;
    if (cut_) return;
    for (const char c : point) into_[size_++] = c;
  }

  std::span<char> into_;
  std::size_t size_ = 0;
  std::array<char, 4> point_{};
  std::uint8_t held_ = 0;  // octets in point_
  bool cut_ = false;
};

void decode_q(const Word& word, Output& out) {
  const std::string_view text = word.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '=' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out.put(static_cast<char>(high * 16 + low), word.charset);
      i += 2;
    } else {
      out.put(text[i] == '_' ? ' ' : text[i], word.charset);
    }
  }
}

void decode_b(const Word& word, Output& out) {
  Base64Decoder decoder(Base64Decoder::Form::lenient);
  std::string_view in = word.text;
  std::array<char, 24> octets{};
  while (!in.empty()) {
    const Step step = decoder.decode(in, octets);
    for (std::size_t i = 0; i < step.written; ++i) out.put(octets[i], word.charset);
    in.remove_prefix(step.taken);
  }
}

std::size_t spaces(std::string_view in) {
  std::size_t n = 0;
  while (n < in.size() && is_space(in[n])) ++n;
  return n;
}

void put_text(std::string_view text, Output& out) {
  for (const char c : text)
    if (c != '\r' && c != '\n') out.put(c, Charset::utf8);
}

}  // namespace

DecodedText decode_words(std::string_view header, std::span<char> into) {
  Output out(into);
  bool unknown_charset = false;
  Charset last = Charset::unknown;  // of the word before, if it is one
  while (!header.empty()) {
    // White space between two words is there to divide them (RFC 2047 6.2).
    const std::size_t gap = last == Charset::unknown ? 0 : spaces(header);
    const Word word = word_at({header.data() + gap, header.size() - gap});
    if (word.size != 0 && word.charset != Charset::unknown) {
      if (word.charset != last) out.settle();
      word.q ? decode_q(word, out) : decode_b(word, out);
      header.remove_prefix(gap + word.size);
      last = word.charset;
      continue;
    }
    if (last != Charset::unknown) out.settle();
    unknown_charset = unknown_charset || word.size != 0;
    const std::size_t plain = gap + (word.size != 0 ? word.size : gap == 0 ? 1U : 0U);
    put_text({header.data(), plain}, out);
    header.remove_prefix(plain);
    last = Charset::unknown;
  }
  out.settle();
  return out.result(unknown_charset);
}

}  // namespace mailmote::wire
