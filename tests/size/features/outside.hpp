// What keeps a measured program as it is: texts and answers that the compiler cannot foresee, a sink that it cannot see
// through, and static memory for objects, named so that the size of each can be read from the image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string_view>
#include <utility>

namespace outside {

inline const char* volatile text;
inline volatile std::size_t size;
inline volatile std::uint32_t number;

inline std::string_view words() { return {text, size}; }
inline bool chance() { return (number & 1U) != 0; }

// Somebody looks at `result`, and may change whatever he can reach.
template <class T>
void keep(const T& result) {
  asm volatile("" : : "r"(&result) : "memory");
}

// An object that lives as long as the machine runs: never destroyed.
template <class T>
class Static {
 public:
  template <class... Arguments>
  T& make(Arguments&&... arguments) {
    return *new (memory_) T(std::forward<Arguments>(arguments)...);
  }

 private:
  alignas(T) std::byte memory_[sizeof(T)];
};

}  // namespace outside
