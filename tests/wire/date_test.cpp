#include <mailmote/wire/date.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace mailmote::wire;

namespace {
std::string date(std::int64_t seconds) {
  char room[date_length];
  return std::string(write_date(seconds, room));
}
}  // namespace

TEST_CASE("known dates") {
  CHECK(date(0) == "Thu, 01 Jan 1970 00:00:00 +0000");
  CHECK(date(-1) == "Wed, 31 Dec 1969 23:59:59 +0000");
  CHECK(date(1795230565) == "Sat, 21 Nov 2026 03:09:25 +0000");
  CHECK(date(951782400) == "Tue, 29 Feb 2000 00:00:00 +0000");
  CHECK(date(951868800) == "Wed, 01 Mar 2000 00:00:00 +0000");
  CHECK(date(4107542399) == "Sun, 28 Feb 2100 23:59:59 +0000");
  CHECK(date(4107542400) == "Mon, 01 Mar 2100 00:00:00 +0000");
  CHECK(date(2147483648) == "Tue, 19 Jan 2038 03:14:08 +0000");
}

TEST_CASE("the range ends at 1900 and 9999, inclusive") {
  CHECK(date(first_date) == "Mon, 01 Jan 1900 00:00:00 +0000");
  CHECK(date(last_date) == "Fri, 31 Dec 9999 23:59:59 +0000");
  CHECK(date(first_date - 1).empty());
  CHECK(date(last_date + 1).empty());
  CHECK(date(INT64_MIN).empty());
  CHECK(date(INT64_MAX).empty());
}

TEST_CASE("fits exactly, and one octet short") {
  char room[date_length];
  CHECK(write_date(0, room).size() == date_length);
  CHECK(write_date(0, std::span(room, date_length - 1)).empty());
}

TEST_CASE("every day follows the day before") {
  const std::string weekdays = "ThuFriSatSunMonTueWed";
  const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int day = 1, month = 0, year = 1970;
  for (int n = 0; n < 200'000; ++n) {
    char expected[64];
    std::snprintf(expected, sizeof expected, "%.3s, %02d %.3s %04d 12:34:56 +0000", weekdays.c_str() + 3 * (n % 7), day,
                  months.c_str() + 3 * month, year);
    REQUIRE(date(std::int64_t{n} * 86400 + 45296) == expected);
    const Date same{static_cast<std::uint16_t>(year), static_cast<std::uint8_t>(month + 1),
                    static_cast<std::uint8_t>(day)};
    REQUIRE(date_of(std::int64_t{n} * 86400 + 86399) == same);
    REQUIRE(is_date(same));
    REQUIRE(seconds_of(same) == std::int64_t{n} * 86400);
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (++day <= lengths[month] + (month == 1 && leap ? 1 : 0)) continue;
    day = 1;
    if (++month < 12) continue;
    month = 0;
    ++year;
  }
}

TEST_CASE("the midnight of days before 1970") {
  CHECK(seconds_of({1969, 12, 31}) == -86400);
  CHECK(seconds_of({1900, 1, 1}) == first_date);
  CHECK(seconds_of({1600, 3, 1}) == std::int64_t{-135'080} * 86400);
  CHECK(seconds_of({1000, 1, 1}) == -30'610'224'000);
}

TEST_CASE("days that do not exist") {
  for (const Date d : {Date{}, Date{2024, 0, 1}, Date{2024, 13, 1}, Date{2024, 1, 0}, Date{2024, 1, 32},
                       Date{2024, 4, 31}, Date{2024, 2, 30}, Date{2023, 2, 29}, Date{1900, 2, 29}, Date{999, 1, 1},
                       Date{10000, 1, 1}, Date{2024, 255, 255}})
    CHECK_FALSE(is_date(d));
  for (const Date d : {Date{2024, 2, 29}, Date{2000, 2, 29}, Date{1000, 1, 1}, Date{9999, 12, 31}}) CHECK(is_date(d));
  CHECK(date_of(first_date - 1) == Date{});
  CHECK(date_of(last_date + 1) == Date{});
}

TEST_CASE("names of months, and back") {
  const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (std::uint8_t m = 1; m <= 12; ++m) {
    CHECK(month_name(m) == months.substr(3 * (m - 1U), 3));
    CHECK(month_named(month_name(m)) == m);
  }
  CHECK(month_named("fEB") == 2);
  for (const char* none : {"", "Ja", "Janu", "Mai", "ecJ"}) CHECK(month_named(none) == 0);
}
