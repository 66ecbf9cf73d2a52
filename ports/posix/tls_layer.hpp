// The TLS of a posix::Network, made in memory that it keeps for it, with or without Mbed TLS: tls_layer_mbedtls.cpp or
// tls_layer_none.cpp.
#pragma once

#include <cstddef>
#include <span>

#include <mailmote/tls_layer.hpp>

namespace mailmote::posix {

// Room that the Network keeps for it.
constexpr std::size_t sizeof_tls_layer = 3072;

class TlsLayer : public mailmote::TlsLayer {
 public:
  // Made in `memory`, which outlives it, as does `ca_file`, which may be null; destroy() ends it.
  static TlsLayer* make(std::span<std::byte> memory, const char* ca_file);
  virtual void destroy() = 0;

 protected:
  ~TlsLayer() = default;
};

}  // namespace mailmote::posix
