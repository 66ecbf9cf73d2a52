// The byte side of any session: octets in, octets out, a deadline, the switch to TLS. The same
// for every protocol.
//
//   network -> rx() / rx_done(n) ->  Link  -> the session's reader
//   network <- tx() / tx_done(n) <-  Link  <- the session's commands
//
// A Link does no I/O and reads no clock: time is an argument. Its buffers are the caller's, and outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/network.hpp>
#include <mailmote/observer.hpp>
#include <mailmote/outbox.hpp>
#include <mailmote/result.hpp>
#include <mailmote/transport.hpp>

namespace mailmote {

struct Wants {
  bool read : 1 = false;
  bool write : 1 = false;
  bool tls : 1 = false;     // begin the handshake now, then call the session's secured()
  bool closed : 1 = false;  // the conversation is over, well or not
};

// Whether a connection starts with TLS, or in clear.
enum class Start : std::uint8_t { clear, secured };

class Link {
 public:
  Wants wants() const;

  // Receiving: fill the front of rx(), then say how much. rx() is empty while the window is full.
  std::span<char> rx();
  void rx_done(std::size_t n) { window_ = {window_.data(), window_.size() + n}; }
  void eof(Io how);  // Io::closed, truncated or failed

  // Sending. tx() is empty during the switch to TLS.
  std::string_view tx() const;
  void tx_done(std::size_t n) { out_.sent(n); }
  Outbox::Shown shown() const { return out_.shown(); }

  // Milliseconds of a clock that wraps. A deadline is set when its phase begins, from the last tick
  // (turn() ticks; so should a caller that was away), and octets that arrive do not move it.
  void tick(std::uint32_t now);
  std::uint32_t deadline() const { return deadline_; }
  bool has_deadline() const { return armed_; }

  bool is_secured() const { return secured_; }
  const Error& error() const { return error_; }

 protected:
  enum class State : std::uint8_t { open, securing, ended };

  Link(std::span<char> rx, std::span<char> tx, Start start);
  ~Link() { out_.drop(); }  // a secret that never left is wiped
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // What arrived and is not read yet. A reader takes octets from its front.
  std::string_view& window() { return window_; }
  std::string_view window() const { return window_; }

  void arm(std::uint32_t milliseconds);  // from the last tick, or else from the first; 0: no deadline
  void disarm() { armed_ = timed_out_ = false; }
  void extend(std::uint32_t milliseconds) { deadline_ += milliseconds; }  // at most a day

  void begin_securing() { state_ = State::securing; }
  void forget_clear();  // secured(): nothing that came or waited in clear survives
  void end();
  // What end() will leave behind, written where it is kept. No error as long as it has no category.
  Error& failure() { return error_; }
  State state() const { return state_; }
  Io ended_by() const { return eof_; }  // Io::done while the stream stands
  bool timed_out() const { return timed_out_; }

  // Small members first: they are used most, and a Cortex-M0 reaches the first octets of an object with the least code.
 private:
  State state_ = State::open;
  Io eof_ = Io::done;
  bool ticked_ = false;
  bool armed_ = false;
  bool timed_out_ = false;
  bool secured_ = false;
  std::uint16_t rx_size_;  // octets at rx_
  std::uint32_t now_ = 0;
  std::uint32_t deadline_ = 0;
  char* rx_;                 // the caller's
  std::string_view window_;  // in it

 protected:
  Outbox out_;

 private:
  Error error_;
};

// What one turn did.
struct Turn {
  bool moved = false;               // octets went or came
  Interest waits = Interest::none;  // what it would take to move more
};

// Sends what goes, then receives once: the whole driver loop. Call it whenever the network may be
// ready. The end of the stream, or its failure, goes to link.eof().
Turn turn(Link& link, Transport& transport, std::uint32_t now);
// The same, seen by an observer, if there is one.
Turn turn(Link& link, Transport& transport, std::uint32_t now, Observer* observer);

}  // namespace mailmote
