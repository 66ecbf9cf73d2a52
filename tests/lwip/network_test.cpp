// The octets of an lwip::Network: none lost, none twice, and no more of them than both sides have room for.
#include <array>

#include "peer.hpp"

using namespace mailmote;
using namespace lwip_world;

TEST_CASE("open, talk, hear the end, and open again") {
  World world;
  Peer peer(world, "220 hello\r\n");
  lwip::Network network(world);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(open(world, network) == Io::done);
    CHECK(network.open(World::address4, 25) == Io::done);
    CHECK(network.fault().kind == FaultKind::none);
    CHECK(network.write("HELO\r\n").count == 6);
    Io ended = Io::done;
    CHECK(read_all(world, network, ended) == "220 hello\r\n");
    CHECK(ended == Io::want_read);
    CHECK(peer.speaker->heard == "HELO\r\n");
    peer.speaker->heard.clear();
    peer.tcp.hang_up();
    CHECK(read_all(world, network, ended) == "");
    CHECK(ended == Io::closed);
    std::array<char, 4> buffer{};
    CHECK(network.read(buffer).io == Io::closed);
    network.close();
    CHECK(network.read(buffer).io == Io::failed);
    CHECK(network.write("x").io == Io::failed);
    CHECK(open(world, network, World::address4, 26) == Io::failed);
    CHECK(network.fault().kind == FaultKind::refused);
    network.close();
    CHECK(network.fault().kind == FaultKind::refused);
  }
}

