#include <mailmote/smtp/reader.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

using wire::is_digit;

std::string_view behind(std::string_view s, std::size_t n) { return {s.data() + n, s.size() - n}; }

// Takes one to three digits from the front of `s`.
bool take_number(std::string_view& s, std::uint16_t& value) {
  std::size_t n = 0;
  unsigned sum = 0;
  while (n < s.size() && is_digit(s[n])) {
    if (n == 3) return false;
    sum = sum * 10 + static_cast<unsigned>(s[n++] - '0');
  }
  value = static_cast<std::uint16_t>(sum);
  s = behind(s, n);
  return n != 0;
}

bool take_dot(std::string_view& s) {
  if (s.empty() || s[0] != '.') return false;
  s = behind(s, 1);
  return true;
}

// RFC 2034: "5.7.8 ..." with the class of the reply code. Anything else is text.
Enhanced enhanced_code(std::string_view text, std::uint16_t code) {
  Enhanced e;
  std::uint16_t status = 0;
  const bool whole = take_number(text, status) && take_dot(text) && take_number(text, e.subject) && take_dot(text) &&
                     take_number(text, e.detail) && (text.empty() || text[0] == ' ');
  if (!whole || status != code / 100) return {};
  e.status = static_cast<std::uint8_t>(status);
  return e;
}

std::uint16_t reply_code(std::string_view s) {
  if (s.size() < 3 || !is_digit(s[0]) || !is_digit(s[1]) || !is_digit(s[2])) return 0;
  const auto code = static_cast<std::uint16_t>((s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0'));
  return code >= 200 && code < 600 ? code : std::uint16_t{0};
}

}  // namespace

void Reader::reset() {
  lines_.reset();
  enhanced_ = {};
  code_ = 0;
  line_ = 0;
  fault_ = Fault::none;
  inside_ = final_ = ending_ = false;
}

Event Reader::fail(Fault fault, std::string_view octets) {
  fault_ = fault;
  Event e;
  e.kind = Kind::failed;
  e.text = octets;
  return e;
}

Event Reader::next(std::string_view& in) {
  if (fault_ != Fault::none) return fail(fault_, {});
  if (ending_) {
    Event e;
    e.kind = Kind::end;
    e.code = code_;
    e.enhanced = enhanced_;
    code_ = 0;
    line_ = 0;
    enhanced_ = {};
    ending_ = false;
    return e;
  }
  const wire::LineReader::Event piece = lines_.next(in);
  switch (piece.kind) {
    case wire::LineReader::Kind::need_input: return {};
    case wire::LineReader::Kind::bare: return fail(Fault::line_end, piece.text);
    case wire::LineReader::Kind::too_long: return fail(Fault::line_length, {});
    case wire::LineReader::Kind::line: break;
  }
  return line(piece);
}

// Takes code and separator from the front of a line.
Fault Reader::begin_line(std::string_view& text) {
  const std::uint16_t code = reply_code(text);
  if (code == 0) return Fault::syntax;
  if (code_ != 0 && code != code_) return Fault::code_change;
  // Some appliances put a TAB where the SP is due; RFC 5321 allows the code alone.
  const char separator = text.size() > 3 ? text[3] : ' ';
  if (separator != ' ' && separator != '-' && separator != '\t') return Fault::syntax;
  code_ = code;
  final_ = separator != '-';
  text = behind(text, text.size() > 3 ? 4 : 3);
  if (enhanced_.status == 0) enhanced_ = enhanced_code(text, code);
  return Fault::none;
}

Event Reader::line(const wire::LineReader::Event& piece) {
  std::string_view text = piece.text;
  if (!inside_) {
    if (line_ == max_lines) return fail(Fault::line_count, {});
    const Fault fault = begin_line(text);
    if (fault != Fault::none) return fail(fault, piece.text);
  }
  Event e;
  e.kind = Kind::text;
  e.last = piece.last;
  e.line = line_;
  e.code = code_;
  e.enhanced = enhanced_;
  e.text = text;
  inside_ = !piece.last;
  if (piece.last) ++line_;
  ending_ = piece.last && final_;
  return e;
}

}  // namespace mailmote::smtp
