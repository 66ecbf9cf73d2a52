// QEMU's mps2-an385 as Mailmote and lwIP see it: Ethernet, time, and the two stand-ins of qemu_only.h.
//
//   Board board{arguments};
//   while (...) board.poll();     // one turn of the super-loop: Ethernet, lwIP's timers, the watchdog
#pragma once

#include <lwip/netif.h>

#include <cstdint>
#include <span>

#include <mailmote/ports/lwip.hpp>

#include "arguments.hpp"

class Board final : public mailmote::lwip::Machine {
 public:
  // Starts the machine and lwIP. There is one Board.
  explicit Board(const Arguments& arguments);
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  // Bounded work, never waits. True: a frame came, and perhaps more are waiting.
  bool poll();
  // Sleeps until the next millisecond at the latest.
  void doze() const;

  std::int64_t wall_clock() override;
  bool random(std::span<char> into) override;
  void wait(std::uint32_t until) override;

 private:
  void set_name_server(const Arguments& arguments);
  void follow_link();

  netif ethernet_{};
  std::uint32_t link_seen_ = 0;  // sys_now() of the last look at the cable
};
