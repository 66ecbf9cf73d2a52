// A mailmote::Network that plays scripts (script.hpp), with a clock of its own: nothing is slow but what a test asks
// for.
//
// One script for each connection that comes to stand. The server's octets come `round_trip` milliseconds after the last
// that the client said. wait() moves the clock to where something happens, or to its limit.
#pragma once

#include <mailmote/network.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "script.hpp"

namespace script {

using mailmote::Fault;
using mailmote::FaultKind;

// How an open() or a secure() goes.
struct Effort {
  unsigned later = 0;          // so many calls answer "again"
  std::uint32_t takes_ms = 0;  // and so do all before this time is over
  Fault fault{};               // of any kind but none: it fails
};

constexpr std::uint32_t for_ever = 0x7FFFFFFF;

class Network final : public mailmote::Network {
 public:
  using Io = mailmote::Io;
  using IoResult = mailmote::IoResult;
  using Interest = mailmote::Interest;

  explicit Network(std::string_view text, const Pace& pace = {}) : pace_(pace) { then(text); }

  // The next connection's script.
  Network& then(std::string_view text) {
    scripts_.push_back(parse(text));
    return *this;
  }

  // What a test may set.
  std::vector<Effort> opens;  // one for each attempt; the last holds for all that follow. None: it just works
  Effort handshake;
  std::uint32_t round_trip = 0;
  std::uint32_t clock = 0xFFFFF000;  // wraps soon
  std::int64_t wall = unknown_time;
  std::string address = "192.0.2.7";
  bool entropy = true;
  Fault broken{FaultKind::reset, 0, "connection reset"};  // what a read or write that failed will have met

  // What happened.
  std::vector<std::string> calls;   // "open HOST:PORT", "secure HOST", "secure HOST unverified", "close"
  std::vector<std::string> writes;  // one for each, as far as it was taken
  unsigned turns = 0;               // times that the client spoke after it had listened
  unsigned waits = 0;
  std::vector<std::uint32_t> opened_at;  // when each attempt began
  std::string wrong() const { return wrong_.empty() && peer_ ? peer_->wrong : wrong_; }
  std::string sent() const { return peer_ ? peer_->sent : ""; }
  std::string in_clear() const { return peer_ ? peer_->in_clear : ""; }
  bool done() const { return peer_ && (peer_->done() || peer_->hangs_up()); }
  std::string waits_for() const { return peer_ ? peer_->waits_for() : "a connection"; }
  bool is_open() const { return open_; }

  Io open(std::string_view host, std::uint16_t port) override {
    if (open_) wrong_ = "opened twice";
    if (!begun_) {
      calls.push_back("open " + std::string(host) + ":" + std::to_string(port));
      opened_at.push_back(clock);
      effort_ = opens.empty() ? Effort() : opens[std::min(opened_at.size(), opens.size()) - 1];
      fault_ = {};
    }
    const Io io = get_on();
    if (io != Io::done) return io;
    if (played_ == scripts_.size()) throw std::runtime_error("more connections than scripts");
    peer_ = std::make_unique<script::Transport>(scripts_[played_++], pace_);
    open_ = listened_ = true;
    ready_at_ = clock;
    return Io::done;
  }

  Io secure(std::string_view host, mailmote::Verify verify) override {
    if (!open_) wrong_ = "a handshake without a connection";
    if (!begun_) {
      calls.push_back("secure " + std::string(host) + (verify == mailmote::Verify::none ? " unverified" : ""));
      effort_ = handshake;
    }
    const Io io = get_on();
    if (io == Io::done) peer_->shake_hands();
    return io;
  }

  void close() override {
    if (open_) calls.push_back("close");
    open_ = begun_ = false;
  }

  bool pending() const override { return false; }
  Fault fault() const override { return fault_; }

