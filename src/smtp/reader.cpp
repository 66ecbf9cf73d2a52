#include <mailmote/smtp/reader.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

constexpr std::size_t code_digits = 3;

// 0: there is none.
unsigned code_of(std::string_view line) {
  unsigned code = 0;
  for (std::size_t i = 0; i != code_digits; ++i) {
    if (i == line.size() || !wire::is_digit(line[i])) return 0;
    code = code * 10 + static_cast<unsigned>(line[i] - '0');
  }
  return code;
}

// The end of a line counts for a space.
char octet_at(std::string_view text, std::size_t at) { return at == text.size() ? ' ' : text[at]; }

}  // namespace

void Reader::reset() {
  lines_.reset();
  event_ = {};
  fault_ = Fault::none;
}

Event Reader::next(std::string_view& in) {
  event_.text = {};
  if (fault_ == Fault::none) event_.kind = read(in);
  return event_;
}

Kind Reader::read(std::string_view& in) {
  if (event_.kind == Kind::end) event_ = {};
  if (event_.kind == Kind::text && event_.last && final_) return Kind::end;
  const wire::LineReader::Event piece = lines_.next(in);
  if (piece.kind == wire::LineReader::Kind::need_input) return Kind::need_input;
  const bool begins = event_.last;
  event_.last = piece.last;
  event_.text = piece.text;
  if (piece.kind == wire::LineReader::Kind::bare)
    fault_ = Fault::line_end;
  else if (piece.kind == wire::LineReader::Kind::too_long)
    fault_ = Fault::line_length;
  else if (begins)
    fault_ = begin_line();
  return fault_ == Fault::none ? Kind::text : Kind::failed;
}

// Takes code and separator from the front of a line.
Fault Reader::begin_line() {
  std::string_view& text = event_.text;
  const unsigned code = code_of(text);
  if (code < 200 || code > 599) return Fault::syntax;
  if (event_.code != 0 && code != event_.code) return Fault::code_change;
  // Some appliances put a TAB where the SP is due; RFC 5321 allows the code alone.
  const char separator = octet_at(text, code_digits);
  if (separator != '-' && !wire::is_blank(separator)) return Fault::syntax;
  if (event_.code != 0 && ++event_.line == max_lines) return Fault::line_count;
  final_ = separator != '-';
  event_.code = static_cast<std::uint16_t>(code);
  const int status = text.front() - '0';
  text.remove_prefix(text.size() == code_digits ? code_digits : code_digits + 1);
  // RFC 2034: "5.7.8 ..." with the class of the reply code. Anything else is text.
  Enhanced enhanced;
  const std::size_t n = read_enhanced(text, enhanced);
  if (event_.enhanced.status == 0 && enhanced.status == status && octet_at(text, n) == ' ') event_.enhanced = enhanced;
  return Fault::none;
}

}  // namespace mailmote::smtp
