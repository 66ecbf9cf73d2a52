// The callbacks run inside lwIP, with the core lock held. They come for an open PCB only: close() takes them off.
#include <mailmote/ports/lwip/stream.hpp>

#include <lwip/ip.h>
#include <lwip/pbuf.h>
#include <lwip/tcp.h>

#include <cstring>

#include <mailmote/ports/lwip.hpp>

#include "core_lock.hpp"

namespace mailmote::lwip {
namespace {

constexpr std::uint16_t most_at_once = 0xFFFF;  // lwIP counts in 16 bits
constexpr std::uint8_t every_slow_tick = 1;     // half a second
constexpr std::uint8_t lingering = 40;          // such ticks: 20 seconds

std::uint16_t clipped(std::size_t size) {
  return size < most_at_once ? static_cast<std::uint16_t>(size) : most_at_once;
}

Stream& from(void* self) { return *static_cast<Stream*>(self); }

void open_window(tcp_pcb* pcb, std::uint32_t octets) {
  while (octets != 0) {
    const std::uint16_t part = clipped(octets);
    tcp_recved(pcb, part);
    octets -= part;
  }
}

err_t on_lingered(void*, tcp_pcb* pcb) {
  tcp_abort(pcb);
  return ERR_ABRT;
}

// Nobody listens to this PCB any more. It ends by itself, and gives way if a new connection needs its place. Where the
// peer is gone lwIP would repeat itself for half an hour, and the next connection lack the memory that this takes;
// where no interface leads there, it is not even begun.
void let_go(tcp_pcb* pcb) {
  tcp_arg(pcb, nullptr);
  tcp_recv(pcb, nullptr);
  tcp_sent(pcb, nullptr);
  tcp_err(pcb, nullptr);
  tcp_poll(pcb, on_lingered, lingering);
  tcp_setprio(pcb, TCP_PRIO_MIN);
  const bool leads_nowhere = ip_route(&pcb->local_ip, &pcb->remote_ip) == nullptr;
  if (leads_nowhere || tcp_close(pcb) != ERR_OK) tcp_abort(pcb);
}

// Where lwIP lacks the memory for all of it, a part may do: with nothing on its way there is no acknowledgement to wait
// for. Gives the octets that were taken.
std::uint16_t queue(tcp_pcb* pcb, const char* bytes, std::uint16_t size, err_t& error) {
  error = ERR_MEM;
  while (size != 0) {
    error = tcp_write(pcb, bytes, size, TCP_WRITE_FLAG_COPY);
    if (error != ERR_MEM) break;
    size = static_cast<std::uint16_t>(size / 2);
  }
  return size;
}

}  // namespace

bool Stream::connect(const ip_addr_t& address, std::uint16_t port) {
  close();
  failure_ = Failure::none;
  routeless_ = false;
  pcb_ = tcp_new_ip_type(IP_GET_TYPE(&address));
  err_t error = ERR_MEM;
  if (pcb_ != nullptr) {
    tcp_arg(pcb_, this);
    tcp_recv(pcb_, on_received);
    tcp_sent(pcb_, on_sent);
    tcp_err(pcb_, on_error);
    tcp_poll(pcb_, on_poll, every_slow_tick);
    tcp_nagle_disable(pcb_);  // a turn's commands leave at once
    error = tcp_connect(pcb_, &address, port, on_connected);
  }
  if (error == ERR_OK) return true;
  close();
  failure_ = error == ERR_RTE ? Failure::no_route : Failure::no_memory;
  return false;
}

// With octets unread, or not acknowledged to lwIP as read, tcp_close() would send a reset, and the peer might never see
// our last words.
void Stream::close() {
  const std::uint32_t unread = drop();
  if (pcb_ != nullptr) {
    open_window(pcb_, unread);
    let_go(pcb_);
  }
  pcb_ = nullptr;
  opened_ = ended_ = false;
}

IoResult Stream::read(std::span<char> into) {
  const CoreLock lock;
  if (!opened_) return {Io::failed, 0};
  if (into.empty()) return {Io::want_read, 0};
  const std::uint16_t count = take(into);
  if (count != 0) {
    if (pcb_ != nullptr) tcp_recved(pcb_, count);
    return {Io::done, count};
  }
  if (ended_) return {Io::closed, 0};
  return {pcb_ != nullptr ? Io::want_read : Io::failed, 0};
}

IoResult Stream::write(std::string_view bytes) {
  const CoreLock lock;
  if (!opened_ || pcb_ == nullptr) return {Io::failed, 0};
  std::uint16_t size = clipped(bytes.size());
  if (size > tcp_sndbuf(pcb_)) size = clipped(tcp_sndbuf(pcb_));
  if (size == 0 || tcp_sndqueuelen(pcb_) >= TCP_SND_QUEUELEN) return {Io::want_write, 0};
  err_t error = ERR_OK;
  size = queue(pcb_, bytes.data(), size, error);
  if (error == ERR_OK) return {Io::done, size};
  return error == ERR_MEM ? IoResult{Io::want_write, 0} : broken(Failure::reset);
}

void Stream::flush() {
  const CoreLock lock;
  if (pcb_ != nullptr) tcp_output(pcb_);
}

void Stream::wake() { machine_.wake(); }

IoResult Stream::broken(Failure failure) {
  if (failure_ == Failure::none) failure_ = failure;
  return {Io::failed, 0};
}

// Behind what is held already. The pbufs are linked and not chained: a chain's length has 16 bits only, and a scaled
// window may hold more.
void Stream::hold(pbuf* octets) {
  pbuf** end = &held_;
  while (*end != nullptr) end = &(*end)->next;
  *end = octets;
}

std::uint16_t Stream::take(std::span<char> into) {
  const std::uint16_t most = clipped(into.size());
  std::uint16_t count = 0;
  while (held_ != nullptr && count < most) {
    pbuf* const first = held_;
    const std::uint16_t room = static_cast<std::uint16_t>(most - count);
    const std::uint16_t size = first->len < room ? first->len : room;
    std::memcpy(into.data() + count, first->payload, size);
    count = static_cast<std::uint16_t>(count + size);
    if (size < first->len) {
      pbuf_remove_header(first, size);
    } else {
      held_ = first->next;
      first->next = nullptr;
      pbuf_free(first);
    }
  }
  return count;
}

std::uint32_t Stream::drop() {
  std::uint32_t unread = 0;
  for (const pbuf* each = held_; each != nullptr; each = each->next) unread += each->len;
  if (held_ != nullptr) pbuf_free(held_);
  held_ = nullptr;
  return unread;
}

err_t Stream::on_connected(void* self, tcp_pcb*, err_t) {
  from(self).opened_ = true;
  from(self).wake();
  return ERR_OK;
}

err_t Stream::on_received(void* self, tcp_pcb*, pbuf* octets, err_t) {
  if (octets != nullptr) {
    from(self).hold(octets);
  } else {
    from(self).ended_ = true;
  }
  from(self).wake();
  return ERR_OK;
}

err_t Stream::on_sent(void* self, tcp_pcb*, std::uint16_t) {
  from(self).wake();
  return ERR_OK;
}

// A write that found no memory is tried again, though nothing of ours be on its way whose acknowledgement would wake
// us.
err_t Stream::on_poll(void* self, tcp_pcb* pcb) {
  from(self).routeless_ = ip_route(&pcb->local_ip, &pcb->remote_ip) == nullptr;
  from(self).wake();
  return ERR_OK;
}

// lwIP has freed the PCB already.
void Stream::on_error(void* self, err_t error) {
  Stream& stream = from(self);
  stream.pcb_ = nullptr;
  const bool was_reset = error == ERR_RST;
  if (stream.opened_) {
    stream.failure_ = was_reset ? Failure::reset : Failure::given_up;
  } else {
    stream.failure_ = was_reset ? Failure::refused : stream.routeless_ ? Failure::no_route : Failure::silent;
  }
  stream.wake();
}

}  // namespace mailmote::lwip
