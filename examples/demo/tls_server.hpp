// The server's side of TLS, by Mbed TLS: a Transport over a Socket.
//
// Every connection reads its certificate and key anew: then no two threads share what Mbed TLS keeps.
#pragma once

#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <string>

#include <mailmote/transport.hpp>

#include "socket.hpp"

namespace demo {

// Who the server says it is. PEM files.
struct Identity {
  std::string certificate;
  std::string key;
};

// Before the first thread that uses TLS is started. False if the identity cannot be read.
bool prepare_tls(const Identity& identity);

class TlsServer final : public mailmote::Transport {
 public:
  TlsServer(Socket& below, const Identity& identity);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // Again until done or failed.
  mailmote::Io handshake();

  mailmote::IoResult read(std::span<char> into) override;
  mailmote::IoResult write(std::string_view bytes) override;
  mailmote::Io close_notify();

 private:
  bool set_up(const Identity& identity);
  mailmote::Io outcome(int code) const;

  static int send(void* socket, const unsigned char* bytes, std::size_t size);
  static int receive(void* socket, unsigned char* into, std::size_t size);

  Socket& below_;
  mbedtls_x509_crt certificate_;
  mbedtls_pk_context key_;
  mbedtls_ssl_config config_;
  mbedtls_ssl_context ssl_;
  bool ready_;
};

}  // namespace demo
