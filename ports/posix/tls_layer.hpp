// What the Network asks of TLS, so that it can be built with or without: tls_layer_mbedtls.cpp or tls_layer_none.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <mailmote/fault.hpp>
#include <mailmote/network.hpp>
#include <mailmote/transport.hpp>

namespace mailmote::posix {

// Room that the Network keeps for it.
constexpr std::size_t sizeof_tls_layer = 3072;

class TlsLayer : public Transport {
 public:
  // Made in `memory`, which outlives it; destroy() ends it.
  static TlsLayer* make(std::span<std::byte> memory);
  virtual void destroy() = 0;

  virtual bool begin(Transport& below, std::string_view host, Verify verify, const char* ca_file) = 0;
  virtual Io handshake() = 0;
  // Says close_notify, and frees what the connection held.
  virtual void end() = 0;
  virtual bool pending() const = 0;
  virtual Fault fault() const = 0;

 protected:
  ~TlsLayer() = default;
};

}  // namespace mailmote::posix
