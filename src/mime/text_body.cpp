#include <mailmote/mime/text_body.hpp>

#include <array>
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

#include "boundary.hpp"

namespace mailmote::mime {
namespace {

constexpr std::size_t max_line = 998;  // RFC 5322 2.1.1
constexpr std::string_view crlf = "\r\n";

// Octets up to the next line end, `window` at most: each is looked for at a stride, and never twice over a long text.
std::size_t run_of(std::string_view text) {
  constexpr std::size_t window = 128;
  text = {text.data(), text.size() < window ? text.size() : window};
  for (const char end : {'\n', '\r'}) {
    const std::size_t found = text.find(end);
    if (found != std::string_view::npos) text = {text.data(), found};
  }
  return text.size();
}

std::size_t put_line_end(std::span<char> out) {
  std::memcpy(out.data(), crlf.data(), crlf.size());
  return crlf.size();
}

}  // namespace

TextBody::Form TextBody::form_of(std::string_view text, bool eight_bit, End end) {
  Form form{Encoding::quoted_printable, end, wire::is_utf8(text)};
  bool ascii = true;
  std::size_t line = 0;  // octets of it so far
  while (!text.empty()) {
    const std::string_view run{text.data(), run_of(text)};
    if (line == 0 && end == End::of_part && run.starts_with(delimiter_start)) return form;
    line = run.empty() ? 0 : line + run.size();
    if (line > max_line) return form;
    ascii = ascii && wire::is_ascii(run);
    text.remove_prefix(run.empty() ? 1 : run.size());
  }
  if (ascii || eight_bit) form.encoding = ascii ? Encoding::seven_bit : Encoding::eight_bit;
  return form;
}

// By writing it out to nobody.
std::size_t TextBody::length(std::string_view text, Form form) {
  std::array<char, min_room> room;
  std::size_t octets = 0;
  for (TextBody body(text, form); !body.over();) octets += body.fill(room);
  return octets;
}

std::size_t TextBody::fill(std::span<char> out) {
  const std::string_view rest{text_.data() + at_, text_.size() - at_};
  return form_.encoding == Encoding::quoted_printable ? fill_quoted_printable(rest, out) : fill_plain(rest, out);
}

std::size_t TextBody::fill_quoted_printable(std::string_view rest, std::span<char> out) {
  const wire::Step step = quoted_printable_.encode(rest, out);
  at_ += step.taken;
  if (step.taken < rest.size() || out.size() - step.written < wire::QuotedPrintableEncoder::finish_room + crlf.size())
    return step.written;
  return finish(step.written + quoted_printable_.finish(out.subspan(step.written)), out);
}

// Lines as they are, but for their ends.
std::size_t TextBody::fill_plain(std::string_view rest, std::span<char> out) {
  std::size_t count = 0;
  std::size_t at = 0;
  for (std::size_t room; at < rest.size() && (room = out.size() - count) >= crlf.size();) {
    const std::size_t run = run_of({rest.data() + at, rest.size() - at < room ? rest.size() - at : room});
    if (run != 0) {
      std::memcpy(out.data() + count, rest.data() + at, run);
      count += run;
      at += run;
    } else {
      if (!ends_carriage_return(at_ + at)) count += put_line_end(out.subspan(count));
      ++at;
    }
  }
  at_ += at;
  if (at < rest.size() || out.size() - count < 2 * crlf.size()) return count;
  if (!text_.empty() && !wire::is_line_end(text_.back())) count += put_line_end(out.subspan(count));
  return finish(count, out);
}

std::size_t TextBody::finish(std::size_t count, std::span<char> out) {
  over_ = true;
  return form_.end == End::of_part ? count + put_line_end(out.subspan(count)) : count;
}

// The octet of the text at `at` is the LF of a CRLF.
bool TextBody::ends_carriage_return(std::size_t at) const {
  return at != 0 && text_[at] == '\n' && text_[at - 1] == '\r';
}

}  // namespace mailmote::mime
