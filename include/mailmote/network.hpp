// All that a façade asks of a port. Implement these twelve and Mailmote runs on your machine;
// examples/network_minimal.cpp does it in a hundred lines.
//
//   open  secure  close            one connection at a time
//   read  write                    its octets; they are inherited, see transport.hpp
//   pending  fault  local_address  what is known of it
//   now  wall_clock  random  wait  the machine
//
// No call blocks but wait(). open() and secure() are called again and again: they answer want_read or
// want_write, which is what wait() is then asked to wait for, until they answer done or failed. No call
// needs a deadline of its own: the caller keeps the time, and gives up by close(). It calls close() after
// every failure, too; a port need not clean up before.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/fault.hpp>
#include <mailmote/transport.hpp>

namespace mailmote {

// What a waiting caller waits for. Bits.
enum class Interest : std::uint8_t { none = 0, read = 1, write = 2, both = 3 };

constexpr Interest operator|(Interest a, Interest b) {
  return static_cast<Interest>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

// Whether a TLS peer must prove who it is.
enum class Verify : std::uint8_t { required, none };

class Network : public Transport {
 public:
  static constexpr std::int64_t unknown_time = INT64_MIN;
  // 2024-01-01. A wall clock that shows less was never set.
  static constexpr std::int64_t clock_floor = 1'704'067'200;

  // Resolves and connects, one address after the other; again until done or failed. The first call
  // after close() begins anew. `host` is a name, or an IP address, in brackets where the specification
  // has it so; no NUL ends it, and it outlives the connection.
  virtual Io open(std::string_view host, std::uint16_t port) = 0;

  // TLS 1.2 or later over what is open, with SNI and the host name checked; again until done or failed.
  // From then on read() and write() are inside TLS. A port that has none answers failed, and fault()
  // FaultKind::no_tls.
  virtual Io secure(std::string_view host, Verify verify) = 0;

  // Ends the connection, with close_notify where there is TLS, or the attempt to open one. Harmless at
  // any time, also when nothing is open.
  virtual void close() = 0;

  // Octets wait inside, decrypted say, and the next read() gives some; or secure() has more to do. So do not sleep.
  virtual bool pending() const = 0;

  // Why open(), secure(), read() or write() failed; kind none if none of them has. It stays, text and
  // all, beyond close() and until the first open() of the next connection: errors that were reported
  // point to it. During secure() it may say sooner what is wrong.
  virtual Fault fault() const = 0;

  // Our end's IP address as text, without a scope ("%eth0"), for EHLO's address literal: in `text`, or
  // wherever it stays until close(). Empty if it is not known.
  virtual std::string_view local_address(std::span<char> text) = 0;

  // Milliseconds of any clock that only goes forward; it wraps at 2^32, from any beginning.
  virtual std::uint32_t now() = 0;

  // Seconds since 1970 UTC, or unknown_time: then no Date is written.
  virtual std::int64_t wall_clock() = 0;

  // Fills `into` with octets that nobody can guess; false if it cannot.
  virtual bool random(std::span<char> into) = 0;

  // Sleeps until the connection is ready for `interest` or now() reaches `until`; may return early, and
  // does at once while pending(). Both wrap: the time left is int32_t(until - now()), none if that is not
  // above 0. Blocking calls use it, step() never does.
  virtual void wait(Interest interest, std::uint32_t until) = 0;

  // A network holds one connection at a time: whoever opens it claims it, and others find that it is not theirs.
  void claim(const void* who) { claimed_by_ = who; }
  bool is_claimed_by(const void* who) const { return claimed_by_ == who; }

 protected:
  ~Network() = default;

 private:
  const void* claimed_by_ = nullptr;
};

}  // namespace mailmote
