// A TCP connection of lwIP as a Transport: one PCB, and the pbufs that came and were not read yet.
//
//   connect() -> is_connecting() -> is_open() -> read(), write(), flush() -> close()
//
// read() empties the pbufs and tells lwIP so: a reader that pauses closes the peer's window. write() queues and flush()
// sends, so that several writes in a row leave as one segment. Neither loses what came before the connection ended.
// read(), write() and flush() take the core lock; for all else the caller holds it.
#pragma once

#include <lwip/err.h>
#include <lwip/ip_addr.h>

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/ports/lwip/failure.hpp>
#include <mailmote/transport.hpp>

struct tcp_pcb;
struct pbuf;

namespace mailmote::lwip {

class Machine;

class Stream final : public Transport {
 public:
  // `machine` is woken by whatever happens; it outlives the stream.
  explicit Stream(Machine& machine) : machine_(machine) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Sends a SYN. False: see failure().
  bool connect(const ip_addr_t& address, std::uint16_t port);
  // Ends it in good order: what was written still goes out. Lets go of the PCB in any case.
  void close();

  IoResult read(std::span<char> into) override;
  IoResult write(std::string_view bytes) override;
  void flush();

  bool is_connecting() const { return pcb_ != nullptr && !opened_; }
  bool is_open() const { return opened_; }  // until close(), though it may be broken
  bool has_octets() const { return held_ != nullptr; }
  // read() would not answer want_read.
  bool is_readable() const { return opened_ && (has_octets() || ended_ || pcb_ == nullptr); }
  const tcp_pcb* pcb() const { return pcb_; }
  // Stays until the next connect(), or until it is forgotten.
  Failure failure() const { return failure_; }
  void forget_failure() { failure_ = Failure::none; }

  // Wakes whoever waits.
  void wake();

 private:
  static err_t on_connected(void* self, tcp_pcb* pcb, err_t error);
  static err_t on_received(void* self, tcp_pcb* pcb, pbuf* octets, err_t error);
  static err_t on_sent(void* self, tcp_pcb* pcb, std::uint16_t size);
  static err_t on_poll(void* self, tcp_pcb* pcb);
  static void on_error(void* self, err_t error);

  void hold(pbuf* octets);
  std::uint16_t take(std::span<char> into);
  std::uint32_t drop();
  IoResult broken(Failure failure);

  Machine& machine_;
  tcp_pcb* pcb_ = nullptr;
  pbuf* held_ = nullptr;
  bool opened_ = false;
  bool ended_ = false;      // the peer's FIN came
  bool routeless_ = false;  // when lwIP last looked, no interface led there
  Failure failure_ = Failure::none;
};

}  // namespace mailmote::lwip
