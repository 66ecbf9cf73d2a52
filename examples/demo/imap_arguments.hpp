// The arguments of an IMAP command, literals and all, taken one after another (RFC 3501 9).
//
//   Arguments arguments(text);
//   const std::string user = arguments.astring();
//   arguments.space();
//   const std::string password = arguments.astring();
//   if (!arguments.done()) ...   // BAD
//
// What is not there makes it fail, for good, and is empty: only done() need be asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "imap_text.hpp"

namespace demo {

// "1:3,7,9:*". 0 stands for the star.
class MessageSet {
 public:
  void add(std::uint32_t first, std::uint32_t last) { ranges_.push_back({first, last}); }
  // `largest` is what the star means; 0: there is none, and it means nothing.
  bool contains(std::uint32_t number, std::uint32_t largest) const;
  // The largest number in it: more than `largest`, and the set goes beyond the mailbox.
  std::uint32_t highest(std::uint32_t largest) const;

 private:
  struct Range {
    std::uint32_t first, last;
  };
  std::vector<Range> ranges_;
};

class Arguments {
 public:
  explicit Arguments(std::string_view text) : rest_(text) {}

  // All was taken, and all was sound.
  bool done() const { return !failed_ && rest_.empty(); }
  bool failed() const { return failed_; }
  bool empty() const { return rest_.empty(); }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  bool next_is(char c) const { return rest_.starts_with(c); }
  bool next_is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  // Takes it if it comes next.
  bool skip(char c);
  // Has to come next.
  void take(char c);
  void space() { take(' '); }

  // Up to a blank, a parenthesis, or one of `stops`; not empty.
  std::string_view word(std::string_view stops = {});
  std::string astring();
  std::string pattern();  // an astring that may have the wildcards of LIST
  std::uint32_t number();
  MessageSet set();
  // In parentheses, or without them up to the end.
  Flags flags();

 private:
  std::string string_or_word(std::string_view stops);
  std::string quoted();
  std::string literal();
  std::uint32_t number_or_star();

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace demo
