#include "../../src/imap/uid_set.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>

using mailmote::Range;
using mailmote::imap::UidSet;

namespace {

std::string told(const UidSet& set, std::uint32_t most = UINT32_MAX, std::size_t ranges = UidSet::max_ranges) {
  Range lowest[UidSet::max_ranges];
  const std::size_t n = set.lowest(most, std::span<Range>(lowest, ranges));
  std::string text;
  for (std::size_t i = 0; i != n; ++i) {
    text += (i == 0 ? "" : ",") + std::to_string(lowest[i].first);
    if (lowest[i].last != lowest[i].first) text += ":" + std::to_string(lowest[i].last);
  }
  return text + (set.has_more() ? "..." : "");
}

UidSet made(std::initializer_list<Range> ranges) {
  UidSet set;
  for (const Range& range : ranges) set.add(range);
  return set;
}

}  // namespace

TEST_CASE("numbers become ranges, in whatever order they come") {
  CHECK(told(made({})) == "");
  CHECK(told(made({{1, 1}, {2, 2}, {3, 3}})) == "1:3");
  CHECK(told(made({{3, 3}, {1, 1}, {2, 2}})) == "1:3");
  CHECK(told(made({{1, 1}, {3, 3}, {5, 5}})) == "1,3,5");
  CHECK(told(made({{5, 5}, {3, 3}, {1, 1}})) == "1,3,5");
  CHECK(told(made({{10, 20}, {30, 40}, {15, 35}})) == "10:40");
  CHECK(told(made({{10, 20}, {1, 100}})) == "1:100");
  CHECK(told(made({{1, 100}, {10, 20}})) == "1:100");
  CHECK(told(made({{1, 1}, {5, 5}, {9, 9}, {2, 8}})) == "1:9");
  CHECK(told(made({{UINT32_MAX - 1, UINT32_MAX - 1}, {UINT32_MAX, UINT32_MAX}})) == "4294967294:4294967295");
  CHECK(told(made({{UINT32_MAX, UINT32_MAX}, {1, 1}})) == "1,4294967295");
}

TEST_CASE("the lowest so many, in so many ranges") {
  const UidSet set = made({{1, 3}, {7, 7}, {9, 12}});
  CHECK(told(set, 1) == "1");
  CHECK(told(set, 3) == "1:3");
  CHECK(told(set, 4) == "1:3,7");
  CHECK(told(set, 6) == "1:3,7,9:10");
  CHECK(told(set, 100) == "1:3,7,9:12");
  CHECK(told(set, 100, 2) == "1:3,7");
  CHECK(told(set, 0) == "");
  CHECK(set.size() == 8);
  CHECK(made({{1, UINT32_MAX}}).size() == UINT32_MAX);
}

TEST_CASE("what is done with is dropped") {
  UidSet set = made({{1, 3}, {7, 7}, {9, 12}});
  set.drop_to(0);
  CHECK(told(set) == "1:3,7,9:12");
  set.drop_to(2);
  CHECK(told(set) == "3,7,9:12");
  set.drop_to(8);
  CHECK(told(set) == "9:12");
  CHECK(set.first() == 9);
  CHECK(set.last() == 12);
  set.drop_to(UINT32_MAX);
  CHECK(set.empty());
}

TEST_CASE("what finds no room lies above the rest, whatever the order was") {
  std::minstd_rand dice(1);
  for (unsigned round = 0; round < 300; ++round) {
    CAPTURE(round);
    UidSet set;
    std::set<std::uint32_t> all;
    for (unsigned i = 0; i < 60; ++i) {
      const auto first = static_cast<std::uint32_t>(1 + dice() % 150),
                 last = static_cast<std::uint32_t>(first + dice() % 3);
      set.add({first, last});
      for (std::uint32_t uid = first; uid <= last; ++uid) all.insert(uid);
    }
    REQUIRE_FALSE(set.empty());
    std::uint64_t size = 0;
    for (std::uint32_t uid = 0; uid < 160; ++uid) {
      const bool known = all.count(uid) != 0;
      if (uid <= set.last()) CHECK(set.has(uid) == known);
      if (uid > set.last() && known) CHECK(set.has_more());
      if (uid <= set.last() && known) ++size;
    }
    CHECK(set.size() == size);
    CHECK(set.first() == *all.begin());
  }
}
