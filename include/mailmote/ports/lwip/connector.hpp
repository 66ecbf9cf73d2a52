// From a name to a connection. lwIP's resolver gives one address of a family: IPv6 is tried first where this machine
// has an address of more than the link, then IPv4. While the other is left an attempt has eight seconds; the last one
// has as long as lwIP repeats its SYN, or the caller's deadline.
//
// Keeps neither name nor address: the name is given again in each call, an address is used as soon as lwIP finds it.
#pragma once

#include <lwip/ip_addr.h>
#include <lwip/opt.h>

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/ports/lwip/failure.hpp>
#include <mailmote/ports/lwip/stream.hpp>
#include <mailmote/transport.hpp>

namespace mailmote::lwip {

class Lookup;

class Connector {
 public:
  static constexpr std::uint32_t attempt_ms = 8'000;  // while another way is left

  explicit Connector(Stream& stream) : stream_(stream) {}
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Again until done or failed. All of it under the core lock.
  Io connect(std::string_view host, std::uint16_t port);
  void stop();

  // An attempt is under way that ends at attempt_until().
  bool has_attempt_limit() const { return state_ == State::trying && ways_ != 0; }
  std::uint32_t attempt_until() const { return attempt_until_; }

#if LWIP_DNS
  // lwIP has answered a look-up; null if it found no address.
  void found(const ip_addr_t* address);
#endif

  Failure failure() const { return failure_; }

 private:
  enum class State : std::uint8_t { idle, choosing, asking, trying };

  void begin(std::uint16_t port);
  void try_next_way(std::string_view host);
  void try_literal(const char* text, bool bracketed);
  void try_loopback(unsigned family);
  void look_up(const char* name, unsigned family);
  void try_address(const ip_addr_t& address);
  void check_attempt();
  Io finish();
  void fail(Failure failure);

  Stream& stream_;
#if LWIP_DNS
  Lookup* lookup_ = nullptr;
#endif
  std::uint32_t attempt_until_ = 0;
  std::uint16_t port_ = 0;
  State state_ = State::idle;
  std::uint8_t ways_ = 0;  // not tried yet, bits
  Failure failure_ = Failure::none;
};

}  // namespace mailmote::lwip
