// The server's side of TLS for tests: an Mbed TLS server over any Transport, as simple as it can be.
#pragma once

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#if MBEDTLS_VERSION_MAJOR >= 3
#include <psa/crypto.h>
#endif

#include <mailmote/transport.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

class TlsServer {
 public:
  // `certificate` is the name of a file in tests/certs, without ".pem".
  explicit TlsServer(mailmote::Transport& below, const std::string& certificate) : below_(below) {
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_config_init(&config);
    mbedtls_x509_crt_init(&certificate_);
    mbedtls_pk_init(&key_);
    mbedtls_entropy_init(&entropy_);
    mbedtls_ctr_drbg_init(&random_);
#if MBEDTLS_VERSION_MAJOR >= 3
    must(psa_crypto_init());
#endif
    must(mbedtls_ctr_drbg_seed(&random_, mbedtls_entropy_func, &entropy_, nullptr, 0));
    must(mbedtls_x509_crt_parse_file(&certificate_, ("certs/" + certificate + ".pem").c_str()));
    read_key("certs/" + key_of(certificate) + ".key");
    must(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                     MBEDTLS_SSL_PRESET_DEFAULT));
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random_);
    mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_NONE);
    must(mbedtls_ssl_conf_own_cert(&config, &certificate_, &key_));
  }

  ~TlsServer() {
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_x509_crt_free(&certificate_);
    mbedtls_pk_free(&key_);
    mbedtls_ctr_drbg_free(&random_);
    mbedtls_entropy_free(&entropy_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // Once `config` is as the test wants it.
  void start() {
    must(mbedtls_ssl_setup(&ssl, &config));
    mbedtls_ssl_set_bio(&ssl, &below_, send, receive, nullptr);
  }

  // Does what it can; true once the handshake is over.
  bool step() {
    if (!over) over = mbedtls_ssl_handshake(&ssl) == 0;
    return over;
  }

  // All that has come so far.
  std::string heard() {
    char buffer[512];
    while ((stopped = mbedtls_ssl_read(&ssl, reinterpret_cast<unsigned char*>(buffer), sizeof buffer)) > 0)
      heard_.append(buffer, static_cast<std::size_t>(stopped));
    return heard_;
  }

  bool say(std::string_view text) {
    return mbedtls_ssl_write(&ssl, reinterpret_cast<const unsigned char*>(text.data()), text.size()) ==
           static_cast<int>(text.size());
  }

  void close_notify() { mbedtls_ssl_close_notify(&ssl); }

  mbedtls_ssl_context ssl;
  mbedtls_ssl_config config;
  bool over = false;
  int stopped = 0;  // why there was no more to hear

 private:
  static void must(int code) {
    if (code != 0) throw std::runtime_error("test server: Mbed TLS error " + std::to_string(code));
  }

  static std::string key_of(const std::string& certificate) {
    for (const char* const own : {"ip", "dns-is-ip", "cn-only", "san-not-cn", "future", "weak-hash"})
      if (certificate == own) return "own";
    return certificate;
  }

  void read_key(const std::string& path) {
#if MBEDTLS_VERSION_MAJOR >= 3
    must(mbedtls_pk_parse_keyfile(&key_, path.c_str(), nullptr, mbedtls_ctr_drbg_random, &random_));
#else
    must(mbedtls_pk_parse_keyfile(&key_, path.c_str(), nullptr));
#endif
  }

  static int send(void* below, const unsigned char* bytes, std::size_t size) {
    const auto sent = static_cast<mailmote::Transport*>(below)->write({reinterpret_cast<const char*>(bytes), size});
    if (sent.io == mailmote::Io::done) return static_cast<int>(sent.count);
    return sent.io == mailmote::Io::want_write ? MBEDTLS_ERR_SSL_WANT_WRITE : MBEDTLS_ERR_SSL_CONN_EOF;
  }

  static int receive(void* below, unsigned char* into, std::size_t size) {
    const auto got = static_cast<mailmote::Transport*>(below)->read({reinterpret_cast<char*>(into), size});
    if (got.io == mailmote::Io::done) return static_cast<int>(got.count);
    return got.io == mailmote::Io::want_read ? MBEDTLS_ERR_SSL_WANT_READ : 0;
  }

  mailmote::Transport& below_;
  mbedtls_x509_crt certificate_;
  mbedtls_pk_context key_;
  mbedtls_entropy_context entropy_;
  mbedtls_ctr_drbg_context random_;
  std::string heard_;
};
