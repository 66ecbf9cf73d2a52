#include <cstring>

#include <mailmote/ports/mbedtls.hpp>

namespace mailmote::mbedtls {

// Mbed TLS answers with the number of certificates that it could not use, or below 0 if there was not one that it
// could. A system's bundle may well hold a few with keys that this build does not know.

bool Trust::add_file(const char* path) {
#if defined(MBEDTLS_FS_IO)
  return mbedtls_x509_crt_parse_file(&roots_, path) >= 0;
#else
  static_cast<void>(path);
  return false;
#endif
}

bool Trust::add_pem(const char* text) {
  const unsigned char* const bytes = reinterpret_cast<const unsigned char*>(text);
  return mbedtls_x509_crt_parse(&roots_, bytes, std::strlen(text) + 1) >= 0;
}

bool Trust::add_der(std::span<const unsigned char> der) {
  return mbedtls_x509_crt_parse_der_nocopy(&roots_, der.data(), der.size()) == 0;
}

void Trust::clear() {
  mbedtls_x509_crt_free(&roots_);
  mbedtls_x509_crt_init(&roots_);
}

}  // namespace mailmote::mbedtls
