// Bodies: a Source is read into a message that is sent, a Sink takes what is received.
//
// Both never block. Io::closed is the end of a Source; Io::failed means that the message must
// not be completed; want_read means "not yet, ask again".
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/transport.hpp>

namespace mailmote {

class Source {
 public:
  virtual IoResult read(std::span<char> into) = 0;
  // Octets that read() will give in all, where that is known before the first.
  virtual std::optional<std::uint64_t> size() const { return std::nullopt; }

 protected:
  ~Source() = default;
};

class Sink {
 public:
  virtual IoResult write(std::string_view bytes) = 0;

 protected:
  ~Sink() = default;
};

// A text in memory as a Source. The text stays the caller's.
class TextSource final : public Source {
 public:
  constexpr explicit TextSource(std::string_view text) : text_(text) {}

  IoResult read(std::span<char> into) override {
    const std::size_t left = text_.size() - at_;
    const std::size_t n = left < into.size() ? left : into.size();
    if (n == 0) return {left == 0 ? Io::closed : Io::want_read, 0};
    std::memcpy(into.data(), text_.data() + at_, n);
    at_ += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return text_.size(); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace mailmote
