// How long the parts of the super-loop take, in ticks of the board's counter (40 ns).
//
//   Meter meter;
//   while (meter.step(mailer) == Step::again) meter.poll(board);
//   meter.report();
#pragma once

#include <cstdint>

#include <mailmote/mailer.hpp>

#include "board.hpp"

// Counted up by every call of Mbed TLS that computes, see tls_meter.cpp.
extern std::uint32_t cryptographic_calls;

class Meter {
 public:
  mailmote::Step step(mailmote::Mailer& mailer);
  bool poll(Board& board);
  void report() const;

 private:
  std::uint32_t longest_step_ = 0;  // of those without cryptography
  std::uint32_t longest_cryptographic_step_ = 0;
  std::uint32_t longest_poll_ = 0;
};
