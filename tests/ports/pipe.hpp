// Two Transports in memory, back to back, with every trick that a network has: small pieces, full buffers, an early
// end, a flipped octet.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mailmote/transport.hpp>
#include <optional>
#include <span>
#include <string_view>

// One direction.
struct Channel {
  std::deque<char> octets;
  std::size_t passed = 0;             // octets written so far
  std::size_t piece = SIZE_MAX;       // at most so many are moved by one call
  std::size_t room = SIZE_MAX;        // at most so many wait
  bool closed = false;                // nothing more will come
  bool broken = false;                // the connection failed
  std::optional<std::size_t> cut_at;  // the stream ends in front of this octet
  std::optional<std::size_t> flip_at;
};

class PipeEnd final : public mailmote::Transport {
 public:
  PipeEnd(Channel& in, Channel& out) : in_(in), out_(out) {}

  mailmote::IoResult read(std::span<char> into) override {
    using mailmote::Io;
    if (in_.broken) return {Io::failed, 0};
    const std::size_t n = std::min({into.size(), in_.piece, in_.octets.size()});
    if (n == 0) return {in_.closed ? Io::closed : Io::want_read, 0};
    std::copy_n(in_.octets.begin(), n, into.begin());
    in_.octets.erase(in_.octets.begin(), in_.octets.begin() + static_cast<std::ptrdiff_t>(n));
    taken += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

  mailmote::IoResult write(std::string_view bytes) override {
    using mailmote::Io;
    if (out_.broken) return {Io::failed, 0};
    const std::size_t free = out_.room - std::min(out_.room, out_.octets.size());
    const std::size_t n = std::min({bytes.size(), out_.piece, free});
    if (n == 0) return {Io::want_write, 0};
    for (std::size_t i = 0; i < n; ++i) put(bytes[i]);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

  std::size_t taken = 0;  // octets read so far

 private:
  void put(char octet) {
    const std::size_t at = out_.passed++;
    if (out_.cut_at && at >= *out_.cut_at) {
      out_.closed = true;
      return;
    }
    if (out_.flip_at && at == *out_.flip_at) octet = static_cast<char>(octet ^ 0x10);
    out_.octets.push_back(octet);
  }

  Channel& in_;
  Channel& out_;
};
