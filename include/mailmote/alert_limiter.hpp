// At most one mail a period for each incident, then a digest: decides which alerts are sent, in the caller's memory.
//
//   AlertLimiterStorage<8> memory;                  // eight incidents at a time
//   AlertLimiter limiter{memory, 600'000};          // ten minutes
//
//   const AlertVerdict verdict = limiter.alert("pump3/pressure", network.now());
//   if (verdict.send) mail(text, verdict.held);     // "and 14 more since the last mail"
//
//   while (const auto due = limiter.digest(network.now())) mail_digest(due->incident, due->held);   // now and then
//
// The first alert of an incident is sent at once and begins a period; those that follow in it are counted. When it is
// over, the next alert tells how many were held, or, if none comes, the digest does: call digest() once a minute or so,
// and at least every three weeks, for the clock wraps. No alert is lost: one that finds no room in the table, or whose
// incident is too long for it, is sent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mailmote {

struct AlertVerdict {
  bool send = true;        // false: it was counted
  std::uint32_t held = 0;  // alerts of this incident that were counted since the last mail; the mail is to say so
};

struct AlertDigest {
  std::string_view incident;  // stays until the next call
  std::uint32_t held = 0;     // 1 or more
};

// What the limiter knows of one incident.
struct AlertRecord {
  static constexpr std::size_t max_incident = 64;  // octets, as a Message takes it
  enum class State : std::uint8_t { free, running, over };

  std::uint32_t since = 0;  // when its last mail went out
  std::uint32_t held = 0;
  State state = State::free;  // over: the period is, and some were held in it
  std::uint8_t size = 0;
  std::array<char, max_incident> text{};
};

template <std::size_t Incidents>
class AlertLimiterStorage {
 public:
  operator std::span<AlertRecord>() & { return records_; }

 private:
  std::array<AlertRecord, Incidents> records_{};
};

class AlertLimiter {
 public:
  // `period` in milliseconds, below 2^31. `memory` outlives the limiter, and is in the state that it is made in.
  AlertLimiter(std::span<AlertRecord> memory, std::uint32_t period) : records_(memory), period_(period) {}

  // `now` is Network::now(): milliseconds of a clock that wraps at 2^32.
  AlertVerdict alert(std::string_view incident, std::uint32_t now);

  // An incident whose period is over and had alerts held: one mail is to tell of them, and begins the next period.
  std::optional<AlertDigest> digest(std::uint32_t now);

  // The mail was not sent: the next alert of the incident is, and tells of this one and of `held` others.
  void not_sent(std::string_view incident, std::uint32_t held);

 private:
  AlertRecord* find(std::string_view incident);
  AlertRecord* free_record();
  void end_periods(std::uint32_t now);

  std::span<AlertRecord> records_;
  std::uint32_t period_;
};

}  // namespace mailmote
