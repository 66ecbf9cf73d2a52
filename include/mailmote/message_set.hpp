// Which messages, by their numbers or UIDs: what IMAP calls a sequence set (RFC 3501 9). It is made of numbers only,
// and written from them; no text of anybody gets into it.
//
//   const Range ranges[] = {{1, 3}, {7, Range::star}};
//   put_set(out, MessageSet(ranges));                  // 1:3,7:*
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mailmote {

// The messages between two of them, both counted, whichever is the first. 0 is none and makes a set unfit to be sent.
struct Range {
  // The last message in the mailbox, whatever its number; no UID gets so far. `{n, star}` has at least that one
  // message, even if n lies behind it.
  static constexpr std::uint32_t star = UINT32_MAX;

  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// Ranges, or single numbers: those that follow each other are written as a range. What it is made of stays the
// caller's.
class MessageSet {
 public:
  constexpr MessageSet(std::uint32_t one) : one_{one, one} {}
  constexpr MessageSet(const Range& one) : one_(one) {}
  constexpr MessageSet(std::span<const Range> ranges)
      : kind_(Kind::ranges), ranges_(ranges.data()), count_(ranges.size()) {}
  constexpr MessageSet(std::span<const std::uint32_t> numbers)
      : kind_(Kind::numbers), numbers_(numbers.data()), count_(numbers.size()) {}

  // The ranges that are written, one after the other; false at the end. `at` is 0 at the beginning. A number that is
  // none comes as a range of 0.
  bool next(std::size_t& at, Range& range) const;

 private:
  enum class Kind : std::uint8_t { one, ranges, numbers };

  Kind kind_ = Kind::one;
  Range one_;
  const Range* ranges_ = nullptr;
  const std::uint32_t* numbers_ = nullptr;
  std::size_t count_ = 1;
};

// How many of `numbers`, from the first on, a set of at most `octets` octets holds: servers take lines of some
// thousand octets only (RFC 7162 4 and RFC 2683 3.2.1.5 speak of 8,192 and 1,000).
std::size_t fitting(std::span<const std::uint32_t> numbers, std::size_t octets);

}  // namespace mailmote
