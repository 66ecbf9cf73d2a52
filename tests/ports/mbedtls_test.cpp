// TLS as a stream: what goes in comes out, however it is cut, and an end is told from a cut.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tls_pair.hpp"

using namespace mailmote;
using mbedtls::Tls;
using mbedtls::Trust;

TEST_CASE("octets come through, whole and one by one") {
  for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{7}}) {
    CAPTURE(piece);
    Pair pair{"good"};
    pair.to_client.piece = pair.to_server.piece = piece;
    REQUIRE(pair.connect() == Io::done);
    CHECK(pair.client.fault().kind == FaultKind::none);
    CHECK(pair.client.handshake() == Io::done);

    for (std::string_view left = "EHLO pump\r\n"; !left.empty();) {
      const IoResult sent = pair.client.write(left);
      if (sent.io == Io::done) left.remove_prefix(sent.count);
    }
    CHECK(pair.server.heard() == "EHLO pump\r\n");

    while (!pair.server.say("250 mail.example\r\n")) {}
    std::string heard;
    CHECK(pair.hear(heard) == Io::want_read);
    CHECK(heard == "250 mail.example\r\n");
  }
}

TEST_CASE("decrypted octets that wait inside are pending") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  CHECK_FALSE(pair.client.pending());
  REQUIRE(pair.server.say("0123456789"));
  std::array<char, 4> buffer{};
  while (pair.client.read(buffer).io != Io::done) {}
  CHECK(pair.client.pending());
  CHECK(pair.to_client.octets.empty());
  CHECK(pair.client.read(buffer).count == 4);
  CHECK(pair.client.pending());
  CHECK(pair.client.read(buffer).count == 2);
  CHECK_FALSE(pair.client.pending());
}

TEST_CASE("roots come from PEM or DER, and from nothing else") {
  Trust trust;
  CHECK(trust.empty());
  CHECK_FALSE(trust.add_file("certs/good.key"));
  CHECK_FALSE(trust.add_file("certs/nosuch.pem"));
  CHECK_FALSE(trust.add_pem("no certificate"));
  CHECK_FALSE(trust.add_pem(""));
  CHECK(trust.empty());

  Trust file;
  REQUIRE(file.add_file("certs/ca.pem"));
  const std::vector<unsigned char> der(file.roots().raw.p, file.roots().raw.p + file.roots().raw.len);
  CHECK(trust.add_der(der));
  CHECK_FALSE(trust.empty());
  CHECK_FALSE(trust.add_der(std::span(der).first(40)));

  Pair pair{"good"};
  pair.server.start();
  REQUIRE(pair.client.begin(pair.client_end, "localhost", Verify::required, trust, {draw, nullptr}));
  CHECK(pair.shake() == Io::done);
  pair.client.end();
  trust.clear();
  CHECK(trust.empty());
}

TEST_CASE("close_notify is an end, and stays one") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  REQUIRE(pair.server.say("221 bye\r\n"));
  pair.server.close_notify();
  pair.to_client.closed = true;
  std::string heard;
  CHECK(pair.hear(heard) == Io::closed);
  CHECK(heard == "221 bye\r\n");
  CHECK(pair.hear(heard) == Io::closed);
  CHECK_FALSE(pair.client.pending());
}

TEST_CASE("our own close_notify reaches the peer") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  CHECK(pair.client.close_notify() == Io::done);
  char buffer[8];
  CHECK(mbedtls_ssl_read(&pair.server.ssl, reinterpret_cast<unsigned char*>(buffer), sizeof buffer) ==
        MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY);
}

TEST_CASE("a stream that is cut anywhere is never a proper end") {
  std::size_t handshake = 0;
  std::size_t whole = 0;
  {
    Pair pair{"good"};
    REQUIRE(pair.connect() == Io::done);
    handshake = pair.to_client.passed;
    REQUIRE(pair.server.say("221 bye\r\n"));
    pair.server.close_notify();
    whole = pair.to_client.passed;
  }
  // Signatures differ in length by a few octets from one handshake to the next: the last cuts are counted from the end.
  for (std::size_t cut = 0; cut < handshake - 40; cut += cut < 80 ? 1 : 23) {
    CAPTURE(cut);
    Pair pair{"good"};
    pair.to_client.cut_at = cut;
    if (cut == 0) pair.to_client.closed = true;
    CHECK(pair.connect() == Io::failed);
    CHECK(pair.client.fault().kind == FaultKind::reset);
  }
  for (std::size_t back = 1; back < whole - handshake; ++back) {
    CAPTURE(back);
    Pair pair{"good"};
    REQUIRE(pair.connect() == Io::done);
    REQUIRE(pair.server.say("221 bye\r\n"));
    pair.server.close_notify();
    pair.to_client.octets.resize(pair.to_client.octets.size() - back);
    pair.to_client.closed = true;
    std::string heard;
    CHECK(pair.hear(heard) == Io::truncated);
    CHECK((heard.empty() || heard == "221 bye\r\n"));
  }
}

TEST_CASE("a connection that breaks below is the business of those below") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  pair.to_client.broken = true;
  std::string heard;
  CHECK(pair.hear(heard) == Io::failed);
  CHECK(pair.client.fault().kind == FaultKind::none);
}

