#include "tls_server.hpp"

#include <mbedtls/version.h>
#include <sys/random.h>

#if MBEDTLS_VERSION_MAJOR >= 3
#include <psa/crypto.h>
#endif

namespace demo {
namespace {

using mailmote::Io;
using mailmote::IoResult;

// The system's own generator: it has no state of ours that threads could share.
int draw(void*, unsigned char* into, std::size_t size) {
  while (size != 0) {
    const ssize_t n = ::getrandom(into, size, 0);
    if (n <= 0) return -1;
    into += n;
    size -= static_cast<std::size_t>(n);
  }
  return 0;
}

int read_key(mbedtls_pk_context& key, const std::string& path) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return mbedtls_pk_parse_keyfile(&key, path.c_str(), nullptr, draw, nullptr);
#else
  return mbedtls_pk_parse_keyfile(&key, path.c_str(), nullptr);
#endif
}

void choose_versions(mbedtls_ssl_config& config) {
#if MBEDTLS_VERSION_MAJOR >= 3
  mbedtls_ssl_conf_min_tls_version(&config, MBEDTLS_SSL_VERSION_TLS1_2);
#if !defined(MBEDTLS_THREADING_C)
  // TLS 1.3 keeps its keys in one store for all threads, which is not locked in this build of Mbed TLS.
  mbedtls_ssl_conf_max_tls_version(&config, MBEDTLS_SSL_VERSION_TLS1_2);
#endif
#else
  mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#endif
}

}  // namespace

bool prepare_tls(const Identity& identity) {
#if MBEDTLS_VERSION_MAJOR >= 3
  if (psa_crypto_init() != PSA_SUCCESS) return false;
#endif
  mbedtls_x509_crt certificate;
  mbedtls_pk_context key;
  mbedtls_x509_crt_init(&certificate);
  mbedtls_pk_init(&key);
  const bool readable =
      mbedtls_x509_crt_parse_file(&certificate, identity.certificate.c_str()) == 0 && read_key(key, identity.key) == 0;
  mbedtls_pk_free(&key);
  mbedtls_x509_crt_free(&certificate);
  return readable;
}

TlsServer::TlsServer(Socket& below, const Identity& identity) : below_(below) {
  mbedtls_x509_crt_init(&certificate_);
  mbedtls_pk_init(&key_);
  mbedtls_ssl_config_init(&config_);
  mbedtls_ssl_init(&ssl_);
  ready_ = set_up(identity);
}

TlsServer::~TlsServer() {
  mbedtls_ssl_free(&ssl_);
  mbedtls_ssl_config_free(&config_);
  mbedtls_pk_free(&key_);
  mbedtls_x509_crt_free(&certificate_);
}

bool TlsServer::set_up(const Identity& identity) {
  if (mbedtls_x509_crt_parse_file(&certificate_, identity.certificate.c_str()) != 0) return false;
  if (read_key(key_, identity.key) != 0) return false;
  if (mbedtls_ssl_config_defaults(&config_, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                  MBEDTLS_SSL_PRESET_DEFAULT) != 0)
    return false;
  choose_versions(config_);
  mbedtls_ssl_conf_rng(&config_, draw, nullptr);
  if (mbedtls_ssl_conf_own_cert(&config_, &certificate_, &key_) != 0) return false;
  if (mbedtls_ssl_setup(&ssl_, &config_) != 0) return false;
  mbedtls_ssl_set_bio(&ssl_, &below_, send, receive, nullptr);
  return true;
}

int TlsServer::send(void* socket, const unsigned char* bytes, std::size_t size) {
  const IoResult sent = static_cast<Socket*>(socket)->write({reinterpret_cast<const char*>(bytes), size});
  if (sent.io == Io::want_write) return MBEDTLS_ERR_SSL_WANT_WRITE;
  return sent.io == Io::done ? static_cast<int>(sent.count) : MBEDTLS_ERR_SSL_CONN_EOF;
}

int TlsServer::receive(void* socket, unsigned char* into, std::size_t size) {
  const IoResult got = static_cast<Socket*>(socket)->read({reinterpret_cast<char*>(into), size});
  if (got.io == Io::want_read) return MBEDTLS_ERR_SSL_WANT_READ;
  return got.io == Io::done ? static_cast<int>(got.count) : MBEDTLS_ERR_SSL_CONN_EOF;
}

Io TlsServer::outcome(int code) const {
  switch (code) {
    case MBEDTLS_ERR_SSL_WANT_READ: return Io::want_read;
    case MBEDTLS_ERR_SSL_WANT_WRITE: return Io::want_write;
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY: return Io::closed;
    default: return Io::failed;
  }
}

Io TlsServer::handshake() {
  if (!ready_) return Io::failed;
  const int code = mbedtls_ssl_handshake(&ssl_);
  return code == 0 ? Io::done : outcome(code);
}

IoResult TlsServer::read(std::span<char> into) {
  const int code = mbedtls_ssl_read(&ssl_, reinterpret_cast<unsigned char*>(into.data()), into.size());
  return code > 0 ? IoResult{Io::done, static_cast<std::uint32_t>(code)} : IoResult{outcome(code), 0};
}

IoResult TlsServer::write(std::string_view bytes) {
  const int code = mbedtls_ssl_write(&ssl_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return code > 0 ? IoResult{Io::done, static_cast<std::uint32_t>(code)} : IoResult{outcome(code), 0};
}

Io TlsServer::close_notify() {
  const int code = mbedtls_ssl_close_notify(&ssl_);
  return code == 0 ? Io::done : outcome(code);
}

}  // namespace demo
