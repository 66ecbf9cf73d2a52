// What an encoder or decoder did in one call: it takes from the front of its input and writes to the front of
// its output, as far as either goes.
#pragma once

#include <cstddef>

namespace mailmote::wire {

struct Step {
  std::size_t taken = 0;    // octets of the input that are done with
  std::size_t written = 0;  // octets of the output that are filled
};

}  // namespace mailmote::wire