TEST_CASE("octets arrive whole, whatever the pieces in which they are read and come") {
  const std::string text = pattern(20'000);
  for (const std::size_t come : {std::size_t{1}, std::size_t{333}, std::size_t{0xFFFF}})
    for (const std::size_t read : {std::size_t{1}, std::size_t{100}, std::size_t{1'459}, std::size_t{65'536}}) {
      if (come == 1 && read == 1) continue;  // nothing new, and slow
      CAPTURE(come);
      CAPTURE(read);
      World world;
      Peer peer(world, come == 1 ? text.substr(0, 2'000) : text);
      peer.tcp.piece = come;
      lwip::Network network(world);
      REQUIRE(open(world, network) == Io::done);
      Io ended = Io::done;
      CHECK((read_all(world, network, ended, read) == text.substr(0, come == 1 ? 2'000 : text.size())));
    }
}

TEST_CASE("a write takes what fits, and never more than it says") {
  World world;
  Peer peer(world);
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  const std::string text = pattern(300'000);
  std::size_t at = 0;
  for (const std::size_t size : {std::size_t{65'536}, std::size_t{65'537}, std::size_t{131'072}, std::size_t{1}}) {
    while (true) {
      const IoResult wrote = network.write({text.data() + at, size});
      CHECK((wrote.count != 0) == (wrote.io == Io::done));
      CHECK(wrote.count <= size);
      CHECK(wrote.count <= TCP_SND_BUF);
      at += wrote.count;
      if (wrote.io != Io::done) {
        CHECK(wrote.io == Io::want_write);
        break;
      }
      if (size == 1 && at > 60'000) break;
    }
    world.pass(2'000);
    CHECK((peer.speaker->heard == text.substr(0, at)));
  }
  CHECK(at > 3 * TCP_SND_BUF);
}

TEST_CASE("empty reads and writes move nothing and break nothing") {
  World world;
  Peer peer(world, "220\r\n");
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  world.pass(100);
  CHECK(network.read(std::span<char>()).count == 0);
  CHECK(network.write("").count == 0);
  Io ended = Io::done;
  CHECK(read_all(world, network, ended) == "220\r\n");
}

TEST_CASE("back-pressure: the window opens by what was read, and not before") {
  World world;
  const std::string text = pattern(60'000);
  Peer peer(world, text);
  unsigned window = 0;
  bool was_closed = false;
  world.watch = [&](std::string_view packet) {
    const auto segment = segment_in(packet);
    if (!segment || segment->to != 25) return;
    window = segment->window;
    was_closed = was_closed || window == 0;
  };
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  world.pass(20'000);
  CHECK(peer.tcp.acknowledged == TCP_WND);
  CHECK(window == 0);
  CHECK(was_closed);

  std::size_t read = 0;
  std::array<char, 100> buffer{};
  unsigned times_closed = 0;
  while (read < text.size()) {
    const IoResult got = network.read(buffer);
    REQUIRE((got.io == Io::done || got.io == Io::want_read));
    CHECK(std::string_view(buffer.data(), got.count) == std::string_view(text).substr(read, got.count));
    read += got.count;
    world.pass(got.io == Io::done ? 3 : 300);
    CHECK(peer.tcp.acknowledged <= read + TCP_WND);
    if (window == 0) ++times_closed;
  }
  CHECK(times_closed > 3);
  world.pass(1'000);
  CHECK(window >= TCP_WND / 2);  // lwIP does not announce every octet
}

TEST_CASE("a server that sends octet by octet fills the pool, and no octet is lost") {
  World world;
  const std::string text = pattern(500);
  Peer peer(world, text);
  peer.tcp.piece = 1;
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  world.pass(30'000);
  if (pools_are_bounded) CHECK(world.dropped_for_want_of_memory > 0);
  Io ended = Io::done;
  std::string got;
  while (got.size() < text.size() && world.elapsed_ms() < 900'000) got += read_all(world, network, ended);
  CHECK((got == text));
}

TEST_CASE("wait() returns when something happened, and no later than asked") {
  World world;
  Peer peer(world);
  lwip::Network network(world);
  std::array<char, 64> buffer{};
  IoResult got;
  REQUIRE(open(world, network) == Io::done);
  world.pass(2'000);
  CHECK(wait_and_read(network, 5'000, got, buffer) == 5'000);
  CHECK(world.waits < 20);
  const unsigned waits = world.waits;
  network.wait(Interest::both, World::now());
  network.wait(Interest::both, World::now() - 1);
  CHECK(world.waits == waits);

  peer.speaker->out = "250 ok\r\n";
  CHECK(wait_and_read(network, 60'000, got, buffer) <= 300);
  CHECK(got.count == 8);

  peer.speaker->out = "250 ok\r\n";
  world.pass(100);  // it came before anybody waited
  network.wait(Interest::none, World::now() + 1);
  CHECK(wait_and_read(network, 60'000, got, buffer) == 0);
  CHECK(got.count == 8);

  peer.tcp.reset();
  CHECK(wait_and_read(network, 60'000, got, buffer) <= 10);
  CHECK(got.io == Io::failed);
}

TEST_CASE("wait() for room: no longer than it takes the peer to acknowledge") {
  World world;
  Peer peer(world);
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  const std::string text = pattern(50'000);
  const std::uint32_t since = World::now();
  for (std::size_t wrote = 0; wrote < text.size();) {
    const IoResult result = network.write({text.data() + wrote, text.size() - wrote});
    wrote += result.count;
    if (result.io == Io::want_write) network.wait(Interest::write, World::now() + 60'000);
  }
  CHECK(World::now() - since < 200);
  world.pass(1'000);
  CHECK((peer.speaker->heard == text));
}

TEST_CASE("wait() for room: until the peer has taken some") {
  World world;
  Peer peer(world);
  peer.tcp.deaf = true;
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  const std::string text = pattern(50'000);
  std::size_t wrote = 0;
  while (true) {
    const IoResult result = network.write({text.data() + wrote, text.size() - wrote});
    wrote += result.count;
    if (result.io == Io::want_write && world.elapsed_ms() > 20'000) break;
    if (result.io == Io::want_write) network.wait(Interest::write, World::now() + 10'000);
  }
  CHECK(wrote == TCP_WND + TCP_SND_BUF);
  peer.tcp.deaf = false;
  const std::uint32_t since = World::now();
  while (network.write("x").io == Io::want_write) network.wait(Interest::write, World::now() + 60'000);
  CHECK(World::now() - since <= 10'000);  // lwIP asks a closed window now and then
}
