#include "lexer.hpp"

namespace mailmote::mime {

bool Lexer::skip(char c) {
  if (at_end() || text[at] != c) return false;
  ++at;
  return true;
}

void Lexer::skip_blanks() {
  while (!at_end() && is_white(text[at])) ++at;
}

void Lexer::skip_space() {
  skip_blanks();
  while (here() == '(') {
    skip_comment();
    skip_blanks();
  }
}

void Lexer::skip_comment() {
  const std::size_t begin = at + 1;
  std::size_t open = 0;
  for (; !at_end(); ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) ++at;
    if (c == '(') ++open;
    if (c != ')' || --open != 0) continue;
    comment = from(begin);
    ++at;
    return;
  }
  unclosed = true;
}

std::string_view Lexer::quoted() {
  const std::size_t begin = ++at;
  for (; !at_end(); ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) ++at;
    if (c != '"') continue;
    const std::string_view between = from(begin);
    ++at;
    return between;
  }
  unclosed = true;
  return from(begin);
}

// Mail programs put commas and angles into encoded words as they are, which RFC 2047 5 (3) forbids.
void Lexer::skip_token() {
  const char c = here();
  if (c == '"') {
    static_cast<void>(quoted());
  } else if (c == '(') {
    skip_comment();
  } else {
    const std::size_t word = wire::encoded_word_size(rest());
    at += word == 0 ? 1 : word;
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view take_quoted(std::string_view& text) {
  if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
  const std::size_t next = text.find('\\', 1);
  const std::string_view piece{text.data(), next == text.npos ? text.size() : next};
  text.remove_prefix(piece.size());
  return piece;
}

void put_quoted(std::string_view text, wire::EncodedWordDecoder& out) {
  while (!text.empty()) out.put(take_quoted(text));
}

}  // namespace mailmote::mime
