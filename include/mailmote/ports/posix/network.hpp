// The Network of a POSIX system: non-blocking sockets, poll(), TLS, the monotonic clock.
//
//   const posix::Resolve here[] = {{"mail.example", "127.0.0.1"}};
//   posix::Network network{{.ca_file = "ca.pem", .resolve = here}};
//
// One object is one connection at a time, opened as often as you like. It is not to be used by two threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/network.hpp>
#include <mailmote/ports/posix/connector.hpp>
#include <mailmote/ports/posix/socket.hpp>

namespace mailmote::posix {

class TlsLayer;

// All of it outlives the Network.
struct Options {
  const char* ca_file = nullptr;          // PEM. Null: what SSL_CERT_FILE names, else the system's bundle
  std::span<const Resolve> resolve = {};  // instead of asking the resolver
};

class Network final : public mailmote::Network {
 public:
  Network() : Network(Options{}) {}
  explicit Network(const Options& options);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  Io open(std::string_view host, std::uint16_t port) override;
  // The roots are read at the first call that needs them, and kept.
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
  Options options_;
  Socket socket_;
  Connector connector_{socket_};
  bool connected_ = false;
  bool tls_began_ = false;      // what is open is TLS, or to become so
  bool tls_was_asked_ = false;  // since the last open(): its fault counts
  TlsLayer* tls_;
  // Where *tls_ lives. Its size depends on how Mbed TLS was configured, which is no business of those who include this.
  alignas(std::max_align_t) std::byte tls_memory_[3072];
};

}  // namespace mailmote::posix
