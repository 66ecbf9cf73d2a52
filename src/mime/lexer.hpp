// Goes over a field's value: blanks, comments, quoted strings and encoded words, whole (RFC 5322 3.2, RFC 2047).
//
// Every call goes forwards. What is not closed reaches to the end of the value. CR and LF are blanks here: a value that
// was not unfolded reads alike.
#pragma once

#include <cstddef>
#include <string_view>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>

namespace mailmote::mime {

constexpr bool is_white(char c) { return wire::is_blank(c) || c == '\r' || c == '\n'; }

struct Lexer {
  std::string_view text;
  std::size_t at = 0;
  bool unclosed = false;       // a quoted string or a comment was
  std::string_view comment{};  // the last that was gone over, without its parentheses

  bool at_end() const { return at == text.size(); }
  // 0 at the end; so a NUL is told apart by at_end().
  char here() const { return at_end() ? '\0' : text[at]; }
  std::string_view from(std::size_t begin) const { return {text.data() + begin, at - begin}; }
  std::string_view rest() const { return {text.data() + at, text.size() - at}; }

  bool skip(char c);  // false: it does not stand here
  void skip_blanks();
  void skip_space();          // blanks and comments
  void skip_comment();        // which begins here
  std::string_view quoted();  // a quoted string, which begins here: what stands between the quotes
  void skip_token();          // a quoted string, comment or encoded word, or else one octet
};

// Without the blanks round it.
std::string_view trimmed(std::string_view text);

// The front of what stands in a quoted string or a comment, which is not empty, as it means: a backslash quotes the
// octet behind it.
std::string_view take_quoted(std::string_view& text);

// All of it. Encoded words are decoded, though in a quoted string there should be none (RFC 2047 5).
void put_quoted(std::string_view text, wire::EncodedWordDecoder& out);

}  // namespace mailmote::mime
