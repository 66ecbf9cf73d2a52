// A moment to an RFC 5322 date-time (3.3): "Sat, 21 Nov 2026 03:09:25 +0000".
//
// No locale, no time zone, no system call: UTC, in the proleptic Gregorian calendar.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote::wire {

constexpr std::size_t date_length = 31;
constexpr std::int64_t first_date = -2'208'988'800;  // 1900, the first year that RFC 5322 knows
constexpr std::int64_t last_date = 253'402'300'799;  // the end of 9999

// A day, month 1 to 12.
struct Date {
  std::uint16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;

  constexpr bool operator==(const Date&) const = default;
};

// The day of `seconds` since 1970; no date if they are beyond the two above.
Date date_of(std::int64_t seconds);

// It exists, in a year of four digits.
bool is_date(Date date);

// Its midnight, in seconds since 1970. Of such a date only.
std::int64_t seconds_of(Date date);

// "Jan" for 1, and back, in any case; 0: no month.
std::string_view month_name(std::uint8_t month);
std::uint8_t month_named(std::string_view name);

// The date of `seconds` since 1970 in `into`; empty if there are not date_length octets, or beyond the two above.
std::string_view write_date(std::int64_t seconds, std::span<char> into);

}  // namespace mailmote::wire
