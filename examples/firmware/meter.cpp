#include "meter.hpp"

#include <algorithm>

#include "console.hpp"

constinit std::uint32_t cryptographic_calls = 0;

void Meter::note_step(std::uint32_t taken, bool cryptographic) {
  std::uint32_t& longest = cryptographic ? longest_cryptographic_step_ : longest_step_;
  longest = std::max(longest, taken);
  spent_ += taken;
}

bool Meter::poll(Board& board) {
  const std::uint32_t begin = timer_ticks();
  const bool came = board.poll();
  const std::uint32_t taken = timer_ticks() - begin;
  longest_poll_ = std::max(longest_poll_, taken);
  spent_ += taken;
  return came;
}

void Meter::report() const {
  say("step-longest", longest_step_);
  say("step-longest-cryptographic", longest_cryptographic_step_);
  say("loop-longest", longest_poll_);
}
