// The command line's values, as the program uses them.
#include "../../examples/cli/options.hpp"

#include "../../examples/cli/near_word.hpp"

#include <doctest/doctest.h>

#include <string_view>

TEST_CASE("seconds become a deadline that fits a clock that wraps at 2^32 ms") {
  struct Row {
    std::string_view seconds;
    std::uint32_t milliseconds;
  };
  for (const Row& row :
       {Row{"1", 1'000}, Row{"60", 60'000}, Row{"1000000", 1'000'000'000}, Row{"1000001", 1'000'001'000},
        Row{"2147483", 2'147'483'000}, Row{"2147484", 2'147'483'000}, Row{"999999999", 2'147'483'000}}) {
    CAPTURE(row.seconds);
    CHECK(cli::timeout_ms(row.seconds) == row.milliseconds);
  }
}

TEST_CASE("a word that was perhaps meant") {
  constexpr std::string_view words[] = {"from", "to", "user", "password-fd", "subject", "v", "send"};
  struct Row {
    std::string_view typed, meant;
  };
  for (const Row& row : {Row{"form", "from"}, Row{"usr", "user"}, Row{"users", "user"}, Row{"sub", "subject"},
                         Row{"sujbect", "subject"}, Row{"pass", "password-fd"}, Row{"snd", "send"}, Row{"ot", "to"},
                         Row{"x", ""}, Row{"", ""}, Row{"qqqq", ""}, Row{"frequency", ""}, Row{"vv", ""}}) {
    CAPTURE(row.typed);
    CHECK(cli::near_word(row.typed, words) == row.meant);
  }
  CHECK(cli::near_word(std::string_view("subject\0", 8), words) == "subject");
  CHECK(cli::near_word("user", {}).empty());
}
