// One script, every pace: whole, in small steps, stalled at every octet, cut off at every octet.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "script.hpp"

namespace sweep {

using script::Pace;
using script::Script;

// What came of a conversation.
struct Outcome {
  std::vector<std::string> events;
  std::string sent;
  std::string in_clear;
  std::string shown;  // what a transcript got
  std::size_t hidden = 0;
  std::string wrong;       // what went against the script; empty: nothing
  std::string left_in_tx;  // what the transmit buffer holds afterwards
  std::size_t writes = 0;
};

// Plays a script with the session of some protocol.
using Play = Outcome (*)(const Script& script, const Pace& pace);

inline std::string joined(const std::vector<std::string>& events) {
  std::string all;
  for (const std::string& e : events) all += e + "\n";
  return all;
}

// As the script has it, read and written whole.
inline Outcome once(Play play, std::string_view text) {
  INFO("script:\n", std::string(text));
  const Outcome o = play(script::parse(text), {});
  INFO("events:\n", joined(o.events));
  CHECK(o.wrong == "");
  return o;
}

inline void same(Play play, const Script& script, const Outcome& whole, const Pace& pace) {
  const Outcome o = play(script, pace);
  if (o.wrong.empty() && o.events == whole.events && o.sent == whole.sent && o.hidden == whole.hidden) return;
  INFO("read ", pace.read, ", write ", pace.write, ", stalls ", pace.stall_read, " ", pace.stall_write);
  INFO("events:\n", joined(o.events), "in place of:\n", joined(whole.events));
  REQUIRE(o.wrong == "");
  REQUIRE(joined(o.events) == joined(whole.events));
  REQUIRE(o.sent == whole.sent);
  REQUIRE(o.hidden == whole.hidden);
}

// The octets of the server are the same, however they come, and so is what becomes of them.
inline void paces(Play play, const Script& script, const Outcome& whole) {
  for (const std::size_t read : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, script::never})
    for (const std::size_t write : {std::size_t{1}, std::size_t{3}, script::never})
      same(play, script, whole, Pace{.read = read, .write = write});
  for (std::size_t at = 0; at < whole.sent.size(); at += 1 + at / 64)
    same(play, script, whole, Pace{.stall_write = at});
  const std::size_t all = script::Transport(script, {}).server_octets();
  for (std::size_t at = 0; at <= all; ++at) same(play, script, whole, Pace{.stall_read = at});
}

// However a stream ends, what was seen is a beginning of what would have been seen, and then one end.
inline void cuts(Play play, const Script& script, const Outcome& whole) {
  const std::size_t all = script::Transport(script, {}).server_octets();
  for (const mailmote::Io how : {mailmote::Io::closed, mailmote::Io::truncated, mailmote::Io::failed}) {
    for (std::size_t at = 0; at < all; ++at) {
      const Outcome o = play(script, Pace{.cut = at, .cut_by = how});
      INFO("cut at ", at, "\n", joined(o.events));
      REQUIRE_FALSE(o.events.empty());
      REQUIRE(o.events.size() <= whole.events.size());
      const std::size_t last = o.events.size() - 1;
      for (std::size_t i = 0; i < last; ++i) CHECK(o.events[i] == whole.events[i]);
      const bool hung_up = o.events[last].starts_with("failed closed");
      const bool after_quit = o.events[last] == "closed" && whole.events.back() == "closed" && o.sent == whole.sent;
      CHECK((hung_up || after_quit || o.events[last] == whole.events[last]));
      CHECK(whole.sent.starts_with(o.sent));
    }
  }
}

inline Outcome everywhere(Play play, std::string_view text) {
  const Outcome whole = once(play, text);
  if (!whole.wrong.empty()) return whole;
  INFO("script:\n", std::string(text));
  const Script script = script::parse(text);
  paces(play, script, whole);
  cuts(play, script, whole);
  return whole;
}

}  // namespace sweep
