#include <doctest/doctest.h>

#include <mailmote/wire/ascii.hpp>
#include <string>

using namespace mailmote::wire;

TEST_CASE("classes of octets are those of ASCII") {
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    INFO(i);
    CHECK(is_digit(c) == (i >= '0' && i <= '9'));
    CHECK(is_upper(c) == (i >= 'A' && i <= 'Z'));
    CHECK(is_lower(c) == (i >= 'a' && i <= 'z'));
    CHECK(is_control(c) == (i < 32 || i == 127));
    CHECK(is_ascii(c) == (i < 128));
    CHECK(to_lower(c) == (is_upper(c) ? static_cast<char>(i + 32) : c));
    CHECK(to_upper(c) == (is_lower(c) ? static_cast<char>(i - 32) : c));
  }
}

TEST_CASE("hexadecimal digits go both ways") {
  for (unsigned i = 0; i < 16; ++i) {
    CHECK(hex_value(hex_digit(i)) == static_cast<int>(i));
    CHECK(hex_value(to_lower(hex_digit(i))) == static_cast<int>(i));
  }
  for (const char c : {'g', 'G', '/', ':', '@', '`', ' ', '\xff'}) CHECK(hex_value(c) == -1);
}

TEST_CASE("words compare in any case, other octets only with themselves") {
  CHECK(equals_any_case("StartTLS", "STARTTLS"));
  CHECK(equals_any_case("", ""));
  CHECK_FALSE(equals_any_case("STARTTLS", "STARTTL"));
  CHECK_FALSE(equals_any_case("[", "{"));
  CHECK_FALSE(equals_any_case("@", "`"));
  CHECK_FALSE(equals_any_case("\xc4", "\xe4"));
}

TEST_CASE("a word ends at a space or at the end") {
  CHECK(starts_with_word("size 1000", "SIZE"));
  CHECK(starts_with_word("SIZE", "SIZE"));
  CHECK_FALSE(starts_with_word("SIZES", "SIZE"));
  CHECK_FALSE(starts_with_word("SIZ", "SIZE"));
  CHECK(starts_any_case("sizes", "SIZE"));
  CHECK(starts_any_case("x", ""));
}

TEST_CASE("ASCII text has no octet above 127") {
  CHECK(is_ascii(""));
  CHECK(is_ascii("a\x7f"));
  CHECK_FALSE(is_ascii("a\x80"));
}
