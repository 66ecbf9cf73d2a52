// Some octets of a text that is written from its start every time: those from `skip` on, as many as there is room for.
//
// So a header needs no buffer and no state but a position. It is written by plain code, again for every room that it
// is read through, and what was given out already falls away. Without room it only counts.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace mailmote::mime {

class Excerpt {
 public:
  static constexpr std::size_t max_column = 78;  // RFC 5322 2.1.1

  // `column` octets of the line stand before the text.
  Excerpt(std::span<char> out, std::size_t skip, std::size_t column) : out_(out), at_(0 - skip), line_(at_ - column) {}

  void put(char c);
  void put(std::string_view text);

  // A space before the next `n` octets, which stand on one line: this one, or the next.
  void put_space(std::size_t n);

  // A space, and `text` between angle brackets or quotes, or bare (0): on one line with the comma that may follow.
  void put_word(std::string_view text, char open);

  void end_line();

  std::size_t column() const { return at_ - line_; }
  // Behind the last octet of the text: all that was not given out before is in the room; how much that is.
  bool complete() const { return at_ <= out_.size(); }
  std::size_t written() const { return at_; }

 private:
  std::span<char> out_;
  std::size_t at_;    // of the next octet in the room; far behind its end as long as octets are skipped
  std::size_t line_;  // of the first octet of this line, likewise
};

}  // namespace mailmote::mime
