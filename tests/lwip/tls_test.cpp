// secure(): what lwip::Network does with the TLS layer that it is given, and without one.
#include <doctest/doctest.h>

#include <array>
#include <string>

#include "mail.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

// Not TLS at all: says "hello" each way, and from then on flips a bit of every octet.
class Mask final : public TlsLayer {
 public:
  bool begin(Transport& below, std::string_view host, Verify) override {
    calls += "begin " + std::string(host) + " ";
    below_ = &below;
    shaken_ = 0;
    return begins;
  }
  Io handshake() override {
    if (fails != FaultKind::none) return Io::failed;
    while (shaken_ < 5) {
      char octet = 0;
      const IoResult got = below_->read({&octet, 1});
      if (got.io != Io::done) return got.io == Io::want_read ? Io::want_read : Io::failed;
      ++shaken_;
    }
    return Io::done;
  }
  IoResult read(std::span<char> into) override {
    const IoResult got = below_->read(into);
    for (char& octet : into.first(got.count)) octet = static_cast<char>(octet ^ 1);
    return got;
  }
  IoResult write(std::string_view octets) override {
    std::string masked(octets);
    for (char& octet : masked) octet = static_cast<char>(octet ^ 1);
    return below_->write(masked);
  }
  void end() override {
    calls += "end ";
    if (below_ != nullptr) below_->write("bye");
    below_ = nullptr;
  }
  bool pending() const override { return has_more; }
  Fault fault() const override { return {fails, 0, fails == FaultKind::none ? "" : "masked"}; }

  std::string calls;
  bool begins = true;
  bool has_more = false;
  FaultKind fails = FaultKind::none;

 private:
  Transport* below_ = nullptr;
  int shaken_ = 0;
};

std::string masked(std::string text) {
  for (char& octet : text) octet = static_cast<char>(octet ^ 1);
  return text;
}

struct Place {
  explicit Place(const std::string& text) : speaker(std::make_shared<Speaker>(text)) {}

  Io open() {
    Io io = Io::want_read;
    world.pass_until([&] { return (io = network.open(World::address4, 25)) == Io::done || io == Io::failed; });
    return io;
  }
  Io secure() {
    Io io = Io::want_read;
    world.pass_until([&] {
      io = network.secure("mx.example.org", Verify::required);
      return io == Io::done || io == Io::failed;
    });
    return io;
  }

  World world;
  std::shared_ptr<Speaker> speaker;
  TcpServer tcp{world, [this] { return speaker; }};
  Mask mask;
  lwip::Network network{world, &mask};
};

}  // namespace

TEST_CASE("without a layer there is no TLS, and the fault says so") {
  World world;
  sim::SmtpBehaviour behaviour = Post::plain();
  behaviour.starttls = true;
  Post post(world, behaviour);
  lwip::Network network(world);
  const Sent sent = send(world, network, {.spec = "{192.0.2.1:25/smtp/tls}"});
  CHECK(sent.error.category == Category::unsupported);
  CHECK(sent.error.fault == FaultKind::no_tls);
  CHECK(sent.error.advice == Advice::no_tls_here);
  const Sent ssl = send(world, network, {.spec = "{192.0.2.1:25/smtp/ssl}"});
  CHECK(ssl.error.fault == FaultKind::no_tls);
}

TEST_CASE("from secure() on, all goes through the layer, and close() ends it") {
  Place p("hello" + masked("220 ready\r\n"));
  REQUIRE(p.open() == Io::done);
  CHECK(p.mask.calls == "");
  CHECK(p.secure() == Io::done);
  CHECK(p.mask.calls == "begin mx.example.org ");
  p.world.pass(100);
  std::array<char, 32> buffer{};
  const IoResult got = p.network.read(buffer);
  CHECK(std::string_view(buffer.data(), got.count) == "220 ready\r\n");
  CHECK(p.network.write("QUIT\r\n").count == 6);
  CHECK_FALSE(p.network.pending());
  p.mask.has_more = true;
  CHECK(p.network.pending());
  p.mask.has_more = false;
  p.network.wait(Interest::none, World::now() + 1);  // what came before is forgotten
  p.mask.has_more = true;
  const std::uint32_t since = World::now();
  p.network.wait(Interest::read, since + 10'000);
  CHECK(World::now() == since);
  p.network.close();
  CHECK_FALSE(p.network.pending());
  CHECK(p.mask.calls == "begin mx.example.org end ");
  p.network.close();
  CHECK(p.mask.calls == "begin mx.example.org end ");
  p.world.pass(1'000);
  CHECK(p.speaker->heard == masked("QUIT\r\n") + "bye");
  CHECK(p.network.secure("x", Verify::required) == Io::failed);
}

TEST_CASE("wait() sees what the layer has not taken yet") {
  Place p("hello" + masked("220 ready\r\n"));
  REQUIRE(p.open() == Io::done);
  CHECK(p.secure() == Io::done);
  p.world.pass(100);
  p.network.wait(Interest::none, World::now() + 1);  // what came before is forgotten
  const std::uint32_t since = World::now();
  p.network.wait(Interest::read, since + 10'000);
  CHECK(World::now() == since);
}

TEST_CASE("a connection without TLS after one with it is in clear") {
  Place p("hello" + masked("220 ready\r\n"));
  REQUIRE(p.open() == Io::done);
  REQUIRE(p.secure() == Io::done);
  p.network.close();
  REQUIRE(p.open() == Io::done);
  p.world.pass(100);
  std::array<char, 32> buffer{};
  const IoResult got = p.network.read(buffer);
  CHECK(std::string_view(buffer.data(), got.count).starts_with("hello"));
  p.network.close();
  CHECK(p.mask.calls == "begin mx.example.org end ");
}

TEST_CASE("faults of the layer, of the connection below it, and of the next connection") {
  Place p("hello");
  SUBCASE("it cannot begin") {
    p.mask.begins = false;
    p.mask.fails = FaultKind::no_entropy;
    REQUIRE(p.open() == Io::done);
    CHECK(p.secure() == Io::failed);
    CHECK(p.network.fault().kind == FaultKind::no_entropy);
  }
  SUBCASE("the handshake fails") {
    p.mask.fails = FaultKind::certificate;
    REQUIRE(p.open() == Io::done);
    CHECK(p.secure() == Io::failed);
    CHECK(p.network.fault().kind == FaultKind::certificate);
    CHECK(p.network.fault().text == "masked");
    p.network.close();
    CHECK(p.network.fault().kind == FaultKind::certificate);
    CHECK(p.network.fault().text == "masked");
    CHECK(p.network.open(World::address4, 25) == Io::want_write);
    CHECK(p.network.fault().kind == FaultKind::none);
  }
  SUBCASE("reset in the handshake") {
    p.speaker->out.clear();
    p.tcp.deaf = true;
    REQUIRE(p.open() == Io::done);
    CHECK(p.network.secure("mx.example.org", Verify::required) == Io::want_read);
    p.world.pass(100);
    p.tcp.reset();
    CHECK(p.secure() == Io::failed);
    CHECK(p.network.fault().kind == FaultKind::reset);
  }
  SUBCASE("reset afterwards") {
    REQUIRE(p.open() == Io::done);
    REQUIRE(p.secure() == Io::done);
    p.tcp.reset();
    p.world.pass(100);
    std::array<char, 8> buffer{};
    CHECK(p.network.read(buffer).io == Io::failed);
    CHECK(p.network.fault().kind == FaultKind::reset);
  }
}
