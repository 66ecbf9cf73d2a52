// The moment that a Date field tells of (RFC 5322 3.3, and 4.3 for what older programs write).
//
//   mime::read_date("Sat, 21 Nov 2026 03:09:25 +0100")   // 1795226965, zone 60
//   mime::read_date("21 Nov 26 3:09 (at night) EST")     // the same as 03:09:00 -0500 of 2026
//
// The day of the week, the seconds, and a zone may be missing; comments and blanks stand wherever they like. A day or
// an hour that does not exist is no date, and neither is one with something else behind it. wire::write_date() is the
// way back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mailmote::mime {

struct Moment {
  std::int64_t seconds = 0;  // since 1970, UTC
  std::int16_t zone = 0;     // minutes that the sender's clock was ahead of UTC
  bool zone_known = false;   // false: none was told of, as by -0000, a military letter or a name that is not known:
                             // the clock is taken for UTC (RFC 5322 4.3)
  constexpr bool operator==(const Moment&) const = default;
};

// Years of two digits are 2000 to 2049 and 1950 to 1999, of three digits 1900 and up. A leap second is the next second.
std::optional<Moment> read_date(std::string_view value);

}  // namespace mailmote::mime
