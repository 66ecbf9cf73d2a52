// Names: found, unknown, never answered, answered too late; and addresses, of which some are dead.
#include "dns_server.hpp"

#include <lwip/dns.h>

#include <memory>

#include "mail.hpp"
#include "pools.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

const Mail mail{.spec = "{mx.example.org:25/smtp/notls}"};

struct Place {
  World world;
  Post post{world};
  DnsServer names{world};
};

void ignore(const char*, const ip_addr_t*, void*) {}

}  // namespace

TEST_CASE("a name with one address, or with two") {
  for (const char* const address : {World::address4, World::address6}) {
    CAPTURE(address);
    Place p;
    p.names.know("mx.example.org", address);
    lwip::Network network(p.world);
    CHECK(send(p.world, network, mail).result == "ok");
    check_arrived(p.post, mail);
  }
  Place p;
  p.names.know("mx.example.org", World::address4);
  p.names.know("mx.example.org", World::address6);
  bool over_ip6 = false;
  p.world.watch = [&](std::string_view packet) {
    if (segment_in(packet)) over_ip6 = packet[0] >> 4 == 6;
  };
  lwip::Network network(p.world);
  CHECK(send(p.world, network, mail).result == "ok");
  CHECK(over_ip6);
}

TEST_CASE("the IPv6 address is dead: the other one does") {
  Place p;
  p.names.know("mx.example.org", World::dead6);
  p.names.know("mx.example.org", World::address4);
  lwip::Network network(p.world);
  CHECK(send(p.world, network, mail).result == "ok");
  check_arrived(p.post, mail);
  CHECK(p.world.elapsed_ms() < 10'000);
}

TEST_CASE("nobody listens at the IPv6 address: the other one does") {
  World world;
  Post post(world, Post::plain(), 25);
  DnsServer names(world);
  names.know("mx.example.org", World::far_away);
  names.know("mx.example.org", World::address6);
  lwip::Network network(world);
  CHECK(send(world, network, mail).result == "ok");
  const Sent refused = send(world, network, {.spec = "{mx.example.org:26/smtp/notls}"});
  CHECK(refused.error.fault == FaultKind::refused);  // it tells more than "no route" to the second address
}

TEST_CASE("all addresses are dead") {
  Place p;
  p.names.know("mx.example.org", World::dead6);
  p.names.know("mx.example.org", World::dead4);
  lwip::Network network(p.world);
  const Sent sent = send(p.world, network, mail);
  CHECK(sent.result == "timeout connect firewall_or_wrong_port later 75");
  CHECK(p.world.elapsed_ms() <= 31'000);
}

TEST_CASE("an unknown name") {
  Place p;
  lwip::Network network(p.world);
  Sent sent = send(p.world, network, mail);
  CHECK(sent.result == "network dns check_host_name after_fix 68");
  CHECK(sent.error.fault == FaultKind::unknown_host);
  CHECK(p.world.elapsed_ms() < 10'000);
  CHECK(p.names.asked.size() >= 1);
}

TEST_CASE("nobody answers: neither category says that the name is wrong") {
  Place p;
  p.names.mute = true;
  lwip::Network network(p.world);
  for (const Way way : {Way::stepping, Way::blocking}) {
    const Sent sent = send(p.world, network, mail, way);
    INFO(sent.result);
    CHECK((sent.error.fault == FaultKind::resolver || sent.error.category == Category::timeout));
    CHECK(sent.error.advice != Advice::check_host_name);
  }
  CHECK(p.world.elapsed_ms() < 70'000);
  p.names.mute = false;
  p.names.know("mx.example.org", World::address4);
  p.world.pass(60'000);
  CHECK(send(p.world, network, mail).result == "ok");
}

TEST_CASE("a name server that answers nothing about IPv6, as some do") {
  Place p;
  p.names.know("mx.example.org", World::address4);
  p.names.mute_about_ip6 = true;
  for (const Way way : {Way::stepping, Way::blocking}) {
    lwip::Network network(p.world);
    CHECK(send(p.world, network, mail, way).result == "ok");
    p.world.pass(30'000);
  }
}

TEST_CASE("a name server that fails") {
  Place p;
  p.names.know("mx.example.org", World::address4);
  p.names.broken = true;
  lwip::Network network(p.world);
  const Sent sent = send(p.world, network, mail);
  CHECK(sent.error.category == Category::network);
  CHECK(sent.error.stage == Stage::dns);
  p.names.broken = false;
  p.world.pass(10'000);
  CHECK(send(p.world, network, mail).result == "ok");
}

TEST_CASE("no name server answers on a cable that is cut, or that lwIP knows to be") {
  for (const bool told : {false, true}) {
    CAPTURE(told);
    Place p;
    p.names.know("mx.example.org", World::address4);
    told ? p.world.unplug() : static_cast<void>(p.world.silent = true);
    lwip::Network network(p.world);
    const Sent sent = send(p.world, network, mail);
    INFO(sent.result);
    CHECK((sent.error.category == Category::network || sent.error.category == Category::timeout));
    CHECK(sent.error.advice != Advice::check_host_name);
    p.world.silent = false;
    p.world.plug_in();
    p.world.pass(60'000);
    CHECK(send(p.world, network, mail).result == "ok");
  }
}

TEST_CASE("answers that are none") {
  Place p;
  p.names.know("mx.example.org", World::address4);
  p.names.mumbles = true;
  lwip::Network network(p.world);
  CHECK(send(p.world, network, mail).error.category != Category::none);
}

TEST_CASE("an answer that comes after close() reaches nobody") {
  for (const bool destroyed : {false, true}) {
    for (const std::uint32_t late : {1U, 300U, 900U, 2'500U}) {
      CAPTURE(destroyed);
      CAPTURE(late);
      Place p;
      p.names.know("mx.example.org", World::address4);
      p.names.know("other.example.org", World::address4);
      p.names.takes_ms = 1'000;
      auto network = std::make_unique<lwip::Network>(p.world);
      CHECK(network->open("mx.example.org", 25) == Io::want_read);
      p.world.pass(late);
      if (destroyed) {
        network.reset();
      } else {
        network->close();
      }
      p.world.pass(late == 900 ? 0 : 3'000);
      CHECK(p.post.tcp.connections() == 0);
      if (destroyed) network = std::make_unique<lwip::Network>(p.world);
      p.names.takes_ms = 2;
      CHECK(send(p.world, *network, {.spec = "{other.example.org:25/smtp/notls}"}).result == "ok");
      CHECK(p.post.tcp.connections() == 1);
    }
  }
}

TEST_CASE("the same name again while its last lookups are still under way") {
  Place p;
  p.names.know("mx.example.org", World::address4);
  p.names.takes_ms = 1'000;
  lwip::Network network(p.world);
  unsigned asked = 0;
  for (int i = 0; i < 20; ++i) {
    const Io io = network.open("mx.example.org", 25);
    if (io == Io::want_read) {
      ++asked;
    } else {
      CHECK(io == Io::failed);
      CHECK(network.fault().kind == FaultKind::local);
    }
    p.world.pass(30);
    network.close();
  }
  CHECK(asked >= 2);
  p.world.pass(5'000);
  CHECK(send(p.world, network, mail).result == "ok");
  CHECK(p.post.tcp.connections() == 1);
}

TEST_CASE("the answer to another name, asked before, is not taken for this one") {
  Place p;
  p.names.know("slow.example.org", World::dead4);
  p.names.know("mx.example.org", World::address4);
  p.names.takes_ms = 1'000;
  lwip::Network network(p.world);
  CHECK(network.open("slow.example.org", 25) == Io::want_read);
  p.world.pass(500);
  network.close();
  CHECK(send(p.world, network, mail).result == "ok");
}

TEST_CASE("lookups given up one after the other leave room for the next") {
  Place p;
  p.names.mute = true;
  lwip::Network network(p.world);
  for (int i = 0; i < 20; ++i) {
    const std::string name = "host" + std::to_string(i) + ".example.org";
    const Io io = network.open(name, 25);
    CHECK((io == Io::want_read || io == Io::failed));
    p.world.pass(100);
    network.close();
  }
  p.names.mute = false;
  p.names.know("mx.example.org", World::address4);
  p.world.pass(60'000);
  CHECK(send(p.world, network, mail).result == "ok");
}

TEST_CASE("the resolver's table is full") {
  Place p;
  p.names.mute = true;
  lwip::Network network(p.world);
  for (int i = 0; i < 2 * DNS_TABLE_SIZE; ++i) {
    const InCore core;
    ip_addr_t address;
    dns_gethostbyname(("busy" + std::to_string(i)).c_str(), &address, ignore, nullptr);
  }
  const Sent sent = send(p.world, network, mail);
  INFO(sent.result);
  CHECK((sent.error.fault == FaultKind::local || sent.error.fault == FaultKind::resolver));
  p.names.mute = false;
  p.names.know("mx.example.org", World::address4);
  p.world.pass(60'000);
  CHECK(send(p.world, network, mail).result == "ok");
}

TEST_CASE("names of every length") {
  Place p;
  lwip::Network network(p.world);
  for (std::size_t length = 1; length <= 256; ++length) {
    CAPTURE(length);
    std::string name(length, 'a');
    for (std::size_t i = 63; i < length; i += 64) name[i] = '.';
    if (name.back() == '.') continue;
    p.names.know(name, World::address4);
    const std::vector<char> exact(name.begin(), name.end());
    Io io = Io::want_read;
    for (int i = 0; i < 200 && (io == Io::want_read || io == Io::want_write); ++i) {
      io = network.open({exact.data(), exact.size()}, 25);
      p.world.pass(100);
    }
    CHECK(io == (length <= 253 ? Io::done : io));
    CHECK((io == Io::done || io == Io::failed));
    network.close();
    p.world.pass(3'000);
  }
}

TEST_CASE("a name that lwIP knows already is answered at once") {
  Place p;
  p.names.know("mx.example.org", World::address4);
  lwip::Network network(p.world);
  REQUIRE(send(p.world, network, mail).result == "ok");
  const std::size_t asked = p.names.asked.size();
  CHECK(send(p.world, network, mail).result == "ok");
  CHECK(p.post.mails().size() == 2);
  CHECK(p.names.asked.size() - asked <= asked);
}
