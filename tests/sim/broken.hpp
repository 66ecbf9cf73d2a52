// A promise that was broken.
#pragma once

#include <stdexcept>

namespace sim {

struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}

}  // namespace sim
