// What every façade does with a network: connect, start TLS when the session wants it, move octets,
// keep the time. It knows no protocol; the façade holds the session and tells it what happened.
//
// step() does bounded work and never waits.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/link.hpp>
#include <mailmote/network.hpp>
#include <mailmote/observer.hpp>
#include <mailmote/result.hpp>

namespace mailmote {

// What a façade's step() answers.
enum class Step : std::uint8_t {
  again,  // not there yet: call step() again
  item,   // of a listing: it lies where the request says; step() goes on to the next
  done,
  failed,  // see the façade's error
};

class Connection {
 public:
  static constexpr std::uint32_t longest_wait_ms = 60'000;

  struct Settings {
    std::string_view host;  // outlives the connection
    std::uint16_t port = 0;
    Start start = Start::clear;
    Verify verify = Verify::required;
    std::uint8_t attempts = 1;          // connection attempts, a second apart
    std::uint32_t connect_ms = 30'000;  // 0: no limit. One attempt, all addresses
    std::uint32_t tls_ms = 30'000;      // 0: no limit
    std::uint32_t overall_ms = 0;       // 0: no limit. From open() or renew() on, whatever happens
  };

  enum class Progress : std::uint8_t {
    again,
    opened,   // the connection stands, with TLS where it starts so: construct the session
    secured,  // the handshake that the session wanted is over: tell it
    moved,    // octets moved, or the stream ended: ask the session
    failed,   // see error()
  };

  Connection(Network& network, Observer* observer) : network_(network), observer_(observer) {}

  void open(const Settings& settings);
  void close();
  // Another piece of work begins on what is open: the overall limit counts anew.
  void renew();

  // `link` is null until `opened`.
  Progress step(Link* link);

  // Nothing moved in the last step(): a blocking caller may wait().
  bool idle() const { return idle_; }
  void wait(const Link* link, std::uint32_t most_ms = longest_wait_ms);

  const Error& error() const { return error_; }
  // Adds to an error of the session what only the connection knows: host, port, the port's own fault.
  void complete(Error& error) const;

 private:
  enum class Phase : std::uint8_t { closed, pausing, connecting, securing, talking };

  Progress out_of_time();
  Progress connect();
  Progress secure(Link* link);
  Progress broken_handshake(const Link* link);
  Progress late_handshake();
  Progress talk(Link& link);
  Progress fail(Category category, Stage stage, Advice advice);
  Progress fail_by_port(Stage stage);
  Progress retry_or(Progress failed);
  void enter(Phase phase, std::uint32_t milliseconds);
  bool passed(std::uint32_t deadline) const;
  void note(Notice notice) const;

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  Phase phase_ = Phase::closed;
  Interest waits_ = Interest::none;
  bool limited_ = false;
  bool secured_ = false;
  bool idle_ = false;
  Error error_;
  std::uint32_t now_ = 0;
  std::uint32_t deadline_ = 0;  // of the phase, where limited_
  std::uint32_t overall_deadline_ = 0;
  Network& network_;
  Observer* observer_;
  Settings settings_;
};

}  // namespace mailmote
