// A port that does nothing.
#pragma once

#include <mailmote/network.hpp>

#include "stream.hpp"

namespace outside {

class Network final : public mailmote::Network {
 public:
  mailmote::Io open(std::string_view host, std::uint16_t) override { return stand(host); }
  mailmote::Io secure(std::string_view host, mailmote::Verify) override { return stand(host); }
  void close() override { keep(*this); }
  mailmote::IoResult read(std::span<char> into) override { return stream_.read(into); }
  mailmote::IoResult write(std::string_view bytes) override { return stream_.write(bytes); }
  bool pending() const override { return chance(); }
  mailmote::Fault fault() const override { return {}; }
  std::string_view local_address(std::span<char>) override { return words(); }
  std::uint32_t now() override { return number; }
  std::int64_t wall_clock() override { return number; }
  bool random(std::span<char> into) override {
    keep(into);
    return chance();
  }
  void wait(mailmote::Interest, std::uint32_t) override {}

 private:
  static mailmote::Io stand(std::string_view host) {
    keep(host);
    return chance() ? mailmote::Io::done : mailmote::Io::want_read;
  }

  Stream stream_;
};

}  // namespace outside
