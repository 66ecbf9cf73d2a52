// The Network of a microcontroller: lwIP's raw callback API, 2.1 or 2.2, no sockets, no heap of ours.
//
//   struct Board final : lwip::Machine { ... } board;   // a clock, a random source, how to wait: yours
//   lwip::Network network{board, &tls};                 // or without tls: a mbedtls::Layer, say
//
//   mailer.start(spec, login, alert);                   // NO_SYS=1, a super-loop
//   while (mailer.step() == Step::again) { ethernet_poll(); sys_check_timeouts(); watchdog_feed(); }
//
// What has arrived stays in lwIP's pbufs until it is read; only then the peer's window opens again. With an RTOS every
// call takes LOCK_TCPIP_CORE() by itself; ports/lwip/README.md shows both. Objects must not be copied or moved.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/config.hpp>
#include <mailmote/fault.hpp>
#include <mailmote/network.hpp>
#include <mailmote/ports/lwip/connector.hpp>
#include <mailmote/ports/lwip/stream.hpp>
#include <mailmote/tls_layer.hpp>
#include <mailmote/transport.hpp>

namespace mailmote::lwip {

// What lwIP does not know of the machine. It outlives the Network. With threads, each Network has one of its own: a
// wake() that another one's wait() takes is lost.
class Machine {
 public:
  // Seconds since 1970 UTC, or mailmote::Network::unknown_time.
  virtual std::int64_t wall_clock() = 0;

  // Fills `into` with octets that nobody can guess; false if it cannot.
  virtual bool random(std::span<char> into) = 0;

  // Blocking calls only, over and over until something happens or sys_now() reaches `until` (both wrap). NO_SYS=1: poll
  // the driver, sys_check_timeouts(), feed the watchdog, return. An RTOS: sleep until wake(), or `until`.
  virtual void wait(std::uint32_t until) = 0;

  // Something happened: octets came or were acknowledged, a name was found, the connection broke. Called inside lwIP's
  // callbacks, in the thread that lwIP runs in; it may release a semaphore and no more.
  virtual void wake() {}

 protected:
  ~Machine() = default;
};

class Network final : public mailmote::Network {
 public:
  // Both outlive the Network. Without `tls` every call of secure() fails with FaultKind::no_tls.
  explicit Network(Machine& machine, TlsLayer* tls = nullptr) : machine_(machine), tls_(tls) {}
  ~Network() { close(); }
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Names are looked up by lwIP's resolver, IPv6 first where this machine has an address of more than the link, and
  // every address is tried.
  Io open(std::string_view host, std::uint16_t port) override;
  Io secure(std::string_view host, Verify verify) override;
  void close() override;
  IoResult read(std::span<char> into) override;
  IoResult write(std::string_view bytes) override;
  bool pending() const override;
  Fault fault() const override;
  std::string_view local_address(std::span<char> text) override;
  std::uint32_t now() override;
  std::int64_t wall_clock() override;
  bool random(std::span<char> into) override;
  void wait(Interest interest, std::uint32_t until) override;

 private:
  bool is_open() const;

  Machine& machine_;
  TlsLayer* tls_;
  Stream stream_{machine_};
  Connector connector_{stream_};
  bool tls_began_ = false;      // what is open is TLS, or to become so
  bool tls_was_asked_ = false;  // since the last open(): its fault counts
};

}  // namespace mailmote::lwip
