// Who asks the heap for memory, and for how much: malloc() and its kin, replaced for the whole program.
//
//   heap::Scope ours(heap::Owner::mailmote);      // until the end of the block this thread's calls count as ours
//   ...
//   heap::count(heap::Owner::mailmote).calls
//
// Every thread counts for itself. It counts with glibc, and under a sanitizer by that one's hooks.
#pragma once

#include <cstddef>
#include <cstdint>

namespace demo::heap {

enum class Owner : std::uint8_t { demonstration, mailmote, resolver, tls };
constexpr std::size_t owners = 4;

struct Count {
  unsigned long calls = 0;  // malloc, calloc, realloc
  long held = 0;            // octets, now
  long peak = 0;            // octets, at most
};

// Of this thread.
Count count(Owner owner);

// False where this system gives no way to count: then no count means anything.
bool counts();

class Scope {
 public:
  explicit Scope(Owner owner);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Owner before_;
};

}  // namespace demo::heap
