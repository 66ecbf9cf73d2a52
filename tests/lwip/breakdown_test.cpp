// What breaks, at every packet of a mail: the error that the mailer tells, and that it never takes a mail for sent.
#include "mail.hpp"

#include <optional>

#include "pools.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

Mail some_mail() {
  sim::Dice dice(5);
  return {.text = some_text(3'000, dice)};
}

// How many packets it takes from the first SYN to the last ACK where nothing breaks.
unsigned packets_of_a_mail() {
  World world;
  Post post(world);
  lwip::Network network(world);
  REQUIRE(send(world, network, some_mail()).result == "ok");
  return world.packets();
}

struct Case {
  World world;
  Post post{world};
  std::optional<lwip::Network> network{std::in_place, world};
};

// Runs the mail once for each packet, with `breaks` as soon as that packet has arrived. Afterwards, all is well again
// and the next mail has to arrive.
template <class Breaks, class Mends>
void break_at_every_packet(Breaks breaks, Mends mends, std::initializer_list<Category> categories) {
  const unsigned packets = packets_of_a_mail();
  REQUIRE(packets > 15);
  unsigned failures = 0;
  for (unsigned at = 0; at < packets; ++at) {
    for (const Way way : {Way::stepping, Way::blocking}) {
      CAPTURE(at);
      Case c;
      const Mail mail = some_mail();
      c.world.after_packets(at, [&] { breaks(c); });
      const Sent sent = send(c.world, *c.network, mail, way);
      INFO(sent.result);
      const bool taken = !c.post.mails().empty();
      if (sent.error.category == Category::none) {
        CHECK(taken);
      } else {
        ++failures;
        CHECK_FALSE(sent.delivered);
        CHECK(std::find(categories.begin(), categories.end(), sent.error.category) != categories.end());
      }
      CHECK(c.world.elapsed_ms() < 700'000);
      c.world.never_mind();
      mends(c);
      c.world.pass(1'000);
      const std::size_t before = c.post.mails().size();
      CHECK(send(c.world, *c.network, mail, way).result == "ok");
      CHECK(c.post.mails().size() == before + 1);
    }
  }
  CHECK(failures > packets);  // of two runs each
}

constexpr auto nothing = [](Case&) {};

}  // namespace

TEST_CASE("the link goes down") {
  break_at_every_packet([](Case& c) { c.world.unplug(); }, [](Case& c) { c.world.plug_in(); },
                        {Category::timeout, Category::network, Category::closed});
}

TEST_CASE("the cable is cut, and nobody tells lwIP") {
  break_at_every_packet([](Case& c) { c.world.silent = true; }, [](Case& c) { c.world.silent = false; },
                        {Category::timeout, Category::closed});
}

TEST_CASE("the link goes down for some seconds") {
  const unsigned packets = packets_of_a_mail();
  for (unsigned at = 1; at < packets; ++at) {
    CAPTURE(at);
    Case c;
    const Mail mail = some_mail();
    bool back = false;
    std::uint32_t since = 0;
    c.world.after_packets(at, [&] {
      c.world.unplug();
      since = World::now();
    });
    sending::Memory memory;
    TextSource text(mail.text);
    Mailer mailer(*c.network, memory.spans());
    mailer.start(mail.spec, mail.login, Envelope{mail.from, mail.to, &text, true});
    while (mailer.step() == Step::again) {
      if (since != 0 && !back && World::now() - since > 7'000) {
        c.world.plug_in();
        back = true;
      }
      c.world.turn(mailer.idle() ? Pace::rest : Pace::busy);
    }
    CHECK(sending::told(mailer.error()) == "ok");
    check_arrived(c.post, mail);
  }
}

TEST_CASE("the server breaks the connection") {
  break_at_every_packet([](Case& c) { c.post.tcp.reset(); }, nothing, {Category::closed, Category::network});
}

TEST_CASE("the server hangs up") {
  break_at_every_packet([](Case& c) { c.post.tcp.hang_up(); }, nothing, {Category::closed});
}

TEST_CASE("the server says nothing any more") {
  break_at_every_packet([](Case& c) { c.post.tcp.deaf = true; }, [](Case& c) { c.post.tcp.deaf = false; },
                        {Category::timeout});
}

TEST_CASE("a server that never says anything: our deadline, to the second, and nobody turns in circles") {
  for (const Way way : {Way::stepping, Way::blocking})
    for (const std::uint32_t wrap : {5'000U, 200'000U}) {
      World world;
      TcpServer server(world, [] { return std::make_shared<Speaker>(""); });
      lwip::Network network(world);
      world.wrap_in(wrap);
      CHECK(send(world, network, {}, way).result == "timeout greeting perhaps_ssl later 75");
      CHECK(world.elapsed_ms() >= 60'000);
      CHECK(world.elapsed_ms() <= 61'500);
      CHECK(world.waits < 300);
    }
}

TEST_CASE("the program gives up") {
  const unsigned packets = packets_of_a_mail();
  for (unsigned at = 0; at < packets; ++at) {
    for (const bool destroyed : {false, true}) {
      CAPTURE(at);
      CAPTURE(destroyed);
      Case c;
      const Mail mail = some_mail();
      bool enough = false;
      c.world.after_packets(at, [&] { enough = true; });
      {
        sending::Memory memory;
        TextSource text(mail.text);
        Mailer mailer(*c.network, memory.spans());
        mailer.start(mail.spec, mail.login, Envelope{mail.from, mail.to, &text, true});
        while (mailer.step() == Step::again && !enough) c.world.turn(mailer.idle() ? Pace::rest : Pace::busy);
        mailer.abort();
      }
      if (destroyed) c.network.emplace(c.world);
      c.world.pass(1'000);  // what was queued arrives yet
      const std::size_t before = c.post.mails().size();
      CHECK(send(c.world, *c.network, mail).result == "ok");
      CHECK(c.post.mails().size() == before + 1);
    }
  }
}

// lwIP would go on sending for an hour what was queued on connections that were given up, and the next one would lack
// the memory.
void break_mails_in_a_row(std::uint32_t patience_ms, std::uint32_t pause_ms) {
  for (const bool told : {false, true}) {
    Case c;
    sim::Dice dice(7);
    const Mail mail{.text = some_text(20'000, dice), .options = {.timeout_ms = patience_ms}};
    for (unsigned at = 0; at < 15; ++at) {
      CAPTURE(told);
      CAPTURE(at);
      for (unsigned i = 0; i < 4; ++i) {
        c.world.after_packets(at, [&] { told ? c.world.unplug() : static_cast<void>(c.world.silent = true); });
        CHECK(send(c.world, *c.network, mail).error.category != Category::none);
        c.world.never_mind();
        c.world.silent = false;
        c.post.tcp.reset();
        c.world.plug_in();
      }
      c.world.pass(pause_ms);
      CHECK(send(c.world, *c.network, mail).result == "ok");
    }
  }
}

TEST_CASE("mails into a dead cable take nothing from the next one") { break_mails_in_a_row(0, 0); }

TEST_CASE("impatient mails into a dead cable take nothing from one half a minute later") {
  break_mails_in_a_row(2'000, 30'000);
}

TEST_CASE("what was not read, and a connection that is gone, hold nothing") {
  // The server floods, the program never reads, and hangs up in the middle.
  for (const bool reset : {false, true}) {
    World world;
    TcpServer server(world, [] { return std::make_shared<Speaker>(std::string(100'000, 'x')); });
    const Used before = Used::now();
    {
      lwip::Network network(world);
      while (network.open("192.0.2.1", 25) != Io::done) world.turn(Pace::rest);
      world.pass(3'000);
      CHECK(Used::now().pools[MEMP_PBUF_POOL] > before.pools[MEMP_PBUF_POOL]);
      if (reset) server.reset();
      world.pass(1'000);
    }
    world.pass(1'000);
    CHECK(Used::now().pools[MEMP_PBUF_POOL] == before.pools[MEMP_PBUF_POOL]);
  }
}
