// lwIP's pools: how full they are, and somebody who empties them.
#pragma once

#include <lwip/memp.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace lwip_world {

// What is in use, of every pool and of the heap. Of the latter as lwIP counts it, which is wrong by some octets after a
// block was made smaller: is_heap_whole() knows better.
struct Used {
  std::array<unsigned, MEMP_MAX> pools;
  unsigned heap;

  static Used now();
  bool operator==(const Used&) const = default;
  // "TCP_SEG 3, heap 120": where `other` has less.
  std::string more_than(const Used& other) const;
};

// All of the heap can be had in one piece.
bool is_heap_whole();

std::string pool_name(unsigned pool);
// "TCP_SEG 7 of 24, ...": the most that was ever in use.
std::string most_used();

// lwIP's pools have a bound; with -Dlwip_options=tests/lwip/heap they do not.
constexpr bool pools_are_bounded = !MEMP_MEM_MALLOC;

// Takes all that a pool has, or all of the heap, until it is released or gone.
class Thief {
 public:
  static constexpr unsigned heap = MEMP_MAX;

  ~Thief() { release(); }
  Thief() = default;
  Thief(const Thief&) = delete;
  Thief& operator=(const Thief&) = delete;

  void take(unsigned pool);
  void leave(unsigned count);       // gives so many back
  void leave_holes(unsigned size);  // of so many pieces, and keeps one between any two holes
  void release();

 private:
  void give_back(void* piece);

  unsigned pool_ = 0;
  std::vector<void*> taken_;
};

}  // namespace lwip_world
