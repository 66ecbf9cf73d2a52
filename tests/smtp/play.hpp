// Plays a script with an smtp::Session: the runner of session_test and of the transcripts.
//
//   set start secured | upgrade never | hello plain | name N | user U | password P | token T | authuser U
//   set secure yes | disabled MECHANISM | mechanism MECHANISM | rx N | tx N | scratch N
//   ! mail ADDRESS [size=N] [8bit] | rcpt ADDRESS | data | text OCTETS | file OCTETS | end | rset | quit
//   = ready | mail CODE | rcpt INDEX CODE | data CODE | body CODE | rset CODE | closed
//   = failed CATEGORY STAGE CODE ADVICE
//   = refused | too_small         what the program was told about the line before
//
// An event may say more than the script asks for: "= rcpt 0 550" holds for "rcpt 0 550 5.1.1 | 5.1.1 unknown".
#pragma once

#include <mailmote/smtp/session.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "../script.hpp"
#include "../sweep.hpp"

namespace play {

using mailmote::Start;
namespace smtp = mailmote::smtp;
using sweep::Outcome;

// Exactly so many octets of the heap.
struct Block {
  explicit Block(std::size_t n) : data(new char[n]()), size(n) {}
  std::span<char> span() const { return {data.get(), size}; }
  std::unique_ptr<char[]> data;
  std::size_t size;
};

class Player final : mailmote::Observer {
 public:
  Player(const script::Script& script, const script::Pace& pace) : program_(script.program), transport_(script, pace) {
    for (const auto& [key, value] : script.settings) set(key, value);
  }

