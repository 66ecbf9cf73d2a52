#include <mailmote/smtp/reader.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

using wire::is_digit;

// RFC 2034: "5.7.8 ..." with the class of the reply code. Anything else is text.
Enhanced enhanced_code(std::string_view text, char status) {
  const char* at = text.data();
  const char* const end = at + text.size();
  unsigned numbers[3] = {};
  for (unsigned& number : numbers) {
    const char* const first = at;
    for (; at != end && is_digit(*at); ++at) number = number * 10 + static_cast<unsigned>(*at - '0');
    if (at == first || at - first > 3) return {};
    const bool last = &number == &numbers[2];
    if (at == end ? !last : *at++ != (last ? ' ' : '.')) return {};
  }
  if (numbers[0] + '0' != static_cast<unsigned char>(status)) return {};
  return {static_cast<std::uint8_t>(numbers[0]), static_cast<std::uint16_t>(numbers[1]),
          static_cast<std::uint16_t>(numbers[2])};
}

std::uint16_t reply_code(std::string_view s) {
  if (s.size() < 3 || s[0] < '2' || s[0] > '5') return 0;
  unsigned code = 0;
  for (unsigned i = 0; i < 3; ++i) {
    if (!is_digit(s[i])) return 0;
    code = code * 10 + static_cast<unsigned>(s[i] - '0');
  }
  return static_cast<std::uint16_t>(code);
}

}  // namespace

void Reader::begin_reply() {
  enhanced_ = {};
  code_ = 0;
  line_ = 0;
  ending_ = false;
}

void Reader::reset() {
  begin_reply();
  lines_.reset();
  fault_ = Fault::none;
  inside_ = false;
}

Event Reader::next(std::string_view& in) {
  Event e;
  if (ending_) {
    e.kind = Kind::end;
    e.code = code_;
    e.enhanced = enhanced_;
    begin_reply();
    return e;
  }
  if (fault_ == Fault::none) fault_ = read(in, e);
  if (fault_ != Fault::none) e.kind = Kind::failed;
  return e;
}

Fault Reader::read(std::string_view& in, Event& event) {
  const wire::LineReader::Event piece = lines_.next(in);
  if (piece.kind == wire::LineReader::Kind::need_input) return Fault::none;
  if (piece.kind == wire::LineReader::Kind::bare) return Fault::line_end;
  if (piece.kind == wire::LineReader::Kind::too_long) return Fault::line_length;
  std::string_view text = piece.text;
  if (!inside_) {
    if (line_ == max_lines) return Fault::line_count;
    event.text = text;  // where it is at fault
    const Fault fault = begin_line(text);
    if (fault != Fault::none) return fault;
  }
  event.kind = Kind::text;
  event.last = piece.last;
  event.line = line_;
  event.code = code_;
  event.enhanced = enhanced_;
  event.text = text;
  inside_ = !piece.last;
  if (piece.last) {
    ++line_;
    ending_ = final_;
  }
  return Fault::none;
}

// Takes code and separator from the front of a line.
Fault Reader::begin_line(std::string_view& text) {
  const std::uint16_t code = reply_code(text);
  if (code == 0) return Fault::syntax;
  if (code_ != 0 && code != code_) return Fault::code_change;
  // Some appliances put a TAB where the SP is due; RFC 5321 allows the code alone.
  const char separator = text.size() > 3 ? text[3] : ' ';
  if (separator != '-' && !wire::is_blank(separator)) return Fault::syntax;
  const char status = text[0];
  code_ = code;
  final_ = separator != '-';
  text.remove_prefix(text.size() > 3 ? 4 : 3);
  if (enhanced_.status == 0) enhanced_ = enhanced_code(text, status);
  return Fault::none;
}

}  // namespace mailmote::smtp
