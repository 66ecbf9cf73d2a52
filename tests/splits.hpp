// The same octets, cut in every way that matters: whole, at every two-way split, byte by byte.
//
//   struct Log { void feed(std::string_view piece); std::string text(); };   // drives the reader under test
//   splits::same_everywhere(input, expected, [] { return Log(); });
//
// Every piece is an exact-size heap copy that is freed after use: the sanitizer sees a kept pointer, and a read
// beyond the end.
#pragma once

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace splits {

// `octets` on the heap, with nothing behind them.
class HeapCopy {
 public:
  explicit HeapCopy(std::string_view octets) : size_(octets.size()), data_(new char[octets.size()]) {
    if (size_ != 0) std::memcpy(data_.get(), octets.data(), size_);
  }
  std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> data_;
};

template <class Log>
void feed(Log& log, std::string_view octets) {
  const HeapCopy copy(octets);
  log.feed(copy.view());
}

template <class Make>
std::string whole(std::string_view input, Make make) {
  auto log = make();
  feed(log, input);
  return log.text();
}

template <class Make>
std::string split_at(std::string_view input, std::size_t cut, Make make) {
  auto log = make();
  feed(log, input.substr(0, cut));
  feed(log, input.substr(cut));
  return log.text();
}

template <class Make>
std::string byte_by_byte(std::string_view input, Make make) {
  auto log = make();
  for (const char& c : input) feed(log, {&c, 1});
  return log.text();
}

// make() gives a fresh Log for every run; each must come to `expected`.
template <class Make>
void same_everywhere(std::string_view input, const std::string& expected, Make make) {
  INFO("input: ", std::string(input));
  CHECK(whole(input, make) == expected);
  CHECK(byte_by_byte(input, make) == expected);
  for (std::size_t cut = 0; cut <= input.size(); ++cut) {
    const std::string got = split_at(input, cut, make);
    if (got == expected) continue;
    INFO("split at ", cut);
    CHECK(got == expected);
  }
}

}  // namespace splits
