// From a name to a connection: every address that the name has is tried, in the resolver's order, until one answers.
//
// While other addresses remain, one attempt gets eight seconds at most: a first address that swallows packets leaves
// time for the second. The list of addresses is the resolver's memory, given back when one has answered or none has.
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
  static constexpr std::uint32_t max_attempt = 8000;  // milliseconds

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
  std::uint32_t attempt_until_ = 0;
  FaultKind fault_ = FaultKind::none;
  std::string_view text_;  // the resolver's words, static
};

}  // namespace mailmote::posix
