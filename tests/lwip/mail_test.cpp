// Whole mails over lwIP, in every weather.
#include "mail.hpp"

#include "pools.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

const char* const over_ip6 = "{[2001:db8::1]:25/smtp/notls}";

}  // namespace

TEST_CASE("a mail, by step() and by the blocking call") {
  for (const Way way : {Way::stepping, Way::blocking}) {
    for (const std::string& spec : {Mail().spec, std::string(over_ip6)}) {
      CAPTURE(spec);
      World world;
      Post post(world);
      bool reset = false;
      world.watch = [&](std::string_view packet) {
        const auto segment = segment_in(packet);
        reset = reset || (segment && segment->is_reset);
      };
      lwip::Network network(world);
      const Mail mail{.spec = spec};
      CHECK(send(world, network, mail, way).result == "ok");
      check_arrived(post, mail);
      CHECK((world.waits != 0) == (way == Way::blocking));
      CHECK(world.elapsed_ms() < 1'000);
      world.pass(1'000);
      CHECK_FALSE(reset);
    }
  }
}

TEST_CASE("a login, several recipients, and a refused one") {
  World world;
  sim::SmtpBehaviour behaviour = Post::plain();
  behaviour.login_required = true;
  Post post(world, behaviour);
  post.user = "pump3";
  post.secret = "secret";
  lwip::Network network(world);
  CHECK(
      send(world, network, {.to = "ops@plant.example, zoe@plant.example", .login = Login("pump3", "secret")}).result ==
      "ok");
  REQUIRE(post.mails().size() == 1);
  CHECK(post.mails()[0].to.size() == 2);
  const Sent refused = send(world, network, {.login = Login("pump3", "wrong")});
  CHECK(refused.error.category == Category::auth);
  CHECK(post.mails().size() == 1);
}

TEST_CASE("the same seed gives the same run, packet for packet") {
  struct Run {
    std::uint64_t trace, elapsed;
    bool operator==(const Run&) const = default;
  };
  const auto run = [](std::uint64_t seed) {
    sim::Dice dice(seed);
    World world(seed, {.lost_in = 8, .doubled_in = 8, .least_ms = 5, .most_ms = 90});
    Post post(world);
    lwip::Network network(world);
    CHECK(send(world, network, {.text = some_text(4'000, dice)}).result == "ok");
    return Run{world.trace(), world.elapsed_ms()};
  };
  const Run first = run(7);
  CHECK(run(8) != first);
  CHECK(run(7) == first);
}

TEST_CASE("seeds: what is lost, doubled, spoilt and overtaken on the way arrives once, octet for octet") {
  unsigned delivered = 0;
  std::uint64_t elapsed = 0;
  constexpr unsigned seeds = 300;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    sim::Dice dice(seed);
    const Weather weather = Weather::rolled(dice);
    INFO("seed ", seed, ": ", weather.text());
    World world(seed, weather);
    sim::SmtpBehaviour behaviour = Post::plain();
    behaviour.pipelining = dice.coin();
    Post post(world, behaviour);
    if (dice.coin()) world.carry(576);
    post.tcp.window = dice.coin() ? TCP_WND : dice.time(TCP_MSS, TCP_WND);
    post.tcp.piece = dice.once_in(3) ? 1 : 0xFFFF;
    lwip::Network network(world);
    const Mail mail{.spec = dice.coin() ? over_ip6 : Mail().spec, .text = some_text(dice.from(0, 12'000), dice)};
    const Sent sent = send(world, network, mail, dice.coin() ? Way::blocking : Way::stepping);
    elapsed += world.elapsed_ms();
    if (sent.error.category == Category::none) {
      ++delivered;
      check_arrived(post, mail);
    } else {
      INFO(sent.result);
      CHECK((sent.error.category == Category::timeout || sent.error.category == Category::closed));
      CHECK(post.mails().size() <= 1);
    }
  }
  MESSAGE(seeds, " seeds, ", delivered, " delivered, ", elapsed / 1000, " s of virtual time");
  // The others ran into a deadline: where lwIP keeps nothing that comes out of order, a packet overtaken is one lost.
  CHECK(delivered >= seeds * (TCP_QUEUE_OOSEQ ? 95 : 70) / 100);
}

TEST_CASE("the clock wraps in the middle of a mail") {
  for (std::uint32_t at = 0; at < 40; at += 3)
    for (const Way way : {Way::stepping, Way::blocking}) {
      CAPTURE(at);
      World world;
      Post post(world);
      lwip::Network network(world);
      world.wrap_in(at);
      CHECK(send(world, network, {}, way).result == "ok");
      CHECK(world.elapsed_ms() < 1'000);
    }
}

TEST_CASE("200 KB through a small window") {
  sim::Dice dice(3);
  // Longer than the mailer would wait by itself: two kilobytes a second is what such a window and delayed ACKs allow.
  const Mail mail{.text = some_text(200'000, dice), .options = {.timeout_ms = 900'000}};
  for (const Weather& weather : {Weather(), Weather{.lost_in = 50, .doubled_in = 50, .least_ms = 5, .most_ms = 25}}) {
    World world(3, weather);
    world.carry(576);
    Post post(world);
    post.tcp.window = 600;
    unsigned widest = 0;
    std::uint32_t read = 0, sent = 0;  // numbers of the octets: acknowledged by the server, and sent
    world.watch = [&](std::string_view packet) {
      const auto segment = segment_in(packet);
      if (!segment) return;
      if (segment->from == 25) read = segment->acknowledged;
      if (segment->to == 25) sent = segment->number + static_cast<std::uint32_t>(segment->octets);
      if (segment->to == 25 && world.packets() > 10 && static_cast<std::int32_t>(sent - read) > 0)
        widest = std::max(widest, sent - read);
    };
    lwip::Network network(world);
    CHECK(send(world, network, mail, Way::blocking).result == "ok");
    check_arrived(post, mail);
    MESSAGE("200 KB: ", world.elapsed_ms() / 1000, " s of virtual time, ", world.packets(), " packets, at most ",
            widest, " octets under way");
    CHECK(world.packets() > mail.text.size() / 600);
  }
}

TEST_CASE("a hundred mails on a hundred connections, and nothing grows") {
  World world;
  Post post(world);
  lwip::Network network(world);
  const Used before = Used::now();
  SUBCASE("each when the last is forgotten") {
    for (int i = 0; i < 100; ++i) {
      CAPTURE(i);
      REQUIRE(send(world, network, {}).result == "ok");
      world.pass(200'000);  // TIME_WAIT is over
      REQUIRE(Used::now().more_than(before) == "");
    }
  }
  SUBCASE("one after the other") {
    Used most{};
    for (int i = 0; i < 100; ++i) {
      CAPTURE(i);
      REQUIRE(send(world, network, {}).result == "ok");
      world.pass(100);
      if (i == 20) most = Used::now();
      if (i > 20 && pools_are_bounded) REQUIRE(Used::now().more_than(most) == "");
    }
  }
  CHECK(post.mails().size() == 100);
}

TEST_CASE("a hundred mails on one connection, and nothing grows") {
  World world;
  Post post(world);
  lwip::Network network(world);
  sending::Memory memory;
  Mailer mailer(network, memory.spans());
  const Mail mail;
  mailer.start_open(mail.spec, mail.login);
  step_on(mailer, world);
  REQUIRE(mailer.is_open());
  Used first{};
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    TextSource text(mail.text);
    const Envelope envelope{mail.from, mail.to, &text};
    mailer.start_send(envelope);
    step_on(mailer, world);
    REQUIRE(mailer.result());
    world.pass(2'000);
    if (i == 0) first = Used::now();
    REQUIRE(Used::now().more_than(first) == "");
  }
  CHECK(mailer.close());
  CHECK(post.mails().size() == 100);
  CHECK(post.tcp.connections() == 1);
}

TEST_CASE("the pools") { MESSAGE("most ever in use: ", most_used()); }
