#include "heap_count.hpp"

#include <array>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DEMO_HEAP_BY_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DEMO_HEAP_BY_SANITIZER
#endif
#endif

namespace demo::heap {
namespace {

// Plain data without constructors: malloc() is called before any could run.
thread_local Owner owner_now = Owner::demonstration;
thread_local std::array<Count, owners> counted{};

Count& current() { return counted[static_cast<std::size_t>(owner_now)]; }

void took(std::size_t octets) {
  Count& count = current();
  ++count.calls;
  count.held += static_cast<long>(octets);
  if (count.held > count.peak) count.peak = count.held;
}

void gave_back(std::size_t octets) { current().held -= static_cast<long>(octets); }

}  // namespace

Count count(Owner owner) { return counted[static_cast<std::size_t>(owner)]; }

Scope::Scope(Owner owner) : before_(owner_now) { owner_now = owner; }
Scope::~Scope() { owner_now = before_; }

}  // namespace demo::heap

#if defined(DEMO_HEAP_BY_SANITIZER)

// As in sanitizer/allocator_interface.h, which gcc does not ship.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, std::size_t),
                                                         void (*on_free)(const volatile void*));
extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void* memory);

namespace demo::heap {
namespace {

void on_malloc(const volatile void*, std::size_t size) { took(size); }
void on_free(const volatile void* memory) {
  if (memory != nullptr) gave_back(__sanitizer_get_allocated_size(memory));
}

}  // namespace

bool counts() {
  static const bool installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0;
  return installed;
}

}  // namespace demo::heap

#elif defined(__GLIBC__)

#include <malloc.h>

// The C library's own, under the names by which it exports them for this purpose.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* __libc_calloc(std::size_t count, std::size_t size);
extern "C" void* __libc_realloc(void* memory, std::size_t size);
extern "C" void __libc_free(void* memory);

using demo::heap::gave_back;
using demo::heap::took;

extern "C" void* malloc(std::size_t size) noexcept {
  void* const memory = __libc_malloc(size);
  took(malloc_usable_size(memory));
  return memory;
}

extern "C" void* calloc(std::size_t count, std::size_t size) noexcept {
  void* const memory = __libc_calloc(count, size);
  took(malloc_usable_size(memory));
  return memory;
}

extern "C" void* realloc(void* old, std::size_t size) noexcept {
  gave_back(malloc_usable_size(old));
  void* const memory = __libc_realloc(old, size);
  took(malloc_usable_size(memory));
  return memory;
}

extern "C" void free(void* memory) noexcept {
  gave_back(malloc_usable_size(memory));
  __libc_free(memory);
}

namespace demo::heap {

// A call that nobody could leave out: if it is not seen, the replacement is not in force.
bool counts() {
  const unsigned long before = count(owner_now).calls;
  void* volatile memory = std::malloc(1);
  std::free(memory);
  return count(owner_now).calls == before + 1;
}

}  // namespace demo::heap

#else

namespace demo::heap {
bool counts() { return false; }
}  // namespace demo::heap

#endif
