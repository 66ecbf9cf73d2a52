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

  void clear() { count_ = 0, limit_ = none; }
  void add(Range uids);             // in any order; first is not above last
  void drop_to(std::uint32_t uid);  // it and all below it

  bool empty() const { return count_ == 0; }
  bool has_more() const { return limit_ != none; }
  std::uint32_t first() const { return ranges_[0].first; }          // not empty
  std::uint32_t last() const { return ranges_[count_ - 1U].last; }  // not empty
  bool has(std::uint32_t uid) const;
  std::uint64_t size() const;  // how many UIDs

  // The lowest `most` UIDs, in at most so many ranges as `into` holds; how many ranges.
  std::size_t lowest(std::uint32_t most, std::span<Range> into) const;

 private:
  static constexpr std::uint64_t none = UINT64_MAX;

  void forget_from(std::uint32_t uid);

  std::array<Range, max_ranges> ranges_{};  // ascending, with gaps between
  std::uint64_t limit_ = none;              // the lowest UID that found no room: nothing from there on is kept
  std::uint8_t count_ = 0;
};

}  // namespace mailmote::imap
