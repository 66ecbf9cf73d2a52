// Mails over TLS over lwIP: what the handshake makes of every weather, and of a connection that breaks at every packet.
#include <mailmote/ports/mbedtls.hpp>

#include "mail.hpp"
#include "tls_post.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

int draw(void* dice, unsigned char* into, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) into[i] = static_cast<unsigned char>(static_cast<sim::Dice*>(dice)->roll());
  return 0;
}

const mbedtls::Trust& trusted() {
  static mbedtls::Trust trust;
  if (trust.empty()) REQUIRE(trust.add_file("certs/ca.pem"));
  return trust;
}

constexpr const char* starttls = "{192.0.2.1:25/smtp/tls}";

// The certificate is good for mail.example.test: the address is another matter, so nobody checks it but where a test
// says.
constexpr const char* unchecked = "{192.0.2.1:25/smtp/tls/novalidate-cert}";
constexpr const char* unchecked_ssl = "{192.0.2.1:25/smtp/ssl/novalidate-cert}";

sim::SmtpBehaviour behaviour_of(const std::string& spec) {
  sim::SmtpBehaviour behaviour = sim::SmtpBehaviour::honest();
  behaviour.implicit_tls = spec == unchecked_ssl;
  return behaviour;
}

struct Case {
  explicit Case(const std::string& spec, std::uint64_t seed = 1, const Weather& weather = {})
      : world(seed, weather), dice(seed), post(world, behaviour_of(spec)) {}

  World world;
  sim::Dice dice;
  TlsPost post;
  mbedtls::Layer tls{trusted(), {draw, &dice}};
  lwip::Network network{world, &tls};
};

Mail some_mail(const char* spec, std::size_t size = 2'000) {
  sim::Dice dice(8);
  return {.spec = spec, .text = some_text(size, dice)};
}

}  // namespace

TEST_CASE("a mail over TLS, and the server hears close_notify") {
  for (const char* const spec : {unchecked, unchecked_ssl})
    for (const Way way : {Way::stepping, Way::blocking}) {
      CAPTURE(spec);
      Case c(spec);
      const Mail mail = some_mail(spec, 30'000);
      CHECK(send(c.world, c.network, mail, way).result == "ok");
      REQUIRE(c.post.mails().size() == 1);
      CHECK((c.post.mails()[0].text == mail.text));
      CHECK(c.world.elapsed_ms() < 3'000);
    }
}

TEST_CASE("the certificate is that of another host") {
  Case c(starttls);
  const Sent sent = send(c.world, c.network, some_mail(starttls), Way::blocking);
  CHECK(sent.error.category == Category::cert);
  CHECK((sent.error.certificate & cert_wrong_host) != 0);
  CHECK(c.post.mails().empty());
}

TEST_CASE("TLS in every weather") {
  unsigned delivered = 0;
  constexpr unsigned seeds = 12;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    sim::Dice dice(seed);
    const Weather weather = Weather::rolled(dice);
    INFO("seed ", seed, ": ", weather.text());
    const char* const spec = dice.coin() ? unchecked : unchecked_ssl;
    Case c(spec, seed, weather);
    if (dice.coin()) c.world.carry(576);
    const Mail mail = some_mail(spec, 6'000);
    const Sent sent = send(c.world, c.network, mail, dice.coin() ? Way::blocking : Way::stepping);
    INFO(sent.result);
    if (sent.error.category != Category::none) continue;
    ++delivered;
    REQUIRE(c.post.mails().size() == 1);
    CHECK((c.post.mails()[0].text == mail.text));
  }
  CHECK(delivered >= seeds - 2);
}

TEST_CASE("the connection breaks at every packet, in the handshake too") {
  unsigned packets = 0;
  {
    Case c(unchecked);
    CHECK(send(c.world, c.network, some_mail(unchecked)).result == "ok");
    packets = c.world.packets();
  }
  unsigned in_handshake = 0;
  for (unsigned at = 1; at < packets; ++at) {
    CAPTURE(at);
    Case c(unchecked);
    enum { reset, end, silence } const how = at % 3 == 0 ? reset : at % 3 == 1 ? end : silence;
    c.world.after_packets(at, [&] {
      if (how == reset) c.post.tcp.reset();
      if (how == end) c.post.tcp.hang_up();
      if (how == silence) c.world.silent = true;
    });
    const Sent sent = send(c.world, c.network, some_mail(unchecked));
    INFO(sent.result);
    if (sent.error.category == Category::none) {
      CHECK(c.post.mails().size() == 1);
    } else {
      CHECK_FALSE(sent.delivered);
      if (how == silence) CHECK(sent.error.category == Category::timeout);
      if (how != silence) CHECK((sent.error.category == Category::closed || sent.error.category == Category::tls));
      if (sent.error.stage == Stage::tls) ++in_handshake;
    }
    c.world.never_mind();
    c.world.silent = false;
    c.world.pass(1'000);
    CHECK(send(c.world, c.network, some_mail(unchecked)).result == "ok");
  }
  CHECK(in_handshake > 3);
}
