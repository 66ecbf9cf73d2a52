// A server on loopback, for tests of the POSIX port: a listener, what it accepted, and the loops that a caller would
// write.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <mailmote/ports/posix.hpp>
#include <string>
#include <string_view>
#include <vector>

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A server's accepted connection as a Transport, for TlsServer.
class Accepted final : public mailmote::Transport {
 public:
  Accepted() = default;
  Accepted(const Accepted&) = delete;
  Accepted& operator=(const Accepted&) = delete;
  ~Accepted() { close(); }
  void close() {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
  }
  // Until there is something to read; for ever is a second.
  void wait() const {
    pollfd ready{descriptor, POLLIN, 0};
    ::poll(&ready, 1, 1000);
  }
  // Ends with RST instead of FIN.
  void reset() {
    const linger now{1, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  mailmote::IoResult read(std::span<char> into) override {
    const ssize_t n = ::recv(descriptor, into.data(), into.size(), 0);
    if (n == 0) return {mailmote::Io::closed, 0};
    if (n < 0) return {errno == EAGAIN ? mailmote::Io::want_read : mailmote::Io::failed, 0};
    return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  }
  mailmote::IoResult write(std::string_view bytes) override {
    const ssize_t n = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0) return {errno == EAGAIN ? mailmote::Io::want_write : mailmote::Io::failed, 0};
    return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  }
  int descriptor = -1;
};

class Listener {
 public:
  explicit Listener(int backlog = 8) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address = loopback(0);
    REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(descriptor_, backlog) == 0);
    socklen_t size = sizeof address;
    REQUIRE(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port = ntohs(address.sin_port);
  }
  ~Listener() { ::close(descriptor_); }

  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void accept(Accepted& into) const {
    pollfd ready{descriptor_, POLLIN, 0};
    ::poll(&ready, 1, 1000);
    into.close();
    into.descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_NONBLOCK);
    REQUIRE(into.descriptor >= 0);
  }

  std::uint16_t port = 0;

 private:
  int descriptor_;
};

inline mailmote::Interest interest_of(mailmote::Io io) {
  return io == mailmote::Io::want_read ? mailmote::Interest::read : mailmote::Interest::write;
}

inline mailmote::Io open(mailmote::posix::Network& network, std::string_view host, std::uint16_t port) {
  mailmote::Io io = network.open(host, port);
  for (int i = 0; i < 100 && (io == mailmote::Io::want_read || io == mailmote::Io::want_write); ++i) {
    network.wait(interest_of(io), network.now() + 100);
    io = network.open(host, port);
  }
  return io;
}

inline std::string read_all(mailmote::posix::Network& network, mailmote::Io& ended) {
  std::string all;
  for (int i = 0; i < 1000; ++i) {
    std::vector<char> buffer(64);
    const mailmote::IoResult got = network.read(buffer);
    ended = got.io;
    if (got.io == mailmote::Io::done) {
      all.append(buffer.data(), got.count);
    } else if (got.io == mailmote::Io::want_read) {
      network.wait(mailmote::Interest::read, network.now() + 50);
    } else {
      break;
    }
  }
  return all;
}
