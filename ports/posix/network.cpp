#include <mailmote/ports/posix/network.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include <cerrno>
#include <climits>

#include "random.hpp"
#include "tls_layer.hpp"

namespace mailmote::posix {
namespace {

std::uint32_t milliseconds_now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(time.tv_sec) * 1000 +
                                    static_cast<std::uint64_t>(time.tv_nsec) / 1'000'000);
}

bool is_before(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }

short poll_events(Interest interest) {
  const unsigned bits = static_cast<unsigned>(interest);
  unsigned events = 0;
  if ((bits & static_cast<unsigned>(Interest::read)) != 0) events |= POLLIN;
  if ((bits & static_cast<unsigned>(Interest::write)) != 0) events |= POLLOUT;
  return static_cast<short>(events);
}

std::string_view print_address(const sockaddr_storage& address, std::span<char> text) {
  const void* octets = nullptr;
  if (address.ss_family == AF_INET) octets = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
  if (address.ss_family == AF_INET6) octets = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (octets == nullptr) return {};
  const char* const printed = ::inet_ntop(address.ss_family, octets, text.data(), static_cast<socklen_t>(text.size()));
  return printed == nullptr ? std::string_view() : std::string_view(printed);
}

}  // namespace

Network::Network(const Options& options) : options_(options), tls_(TlsLayer::make(tls_memory_, options.ca_file)) {
  static_assert(sizeof tls_memory_ == sizeof_tls_layer);
}

Network::~Network() {
  close();
  tls_->destroy();
}

Io Network::open(std::string_view host, std::uint16_t port) {
  if (connected_) return Io::done;
  tls_was_asked_ = false;
  const Io io = connector_.connect(host, port, options_.resolve, now());
  connected_ = io == Io::done;
  return io;
}

Io Network::secure(std::string_view host, Verify verify) {
  if (!connected_) return Io::failed;
  if (!tls_began_) {
    tls_began_ = tls_was_asked_ = true;
    if (!tls_->begin(socket_, host, verify)) return Io::failed;
  }
  return tls_->handshake();
}

void Network::close() {
  if (tls_began_) tls_->end();
  tls_began_ = connected_ = false;
  connector_.stop();
  socket_.close();
}

IoResult Network::read(std::span<char> into) {
  if (!connected_) return {Io::failed, 0};
  return tls_began_ ? tls_->read(into) : socket_.read(into);
}

IoResult Network::write(std::string_view bytes) {
  if (!connected_) return {Io::failed, 0};
  return tls_began_ ? tls_->write(bytes) : socket_.write(bytes);
}

bool Network::pending() const { return tls_began_ && tls_->pending(); }

// The lowest layer that failed knows best, but for TLS: where its connection broke, the socket knows.
Fault Network::fault() const {
  if (connector_.fault().kind != FaultKind::none) return connector_.fault();
  if (tls_was_asked_ && tls_->fault().kind != FaultKind::none) return tls_->fault();
  return {socket_.fault(), 0, {}};
}

std::string_view Network::local_address(std::span<char> text) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (!connected_ || ::getsockname(socket_.descriptor(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return print_address(address, text);
}

std::uint32_t Network::now() { return milliseconds_now(); }

std::int64_t Network::wall_clock() {
  timespec time{};
  if (::clock_gettime(CLOCK_REALTIME, &time) != 0 || time.tv_sec < clock_floor) return unknown_time;
  return time.tv_sec;
}

bool Network::random(std::span<char> into) { return fill_random(into.data(), into.size()); }

void Network::wait(Interest interest, std::uint32_t until) {
  if (pending()) return;
  if (!connected_ && connector_.has_attempt_limit() && is_before(connector_.attempt_until(), until))
    until = connector_.attempt_until();
  const std::int32_t left = static_cast<std::int32_t>(until - now());
  if (left <= 0) return;
  // A descriptor without interest is left out: poll() would wake for a hang-up that nobody asked about, again and
  // again.
  pollfd descriptor{interest == Interest::none ? -1 : socket_.descriptor(), poll_events(interest), 0};
  ::poll(&descriptor, 1, left);
}

}  // namespace mailmote::posix
