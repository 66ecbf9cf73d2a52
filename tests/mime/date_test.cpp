#include <mailmote/mime/date.hpp>
#include <mailmote/wire/date.hpp>

#include "splits.hpp"

using namespace mailmote::mime;
using mailmote::wire::write_date;

namespace {

// In UTC as write_date() has it without the day of the week, then the zone in minutes; "?" it is not known; "-" no
// date.
std::string read(std::string_view text) {
  const splits::HeapCopy copy(text);
  const std::optional<Moment> moment = read_date(copy.view());
  if (!moment) return "-";
  char room[mailmote::wire::date_length];
  const std::string date(write_date(moment->seconds, room));
  return date.substr(5, 20) + (moment->zone_known ? " " + std::to_string(moment->zone) : " ?");
}

}  // namespace

TEST_CASE("dates as RFC 5322 has them") {
  CHECK(read("Sat, 21 Nov 2026 03:09:25 +0000") == "21 Nov 2026 03:09:25 0");
  CHECK(read("Fri, 21 Nov 1997 09:55:06 -0600") == "21 Nov 1997 15:55:06 -360");
  CHECK(read("Sat, 21 Nov 2026 03:09:25 +0530") == "20 Nov 2026 21:39:25 330");
  CHECK(read("1 Jan 2024 10:00:00 +0000") == "01 Jan 2024 10:00:00 0");
  CHECK(read("1 Jan 2024 10:00 +0000") == "01 Jan 2024 10:00:00 0");
  CHECK(read("29 Feb 2000 23:59:60 +0000") == "01 Mar 2000 00:00:00 0");
  CHECK(read("Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland "
             "Time)") == "14 Feb 1969 03:02:00 -210");
}

TEST_CASE("obsolete dates") {
  CHECK(read("21 Nov 97 09:55:06 GMT") == "21 Nov 1997 09:55:06 0");
  CHECK(read("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600") == "21 Nov 1997 15:55:06 -360");
  CHECK(read("(a (b\\) ) c) Sat (x) , 1 (y) Jan(z)24 1:2:3(\") UT ()") == "01 Jan 2024 01:02:03 0");
  CHECK(read("1 Jan 49 0:00 Z") == "01 Jan 2049 00:00:00 0");
  CHECK(read("1 Jan 50 0:00 Z") == "01 Jan 1950 00:00:00 0");
  CHECK(read("1 Jan 00 0:00 Z") == "01 Jan 2000 00:00:00 0");
  CHECK(read("1 Jan 126 0:00 Z") == "01 Jan 2026 00:00:00 0");
  CHECK(read("thurs 1 september 2022 0:00 z") == "01 Sep 2022 00:00:00 0");
}

TEST_CASE("zones") {
  const auto zone = [](const std::string& name) { return read("15 Jan 2024 12:00:00 " + name); };
  CHECK(zone("UTC") == "15 Jan 2024 12:00:00 0");
  CHECK(zone("EST") == "15 Jan 2024 17:00:00 -300");
  CHECK(zone("edt") == "15 Jan 2024 16:00:00 -240");
  CHECK(zone("CST") == "15 Jan 2024 18:00:00 -360");
  CHECK(zone("CDT") == "15 Jan 2024 17:00:00 -300");
  CHECK(zone("MST") == "15 Jan 2024 19:00:00 -420");
  CHECK(zone("MDT") == "15 Jan 2024 18:00:00 -360");
  CHECK(zone("PST") == "15 Jan 2024 20:00:00 -480");
  CHECK(zone("PDT") == "15 Jan 2024 19:00:00 -420");
  CHECK(zone("+2359") == "14 Jan 2024 12:01:00 1439");
  for (const char* unknown : {"", "-0000", "A", "m", "Y", "CEST", "XYZZY", "(GMT)"})
    CHECK(zone(unknown) == "15 Jan 2024 12:00:00 ?");
  for (const char* none :
       {"+", "-", "+1", "+100", "+01000", "+2400", "+0060", "+01:00", "+ 0100", "GMT+0100", "+0000 x", "("})
    CHECK(zone(none) == "-");
}

TEST_CASE("what does not exist is no date") {
  for (const char* none :
       {"30 Feb 2024 0:00 Z", "29 Feb 2023 0:00 Z", "29 Feb 1900 0:00 Z", "31 Apr 2024 0:00 Z", "0 Jan 2024 0:00 Z",
        "32 Jan 2024 0:00 Z", "1 Jan 2024 24:00 Z", "1 Jan 2024 25:00 Z", "1 Jan 2024 0:60 Z", "1 Jan 2024 0:00:61 Z",
        "1 Jan 1899 0:00 Z", "1 Jan 10000 0:00 Z", "1 Jan 5 0:00 Z", "1 Jxn 2024 0:00 Z", "1 Ja 2024 0:00 Z"})
    CHECK(read(none) == "-");
}

TEST_CASE("what is no date at all") {
  for (const char* none :
       {"", " ", "(", "Sat", "Sat,", "Foo, 1 Jan 2024 0:00 Z", "Sat,, 1 Jan 2024 0:00 Z", "1 Jan 2024", "1 Jan 2024 0",
        "1 Jan 2024 0:", "1 Jan 2024 0:0:", "1 Jan 2024 0:00 Z (", "1 Jan 2024 000:00 Z", "001 Jan 2024 0:00 Z",
        "2024-01-01T00:00:00Z", "1 Jan -2024 0:00 Z", "1 \xc3\xa4 2024 0:00 Z"})
    CHECK(read(none) == "-");
  CHECK(read(std::string_view("1 Jan 2024 0:00 Z\0", 18)) == "-");
}

TEST_CASE("every date that is written is read again") {
  char room[mailmote::wire::date_length];
  for (std::int64_t seconds = mailmote::wire::first_date; seconds < 20'000'000'000; seconds += 86'399 * 77)
    CHECK(read_date(write_date(seconds, room)) == Moment{seconds, 0, true});
}

TEST_CASE("a flood takes linear time") {
  std::string comments;
  for (int i = 0; i < 10'000; ++i) comments += "(a)";
  CHECK(read("1" + comments + "Jan" + comments + "2024 0:00 Z" + comments) == "01 Jan 2024 00:00:00 0");
  CHECK(read(std::string(1'000'000, '(') + "1 Jan 2024 0:00 Z") == "-");
  CHECK(read(std::string(500'000, '(') + std::string(500'000, ')') + "1 Jan 2024 0:00 Z") == "01 Jan 2024 00:00:00 0");
  CHECK(read(std::string(1'000'000, '1') + " Jan 2024 0:00 Z") == "-");
}
