#include <lwip/ip_addr.h>
#include <lwip/sys.h>
#include <lwip/tcp.h>

#include <mailmote/ports/lwip.hpp>

#include "core_lock.hpp"

namespace mailmote::lwip {
namespace {

bool is_before(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }

bool is_of_reading(Interest interest) {
  return (static_cast<unsigned>(interest) & static_cast<unsigned>(Interest::read)) != 0;
}

}  // namespace

Io Network::open(std::string_view host, std::uint16_t port) {
  const CoreLock lock;
  if (!stream_.is_open()) tls_was_asked_ = false;
  return connector_.connect(host, port);
}

bool Network::is_open() const {
  const CoreLock lock;
  return stream_.is_open();
}

Io Network::secure(std::string_view host, Verify verify) {
  if (!is_open()) return Io::failed;
  tls_was_asked_ = true;
  if (tls_ == nullptr) return Io::failed;
  if (!tls_began_) {
    tls_began_ = true;
    if (!tls_->begin(stream_, host, verify)) return Io::failed;
  }
  const Io io = tls_->handshake();
  stream_.flush();
  return io;
}

void Network::close() {
  if (tls_began_) tls_->end();
  tls_began_ = false;
  const CoreLock lock;
  connector_.stop();
  stream_.close();
}

IoResult Network::read(std::span<char> into) {
  if (!tls_began_) return stream_.read(into);
  const IoResult got = tls_->read(into);
  stream_.flush();  // TLS may have had to answer
  return got;
}

IoResult Network::write(std::string_view bytes) {
  const IoResult wrote = tls_began_ ? tls_->write(bytes) : stream_.write(bytes);
  stream_.flush();
  return wrote;
}

bool Network::pending() const {
  if (tls_began_) return tls_->pending();
  const CoreLock lock;
  return stream_.has_octets();
}

// Where TLS has no fault of its own, the connection broke under it.
Fault Network::fault() const {
  if (tls_was_asked_) {
    const Fault fault = tls_ != nullptr ? tls_->fault() : Fault{FaultKind::no_tls, 0, {}};
    if (fault.kind != FaultKind::none) return fault;
  }
  const CoreLock lock;
  return fault_of(connector_.failure() != Failure::none ? connector_.failure() : stream_.failure());
}

std::string_view Network::local_address(std::span<char> text) {
  const CoreLock lock;
  const tcp_pcb* const pcb = stream_.pcb();
  if (pcb == nullptr || text.empty()) return {};
  const char* const printed = ipaddr_ntoa_r(&pcb->local_ip, text.data(), static_cast<int>(text.size()));
  return printed == nullptr ? std::string_view() : std::string_view(printed);
}

std::uint32_t Network::now() { return sys_now(); }

std::int64_t Network::wall_clock() {
  const std::int64_t seconds = machine_.wall_clock();
  return seconds < clock_floor ? unknown_time : seconds;
}

bool Network::random(std::span<char> into) { return machine_.random(into); }

void Network::wait(Interest interest, std::uint32_t until) {
  if (pending()) return;
  {
    const CoreLock lock;
    // TLS leaves octets below where it has taken enough for one call; lwIP will not wake us for those again.
    if (is_of_reading(interest) && stream_.is_readable()) return;
    if (connector_.has_attempt_limit() && is_before(connector_.attempt_until(), until))
      until = connector_.attempt_until();
  }
  if (is_before(now(), until)) machine_.wait(until);
}

}  // namespace mailmote::lwip
