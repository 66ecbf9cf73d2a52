// A Network that passes everything on to another and keeps account: round trips, octets, how far the receive window
// was filled, and whose heap calls are whose. Opening is the resolver's, all else under it Mbed TLS's.
#pragma once

#include <mailmote/network.hpp>

#include "heap_count.hpp"

namespace demo {

class MeteredNetwork final : public mailmote::Network {
 public:
  struct Meter {
    unsigned turns = 0;        // times that we spoke and then heard an answer; TLS's own handshake apart
    unsigned long writes = 0;  // that took something
    std::uint64_t sent = 0;    // octets, before TLS
    std::uint64_t received = 0;
    const char* highest = nullptr;  // end of what was ever read into a window
  };

  explicit MeteredNetwork(mailmote::Network& below) : below_(below) {}

  const Meter& meter() const { return meter_; }

  mailmote::Io open(std::string_view host, std::uint16_t port) override {
    const heap::Scope scope(heap::Owner::resolver);
    return below_.open(host, port);
  }
  mailmote::Io secure(std::string_view host, mailmote::Verify verify) override {
    const heap::Scope scope(heap::Owner::tls);
    return below_.secure(host, verify);
  }
  void close() override {
    const heap::Scope scope(heap::Owner::tls);
    below_.close();
  }
  mailmote::IoResult read(std::span<char> into) override {
    const heap::Scope scope(heap::Owner::tls);
    const mailmote::IoResult got = below_.read(into);
    if (got.io == mailmote::Io::done) heard(into.data() + got.count, got.count);
    return got;
  }
  mailmote::IoResult write(std::string_view bytes) override {
    const heap::Scope scope(heap::Owner::tls);
    const mailmote::IoResult took = below_.write(bytes);
    if (took.io == mailmote::Io::done) spoke(took.count);
    return took;
  }

  bool pending() const override { return below_.pending(); }
  mailmote::Fault fault() const override { return below_.fault(); }
  std::string_view local_address(std::span<char> text) override { return below_.local_address(text); }
  std::uint32_t now() override { return below_.now(); }
  std::int64_t wall_clock() override { return below_.wall_clock(); }
  bool random(std::span<char> into) override { return below_.random(into); }
  void wait(mailmote::Interest interest, std::uint32_t until) override { below_.wait(interest, until); }

 private:
  void heard(const char* end, std::uint32_t count) {
    if (speaking_) ++meter_.turns;
    speaking_ = false;
    meter_.received += count;
    if (meter_.highest == nullptr || end > meter_.highest) meter_.highest = end;
  }
  void spoke(std::uint32_t count) {
    speaking_ = true;
    ++meter_.writes;
    meter_.sent += count;
  }

  mailmote::Network& below_;
  Meter meter_;
  bool speaking_ = false;
};

}  // namespace demo
