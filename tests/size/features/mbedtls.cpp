// TLS over any transport, as a port's Network uses it.
#include <mailmote/ports/mbedtls.hpp>

#include "outside.hpp"
#include "stream.hpp"

namespace state {
outside::Static<mailmote::mbedtls::Trust> trust;
outside::Static<mailmote::mbedtls::Layer> layer;
}  // namespace state

namespace {

int draw(void*, unsigned char* into, std::size_t) {
  outside::keep(*into);
  return 0;
}

std::span<const unsigned char> root() { return {reinterpret_cast<const unsigned char*>(outside::text), outside::size}; }

}  // namespace

int main() {
  outside::Stream below;
  char octets[64];
  mailmote::mbedtls::Trust& trust = state::trust.make();
  outside::keep(trust.add_der(root()));
  mailmote::TlsLayer& tls = state::layer.make(trust, mailmote::mbedtls::Random{draw, nullptr});
  outside::keep(tls.begin(below, outside::words(), mailmote::Verify::required));
  while (tls.handshake() != mailmote::Io::done) outside::keep(tls.fault());
  outside::keep(tls.read(octets));
  outside::keep(tls.write(outside::words()));
  outside::keep(tls.pending());
  tls.end();
  return 0;
}
