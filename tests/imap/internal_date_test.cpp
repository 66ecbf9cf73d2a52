#include <mailmote/imap/internal_date.hpp>

#include <mailmote/imap/command.hpp>

#include <array>

#include "../splits.hpp"

using mailmote::imap::read_internal_date;

namespace {

std::string of(std::string_view text) {
  const splits::HeapCopy copy(text);
  constexpr std::int64_t untouched = 42;
  std::int64_t seconds = untouched;
  if (read_internal_date(copy.view(), seconds)) return std::to_string(seconds);
  CHECK(seconds == untouched);
  return "?";
}

// As a command has it, without the quotes.
std::string written(std::int64_t seconds) {
  std::array<char, 64> room{};
  mailmote::Outbox out(room);
  out.begin();
  mailmote::imap::put_date_time(out, seconds);
  CHECK(out.commit());
  const std::string_view quoted = out.ready();
  return std::string(quoted.substr(1, quoted.size() - 2));
}

}  // namespace

TEST_CASE("moments") {
  CHECK(of("01-Jan-1970 00:00:00 +0000") == "0");
  CHECK(of("17-Jul-1996 02:44:25 -0700") == "837596665");
  CHECK(of(" 1-Jan-2024 00:00:59 +0530") == "1704047459");
  CHECK(of("01-Jan-2024 00:00:59 +0530") == "1704047459");
  CHECK(of("29-Feb-2000 23:59:59 +0000") == "951868799");
  CHECK(of("29-feb-2024 12:00:00 -0000") == "1709208000");
  CHECK(of("31-DEC-1969 23:59:59 +0000") == "-1");
  CHECK(of("01-Jan-1000 00:00:00 +0000") == "-30610224000");
  CHECK(of("31-Dec-9999 23:59:59 +0000") == "253402300799");
  CHECK(of("31-Dec-2016 23:59:60 +0000") == "1483228800");  // a leap second
  CHECK(of("01-Jan-2024 00:00:00 +2359") == "1703980860");
  CHECK(of("01-Jan-2024 00:00:00 -2359") == "1704153540");
}

TEST_CASE("what was written is read") {
  constexpr std::int64_t first = -2'208'988'800, last = 253'402'300'799;
  for (std::int64_t seconds = first; seconds <= last; seconds += 123'456'789)
    CHECK(of(written(seconds)) == std::to_string(seconds));
  CHECK(of(written(last)) == std::to_string(last));
}

TEST_CASE("days that do not exist") {
  for (const char* text : {"00-Jan-0000 00:00:00 +0000", "00-Jan-2024 00:00:00 +0000", " 0-Jan-2024 00:00:00 +0000",
                           "01-Jan-0999 00:00:00 +0000", "32-Jan-2024 00:00:00 +0000", "31-Apr-2024 00:00:00 +0000",
                           "30-Feb-2024 00:00:00 +0000", "29-Feb-2023 00:00:00 +0000", "29-Feb-1900 00:00:00 +0000",
                           "01-Foo-2024 00:00:00 +0000", "01-Ja\xff-2024 00:00:00 +0000", "01-Jan-2024 24:00:00 +0000",
                           "01-Jan-2024 00:60:00 +0000", "01-Jan-2024 00:00:61 +0000", "01-Jan-2024 00:00:00 +2400",
                           "01-Jan-2024 00:00:00 +0060"}) {
    INFO(text);
    CHECK(of(text) == "?");
  }
}

TEST_CASE("what is no date") {
  const std::string good = "17-Jul-1996 02:44:25 -0700";
  for (std::size_t n = 0; n != good.size(); ++n) CHECK(of(good.substr(0, n)) == "?");
  CHECK(of(good + " ") == "?");
  for (std::size_t i = 0; i != good.size(); ++i)
    for (const char c : {'x', '/', ' ', '\0', '\xff', ';'}) {
      std::string bad = good;
      bad[i] = c;
      if (bad == good) continue;
      INFO(bad);
      CHECK(of(bad) == (i == 0 && c == ' ' ? "836732665" : "?"));
    }
  for (const char* text : {"1-Jul-1996 02:44:25 -0700", "Wed, 17 Jul 1996 02:44:25 -0700", "17-Jul-1996 02:44:25 PDT",
                           "17-Jul-96 02:44:25 -0700", "17 Jul 1996 02:44:25 -0700", "17-Jul-1996 02:44:25"})
    CHECK(of(text) == "?");
}
