#include "pools.hpp"

#include <lwip/mem.h>
#include <lwip/stats.h>

#include <algorithm>

namespace lwip_world {

namespace {

// Of the heap: what fits nowhere after that is of no use to lwIP.
constexpr mem_size_t piece_size = 64;

}  // namespace

Used Used::now() {
  Used used{};
  for (unsigned i = 0; i < MEMP_MAX; ++i) used.pools[i] = static_cast<unsigned>(lwip_stats.memp[i]->used);
  used.heap = static_cast<unsigned>(lwip_stats.mem.used);
  return used;
}

std::string Used::more_than(const Used& other) const {
  std::string text;
  const auto say = [&](const std::string& name, unsigned ours, unsigned theirs) {
    if (ours > theirs) text += (text.empty() ? "" : ", ") + name + " " + std::to_string(ours - theirs);
  };
  for (unsigned i = 0; i < MEMP_MAX; ++i) say(pool_name(i), pools[i], other.pools[i]);
  say("heap", heap, other.heap);
  return text;
}

bool is_heap_whole() {
  static mem_size_t all = 0;  // the first call comes when nothing is in use
  const stats_mem counted = lwip_stats.mem;
  void* block = all == 0 ? nullptr : mem_malloc(all);
  for (mem_size_t size = MEM_SIZE; all == 0; size = static_cast<mem_size_t>(size - MEM_ALIGNMENT)) {
    block = mem_malloc(size);
    if (block != nullptr) all = size;
  }
  if (block != nullptr) mem_free(block);
  lwip_stats.mem = counted;
  return block != nullptr;
}

std::string pool_name(unsigned pool) { return pool == Thief::heap ? "heap" : lwip_stats.memp[pool]->name; }

std::string most_used() {
  std::string text;
  for (unsigned i = 0; i < MEMP_MAX; ++i) {
    const stats_mem& pool = *lwip_stats.memp[i];
    if (pool.max != 0)
      text += pool_name(i) + " " + std::to_string(pool.max) + " of " + std::to_string(pool.avail) + ", ";
  }
  return text + "heap " + std::to_string(lwip_stats.mem.max) + " of " + std::to_string(lwip_stats.mem.avail);
}

void Thief::take(unsigned pool) {
  release();
  pool_ = pool;
  for (;;) {
    void* const got = pool == heap ? mem_malloc(piece_size) : memp_malloc(static_cast<memp_t>(pool));
    if (got == nullptr) return;
    taken_.push_back(got);
  }
}

void Thief::leave(unsigned count) {
  for (; count != 0 && !taken_.empty(); --count) {
    give_back(taken_.back());
    taken_.pop_back();
  }
}

void Thief::leave_holes(unsigned size) {
  std::vector<void*> walls;
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (i % (size + 1) == size) {
      walls.push_back(taken_[i]);
    } else {
      give_back(taken_[i]);
    }
  }
  taken_ = std::move(walls);
}

void Thief::give_back(void* piece) { pool_ == heap ? mem_free(piece) : memp_free(static_cast<memp_t>(pool_), piece); }

void Thief::release() { leave(static_cast<unsigned>(taken_.size())); }

}  // namespace lwip_world
