#include "roots.hpp"

#include <unistd.h>

#include <cstdlib>

namespace mailmote::posix {
namespace {

constexpr const char* bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Alpine, OpenWrt
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/cert.pem",                                  // macOS, FreeBSD, OpenBSD
    "/usr/local/share/certs/ca-root-nss.crt",             // FreeBSD's package
};

}  // namespace

const char* find_roots(const char* ca_file) {
  if (ca_file != nullptr) return ca_file;
  const char* const named = std::getenv("SSL_CERT_FILE");
  if (named != nullptr && *named != '\0') return named;
  for (const char* const bundle : bundles)
    if (::access(bundle, R_OK) == 0) return bundle;
  return nullptr;
}

}  // namespace mailmote::posix
