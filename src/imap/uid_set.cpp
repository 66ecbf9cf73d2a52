#include "uid_set.hpp"

#include <cstring>

namespace mailmote::imap {

namespace {

// `high` begins where `low` ends, or before.
bool touches(std::uint32_t low_last, std::uint32_t high_first) {
  return high_first <= low_last || high_first - low_last == 1;
}

}  // namespace

void UidSet::forget_from(std::uint32_t uid) {
  if (uid < limit_) limit_ = uid;
}

void UidSet::add(Range uids) {
  if (uids.first >= limit_) return;
  if (uids.last >= limit_) uids.last = static_cast<std::uint32_t>(limit_ - 1);
  std::size_t from = 0;
  while (from != count_ && !touches(ranges_[from].last, uids.first)) ++from;
  std::size_t to = from;  // ranges_[from, to) become one with it
  for (; to != count_ && touches(uids.last, ranges_[to].first); ++to) {
    if (ranges_[to].first < uids.first) uids.first = ranges_[to].first;
    if (ranges_[to].last > uids.last) uids.last = ranges_[to].last;
  }
  if (from == to && count_ == max_ranges) {
    if (from == max_ranges) return forget_from(uids.first);
    forget_from(ranges_[--count_].first);
  }
  Range* const at = ranges_.data() + from;
  std::memmove(at + 1, ranges_.data() + to, (count_ - to) * sizeof(Range));
  *at = uids;
  count_ = static_cast<std::uint8_t>(count_ - (to - from) + 1);
}

void UidSet::drop_to(std::uint32_t uid) {
  std::size_t gone = 0;
  while (gone != count_ && ranges_[gone].last <= uid) ++gone;
  count_ = static_cast<std::uint8_t>(count_ - gone);
  std::memmove(ranges_.data(), ranges_.data() + gone, count_ * sizeof(Range));
  if (count_ != 0 && ranges_[0].first <= uid) ranges_[0].first = uid + 1;
}

bool UidSet::has(std::uint32_t uid) const {
  for (std::size_t i = 0; i != count_; ++i)
    if (uid <= ranges_[i].last) return uid >= ranges_[i].first;
  return false;
}

std::uint64_t UidSet::size() const {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i != count_; ++i) n += std::uint64_t{ranges_[i].last} - ranges_[i].first + 1;
  return n;
}

std::size_t UidSet::lowest(std::uint32_t most, std::span<Range> into) const {
  std::size_t n = 0;
  for (; n != count_ && n != into.size() && most != 0; ++n) {
    Range range = ranges_[n];
    const std::uint32_t beyond_first = range.last - range.first;
    if (beyond_first >= most) range.last = range.first + most - 1;
    most -= range.last - range.first + 1;
    into[n] = range;
  }
  return n;
}

}  // namespace mailmote::imap
