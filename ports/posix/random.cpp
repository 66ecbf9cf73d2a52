#include "random.hpp"

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

namespace mailmote::posix {

bool fill_random(void* into, std::size_t size) {
  constexpr std::size_t most = 256;  // of getentropy()
  char* at = static_cast<char*>(into);
  while (size > 0) {
    const std::size_t n = size < most ? size : most;
    if (::getentropy(at, n) != 0) return false;
    at += n;
    size -= n;
  }
  return true;
}

}  // namespace mailmote::posix
