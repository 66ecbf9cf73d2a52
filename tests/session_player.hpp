// Plays a script with a session, whatever its protocol: what imap/play.hpp and smtp/play.hpp share.
//
// The lines of a script come in turn: a step of the program ("! noop"), what it must see then ("= ready"). An event may
// say more than the script asks for: "= rcpt 0 550" holds for "rcpt 0 550 5.1.1 | 5.1.1 unknown".
#pragma once

#include <mailmote/link.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script.hpp"
#include "sweep.hpp"

namespace play {

using mailmote::Start;
using sweep::Outcome;

// Exactly so many octets of the heap.
struct Block {
  explicit Block(std::size_t n) : data(new char[n]()), size(n) {}
  std::span<char> span() const { return {data.get(), size}; }
  std::unique_ptr<char[]> data;
  std::size_t size;
};

class SessionPlayer : mailmote::Observer {
 protected:
  SessionPlayer(const script::Script& script, const script::Pace& pace)
      : program_(script.program), transport_(script, pace) {}
  ~SessionPlayer() = default;

  virtual void secure() = 0;      // session.secured()
  virtual bool take_event() = 0;  // says what it saw; false: there is none
  virtual bool act() = 0;         // one step of the program; false: it has to wait
  virtual bool is_deaf() = 0;     // after the end: the last event comes again, and nothing can be said

  // A session that has started; `tx` is its buffer.
  Outcome play(mailmote::Link& session, const Block& tx) {
    for (int quiet = 0; quiet < 3 && !ended_;) {
      bool moved = mailmote::turn(session, transport_, now_, this).moved;
      moved = talk(session) || moved;
      quiet = moved ? 0 : quiet + 1;
    }
    check_end(session);
    Outcome o;
    o.events = events_;
    o.sent = transport_.sent;
    o.in_clear = transport_.in_clear;
    o.shown = shown_;
    o.hidden = hidden_;
    o.wrong = wrong_.empty() ? transport_.wrong : wrong_;
    o.left_in_tx.assign(tx.data.get(), tx.size);
    o.writes = transport_.writes;
    return o;
  }

  std::string_view keep(const std::string& text) {
    texts_.push_back(std::make_unique<std::string>(text));
    return *texts_.back();
  }

  void saw(const std::string& event) {
    events_.push_back(event);
    const std::string expected = at_ < program_.size() && program_[at_][0] == '=' ? program_[at_].substr(2) : "nothing";
    const bool fits = event.starts_with(expected) && (event.size() == expected.size() || event[expected.size()] == ' ');
    if (!fits && wrong_.empty()) wrong_ = "expected " + expected + ", saw " + event;
    if (at_ < program_.size()) ++at_;
  }

  std::vector<std::string> program_;
  std::size_t at_ = 0;  // the line of it that comes next
  std::uint32_t now_ = 0;
  bool ended_ = false;
  std::string wrong_;

 private:
  // Events and the program, as far as either goes.
  bool talk(mailmote::Link& session) {
    bool moved = false;
    for (bool again = true; again && !ended_; moved = moved || again) {
      const bool tls = session.wants().tls;
      if (tls) {
        transport_.shake_hands();
        secure();
      }
      again = take_event() || act() || tls;
    }
    return moved;
  }

  void check_end(mailmote::Link& session) {
    if (!wrong_.empty()) return;
    if (!ended_ && (at_ != program_.size() || !transport_.done()))
      wrong_ = "came to a stop: the program at \"" + (at_ < program_.size() ? program_[at_] : "its end") +
               "\", the server waits for \"" + transport_.waits_for() + "\"";
    if (!ended_) return;
    const mailmote::Wants wants = session.wants();
    const bool over = wants.closed && !wants.write && !wants.read && !wants.tls && session.tx().empty();
    if (!over || !is_deaf() || session.has_deadline()) wrong_ = "something goes on after the end";
  }

  void sent(std::string_view octets, std::uint32_t hidden) override {
    shown_ += octets;
    hidden_ += hidden;
  }
  void received(std::string_view) override {}
  void notice(mailmote::Notice, std::string_view) override {}

  script::Transport transport_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<std::string> events_;
  std::string shown_;
  std::size_t hidden_ = 0;
};

}  // namespace play
