// Text in pieces, from a program and to it: now and then "not yet", and perhaps it breaks in the middle.
#pragma once

#include <mailmote/stream.hpp>

#include <algorithm>
#include <string>

#include "dice.hpp"

namespace sim {

class Pieces final : public mailmote::Source {
 public:
  Pieces(std::string_view text, Dice& dice, std::size_t breaks_at) : text_(text), dice_(dice), breaks_at_(breaks_at) {}
  mailmote::IoResult read(std::span<char> into) override {
    using mailmote::Io;
    if (at_ >= breaks_at_) return {Io::failed, 0};
    if (at_ == text_.size()) return {Io::closed, 0};
    if (dice_.once_in(8)) return {Io::want_read, 0};
    const std::size_t n = std::min({into.size(), text_.size() - at_, dice_.from(1, 200)});
    text_.copy(into.data(), n, at_);
    at_ += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

 private:
  std::string_view text_;
  Dice& dice_;
  std::size_t breaks_at_;
  std::size_t at_ = 0;
};

class Collector final : public mailmote::Sink {
 public:
  Collector(Dice& dice, std::size_t breaks_at) : dice_(dice), breaks_at_(breaks_at) {}
  mailmote::IoResult write(std::string_view bytes) override {
    using mailmote::Io;
    if (text.size() >= breaks_at_) return {Io::failed, 0};
    if (dice_.once_in(8)) return {Io::want_write, 0};
    const std::size_t n = std::min(bytes.size(), dice_.from(1, 200));
    text += bytes.substr(0, n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

  std::string text;

 private:
  Dice& dice_;
  std::size_t breaks_at_;
};

}  // namespace sim
