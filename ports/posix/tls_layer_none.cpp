// Built without TLS: every handshake is refused, so nothing that requires TLS ever goes out in clear.
#include <new>

#include "tls_layer.hpp"

namespace mailmote::posix {
namespace {

class NoTlsLayer final : public TlsLayer {
 public:
  void destroy() override { this->~NoTlsLayer(); }
  bool begin(Transport&, std::string_view, Verify) override { return false; }
  Io handshake() override { return Io::failed; }
  IoResult read(std::span<char>) override { return {Io::failed, 0}; }
  IoResult write(std::string_view) override { return {Io::failed, 0}; }
  bool pending() const override { return false; }
  Fault fault() const override { return {FaultKind::no_tls, 0, {}}; }
  void end() override {}
};

}  // namespace

TlsLayer* TlsLayer::make(std::span<std::byte> memory, const char*) {
  static_assert(sizeof(NoTlsLayer) <= sizeof_tls_layer);
  return ::new (static_cast<void*>(memory.data())) NoTlsLayer;
}

}  // namespace mailmote::posix
