// What the demonstration says about cost, and whether all is as it should be.
#pragma once

#include <cstddef>

#include "metered_network.hpp"

namespace demo {

// What has to be so. What is not, is said at once and decides the exit status.
class Checks {
 public:
  const char* operator()(bool holds, const char* what);
  bool failed() const { return failed_; }

 private:
  bool failed_ = false;
};

// Who asked the heap of this thread for memory so far.
void show_heap(Checks& check);

void show_buffers();  // the heading
void show_buffer(const char* what, std::size_t size, std::size_t used);

// `expected` times that we spoke and then heard an answer.
void show_turns(const MeteredNetwork::Meter& meter, unsigned expected, Checks& check);

// Octets of the window that were ever read into.
std::size_t used(std::span<const char> window, const MeteredNetwork::Meter& meter);

}  // namespace demo