  Outcome run() {
    const Block rx(rx_), tx(tx_), scratch(scratch_);
    smtp::Session session({rx.span(), tx.span(), scratch.span()}, settings_);
    session.tick(0);
    session.start();
    int quiet = 0;
    while (quiet < 3 && !ended_) {
      bool moved = mailmote::turn(session, transport_, 0, this).moved;
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

 private:
  void set(const std::string& key, const std::string& value) {
    if (key == "start") settings_.start = value == "secured" ? Start::secured : Start::clear;
    if (key == "upgrade") settings_.upgrade = value == "never" ? smtp::Upgrade::never : smtp::Upgrade::required;
    if (key == "hello") settings_.hello = value == "plain" ? smtp::Hello::plain : smtp::Hello::extended;
    if (key == "secure") settings_.hide_password = true;
    if (key == "disabled") settings_.disabled.add(*mailmote::mechanism_named(value));
    if (key == "mechanism") settings_.mechanism = mailmote::mechanism_named(value);
    if (key == "rx") rx_ = std::stoul(value);
    if (key == "tx") tx_ = std::stoul(value);
    if (key == "scratch") scratch_ = std::stoul(value);
    if (key == "token") settings_.token = true;
    if (key == "name") settings_.name = keep(value);
    if (key == "user") settings_.credential.authcid = keep(value);
    if (key == "authuser") settings_.credential.authzid = keep(value);
    if (key == "password" || key == "token") settings_.credential.secret = keep(value);
  }

  std::string_view keep(const std::string& text) {
    texts_.push_back(std::make_unique<std::string>(text));
    return *texts_.back();
  }

  // Events and the program, as far as either goes.
  bool talk(smtp::Session& session) {
    bool moved = false;
    for (bool again = true; again && !ended_;) {
      again = false;
      if (session.wants().tls) {
        transport_.shake_hands();
        session.secured();
        again = true;
      }
      const smtp::SessionEvent e = session.next();
      if (e.kind != smtp::EventKind::need_input) {
        saw(describe(e, session));
        ended_ = e.kind == smtp::EventKind::closed || e.kind == smtp::EventKind::failed;
        again = true;
      } else if (act(session)) {
        again = true;
      }
      moved = moved || again;
    }
    return moved;
  }

  // One step of the program; false if it has to wait.
  bool act(smtp::Session& session) {
    if (at_ == program_.size() || program_[at_][0] != '!') return false;
    std::istringstream line(program_[at_].substr(1));
    std::string verb, argument;
    line >> verb >> argument;
    smtp::Put put = smtp::Put::done;
    if (verb == "mail") {
      std::optional<std::uint64_t> size;
      bool eight_bit = false;
      for (std::string more; line >> more;) {
        if (more == "8bit") eight_bit = true;
        if (more.starts_with("size=")) size = std::stoull(more.substr(5));
      }
      put = session.mail(script::unescape(argument == "<>" ? "" : argument), size, eight_bit);
    } else if (verb == "rcpt") {
      put = session.rcpt(script::unescape(argument));
    } else if (verb == "data") {
      put = session.data();
    } else if (verb == "rset") {
      put = session.rset();
    } else if (verb == "quit") {
      put = session.quit();
    } else if (verb == "end") {
      put = session.end_body();
    } else if (verb == "text") {
      return text(session, false);
    } else if (verb == "file") {
      return text(session, true);
    } else {
      wrong_ = "no verb of a program: " + verb;
    }
    if (put == smtp::Put::later) return false;
    ++at_;
    if (put == smtp::Put::refused) saw("refused");
    if (put == smtp::Put::too_small) saw("too_small");
    return true;
  }

  // Text from a buffer of ours, or read straight into the room that the session has.
  bool text(smtp::Session& session, bool in_place) {
    const std::string all = script::unescape(program_[at_].substr(7));
    const std::string_view left = std::string_view(all).substr(text_);
    std::size_t taken = 0;
    if (in_place) {
      const std::span<char> room = session.body_room();
      const std::size_t n = std::min(room.size(), left.size());
      left.copy(room.data(), n);
      if (n != 0) taken = session.put_body({room.data(), n});
      if (taken != n) wrong_ = "text in the session's own room was not taken whole";
    } else {
      const Block copy(left.size());
      left.copy(copy.data.get(), left.size());
      taken = session.put_body({copy.data.get(), copy.size});
    }
    text_ += taken;
    if (text_ != all.size()) return taken != 0;
    text_ = 0;
    ++at_;
    return true;
  }

  void saw(const std::string& event) {
    events_.push_back(event);
    const std::string expected = at_ < program_.size() && program_[at_][0] == '=' ? program_[at_].substr(2) : "nothing";
    const bool fits = event.starts_with(expected) && (event.size() == expected.size() || event[expected.size()] == ' ');
    if (!fits && wrong_.empty()) wrong_ = "expected " + expected + ", saw " + event;
    if (at_ < program_.size()) ++at_;
  }

  static std::string describe(const smtp::SessionEvent& e, const smtp::Session& session) {
    constexpr const char* commands[] = {"none", "greeting", "hello", "starttls", "auth", "mail",
                                        "rcpt", "data",     "body",  "rset",     "quit"};
    if (e.kind == smtp::EventKind::ready) return "ready";
    if (e.kind == smtp::EventKind::closed) return "closed";
    if (e.kind == smtp::EventKind::failed) return failure(session.error());
    std::string text = commands[static_cast<std::size_t>(e.command)];
    if (e.command == smtp::Command::rcpt) text += " " + std::to_string(e.index);
    text += " " + std::to_string(e.reply.code) + enhanced(e.reply.enhanced) + " | " + std::string(e.reply.text);
    return e.reply.cut ? text + "..." : text;
  }

  static std::string failure(const mailmote::Error& error) {
    return "failed " + std::string(name(error.category)) + " " + std::string(name(error.stage)) + " " +
           std::to_string(error.reply) + " " + std::string(name(error.advice)) + enhanced(error.enhanced) + " | " +
           std::string(error.server_text);
  }

  static std::string enhanced(const mailmote::Enhanced& e) {
    if (e.status == 0) return "";
    return " " + std::to_string(e.status) + "." + std::to_string(e.subject) + "." + std::to_string(e.detail);
  }

  // After the end: the same answer for ever, and nothing to say or to do.
  void check_end(smtp::Session& session) {
    if (!ended_) {
      if (wrong_.empty() && (at_ != program_.size() || !transport_.done()))
        wrong_ = "came to a stop: the program at \"" + (at_ < program_.size() ? program_[at_] : "its end") +
                 "\", the server waits for \"" + transport_.waits_for() + "\"";
      return;
    }
    const mailmote::Wants wants = session.wants();
    const bool over = wants.closed && !wants.write && !wants.read && !wants.tls && session.tx().empty();
    const smtp::EventKind again = session.next().kind;
    const bool sticky = again == smtp::EventKind::closed || again == smtp::EventKind::failed;
    const bool deaf = !session.wants_body() && session.mail("a@b", {}, false) == smtp::Put::later &&
                      session.quit() == smtp::Put::later && session.put_body("x") == 0 && session.body_room().empty();
    if (wrong_.empty() && !(over && sticky && deaf && !session.has_deadline()))
      wrong_ = "something goes on after the end";
  }

  void sent(std::string_view octets, std::uint32_t hidden) override {
    shown_ += octets;
    hidden_ += hidden;
  }
  void received(std::string_view) override {}
  void notice(mailmote::Notice, std::string_view) override {}

  std::vector<std::string> program_;
  script::Transport transport_;
  smtp::Settings settings_ = defaults();
  static smtp::Settings defaults() {
    smtp::Settings s;
    s.name = "pump.example";
    return s;
  }
  std::vector<std::unique_ptr<std::string>> texts_;
  std::size_t rx_ = 64, tx_ = 512, scratch_ = 128;
  std::size_t at_ = 0;
  std::size_t text_ = 0;
  bool ended_ = false;
  std::vector<std::string> events_;
  std::string shown_;
  std::size_t hidden_ = 0;
  std::string wrong_;
};

inline Outcome play(const script::Script& script, const script::Pace& pace) { return Player(script, pace).run(); }

}  // namespace play
