// A moment to a date.
#include <mailmote/wire/date.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::wire {
namespace {

constexpr std::uint32_t day_seconds = 86'400;
constexpr std::uint32_t march_1600_to_1970 = 135'080;  // days
constexpr char weekdays[] = "WedThuFriSatSunMonTue";   // 1 March 1600 was a Wednesday
constexpr char months[] = "MarAprMayJunJulAugSepOctNovDecJanFeb";

void put_two(char* to, std::uint32_t n) {
  to[0] = static_cast<char>('0' + n / 10);
  to[1] = static_cast<char>('0' + n % 10);
}

struct Day {
  std::uint32_t year, month, day;  // month 0: March; the year begins with it
};

// Counted in years that begin on the first of March, so that the leap day comes last.
Day day_of(std::uint32_t days_since_march_1600) {
  const std::uint32_t era = days_since_march_1600 / 146'097;  // 400 years
  const std::uint32_t day = days_since_march_1600 % 146'097;
  const std::uint32_t year = (day - day / 1460 + day / 36'524 - day / 146'096) / 365;
  const std::uint32_t of_year = day - (365 * year + year / 4 - year / 100);
  const std::uint32_t month = (5 * of_year + 2) / 153;
  return {1600 + 400 * era + year, month, of_year - (153 * month + 2) / 5 + 1};
}

}  // namespace

std::string_view write_date(std::int64_t seconds, std::span<char> into) {
  if (seconds < first_date || seconds > last_date || into.size() < date_length) return {};
  const auto since = static_cast<std::uint64_t>(seconds + std::int64_t{march_1600_to_1970} * day_seconds);
  // 64-bit division is a large routine on small machines. Counted in 128 seconds the moment fits 32 bits, and so many
  // make up a day without a rest.
  static_assert(day_seconds % 128 == 0);
  const auto days = static_cast<std::uint32_t>(since / 128) / (day_seconds / 128);
  const auto second = static_cast<std::uint32_t>(since) - days * day_seconds;
  const Day date = day_of(days);
  const std::uint32_t year = date.year + (date.month >= 10 ? 1 : 0);

  char* const to = into.data();
  std::memcpy(to, "Www, dd Mmm yyyy hh:mm:ss +0000", date_length);
  std::memcpy(to, weekdays + 3 * (days % 7), 3);
  std::memcpy(to + 8, months + 3 * date.month, 3);
  const std::uint32_t minute = second / 60;
  const std::uint32_t numbers[] = {date.day, year / 100, year % 100, minute / 60, minute % 60, second % 60};
  constexpr std::uint8_t places[] = {5, 12, 14, 17, 20, 23};
  for (std::size_t i = 0; i < sizeof places; ++i) put_two(to + places[i], numbers[i]);
  return {into.data(), date_length};
}

// It stands in the text already.
Date date_of(std::int64_t seconds) {
  char text[date_length];
  if (write_date(seconds, text).empty()) return {};
  const auto two = [&](std::size_t at) {
    return static_cast<unsigned>(text[at] - '0') * 10 + static_cast<unsigned>(text[at + 1] - '0');
  };
  return {static_cast<std::uint16_t>(two(12) * 100 + two(14)), month_named({text + 8, 3}),
          static_cast<std::uint8_t>(two(5))};
}

bool is_date(Date date) {
  if (date.year < 1000 || date.year > 9999 || date.month == 0 || date.month > 12) return false;
  const bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
  constexpr std::uint32_t long_months = 0b1'0101'1010'1010;  // a bit for each month of 31 days
  const unsigned days = date.month == 2 ? (leap ? 29 : 28) : 30 + (long_months >> date.month & 1U);
  return date.day != 0 && date.day <= days;
}

// Counted as day_of() does, but from the year 0: no date that exists lies before.
std::int64_t seconds_of(Date date) {
  constexpr std::uint32_t march_0_to_1970 = march_1600_to_1970 + 4 * 146'097;
  const std::uint32_t year = date.year - (date.month < 3 ? 1U : 0U);
  const std::uint32_t month = date.month < 3 ? date.month + 9U : date.month - 3U;
  const std::uint32_t days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1;
  return (std::int64_t{days} - march_0_to_1970) * day_seconds;
}

std::string_view month_name(std::uint8_t month) { return {months + 3 * (month < 3 ? month + 9 : month - 3), 3}; }

std::uint8_t month_named(std::string_view name) {
  std::uint8_t month = 12;
  while (month != 0 && !equals_any_case(month_name(month), name)) --month;
  return month;
}

}  // namespace mailmote::wire
