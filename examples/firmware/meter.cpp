#include "meter.hpp"

#include <algorithm>

#include "console.hpp"
#include "timer.h"

constinit std::uint32_t cryptographic_calls = 0;

mailmote::Step Meter::step(mailmote::Mailer& mailer) {
  const std::uint32_t calls = cryptographic_calls;
  const std::uint32_t begin = timer_ticks();
  const mailmote::Step result = mailer.step();
  const std::uint32_t taken = timer_ticks() - begin;
  std::uint32_t& longest = calls == cryptographic_calls ? longest_step_ : longest_cryptographic_step_;
  longest = std::max(longest, taken);
  return result;
}

bool Meter::poll(Board& board) {
  const std::uint32_t begin = timer_ticks();
  const bool came = board.poll();
  longest_poll_ = std::max(longest_poll_, timer_ticks() - begin);
  return came;
}

void Meter::report() const {
  say("step-longest", longest_step_);
  say("step-longest-cryptographic", longest_cryptographic_step_);
  say("loop-longest", longest_poll_);
}