TEST_CASE("a record with a flipped octet ends the connection") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  std::string heard;
  REQUIRE(pair.hear(heard) == Io::want_read);
  pair.to_client.flip_at = pair.to_client.passed + 15;
  REQUIRE(pair.server.say("250 mail.example\r\n"));
  REQUIRE(pair.server.say("250 again\r\n"));
  CHECK(pair.hear(heard) == Io::failed);
  CHECK(heard.empty());
  CHECK(pair.client.fault().kind == FaultKind::record);
  CHECK(pair.hear(heard) == Io::failed);
}

TEST_CASE("a handshake with a flipped octet never succeeds") {
  for (std::size_t at = 5; at < 600; at += 17) {
    CAPTURE(at);
    Pair pair{"good"};
    pair.to_client.flip_at = at;
    CHECK(pair.connect() != Io::done);
  }
}

TEST_CASE("empty records are no end") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  for (int i = 0; i < 3; ++i) pair.server.say("");
  pair.server.say("250 ok\r\n");
  std::string heard;
  CHECK(pair.hear(heard) == Io::want_read);
  CHECK(heard == "250 ok\r\n");
}

TEST_CASE("a write that stops half way neither loses nor doubles an octet") {
  Pair pair{"good"};
  REQUIRE(pair.connect() == Io::done);
  std::string all;
  for (int i = 0; i < 400; ++i) all += std::to_string(i) + ' ';
  pair.to_server.room = 50;
  std::size_t offered = 100;
  std::size_t sent = 0;
  std::string heard;
  for (int i = 0; i < 100000 && sent < all.size(); ++i) {
    offered = std::min(all.size() - sent, offered + 7);  // more each time, as an outbox that fills
    const std::vector<char> exact(all.begin() + static_cast<std::ptrdiff_t>(sent),
                                  all.begin() + static_cast<std::ptrdiff_t>(sent + offered));
    const IoResult result = pair.client.write({exact.data(), exact.size()});
    if (result.io == Io::done) {
      sent += result.count;
      offered = 100;
    } else {
      REQUIRE(result.io == Io::want_write);
    }
    heard = pair.server.heard();
  }
  CHECK(sent == all.size());
  CHECK(heard == all);
}

TEST_CASE("a handshake is divided into steps") {
  Pair pair{"good"};
  REQUIRE(pair.begin());
  int steps = 0, waits = 0;
  Io io = Io::want_read;
  while (io != Io::done && steps < 1000) {
    io = pair.client.handshake();
    ++steps;
    waits += io == Io::want_write ? 1 : 0;
    CHECK(pair.client.pending() == (io == Io::want_write));  // nobody sleeps on work that needs no octets
    if (io == Io::want_read) pair.server.step();
  }
  CHECK(io == Io::done);
  CHECK(waits > 5);  // key agreement, the certificate and the signature lie in steps of their own
}

TEST_CASE("a Tls serves one connection after the other") {
  Tls client;
  for (const char* const certificate : {"good", "wronghost", "good"}) {
    Pair pair{certificate};
    pair.server.start();
    REQUIRE(client.begin(pair.client_end, "localhost", Verify::required, trusted(), {draw, nullptr}));
    Io io = Io::want_read;
    while (io == Io::want_read) {
      io = shaken(client);
      pair.server.step();
    }
    CHECK(io == (std::string_view(certificate) == "good" ? Io::done : Io::failed));
    client.end();
    CHECK((client.fault().kind == FaultKind::none) == (io == Io::done));
  }
}

#if defined(MBEDTLS_SSL_RENEGOTIATION)
TEST_CASE("a server that wants to renegotiate is told no, and the stream goes on") {
  Pair pair{"good"};
  mbedtls_ssl_conf_renegotiation(&pair.server.config, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
#if MBEDTLS_VERSION_MAJOR >= 3
  mbedtls_ssl_conf_max_tls_version(&pair.server.config, MBEDTLS_SSL_VERSION_TLS1_2);
#endif
  REQUIRE(pair.connect() == Io::done);
  mbedtls_ssl_renegotiate(&pair.server.ssl);
  std::string heard;
  CHECK(pair.hear(heard) == Io::want_read);
  CHECK(heard.empty());
  pair.server.say("250 ok\r\n");
  CHECK(pair.hear(heard) == Io::want_read);
  CHECK(heard == "250 ok\r\n");
}

TEST_CASE("a peer that sends without end does not hold a call") {
  Pair pair{"good"};
  mbedtls_ssl_conf_renegotiation(&pair.server.config, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
#if MBEDTLS_VERSION_MAJOR >= 3
  mbedtls_ssl_conf_max_tls_version(&pair.server.config, MBEDTLS_SSL_VERSION_TLS1_2);
#endif
  REQUIRE(pair.connect() == Io::done);
  for (int i = 0; i < 3000; ++i) mbedtls_ssl_renegotiate(&pair.server.ssl);
  REQUIRE(pair.to_client.octets.size() > 64 * 1024);
  const std::size_t before = pair.client_end.taken;
  std::array<char, 64> buffer{};
  CHECK(pair.client.read(buffer).io == Io::want_read);
  CHECK(pair.client_end.taken - before == 32 * 1024);
}
#endif
