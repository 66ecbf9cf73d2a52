// The lowest of many UIDs, as ranges: bounded memory for whatever a search finds.
//
// What finds no room is forgotten, and has_more() says so: it lies above last(), and is asked for again from there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <mailmote/message_set.hpp>

namespace mailmote::imap {

class UidSet {
 public:
  static constexpr std::size_t max_ranges = 16;

  void clear() { count_ = 0, more_ = false; }
  void add(Range uids);             // in any order; first is not above last
  void drop_to(std::uint32_t uid);  // it and all below it

  bool empty() const { return count_ == 0; }
  bool has_more() const { return more_; }
  std::uint32_t first() const { return ranges_[0].first; }          // not empty
  std::uint32_t last() const { return ranges_[count_ - 1U].last; }  // not empty
  bool has(std::uint32_t uid) const;

  // The lowest `most` UIDs, in at most so many ranges as `into` holds; how many ranges.
  std::size_t lowest(std::uint32_t most, std::span<Range> into) const;

 private:
  std::array<Range, max_ranges> ranges_{};  // ascending, with gaps between
  std::uint8_t count_ = 0;
  bool more_ = false;
};

}  // namespace mailmote::imap
