// From a name to a connection: the addresses that the name has are tried, in the resolver's order, until one answers.
//
// An address that swallows packets must leave time for the others. While others remain, an attempt gets its share of 24
// seconds, between two seconds and eight; the last one has no limit here. So within the usual 30 seconds every one of
// 15 addresses is tried, though all be silent; a caller with less time, or a name with more, tries the first of them.
// The list of addresses is the resolver's memory, given back when one has answered or none has.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/fault.hpp>
#include <mailmote/ports/posix/socket.hpp>

struct addrinfo;

namespace mailmote::posix {

// Connects to `address` where `host` is asked for. TLS still checks `host`.
struct Resolve {
  std::string_view host;     // any case
  std::string_view address;  // "192.0.2.1", "2001:db8::1", "fe80::1%eth0", or a name
};

class Connector {
 public:
  // How long an attempt may take while others remain, of so many addresses; in milliseconds.
  static constexpr std::uint32_t attempt_limit(std::uint32_t addresses) {
    constexpr std::uint32_t all = 24'000, least = 2'000, most = 8'000;
    const std::uint32_t share = addresses == 0 ? all : all / addresses;
    return share < least ? least : share > most ? most : share;
  }

  explicit Connector(Socket& socket) : socket_(socket) {}
  ~Connector() { stop(); }
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Again until done or failed. The first call resolves, and may block.
  Io connect(std::string_view host, std::uint16_t port, std::span<const Resolve> resolve, std::uint32_t now);
  void stop();

  // An attempt is under way that ends at attempt_until().
  bool has_attempt_limit() const;
  std::uint32_t attempt_until() const { return attempt_until_; }

  Fault fault() const { return {fault_, 0, text_}; }

 private:
  bool look_up(std::string_view host, std::uint16_t port, std::span<const Resolve> resolve);
  void note_lookup(int code);
  void note(FaultKind kind);
  Io try_next(std::uint32_t now);
  Io start_attempt(std::uint32_t now);
  Io check_attempt(std::uint32_t now);
  Io give_up_attempt(FaultKind kind, std::uint32_t now);
  Io finish();

  Socket& socket_;
  addrinfo* list_ = nullptr;
  addrinfo* next_ = nullptr;  // to try after the attempt under way
  std::uint32_t attempt_limit_ = 0;
  std::uint32_t attempt_until_ = 0;
  FaultKind fault_ = FaultKind::none;
  std::string_view text_;  // the resolver's words, static
};

}  // namespace mailmote::posix
