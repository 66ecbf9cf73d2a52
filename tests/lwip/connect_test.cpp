// How an lwip::Network comes to stand, or does not.
#include <array>

#include "dns_server.hpp"
#include "peer.hpp"

using namespace mailmote;
using namespace lwip_world;

TEST_CASE("nothing is open: every call says so, and none harms") {
  World world;
  lwip::Network network(world);
  std::array<char, 16> buffer{};
  CHECK(network.read(buffer).io == Io::failed);
  CHECK(network.write("x").io == Io::failed);
  CHECK(network.local_address(buffer).empty());
  CHECK_FALSE(network.pending());
  CHECK(network.fault().kind == FaultKind::none);
  CHECK(network.secure("x", Verify::required) == Io::failed);
  network.close();
  network.close();
}

TEST_CASE("the machine's own: time, random octets") {
  World world;
  lwip::Network network(world);
  CHECK(network.now() == World::now());
  world.pass(5);
  CHECK(network.now() == World::now());
  CHECK(network.wall_clock() == world.wall);
  world.wall = mailmote::Network::clock_floor - 1;  // it was never set
  CHECK(network.wall_clock() == mailmote::Network::unknown_time);
  world.wall = mailmote::Network::unknown_time;
  CHECK(network.wall_clock() == mailmote::Network::unknown_time);
  std::array<char, 16> a{}, b{};
  CHECK(network.random(a));
  CHECK(network.random(b));
  CHECK(a != b);
  world.entropy = false;
  CHECK_FALSE(network.random(a));
}

TEST_CASE("faults of a connection that does not come to stand") {
  World world;
  lwip::Network network(world);
  CHECK(open(world, network, World::address4, 25) == Io::failed);
  CHECK(network.fault().kind == FaultKind::refused);
  CHECK(world.elapsed_ms() < 2'000);
  CHECK(open(world, network, World::far_away) == Io::failed);
  CHECK(network.fault().kind == FaultKind::unreachable);
  CHECK(world.elapsed_ms() < 2'000);
  CHECK(open(world, network, World::dead4) == Io::failed);
  CHECK(network.fault().kind == FaultKind::connect_timeout);
  CHECK(open(world, network, World::dead6) == Io::failed);
  CHECK(network.fault().kind == FaultKind::connect_timeout);
  world.unplug();
  CHECK(open(world, network) == Io::failed);
  CHECK(network.fault().kind == FaultKind::unreachable);
}

TEST_CASE("a fault is forgotten when the next connection begins") {
  World world;
  Peer peer(world);
  lwip::Network network(world);
  CHECK(open(world, network, World::address4, 26) == Io::failed);
  CHECK(network.fault().kind == FaultKind::refused);
  network.close();
  CHECK(network.open(World::address4, 25) == Io::want_write);
  CHECK(network.fault().kind == FaultKind::none);
  CHECK(open(world, network) == Io::done);
}

TEST_CASE("hosts: addresses, brackets, and what is none") {
  World world;
  Peer peer(world);
  for (const std::string_view host : {"192.0.2.1", "[192.0.2.1]", "2001:db8::1", "[2001:db8::1]", "[2001:DB8::0:1]"}) {
    CAPTURE(host);
    const std::vector<char> exact(host.begin(), host.end());  // no NUL behind it
    lwip::Network network(world);
    CHECK(open(world, network, {exact.data(), exact.size()}) == Io::done);
  }
  const std::string too_long(256, 'a'), much_too_long(5'000, 'a');
  for (const std::string_view host :
       {std::string_view(""), std::string_view("[]"), std::string_view("["), std::string_view("]"),
        std::string_view("[mx.example.org]"), std::string_view("192.0.2.1\0.example", 18),
        std::string_view("[2001:db8::1"), std::string_view("[:::]"), std::string_view(too_long),
        std::string_view(much_too_long)}) {
    CAPTURE(host);
    lwip::Network network(world);
    CHECK(open(world, network, host) == Io::failed);
    CHECK((network.fault().kind == FaultKind::unknown_host || network.fault().kind == FaultKind::resolver));
  }
}

TEST_CASE("our end's address as text") {
  World world;
  Peer peer(world);
  lwip::Network network(world);
  std::array<char, 64> text{};
  REQUIRE(open(world, network) == Io::done);
  CHECK(network.local_address(text) == "192.0.2.1");
  network.close();
  CHECK(network.local_address(text).empty());
  REQUIRE(open(world, network, "[2001:db8::1]") == Io::done);
  std::string printed(network.local_address(text));
  for (char& c : printed) c = static_cast<char>(c >= 'A' && c <= 'F' ? c + 32 : c);
  CHECK(printed == "2001:db8::1");
  for (std::size_t size = 0; size < 11; ++size) {
    std::vector<char> small(size);
    CHECK(network.local_address(small).size() <= size);
  }
  network.close();
}

TEST_CASE("wait() while the connection is opened: no longer than it takes") {
  struct Row {
    const char* host;
    std::uint16_t port;
    Io io;
    FaultKind fault;
    std::uint32_t most_ms;
  };
  for (const Row& row : {Row{World::address4, 25, Io::done, FaultKind::none, 5},
                         Row{"mx.example.org", 25, Io::done, FaultKind::none, 10},
                         Row{World::address4, 26, Io::failed, FaultKind::refused, 5},
                         Row{"two.example.org", 25, Io::done, FaultKind::none, 10'000},
                         Row{World::dead4, 25, Io::failed, FaultKind::connect_timeout, 120'000}}) {
    CAPTURE(row.host);
    CAPTURE(row.port);
    World world;
    Peer peer(world);
    DnsServer names(world);
    names.know("mx.example.org", World::address4);
    names.know("two.example.org", World::dead6);
    names.know("two.example.org", World::address4);
    lwip::Network network(world);
    Io io = Io::want_read;
    while ((io = network.open(row.host, row.port)) == Io::want_read || io == Io::want_write)
      network.wait(io == Io::want_read ? Interest::read : Interest::write, World::now() + 600'000);
    CHECK(io == row.io);
    CHECK(network.fault().kind == row.fault);
    CHECK(world.elapsed_ms() <= row.most_ms);
  }
}
