// The command line's values, as the program uses them.
#include "../../examples/cli/options.hpp"

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
