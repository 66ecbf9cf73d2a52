// How far a buffer was used: it is filled with a pattern first, and what has changed since is what was touched.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace demo {

class Gauge {
 public:
  explicit Gauge(std::span<char> buffer) : buffer_(buffer) { std::ranges::fill(buffer, pattern); }

  std::size_t size() const { return buffer_.size(); }

  // Octets from its beginning to the last one that was touched.
  std::size_t touched() const {
    std::size_t n = buffer_.size();
    while (n != 0 && buffer_[n - 1] == pattern) --n;
    return n;
  }

 private:
  static constexpr char pattern = '\x5A';
  std::span<char> buffer_;
};

}  // namespace demo
