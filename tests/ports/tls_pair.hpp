// A client and a server of TLS in one process, over a pipe that does whatever a network may do.
#pragma once

#include <doctest/doctest.h>

#include <mailmote/ports/mbedtls.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "pipe.hpp"
#include "tls_server.hpp"

// Any octets will do for a test.
inline int draw(void*, unsigned char* into, std::size_t size) {
  static std::mt19937 engine{1};
  for (std::size_t i = 0; i < size; ++i) into[i] = static_cast<unsigned char>(engine());
  return 0;
}

inline int draw_nothing(void*, unsigned char*, std::size_t) { return -0x003C; }

inline const mailmote::mbedtls::Trust& trusted() {
  static mailmote::mbedtls::Trust trust;
  if (trust.empty()) {
    REQUIRE(trust.add_file("certs/ca.pem"));
    REQUIRE(trust.add_file("certs/own-ca.pem"));
  }
  return trust;
}

// The handshake as far as the client gets by itself: it goes in steps, of which there are less than thirty.
inline mailmote::Io shaken(mailmote::mbedtls::Tls& client) {
  mailmote::Io io = mailmote::Io::want_write;
  for (int step = 0; step < 30 && io == mailmote::Io::want_write; ++step) io = client.handshake();
  return io;
}

struct Pair {
  explicit Pair(const std::string& certificate) : server(server_end, certificate) {}

  bool begin(std::string_view host = "localhost", mailmote::Verify verify = mailmote::Verify::required) {
    server.start();
    return client.begin(client_end, host, verify, trusted(), {draw, nullptr});
  }

  // To the end of the handshake, or until nothing moves any more.
  mailmote::Io shake() {
    mailmote::Io io = mailmote::Io::want_read;
    for (int idle = 0; idle < 3; ++idle) {
      const std::size_t before = to_client.passed + to_server.passed + client_end.taken + server_end.taken;
      io = shaken(client);
      server.step();
      if (io == mailmote::Io::failed || (io == mailmote::Io::done && server.over)) return io;
      if (before != to_client.passed + to_server.passed + client_end.taken + server_end.taken) idle = 0;
    }
    return io;
  }

  mailmote::Io connect(std::string_view host = "localhost", mailmote::Verify verify = mailmote::Verify::required) {
    return begin(host, verify) ? shake() : mailmote::Io::failed;
  }

  // What the client reads until there is no more, and how that ended.
  mailmote::Io hear(std::string& heard, std::size_t piece = 64) {
    for (int idle = 0; idle < 3;) {
      std::vector<char> buffer(piece);
      const std::size_t taken = client_end.taken;
      const mailmote::IoResult got = client.read(buffer);
      if (got.io == mailmote::Io::done) heard.append(buffer.data(), got.count);
      if (got.io != mailmote::Io::done && got.io != mailmote::Io::want_read) return got.io;
      idle = got.io == mailmote::Io::done || client_end.taken != taken ? 0 : idle + 1;
    }
    return mailmote::Io::want_read;
  }

  Channel to_client;
  Channel to_server;
  PipeEnd client_end{to_client, to_server};
  PipeEnd server_end{to_server, to_client};
  TlsServer server;
  mailmote::mbedtls::Tls client;
};

inline std::string text(const mailmote::mbedtls::Tls& tls) { return std::string(tls.fault().text); }
