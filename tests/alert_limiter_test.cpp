#include <mailmote/alert_limiter.hpp>

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

using namespace mailmote;

namespace {

constexpr std::uint32_t period = 600'000;

// "send", "send 3", "hold"
std::string told(AlertVerdict verdict) {
  if (!verdict.send) return "hold";
  return verdict.held == 0 ? "send" : "send " + std::to_string(verdict.held);
}

// "pump: 3", "-"
std::string told(const std::optional<AlertDigest>& digest) {
  return digest ? std::string(digest->incident) + ": " + std::to_string(digest->held) : "-";
}

}  // namespace

TEST_CASE("one a period, and the next one tells how many were held: from any beginning of the clock") {
  for (const std::uint32_t start : {0U, 1U, UINT32_MAX, UINT32_MAX - period, UINT32_MAX - period / 2, 1U << 31U}) {
    AlertLimiterStorage<2> memory;
    AlertLimiter limiter(memory, period);
    CHECK(told(limiter.alert("pump", start)) == "send");
    CHECK(told(limiter.alert("pump", start)) == "hold");
    CHECK(told(limiter.alert("pump", start + 1)) == "hold");
    CHECK(told(limiter.alert("pump", start + period - 1)) == "hold");
    CHECK(told(limiter.alert("pump", start + period)) == "send 3");
    CHECK(told(limiter.alert("pump", start + 2 * period - 1)) == "hold");
    CHECK(told(limiter.alert("pump", start + 2 * period)) == "send 1");
    CHECK(told(limiter.alert("pump", start + 3 * period)) == "send");
  }
}

TEST_CASE("incidents do not know of each other") {
  AlertLimiterStorage<3> memory;
  AlertLimiter limiter(memory, period);
  CHECK(told(limiter.alert("pump", 0)) == "send");
  CHECK(told(limiter.alert("pum", 1)) == "send");
  CHECK(told(limiter.alert("", 2)) == "send");
  CHECK(told(limiter.alert("", 3)) == "hold");
  CHECK(told(limiter.alert("pump", 4)) == "hold");
  CHECK(told(limiter.alert("pump", 5)) == "hold");
  CHECK(told(limiter.alert("pump", period)) == "send 2");
  CHECK(told(limiter.alert("pum", period + 1)) == "send");
}

TEST_CASE("a key is copied") {
  AlertLimiterStorage<1> memory;
  AlertLimiter limiter(memory, period);
  std::string incident = "pump";
  CHECK(limiter.alert(incident, 0).send);
  incident = "PUMP";
  CHECK_FALSE(limiter.alert("pump", 1).send);
}

TEST_CASE("what was held and is followed by nothing comes as a digest, once, and begins a period") {
  AlertLimiterStorage<2> memory;
  AlertLimiter limiter(memory, period);
  limiter.alert("pump", 0);
  limiter.alert("fan", 0);
  limiter.alert("pump", 10);
  limiter.alert("pump", 20);
  limiter.alert("fan", 30);
  CHECK(told(limiter.digest(period - 1)) == "-");
  CHECK(told(limiter.digest(period)) == "pump: 2");
  CHECK(told(limiter.digest(period)) == "fan: 1");
  CHECK(told(limiter.digest(period)) == "-");
  CHECK(told(limiter.alert("pump", period + 1)) == "hold");
  CHECK(told(limiter.digest(2 * period)) == "pump: 1");
  CHECK(told(limiter.digest(4 * period)) == "-");
}

TEST_CASE("a full table holds nothing back, and forgets nothing") {
  AlertLimiterStorage<2> memory;
  AlertLimiter limiter(memory, period);
  limiter.alert("a", 0);
  limiter.alert("b", 1);
  CHECK(told(limiter.alert("c", 2)) == "send");
  CHECK(told(limiter.alert("c", 3)) == "send");
  CHECK(told(limiter.alert("a", 4)) == "hold");
  CHECK(told(limiter.alert("c", period)) == "send");      // what was held of a waits for its digest
  CHECK(told(limiter.alert("c", period + 1)) == "send");  // b went quiet: its record
  CHECK(told(limiter.alert("c", period + 2)) == "hold");
  CHECK(told(limiter.digest(period + 3)) == "a: 1");

  AlertLimiter none({}, period);
  CHECK(told(none.alert("a", 0)) == "send");
  CHECK(told(none.alert("a", 0)) == "send");
  CHECK(told(none.digest(0)) == "-");
}

TEST_CASE("an incident of 64 octets has a record, a longer one is always sent") {
  AlertLimiterStorage<4> memory;
  AlertLimiter limiter(memory, period);
  const std::string longest(AlertRecord::max_incident, 'x'), longer = longest + "x";
  CHECK(told(limiter.alert(longest, 0)) == "send");
  CHECK(told(limiter.alert(longest, 0)) == "hold");
  CHECK(told(limiter.alert(longer, 0)) == "send");
  CHECK(told(limiter.alert(longer, 0)) == "send");
}

TEST_CASE("a mail that was not sent counts as held, and the next alert goes out at once") {
  AlertLimiterStorage<1> memory;
  AlertLimiter limiter(memory, period);
  limiter.alert("pump", 0);
  limiter.alert("pump", 1);
  const AlertVerdict verdict = limiter.alert("pump", period);
  CHECK(told(verdict) == "send 1");
  limiter.not_sent("pump", verdict.held);
  CHECK(told(limiter.alert("pump", period + 1)) == "send 2");
  limiter.not_sent("pump", 2);
  CHECK(told(limiter.digest(period + 2)) == "pump: 3");
  limiter.not_sent("fan", 0);  // it has no record
  CHECK(told(limiter.digest(period + 2)) == "-");
}

TEST_CASE("a period that was over stays so when the clock has wrapped") {
  AlertLimiterStorage<1> memory;
  AlertLimiter limiter(memory, period);
  limiter.alert("pump", 100);
  limiter.alert("pump", 200);
  CHECK(told(limiter.alert("fan", 1U << 31U)) == "send");  // any call will do
  CHECK(told(limiter.alert("pump", 300)) == "send 1");
}

TEST_CASE("no count passes its end") {
  AlertLimiterStorage<1> memory;
  AlertLimiter limiter(memory, period);
  limiter.alert("pump", 0);
  limiter.not_sent("pump", UINT32_MAX);
  CHECK(limiter.alert("pump", 0).held == UINT32_MAX);
}

TEST_CASE("every alert is in a mail, or told of by one") {
  std::mt19937 dice(2026);
  const auto roll = [&dice] { return static_cast<std::uint32_t>(dice()); };
  for (int run = 0; run < 200; ++run) {
    AlertLimiterStorage<3> memory;
    AlertLimiter limiter(memory, 100);
    std::map<std::string, std::uint32_t> raised, mailed;
    std::uint32_t now = roll();
    for (int i = 0; i < 300; ++i, now += roll() % 40) {
      const std::string incident(1, static_cast<char>('a' + roll() % 5));
      ++raised[incident];
      if (const AlertVerdict verdict = limiter.alert(incident, now); verdict.send) mailed[incident] += verdict.held + 1;
      if (roll() % 8 == 0)
        while (const auto due = limiter.digest(now)) mailed[std::string(due->incident)] += due->held;
    }
    while (const auto due = limiter.digest(now + 100)) mailed[std::string(due->incident)] += due->held;
    CHECK(raised == mailed);
  }
}
