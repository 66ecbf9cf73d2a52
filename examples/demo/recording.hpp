// The attachment: readings of a sensor that nobody has in memory as a whole. Each octet is made when it is asked for.
#pragma once

#include <cstdint>

#include <mailmote/stream.hpp>

#include "heap_count.hpp"
#include "sha256.hpp"

namespace demo {

class Recording final : public mailmote::Source {
 public:
  explicit Recording(std::uint64_t octets) : size_(octets), left_(octets) {}

  std::optional<std::uint64_t> size() const override { return size_; }

  mailmote::IoResult read(std::span<char> into) override {
    const heap::Scope scope(heap::Owner::demonstration);
    if (left_ == 0) return {mailmote::Io::closed, 0};
    const std::size_t n = left_ < into.size() ? static_cast<std::size_t>(left_) : into.size();
    if (n == 0) return {mailmote::Io::want_read, 0};
    for (char& octet : into.first(n)) octet = next();
    sum_.add({into.data(), n});
    left_ -= n;
    if (n > largest_read_) largest_read_ = n;
    return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  }

  // Of all octets, once they were read.
  const std::string& sha256() {
    if (digest_.empty()) digest_ = sum_.finish();
    return digest_;
  }
  std::size_t largest_read() const { return largest_read_; }

 private:
  // Noise, always the same: a linear congruential generator.
  char next() {
    noise_ = noise_ * 1'664'525U + 1'013'904'223U;
    return static_cast<char>(noise_ >> 24);
  }

  std::uint64_t size_;
  std::uint64_t left_;
  std::uint32_t noise_ = 3;
  std::size_t largest_read_ = 0;
  Sha256 sum_;
  std::string digest_;
};

}  // namespace demo
