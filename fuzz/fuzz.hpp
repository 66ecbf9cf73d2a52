// What the harnesses share.
//
// A harness is one file, <name>_fuzz.cpp, which defines run(). It takes the input as it is: how the
// input is cut into pieces, and how large the buffers are, follows from the input too, so a finding replays from its
// octets alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace fuzz {

// What a harness defines: everything that can be asked of this input. libFuzzer's entry is in this header, so each
// program has one harness.
void run(std::string_view input);

// The oracle: a program that goes on is right so far.
inline void expect(bool truth) {
  if (!truth) __builtin_trap();
}

// `size` octets on the heap with nothing behind them: the sanitizer sees every step too far.
class Heap {
 public:
  explicit Heap(std::size_t size) : size_(size), data_(new char[size]) {}
  explicit Heap(std::string_view octets) : Heap(octets.size()) {
    if (size_ != 0) std::memcpy(data_.get(), octets.data(), size_);
  }
  char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> data_;
};

// Numbers that look random and follow from the input.
class Dice {
 public:
  explicit Dice(std::string_view input) {
    for (const char c : input) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;  // FNV-1a
  }
  std::size_t from(std::size_t least, std::size_t most) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return least + static_cast<std::size_t>(state_ >> 33U) % (most - least + 1);
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325U;
};

// feed(piece) for each piece of `input`; each is freed after use. Mostly short, to meet the edges.
template <class Feed>
void in_pieces(std::string_view input, Dice& dice, Feed feed) {
  while (!input.empty()) {
    const std::size_t most = dice.from(0, 3) == 0 ? 40 : 3;
    const std::size_t size = std::min(input.size(), dice.from(1, most));
    const Heap piece(input.substr(0, size));
    feed(piece.view());
    input.remove_prefix(size);
  }
}

}  // namespace fuzz

extern "C" inline __attribute__((used)) int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
