// lwIP runs out of something, at every packet of a mail: it recovers, or fails cleanly, and lies never.
#include "dns_server.hpp"
#include "mail.hpp"
#include "pools.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

Mail some_mail() {
  sim::Dice dice(6);
  return {.text = some_text(3'000, dice)};
}

unsigned packets_of_a_mail() {
  World world;
  Post post(world);
  lwip::Network network(world);
  REQUIRE(send(world, network, some_mail()).result == "ok");
  return world.packets();
}

// Takes a pool, and gives it back after a while.
class Shortage final : public Station {
 public:
  explicit Shortage(World& world) : world_(world) { world.settle(*this); }
  ~Shortage() { world_.remove(*this); }
  Shortage(const Shortage&) = delete;
  Shortage& operator=(const Shortage&) = delete;

  void begin(unsigned pool, std::uint32_t lasts_ms) {
    thief_.take(pool);
    until_ = World::now() + lasts_ms;
  }
  void end() {
    thief_.release();
    until_.reset();
  }
  void run() override {
    if (until_ && static_cast<std::int32_t>(World::now() - *until_) >= 0) end();
  }
  std::optional<std::uint32_t> next() const override { return until_; }

 private:
  World& world_;
  Thief thief_;
  std::optional<std::uint32_t> until_;
};

constexpr unsigned pools[] = {MEMP_TCP_PCB, MEMP_TCP_SEG, MEMP_PBUF, MEMP_PBUF_POOL, Thief::heap};
constexpr std::uint32_t for_ever = 3'600'000;

}  // namespace

TEST_SUITE_BEGIN("pools" * doctest::skip(!pools_are_bounded));

TEST_CASE("a pool is empty for four seconds") {
  const unsigned packets = packets_of_a_mail();
  for (const unsigned pool : pools)
    for (unsigned at = 0; at < packets; ++at)
      for (const Way way : {Way::stepping, Way::blocking}) {
        INFO(pool_name(pool), " at ", at);
        World world;
        Post post(world);
        lwip::Network network(world);
        Shortage shortage(world);
        const Mail mail = some_mail();
        world.after_packets(at, [&] { shortage.begin(pool, 4'000); });
        const Sent sent = send(world, network, mail, way);
        INFO(sent.result);
        if (sent.error.category == Category::none) {
          check_arrived(post, mail);
          CHECK(world.elapsed_ms() < 40'000);
        } else {  // only the beginning has nothing to wait for
          CHECK(at == 0);
          CHECK(sent.error.fault == FaultKind::local);
          CHECK(post.mails().empty());
        }
      }
}

TEST_CASE("a pool is empty for ever") {
  const unsigned packets = packets_of_a_mail();
  for (const unsigned pool : pools)
    for (unsigned at = 0; at < packets; ++at) {
      INFO(pool_name(pool), " at ", at);
      World world;
      Post post(world);
      lwip::Network network(world);
      Shortage shortage(world);
      const Mail mail = some_mail();
      world.after_packets(at, [&] { shortage.begin(pool, for_ever); });
      const Sent sent = send(world, network, mail, Way::blocking);
      INFO(sent.result);
      if (sent.error.category == Category::none) {
        check_arrived(post, mail);
      } else {
        CHECK_FALSE(sent.delivered);
        CHECK((sent.error.category == Category::timeout || sent.error.category == Category::closed ||
               sent.error.fault == FaultKind::local));
      }
      CHECK(world.elapsed_ms() < 700'000);
      shortage.end();
      CHECK(send(world, network, mail, Way::blocking).result == "ok");
    }
}

TEST_CASE("nothing to begin with: the fault is local") {
  for (const unsigned pool : {static_cast<unsigned>(MEMP_TCP_PCB), static_cast<unsigned>(MEMP_TCP_SEG), Thief::heap}) {
    INFO(pool_name(pool));
    World world;
    Post post(world);
    lwip::Network network(world);
    Shortage shortage(world);
    shortage.begin(pool, for_ever);
    const Sent sent = send(world, network, {});
    CHECK(sent.error.fault == FaultKind::local);
    CHECK(sent.error.category == Category::network);
    CHECK(sent.error.advice == Advice::check_resources);
    shortage.end();
    CHECK(send(world, network, {}).result == "ok");
  }
}

TEST_CASE("pools that are nearly empty: slowly, but it arrives") {
  sim::Dice dice(9);
  for (const unsigned pool :
       {static_cast<unsigned>(MEMP_TCP_SEG), static_cast<unsigned>(MEMP_PBUF_POOL), Thief::heap}) {
    INFO(pool_name(pool));
    World world;
    Post post(world);
    lwip::Network network(world);
    Thief thief;
    thief.take(pool);
    thief.leave(pool == Thief::heap ? 110 : 3);  // what we have queued must leave the server enough to answer
    const Mail mail{.text = some_text(20'000, dice)};
    CHECK(send(world, network, mail, Way::blocking).result == "ok");
    check_arrived(post, mail);
  }
}

TEST_CASE("the heap has nothing but small holes: smaller pieces go") {
  sim::Dice dice(9);
  World world;
  Post post(world);
  lwip::Network network(world);
  Thief thief;
  thief.take(Thief::heap);
  thief.leave_holes(5);
  const Mail mail{.text = some_text(20'000, dice)};
  CHECK(send(world, network, mail, Way::blocking).result == "ok");
  check_arrived(post, mail);
}

TEST_CASE("a name cannot be asked for: no memory for the question") {
  for (const unsigned pool : {static_cast<unsigned>(MEMP_UDP_PCB), Thief::heap}) {
    INFO(pool_name(pool));
    World world;
    Post post(world);
    DnsServer names(world);
    names.know("mx.example.org", World::address4);
    lwip::Network network(world);
    Shortage shortage(world);
    shortage.begin(pool, for_ever);
    const Mail mail{.spec = "{mx.example.org:25/smtp/notls}"};
    const Sent sent = send(world, network, mail);
    INFO(sent.result);
    CHECK(sent.error.category != Category::none);
    CHECK((sent.error.fault == FaultKind::local || sent.error.fault == FaultKind::resolver));
    shortage.end();
    CHECK(send(world, network, mail).result == "ok");
  }
}

TEST_SUITE_END();
