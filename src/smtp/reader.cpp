#include <mailmote/smtp/reader.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

// Numbers, and what stands between them.
struct Scanner {
  const char* at;
  const char* end;

  // One to three digits; `none` if there are not.
  static constexpr unsigned none = 1000;
  unsigned number() {
    const char* const first = at;
    unsigned n = 0;
    while (at != end && at - first != 3 && wire::is_digit(*at)) n = n * 10 + static_cast<unsigned>(*at++ - '0');
    return at == first ? none : n;
  }

  // The end of a line counts for a space.
  char octet() { return at == end ? ' ' : *at++; }

  // A number that `separator` stands behind, or `none`.
  unsigned number_before(char separator) {
    const unsigned n = number();
    return octet() == separator ? n : none;
  }
};

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
  Scanner text{event_.text.data(), event_.text.data() + event_.text.size()};
  const unsigned code = text.number();
  if (code < 200 || code > 599) return Fault::syntax;
  if (event_.code != 0 && code != event_.code) return Fault::code_change;
  // Some appliances put a TAB where the SP is due; RFC 5321 allows the code alone.
  const char separator = text.octet();
  if (separator != '-' && !wire::is_blank(separator)) return Fault::syntax;
  if (event_.code != 0 && ++event_.line == max_lines) return Fault::line_count;
  final_ = separator != '-';
  event_.code = static_cast<std::uint16_t>(code);
  const auto status = static_cast<std::uint8_t>(event_.text.front() - '0');
  event_.text = {text.at, static_cast<std::size_t>(text.end - text.at)};
  if (event_.enhanced.status != 0) return Fault::none;
  // RFC 2034: "5.7.8 ..." with the class of the reply code. Anything else is text.
  if (text.number_before('.') != status) return Fault::none;
  const unsigned subject = text.number_before('.');
  const unsigned detail = text.number_before(' ');
  if (subject == Scanner::none || detail == Scanner::none) return Fault::none;
  event_.enhanced = {status, static_cast<std::uint16_t>(subject), static_cast<std::uint16_t>(detail)};
  return Fault::none;
}

}  // namespace mailmote::smtp
