#include <mailmote/result.hpp>

#include <doctest/doctest.h>

#include <string>

#include "splits.hpp"

using mailmote::Enhanced;
using mailmote::read_enhanced;

namespace {

// "5.1.1 (5)": the code, and how many octets it has; "?" if there is none.
std::string read(std::string_view text) {
  const splits::HeapCopy copy(text);
  Enhanced code{9, 9, 9};
  const std::size_t n = read_enhanced(copy.view(), code);
  if (n == 0) return code == Enhanced{9, 9, 9} ? "?" : "changed";
  return std::to_string(code.status) + "." + std::to_string(code.subject) + "." + std::to_string(code.detail) + " (" +
         std::to_string(n) + ")";
}

}  // namespace

TEST_CASE("codes, and what stands behind them") {
  CHECK(read("5.1.1") == "5.1.1 (5)");
  CHECK(read("2.0.0 ok") == "2.0.0 (5)");
  CHECK(read("4.999.999") == "4.999.999 (9)");
  CHECK(read("5.7.1396") == "5.7.139 (7)");
  CHECK(read("5.1.1.1") == "5.1.1 (5)");
  CHECK(read("5.1.1x") == "5.1.1 (5)");
}

TEST_CASE("what is none leaves the code as it is") {
  for (const char* text :
       {"",       "5",      "5.",    "5.1",    "5.1.",  "5..1",  ".1.1",  "5.1000.1", "5.x.1",  "5.1.x",   "x5.1.1",
        " 5.1.1", "5 .1.1", "5,1,1", "-5.1.1", "0.1.1", "1.1.1", "3.1.1", "6.1.1",    "55.1.1", "5000.1.1"}) {
    CAPTURE(text);
    CHECK(read(text) == "?");
  }
}
