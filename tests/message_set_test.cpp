#include <mailmote/message_set.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace mailmote;

namespace {

std::string text_of(const Range& range) {
  const std::string first = std::to_string(range.first);
  return range.first == range.last ? first : first + ":" + std::to_string(range.last);
}

std::string text_of(const MessageSet& set) {
  std::string text;
  Range range;
  std::size_t at = 0;
  while (set.next(at, range)) text += (text.empty() ? "" : ",") + text_of(range);
  CHECK_FALSE(set.next(at, range));
  return text;
}

std::string of_numbers(const std::vector<std::uint32_t>& numbers) {
  return text_of(MessageSet(std::span<const std::uint32_t>(numbers)));
}

}  // namespace

TEST_CASE("one message, one range, several") {
  CHECK(text_of(MessageSet(7)) == "7");
  CHECK(text_of(MessageSet(Range{3, 9})) == "3:9");
  const Range ranges[] = {{1, 3}, {9, 4}, {2, 2}};
  CHECK(text_of(MessageSet(ranges)) == "1:3,9:4,2");
  CHECK(text_of(MessageSet(std::span<const Range>())).empty());
}

TEST_CASE("numbers that follow each other become ranges") {
  CHECK(of_numbers({}).empty());
  CHECK(of_numbers({5}) == "5");
  CHECK(of_numbers({1, 2, 3, 7, 9, 10, 11, 12}) == "1:3,7,9:12");
  CHECK(of_numbers({3, 2, 1}) == "3,2,1");
  CHECK(of_numbers({4, 4, 5}) == "4,4:5");
  CHECK(of_numbers({1, 4'294'967'293, 4'294'967'294}) == "1,4294967293:4294967294");
}

TEST_CASE("what is no number of a message comes as 0") {
  CHECK(of_numbers({7, 0}) == "7,0");
  CHECK(of_numbers({0, 1, 2}) == "0:2");
  CHECK(of_numbers({Range::star}) == "0");  // would be any message
  CHECK(of_numbers({Range::star - 1, Range::star}) == "0");
  CHECK(of_numbers({Range::star, 0}) == "0,0");
}

TEST_CASE("as many numbers as fit are taken, and not one less") {
  const std::vector<std::vector<std::uint32_t>> sets = {
      {},
      {1},
      {10},
      {4'294'967'294},
      {1, 2},
      {8, 9, 10, 11, 12},
      {98, 99, 100, 101},
      {1, 3, 5, 7, 100},
      {1, 2, 3, 7, 9, 10, 11, 12, 1000, 1001, 5'000'000},
      {9, 10, 12, 13, 99, 100, 102},
  };
  for (const auto& set : sets)
    for (std::size_t octets = 0; octets <= 40; ++octets) {
      const std::size_t n = fitting(set, octets);
      REQUIRE(n <= set.size());
      const auto length = [&](std::size_t count) {
        return of_numbers({set.begin(), set.begin() + static_cast<long>(count)}).size();
      };
      INFO("octets ", octets, ", taken ", n);
      CHECK(length(n) <= octets);
      if (n != set.size()) CHECK(length(n + 1) > octets);
    }
}

TEST_CASE("a long set goes in lines of a thousand octets") {
  std::vector<std::uint32_t> uids;
  for (std::uint32_t uid = 1; uid < 20'000; uid += 1 + uid % 3) uids.push_back(uid);
  std::vector<std::uint32_t> said;
  std::span<const std::uint32_t> rest = uids;
  while (!rest.empty()) {
    const std::size_t n = fitting(rest, 1000);
    REQUIRE(n != 0);
    const MessageSet line(rest.first(n));
    CHECK(text_of(line).size() <= 1000);
    Range range;
    for (std::size_t at = 0; line.next(at, range);)
      for (std::uint32_t uid = range.first; uid <= range.last; ++uid) said.push_back(uid);
    rest = rest.subspan(n);
  }
  CHECK(said == uids);
}
