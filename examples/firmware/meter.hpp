// How long the parts of the super-loop take, in ticks of the board's counter (40 ns).
//
//   Meter meter;
//   while (meter.step(mailer) == Step::again) meter.poll(board);
//   meter.report();
#pragma once

#include <cstdint>

#include "board.hpp"
#include "timer.h"

// Counted up by every call of Mbed TLS that computes, see tls_meter.cpp.
extern std::uint32_t cryptographic_calls;

class Meter {
 public:
  // Of a Mailer or a Mailbox.
  template <class Stepped>
  auto step(Stepped& stepped) {
    const std::uint32_t calls = cryptographic_calls;
    const std::uint32_t begin = timer_ticks();
    const auto result = stepped.step();
    note_step(timer_ticks() - begin, calls != cryptographic_calls);
    return result;
  }
  bool poll(Board& board);
  void report() const;
  std::uint32_t spent() const { return spent_; }  // ticks in all that was measured: time asleep is not in it

 private:
  void note_step(std::uint32_t taken, bool cryptographic);

  std::uint32_t longest_step_ = 0;  // of those without cryptography
  std::uint32_t longest_cryptographic_step_ = 0;
  std::uint32_t longest_poll_ = 0;
  std::uint32_t spent_ = 0;
};
