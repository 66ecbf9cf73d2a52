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
  Excerpt(std::span<char> out, std::size_t skip, std::size_t column) : out_(out), skip_(skip), column_(column) {}

  void put(char c);
  void put(std::string_view text);

  // A space before the next `n` octets, which stand on one line: this one, or the next.
  void put_space(std::size_t n);

  std::size_t column() const { return column_; }
  std::size_t written() const { return written_; }
  std::size_t total() const { return total_; }                  // octets of the text so far, given out or not
  bool complete() const { return skip_ + written_ == total_; }  // nothing is left for another time

 private:
  std::span<char> out_;
  std::size_t skip_;
  std::size_t column_;
  std::size_t written_ = 0;
  std::size_t total_ = 0;
};

}  // namespace mailmote::mime
