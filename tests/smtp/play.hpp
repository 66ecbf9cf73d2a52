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

#include "../session_player.hpp"

namespace play {

namespace smtp = mailmote::smtp;

class Player final : SessionPlayer {
 public:
  Player(const script::Script& script, const script::Pace& pace) : SessionPlayer(script, pace) {
    for (const auto& [key, value] : script.settings) set(key, value);
  }

  Outcome run() {
    const Block rx(rx_), tx(tx_), scratch(scratch_);
    smtp::Session session({rx.span(), tx.span(), scratch.span()}, settings_);
    session_ = &session;
    session.tick(0);
    session.start();
    return play(session, tx);
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

  void secure() override { session_->secured(); }

  bool take_event() override {
    const smtp::SessionEvent& e = session_->next();
    if (e.kind == smtp::EventKind::need_input) return false;
    saw(describe(e));
    ended_ = e.kind == smtp::EventKind::closed || e.kind == smtp::EventKind::failed;
    return true;
  }

  // One step of the program; false if it has to wait.
  bool act() override {
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
      put = session_->mail(script::unescape(argument == "<>" ? "" : argument), size, eight_bit);
    } else if (verb == "rcpt") {
      put = session_->rcpt(script::unescape(argument));
    } else if (verb == "data") {
      put = session_->data();
    } else if (verb == "rset") {
      put = session_->rset();
    } else if (verb == "quit") {
      put = session_->quit();
    } else if (verb == "end") {
      put = session_->end_body();
    } else if (verb == "text") {
      return text(false);
    } else if (verb == "file") {
      return text(true);
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
  bool text(bool in_place) {
    const std::string all = script::unescape(program_[at_].substr(7));
    const std::string_view left = std::string_view(all).substr(text_);
    std::size_t taken = 0;
    if (in_place) {
      const std::span<char> room = session_->body_room();
      const std::size_t n = std::min(room.size(), left.size());
      left.copy(room.data(), n);
      if (n != 0) taken = session_->put_body({room.data(), n});
      if (taken != n) wrong_ = "text in the session's own room was not taken whole";
    } else {
      const Block copy(left.size());
      left.copy(copy.data.get(), left.size());
      taken = session_->put_body({copy.data.get(), copy.size});
    }
    text_ += taken;
    if (text_ != all.size()) return taken != 0;
    text_ = 0;
    ++at_;
    return true;
  }

  std::string describe(const smtp::SessionEvent& e) {
    constexpr const char* commands[] = {"none", "greeting", "hello", "starttls", "auth", "mail",
                                        "rcpt", "data",     "body",  "rset",     "quit"};
    if (e.kind == smtp::EventKind::ready) return "ready";
    if (e.kind == smtp::EventKind::closed) return "closed";
    if (e.kind == smtp::EventKind::failed) return failure(session_->error());
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

  bool is_deaf() override {
    const smtp::EventKind again = session_->next().kind;
    const bool sticky = again == smtp::EventKind::closed || again == smtp::EventKind::failed;
    return sticky && !session_->wants_body() && session_->mail("a@b", {}, false) == smtp::Put::later &&
           session_->quit() == smtp::Put::later && session_->put_body("x") == 0 && session_->body_room().empty();
  }

  smtp::Session* session_ = nullptr;
  smtp::Settings settings_ = defaults();
  static smtp::Settings defaults() {
    smtp::Settings s;
    s.name = "pump.example";
    return s;
  }
  std::size_t rx_ = 64, tx_ = 512, scratch_ = 128;
  std::size_t text_ = 0;
};

inline Outcome play(const script::Script& script, const script::Pace& pace) { return Player(script, pace).run(); }

}  // namespace play
