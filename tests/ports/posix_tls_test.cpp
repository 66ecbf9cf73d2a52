// The POSIX port's TLS, against a server on loopback.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <mailmote/ports/posix.hpp>
#include <string>
#include <string_view>

#include "loopback.hpp"
#include "tls_server.hpp"

using namespace mailmote;

namespace {

// A Network and a TLS server that shake hands over loopback.
struct Secured {
  explicit Secured(const std::string& certificate, const posix::Options& options)
      : network(options), server(peer, certificate) {
    server.start();
  }

  Io connect(std::string_view host, Verify verify = Verify::required) {
    REQUIRE(open(network, host, listener.port) == Io::done);
    listener.accept(peer);
    Io io = Io::want_read;
    for (int i = 0; i < 1000 && (io == Io::want_read || io == Io::want_write || (io == Io::done && !server.over));
         ++i) {
      io = network.secure(host, verify);
      server.step();
      if (io == Io::want_read || io == Io::want_write) network.wait(interest_of(io), network.now() + 2);
    }
    return io;
  }

  Listener listener;
  Accepted peer;
  posix::Network network;
  TlsServer server;
};

constexpr posix::Resolve elsewhere[] = {{"mail.example.test", "127.0.0.1"}, {"other.example", "127.0.0.1"}};

}  // namespace

TEST_CASE("TLS checks the host that was asked for, wherever it was found") {
  struct Row {
    std::string_view host;
    unsigned faults;
  };
  for (const Row& row : {Row{"mail.example.test", 0}, Row{"127.0.0.1", 0}, Row{"[127.0.0.1]", 0},
                         Row{"other.example", cert_wrong_host}}) {
    CAPTURE(row.host);
    Secured pair{"good", {.ca_file = "certs/ca.pem", .resolve = elsewhere}};
    CHECK(pair.connect(row.host) == (row.faults == 0 ? Io::done : Io::failed));
    CHECK(pair.network.fault().certificate == row.faults);
    CHECK(pair.network.fault().kind == (row.faults == 0 ? FaultKind::none : FaultKind::certificate));
  }
}

TEST_CASE("TLS: octets inside do not let a loop sleep, and close says close_notify") {
  Secured pair{"good", {.ca_file = "certs/ca.pem"}};
  REQUIRE(pair.connect("localhost") == Io::done);
  REQUIRE(pair.server.say("0123456789"));
  std::array<char, 4> buffer{};
  while (pair.network.read(buffer).io != Io::done) pair.network.wait(Interest::read, pair.network.now() + 1000);
  CHECK(pair.network.pending());
  const std::uint32_t start = pair.network.now();
  pair.network.wait(Interest::read, start + 60'000);
  CHECK(pair.network.now() - start < 30'000);

  REQUIRE(pair.network.write("QUIT\r\n").count == 6);
  pair.network.close();
  for (int i = 0; i < 10 && pair.server.stopped != MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY; ++i) {
    pair.peer.wait();
    pair.server.heard();
  }
  CHECK(pair.server.stopped == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY);
  CHECK(pair.server.heard() == "QUIT\r\n");
  CHECK_FALSE(pair.network.pending());
}

TEST_CASE("TLS: an end without close_notify is truncated") {
  for (const bool polite : {true, false}) {
    Secured pair{"good", {.ca_file = "certs/ca.pem"}};
    REQUIRE(pair.connect("localhost") == Io::done);
    REQUIRE(pair.server.say("221 bye\r\n"));
    if (polite) pair.server.close_notify();
    pair.peer.close();
    Io ended = Io::done;
    CHECK(read_all(pair.network, ended) == "221 bye\r\n");
    CHECK(ended == (polite ? Io::closed : Io::truncated));
  }
}

TEST_CASE("TLS: roots from a file, from SSL_CERT_FILE, or none at all") {
  {
    Secured pair{"good", {.ca_file = "certs/nosuch.pem"}};
    CHECK(pair.connect("localhost") == Io::failed);
    CHECK(pair.network.fault().kind == FaultKind::bad_ca);
    CHECK(pair.network.fault().text == "certs/nosuch.pem");
  }
  ::setenv("SSL_CERT_FILE", "certs/ca.pem", 1);
  {
    Secured pair{"good", {}};
    CHECK(pair.connect("localhost") == Io::done);
  }
  ::setenv("SSL_CERT_FILE", "certs/good.key", 1);
  {
    Secured pair{"good", {}};
    CHECK(pair.connect("localhost") == Io::failed);
    CHECK(pair.network.fault().kind == FaultKind::bad_ca);
    Secured unverified{"selfsigned", {}};
    CHECK(unverified.connect("localhost", Verify::none) == Io::done);
  }
  ::unsetenv("SSL_CERT_FILE");
}

TEST_CASE("TLS over nothing is refused") {
  posix::Network network;
  CHECK(network.secure("localhost", Verify::required) == Io::failed);
}
