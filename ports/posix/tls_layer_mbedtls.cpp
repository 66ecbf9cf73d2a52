// TLS by Mbed TLS, with roots from a file.
#include <new>

#include <mailmote/ports/mbedtls.hpp>

#include "random.hpp"
#include "roots.hpp"
#include "tls_layer.hpp"

namespace mailmote::posix {
namespace {

int draw(void*, unsigned char* into, std::size_t size) {
  constexpr int entropy_source_failed = -0x003C;  // as Mbed TLS's own source has it
  return fill_random(into, size) ? 0 : entropy_source_failed;
}

class MbedTlsLayer final : public TlsLayer {
 public:
  explicit MbedTlsLayer(const char* ca_file) : ca_file_(ca_file) {}
  void destroy() override { this->~MbedTlsLayer(); }

  bool begin(Transport& below, std::string_view host, Verify verify) override {
    fault_ = {};
    if (verify == Verify::required && trust_.empty() && !read_roots()) return false;
    return tls_.begin(below, host, verify);
  }

  Io handshake() override { return tls_.handshake(); }
  IoResult read(std::span<char> into) override { return tls_.read(into); }
  IoResult write(std::string_view bytes) override { return tls_.write(bytes); }
  void end() override { tls_.end(); }
  bool pending() const override { return tls_.pending(); }
  Fault fault() const override { return fault_.kind != FaultKind::none ? fault_ : tls_.fault(); }

 private:
  bool read_roots() {
    const char* const path = find_roots(ca_file_);
    if (path != nullptr && trust_.add_file(path)) return true;
    fault_.kind = path == nullptr ? FaultKind::no_ca : FaultKind::bad_ca;
    if (path != nullptr) fault_.text = path;
    return false;
  }

  const char* ca_file_;
  mbedtls::Trust trust_;
  mbedtls::Layer tls_{trust_, {draw, nullptr}};
  Fault fault_;
};

}  // namespace

TlsLayer* TlsLayer::make(std::span<std::byte> memory, const char* ca_file) {
  static_assert(sizeof(MbedTlsLayer) <= sizeof_tls_layer, "enlarge it: your Mbed TLS keeps more per connection");
  return ::new (static_cast<void*>(memory.data())) MbedTlsLayer(ca_file);
}

}  // namespace mailmote::posix
