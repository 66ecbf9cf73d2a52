// How an lwip::Network ends, by either side and in every state.
#include <array>
#include <memory>
#include <optional>

#include "peer.hpp"

using namespace mailmote;
using namespace lwip_world;

TEST_CASE("the end comes behind all octets, and a reset after them is a reset") {
  World world;
  const std::string text = pattern(5'000);
  SUBCASE("end") {
    Peer peer(world, text, sim::Hangup::close);
    lwip::Network network(world);
    REQUIRE(open(world, network) == Io::done);
    world.pass(2'000);
    Io ended = Io::done;
    CHECK((read_all(world, network, ended, 7) == text));
    CHECK(ended == Io::closed);
    CHECK(network.fault().kind == FaultKind::none);
  }
  SUBCASE("reset") {
    Peer peer(world, text);
    lwip::Network network(world);
    REQUIRE(open(world, network) == Io::done);
    world.pass(2'000);
    peer.tcp.reset();
    world.pass(2'000);
    Io ended = Io::done;
    const std::string got = read_all(world, network, ended);
    CHECK(text.starts_with(got));
    CHECK(ended == Io::failed);
    CHECK(network.fault().kind == FaultKind::reset);
    CHECK(network.write("x").io == Io::failed);
    network.close();
    CHECK(network.fault().kind == FaultKind::reset);
  }
}

TEST_CASE("after the server's FIN, our octets still go out") {
  World world;
  Peer peer(world, "221 bye\r\n");
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  world.pass(100);
  peer.tcp.half_close();
  world.pass(100);
  Io ended = Io::done;
  CHECK(read_all(world, network, ended) == "221 bye\r\n");
  CHECK(ended == Io::closed);
  CHECK(network.write("one").count == 3);
  world.pass(1'000);
  CHECK(network.write("two").count == 3);
  network.close();
  world.pass(1'000);
  CHECK(peer.speaker->heard == "onetwo");
  CHECK(peer.tcp.ends_heard == 1);
  CHECK(peer.tcp.broken == 0);
}

TEST_CASE("close() and the destructor, in every state") {
  enum { idle, connecting, connected, unread, written, ended, reset, refused, unreachable, states };
  for (int state = idle; state < states; ++state) {
    for (const bool destroyed : {false, true}) {
      CAPTURE(state);
      CAPTURE(destroyed);
      World world;
      Peer peer(world, state == unread || state == ended ? pattern(9'000) : "",
                state == ended ? sim::Hangup::close : sim::Hangup::no);
      auto network = std::make_unique<lwip::Network>(world);
      if (state == connecting) CHECK(network->open(World::address4, 25) == Io::want_write);
      if (state >= connected && state <= reset) REQUIRE(open(world, *network) == Io::done);
      if (state == written) {
        peer.tcp.deaf = true;
        const std::string text = pattern(9'000);
        while (network->write(text).io == Io::done) world.pass(50);
      }
      if (state == reset) peer.tcp.reset();
      if (state == refused) CHECK(open(world, *network, World::address4, 26) == Io::failed);
      if (state == unreachable) CHECK(open(world, *network, World::far_away) == Io::failed);
      world.pass(state == connecting ? 0 : 1'000);
      if (destroyed) {
        network = std::make_unique<lwip::Network>(world);
      } else {
        network->close();
        network->close();
      }
      peer.tcp.deaf = false;
      peer.speaker->out.clear();
      CHECK(open(world, *network) == Io::done);
      world.pass(1'000);
    }
  }
}

TEST_CASE("close() is heard: a FIN where all was read, and all that was written arrives before it") {
  World world(1, {.least_ms = 40, .most_ms = 40});
  Peer peer(world);
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  const std::string text = pattern(5'000);
  std::size_t wrote = 0;
  while (wrote < text.size()) {
    const IoResult result = network.write({text.data() + wrote, text.size() - wrote});
    wrote += result.count;
    if (result.io == Io::want_write) world.turn(Pace::rest);
  }
  network.close();
  world.pass(3'000);
  CHECK((peer.speaker->heard == text));
  CHECK(peer.tcp.ends_heard == 1);
  CHECK(peer.tcp.broken == 0);
}

TEST_CASE("close() with octets unread is a FIN all the same, and our last words arrive") {
  World world;
  Peer peer(world, pattern(500));
  lwip::Network network(world);
  REQUIRE(open(world, network) == Io::done);
  world.pass(1'000);
  CHECK(network.write("QUIT\r\n").count == 6);
  network.close();
  world.pass(1'000);
  CHECK(peer.speaker->heard == "QUIT\r\n");
  CHECK(peer.tcp.ends_heard == 1);
  CHECK(peer.tcp.broken == 0);
}

TEST_CASE("two Networks at a time do not disturb each other") {
  World world;
  std::vector<std::shared_ptr<Speaker>> speakers;
  TcpServer server(world, [&] {
    speakers.push_back(std::make_shared<Speaker>("220 " + std::to_string(speakers.size()) + "\r\n"));
    return speakers.back();
  });
  lwip::Network a(world);
  std::optional<lwip::Network> b(std::in_place, world);
  REQUIRE(open(world, a) == Io::done);
  REQUIRE(open(world, *b) == Io::done);
  Io ended = Io::done;
  CHECK(b->write("to b").count == 4);
  b.reset();
  CHECK(a.write("to a").count == 4);
  CHECK(read_all(world, a, ended) == "220 0\r\n");
  CHECK(ended == Io::want_read);
  REQUIRE(speakers.size() == 2);
  CHECK(speakers[0]->heard == "to a");
  CHECK(speakers[1]->heard == "to b");
}
