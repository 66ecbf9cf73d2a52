// An imap::Session at a moment that the test chooses: octets are heard, sent and timed one by one, where a script plays
// both sides as fast as they go.
#pragma once

#include <doctest/doctest.h>

#include <mailmote/imap/session.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace talk {

namespace imap = mailmote::imap;
using imap::EventKind;
using imap::Put;

struct Sizes {
  std::size_t rx = 256, tx = 512, scratch = 64, text = 64;
};

inline imap::Settings secured() {
  imap::Settings settings;
  settings.start = mailmote::Start::secured;
  settings.login.credential = {"", "alice", "correct-horse"};
  return settings;
}

class Talk {
 public:
  explicit Talk(const imap::Settings& settings = secured(), const Sizes& sizes = {})
      : settings_(settings),
        rx_(sizes.rx),
        tx_(sizes.tx),
        scratch_(sizes.scratch),
        text_(sizes.text),
        session({rx_, tx_, scratch_, text_}, settings_) {
    session.tick(0);
    session.start();
  }

  // The server says this, and the session makes of it what it can: its events, one a line; of the data, the end.
  std::string hear(std::string_view octets) {
    std::string events;
    while (!octets.empty() && !session.wants().closed) {
      const std::span<char> room = session.rx();
      REQUIRE(!room.empty());
      const std::size_t n = std::min(room.size(), octets.size());
      std::memcpy(room.data(), octets.data(), n);
      session.rx_done(n);
      octets.remove_prefix(n);
      events += this->events();
    }
    return events;
  }

  std::string events() {
    std::string all;
    for (int i = 0; i < 10'000; ++i) {
      const imap::SessionEvent& e = session.next();
      if (e.kind == EventKind::need_input) return all;
      const bool is_end = e.kind == EventKind::closed || e.kind == EventKind::failed;
      if (e.kind != EventKind::data || e.data->kind == imap::Kind::end) all += line(e) + "\n";
      if (is_end) return all;
    }
    FAIL("events without end");
    return all;
  }

  // Up to `most` of the octets that wait to be sent are sent now.
  std::string say(std::size_t most = SIZE_MAX) {
    const std::string said(session.tx().substr(0, most));
    session.tx_done(said.size());
    return said;
  }

  std::string pass(std::uint32_t milliseconds) {
    now_ += milliseconds;
    session.tick(now_);
    return events();
  }

  // Time passes, and nobody looks at the session.
  void pass_unseen(std::uint32_t milliseconds) {
    now_ += milliseconds;
    session.tick(now_);
  }

  // As far as `ready`, with these capabilities.
  void log_in(const std::string& capabilities) {
    hear("* OK [CAPABILITY IMAP4rev1] hello\r\n");
    CHECK(say() == "A1 LOGIN alice correct-horse\r\n");
    CHECK(hear("A1 OK [CAPABILITY IMAP4rev1 " + capabilities + "] in\r\n") == "ready\n");
  }

 private:
  std::string line(const imap::SessionEvent& e) const {
    const std::string tail = " " + std::to_string(e.tag) + " " + std::string(e.text);
    constexpr const char* statuses[] = {"ok", "no", "bad", "bye"};
    const std::string status = statuses[static_cast<std::size_t>(e.status)];
    switch (e.kind) {
      case EventKind::need_input: break;
      case EventKind::data: return "data " + std::to_string(e.data->number);
      case EventKind::notice: return "notice " + status + " " + std::string(e.text);
      case EventKind::completed: return "completed " + status + tail;
      case EventKind::ready: return "ready";
      case EventKind::rested: return "rested";
      case EventKind::closed: return "closed";
      case EventKind::failed: return "failed " + std::string(name(session.error().category));
    }
    return "?";
  }

  imap::Settings settings_;
  std::vector<char> rx_, tx_, scratch_, text_;
  std::uint32_t now_ = 0;

 public:
  imap::Session session;
};

}  // namespace talk