  IoResult read(std::span<char> into) override {
    if (!open_) wrong_ = "a read without a connection";
    if (!is_due(ready_at_)) return {Io::want_read, 0};
    const IoResult got = peer_->read(into);
    if (got.io == Io::done || got.io == Io::want_read) listened_ = true;
    if (got.io == Io::failed) fault_ = broken;
    return got;
  }

  IoResult write(std::string_view bytes) override {
    if (!open_) wrong_ = "a write without a connection";
    const IoResult wrote = peer_->write(bytes);
    if (wrote.io == Io::failed) fault_ = broken;
    stalled_ = wrote.io == Io::want_write;
    if (wrote.io != Io::done) return wrote;
    if (listened_) ++turns;
    listened_ = false;
    ready_at_ = clock + round_trip;
    writes.emplace_back(bytes.substr(0, wrote.count));
    return wrote;
  }

  std::string_view local_address(std::span<char> text) override {
    address.copy(text.data(), text.size());
    return {text.data(), std::min(address.size(), text.size())};
  }
  std::uint32_t now() override { return clock; }
  std::int64_t wall_clock() override { return wall; }
  bool random(std::span<char> into) override {
    for (char& octet : into) octet = static_cast<char>(0xA0 + (&octet - into.data()));
    return entropy;
  }

  void wait(Interest, std::uint32_t until) override {
    ++waits;
    pass(until);
  }

  // Time passes, until something happens or `until`.
  void pass(std::uint32_t until) {
    if (++passes_ > 20'000) throw std::runtime_error("it waits for ever, for " + waits_for());
    const bool heard = open_ && is_due(ready_at_) && peer_->speaks();
    const bool once_more = stalled_;
    stalled_ = false;
    if (heard || once_more) return;  // it may try again at once
    if (is_due(until)) {
      ++clock;  // a caller that waits for what is over would turn for ever
      return;
    }
    std::uint32_t next = until;
    for (const std::uint32_t event : {begun_ ? done_at_ : until, open_ ? ready_at_ : until})
      if (!is_due(event) && static_cast<std::int32_t>(event - next) < 0) next = event;
    clock = next;
  }

 private:
  bool is_due(std::uint32_t time) const { return static_cast<std::int32_t>(clock - time) >= 0; }

  // One call of an effort.
  Io get_on() {
    if (!begun_) {
      begun_ = true;
      done_at_ = clock + effort_.takes_ms;
    }
    if (effort_.later != 0) {
      --effort_.later;
      stalled_ = true;
      return Io::want_write;
    }
    if (!is_due(done_at_)) return Io::want_read;
    begun_ = false;
    fault_ = effort_.fault;
    return fault_.kind == FaultKind::none ? Io::done : Io::failed;
  }

  std::vector<Script> scripts_;
  Pace pace_;
  std::unique_ptr<script::Transport> peer_;  // of the connection, or of the last one
  std::size_t played_ = 0;
  unsigned passes_ = 0;
  Effort effort_;
  Fault fault_;
  bool open_ = false;
  bool begun_ = false;  // an effort is under way
  bool listened_ = false;
  bool stalled_ = false;
  std::uint32_t done_at_ = 0;
  std::uint32_t ready_at_ = 0;
  std::string wrong_;
};

// Sees what an Observer sees.
class Witness final : public mailmote::Observer {
 public:
  void sent(std::string_view octets, std::uint32_t hidden) override {
    shown += octets;
    if (hidden != 0) shown += "[" + std::to_string(hidden) + "]";
  }
  void received(std::string_view octets) override { heard += octets; }
  void notice(mailmote::Notice notice, std::string_view text) override {
    constexpr const char* names[] = {"connecting", "connected", "secured", "tls_unverified", "retrying", "closed"};
    notices += std::string(notices.empty() ? "" : " ") + names[static_cast<unsigned>(notice)];
    host = text;
  }

  std::string shown;  // "[n]" for n octets left out
  std::string heard;
  std::string notices;  // in order, with spaces between
  std::string host;
};

}  // namespace script
