// Octets that nobody can guess, from the system.
#pragma once

#include <cstddef>

namespace mailmote::posix {

bool fill_random(void* into, std::size_t size);

}  // namespace mailmote::posix
