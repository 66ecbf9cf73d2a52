// A session and turn(), driven by hand: what is the same for every protocol.
#pragma once

#include <mailmote/link.hpp>

#include "conditions.hpp"
#include "run.hpp"

namespace sim {

// Opens the connection and shakes hands; a minute is enough for anybody.
class Connector {
 public:
  Connector(SimNetwork& network, Patience& patience) : network_(network), patience_(patience) {}

  bool open(bool implicit_tls) {
    return until_done([this] { return network_.open("mail.sim.example", 2525); }) && (!implicit_tls || secure());
  }
  bool secure() {
    return until_done([this] { return network_.secure("mail.sim.example", mailmote::Verify::required); });
  }

 private:
  template <class Try>
  bool until_done(Try attempt) {
    for (int i = 0; i < 60; ++i) {
      patience_.step();
      const mailmote::Io io = attempt();
      if (io == mailmote::Io::done) return true;
      if (io == mailmote::Io::failed) return false;
      network_.pass(1'000);
    }
    return false;
  }

  SimNetwork& network_;
  Patience& patience_;
};

// Octets go and come, until `drain()` has seen the last event: it answers whether it did anything. False if the
// handshake fails.
template <class Session, class Ended, class Drain>
bool converse(Session& session, SimNetwork& network, Transcript& transcript, Patience& patience, Ended ended,
              Drain drain) {
  session.tick(network.now());
  session.start();
  while (!ended()) {
    patience.step();
    const mailmote::Turn did = turn(session, network, network.now(), &transcript);
    bool moved = did.moved;
    if (session.wants().tls) {
      moved = true;
      require(network.sent_secured.empty(), "a second handshake");
      if (!Connector(network, patience).secure()) return false;
      session.tick(network.now());
      session.secured();
    }
    const bool acted = drain();
    // What it has to say since then goes first, unless the network takes nothing.
    const bool blocked = (did.waits | mailmote::Interest::write) == did.waits;
    const bool speaks = session.wants().write && !blocked;
    if (moved || acted || speaks || ended()) continue;
    network.wait(did.waits, session.has_deadline() ? session.deadline() : network.now() + 60'000);
  }
  return true;
}

// After the end: the same event for ever, and nothing to say.
template <class Session, class Kind>
void check_end(Session& session, SimNetwork& network, Transcript& transcript, Kind last) {
  const std::size_t sent = network.sent();
  for (int i = 0; i < 3; ++i) {
    turn(session, network, network.now(), &transcript);
    require(session.next().kind == last, "an event after the end");
    require(session.wants().closed && !session.wants().write, "something is wanted after the end");
    network.pass(1'000);
  }
  check_silent(network, sent);
}

}  // namespace sim
