// Numbers that look random and are the same for the same seed, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sim {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) { state_ = roll(); }  // neighbours begin far apart

  std::uint64_t roll() {  // splitmix64
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::size_t from(std::size_t least, std::size_t most) {
    return least + static_cast<std::size_t>(roll() % (most - least + 1));
  }
  std::uint32_t time(std::uint32_t least, std::uint32_t most) {
    return static_cast<std::uint32_t>(least + roll() % (most - least + 1U));
  }
  // Once in `n` times.
  bool once_in(std::size_t n) { return roll() % n == 0; }
  bool coin() { return once_in(2); }

 private:
  std::uint64_t state_;
};

}  // namespace sim
