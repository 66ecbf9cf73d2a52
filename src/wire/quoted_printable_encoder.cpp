// Text to quoted-printable.
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::wire {
namespace {

constexpr std::size_t max_column = 75;  // and then the "=" of a soft line break

bool is_literal(char c) { return c > ' ' && c < 0x7f && c != '='; }

}  // namespace

Step QuotedPrintableEncoder::encode(std::string_view in, std::span<char> out) {
  Step step;
  while (step.taken < in.size()) {
    const char c = in[step.taken];
    const std::span<char> room{out.data() + step.written, out.size() - step.written};
    std::size_t n = 0;
    if (skip_line_feed_ && c == '\n') {
      skip_line_feed_ = false;
    } else if (blank_ != 0) {  // c itself is for the next round
      n = put_octet(blank_, !is_line_end(c), room);
      if (n == 0) break;
      blank_ = 0;
      step.written += n;
      continue;
    } else if (is_blank(c)) {
      blank_ = c;
      skip_line_feed_ = false;
    } else {
      n = is_line_end(c) ? end_line(room) : put_octet(c, is_literal(c), room);
      if (n == 0) break;
      skip_line_feed_ = c == '\r';
    }
    step.written += n;
    ++step.taken;
  }
  return step;
}

std::size_t QuotedPrintableEncoder::put_octet(char c, bool literal, std::span<char> out) {
  const auto octet = static_cast<unsigned char>(c);
  const char hex[] = {'=', hex_digit(octet >> 4U), hex_digit(octet)};
  return put(literal ? std::string_view(&c, 1) : std::string_view(hex, 3), out);
}

// `form` on this line, or on the next. The octets written; none if they do not fit. (Inline: there is one caller.)
inline std::size_t QuotedPrintableEncoder::put(std::string_view form, std::span<char> out) {
  const std::size_t soft = column_ + form.size() > max_column ? 3 : 0;
  if (out.size() < soft + form.size()) return 0;
  if (soft != 0) {
    std::memcpy(out.data(), "=\r\n", 3);
    column_ = 0;
  }
  std::memcpy(out.data() + soft, form.data(), form.size());
  column_ = static_cast<std::uint8_t>(column_ + form.size());
  return soft + form.size();
}

std::size_t QuotedPrintableEncoder::end_line(std::span<char> out) {
  if (out.size() < 2) return 0;
  out[0] = '\r';
  out[1] = '\n';
  column_ = 0;
  return 2;
}

std::size_t QuotedPrintableEncoder::finish(std::span<char> out) {
  const std::size_t held = blank_ == 0 ? 0U : column_ + 3U > max_column ? 6U : 3U;
  const std::size_t line_end = blank_ != 0 || column_ != 0 ? 2 : 0;
  if (out.size() < held + line_end) return 0;
  if (held != 0) put_octet(blank_, false, out);
  if (line_end != 0) end_line({out.data() + held, line_end});
  *this = QuotedPrintableEncoder();
  return held + line_end;
}

}  // namespace mailmote::wire
