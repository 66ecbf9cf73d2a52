// Handshakes that must fail, and what is said about each.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tls_pair.hpp"

using namespace mailmote;
using mbedtls::Trust;

TEST_CASE("the host that is asked for must be in the certificate") {
  struct Row {
    const char* certificate;
    std::string_view host;
    unsigned faults;
  };
  const Row rows[] = {
      {"good", "localhost", 0},
      {"good", "LOCALHOST", 0},
      {"good", "localhost.", 0},
      {"good", "mail.example.test", 0},
      {"good", "127.0.0.1", 0},
      {"good", "[127.0.0.1]", 0},
      {"good", "127.0.0.2", cert_wrong_host},
      {"good", "[::1]", cert_wrong_host},
      {"good", "other.example", cert_wrong_host},
      {"good", "", cert_wrong_host},
      {"good-chain", "localhost", 0},
      {"wild-ok", "mail.example.test", 0},
      {"wild-ok", "a.mail.example.test", cert_wrong_host},
      {"wild-ok", "example.test", cert_wrong_host},
      {"wronghost", "localhost", cert_wrong_host},
      {"ip", "127.0.0.1", 0},
      {"ip", "[::1]", 0},
      {"ip", "localhost", cert_wrong_host},
      {"dns-is-ip", "127.0.0.1", cert_wrong_host},
      {"cn-only", "localhost", cert_wrong_host},
      {"san-not-cn", "localhost", cert_wrong_host},
      {"san-not-cn", "other.example", 0},
      {"expired", "localhost", cert_expired},
      {"expired", "other.example", cert_expired | cert_wrong_host},
      {"future", "localhost", cert_not_yet_valid},
      {"untrusted", "localhost", cert_unknown_issuer},
      {"selfsigned", "localhost", cert_unknown_issuer},
      {"weak", "localhost", cert_weak},
      {"weak-hash", "localhost", cert_weak},
  };
  for (const Row& row : rows) {
    CAPTURE(row.certificate);
    CAPTURE(row.host);
    Pair pair{row.certificate};
    const bool good = row.faults == 0;
    CHECK(pair.connect(row.host) == (good ? Io::done : Io::failed));
    CHECK(pair.client.fault().kind == (good ? FaultKind::none : FaultKind::certificate));
    CHECK(pair.client.fault().certificate == row.faults);
    CHECK(pair.server.over == good);
    if (!good) {
      CHECK(pair.client.write("secret").io == Io::failed);
      CHECK(pair.server.heard().empty());
    }
  }
}

TEST_CASE("a refused certificate is described") {
  Pair pair{"wronghost"};
  REQUIRE(pair.connect() == Io::failed);
  CHECK(text(pair.client) ==
        "issued to other.example by Scenario Test Root, valid 2020-01-01 to 2049-12-31, "
        "sha256:db745b2ac00fbaeb71c27d226002218c4730ff50fab3b858b4bb1bd632a2fccd");
}

TEST_CASE("without verification any certificate will do") {
  for (const char* const certificate : {"selfsigned", "expired", "wronghost", "cn-only"}) {
    CAPTURE(certificate);
    Pair pair{certificate};
    CHECK(pair.connect("localhost", Verify::none) == Io::done);
  }
}

TEST_CASE("without roots nothing is trusted, and nothing is sent") {
  Pair pair{"good"};
  const Trust nobody;
  CHECK_FALSE(pair.client.begin(pair.client_end, "localhost", Verify::required, nobody, {draw, nullptr}));
  CHECK(pair.client.fault().kind == FaultKind::no_ca);
  CHECK(shaken(pair.client) == Io::failed);
  CHECK(pair.to_server.passed == 0);
}

TEST_CASE("no random octets, no handshake") {
  Pair pair{"good"};
  pair.server.start();
  REQUIRE(pair.client.begin(pair.client_end, "localhost", Verify::required, trusted(), {draw_nothing, nullptr}));
  CHECK(pair.shake() == Io::failed);
  CHECK(pair.client.fault().kind == FaultKind::no_entropy);
}

TEST_CASE("a server that speaks plain text is quoted, however its greeting is cut") {
  struct Row {
    std::string_view says;
    bool ends;
    std::string_view quoted;
  };
  const std::string long_line(200, 'x');
  const Row rows[] = {
      {"220 mx.test ESMTP\r\n", false, "220 mx.test ESMTP"},
      {"* OK [CAPABILITY IMAP4rev1] ready\r\nmore", false, "* OK [CAPABILITY IMAP4rev1] ready"},
      {"220 mx\x1b[2J\x80.test\n", false, "220 mx?[2J?.test"},
      {"HTTP/1.1 400 Bad", true, "HTTP/1.1 400 Bad"},
      {long_line, false, std::string_view(long_line).substr(0, 60)},
      {"\r\n", false, ""},
  };
  for (const Row& row : rows) {
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{5}}) {
      CAPTURE(row.says);
      CAPTURE(piece);
      Pair pair{"good"};
      pair.to_client.piece = piece;
      REQUIRE(pair.begin());
      CHECK(shaken(pair.client) == Io::want_read);
      pair.server_end.write(row.says);
      pair.to_client.octets.assign(row.says.begin(), row.says.end());
      pair.to_client.closed = row.ends;
      Io io = Io::want_read;
      for (int i = 0; i < 300 && io == Io::want_read; ++i) io = pair.client.handshake();
      CHECK(io == Io::failed);
      CHECK(pair.client.fault().kind == FaultKind::plain_text);
      CHECK(text(pair.client) == row.quoted);
    }
  }
}

TEST_CASE("a server that speaks plain text and then falls silent is known by its first octet") {
  Pair pair{"good"};
  REQUIRE(pair.begin());
  pair.to_client.octets = {'2', '2', '0'};
  CHECK(shaken(pair.client) == Io::want_read);
  CHECK(pair.client.fault().kind == FaultKind::plain_text);
  CHECK(text(pair.client) == "220");
}

TEST_CASE("an alert instead of a handshake is named by its number") {
  Pair pair{"good"};
  REQUIRE(pair.begin());
  for (const char octet : std::string("\x15\x03\x03\0\x02\x02\x28", 7)) pair.to_client.octets.push_back(octet);
  CHECK(shaken(pair.client) == Io::failed);
  CHECK(pair.client.fault().kind == FaultKind::handshake);
  CHECK(text(pair.client) == "the peer refused the TLS handshake with alert 40");
}

#if MBEDTLS_VERSION_MAJOR < 3
TEST_CASE("TLS 1.1 is too old") {
  Pair pair{"good"};
  mbedtls_ssl_conf_max_version(&pair.server.config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_2);
  CHECK(pair.connect() == Io::failed);
  CHECK(pair.client.fault().kind == FaultKind::handshake);
  CHECK_FALSE(pair.server.over);
}
#endif

TEST_CASE("a ServerHello of TLS 1.1 is refused") {
  Pair pair{"good"};
  REQUIRE(pair.begin());
  CHECK(shaken(pair.client) == Io::want_read);
  std::string hello("\x16\x03\x02\0\x2a\x02\0\0\x26\x03\x02", 11);
  hello += std::string(32, 'r') + std::string("\0\xc0\x13\0", 4);
  for (const char octet : hello) pair.to_client.octets.push_back(octet);
  CHECK(shaken(pair.client) == Io::failed);
  CHECK(pair.client.fault().kind == FaultKind::handshake);
  CHECK(text(pair.client) == "the peer offers no TLS version from 1.2 on");
}
