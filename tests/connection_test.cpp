// Connecting, securing, talking and waiting, without any protocol.
#include <mailmote/connection.hpp>

#include <doctest/doctest.h>

#include <string>

#include "script_network.hpp"

using namespace mailmote;
using Progress = Connection::Progress;

namespace {

// The least session: it sends what it is given, and wants TLS when it is told to.
class Echo final : public Link {
 public:
  explicit Echo(Start start) : Link(rx_, tx_, start) {}
  using Link::arm;
  using Link::begin_securing;
  using Link::ended_by;
  using Link::forget_clear;
  void say(std::string_view text) {
    out_.begin();
    out_.put(text);
    CHECK(out_.commit());
  }
  std::string heard() const { return std::string(window()); }

 private:
  char rx_[64] = {};
  char tx_[64] = {};
};

Connection::Settings to(std::string_view host, Start start = Start::clear) {
  Connection::Settings s;
  s.host = host;
  s.port = 25;
  s.start = start;
  return s;
}

// Steps, and lets time pass, until something other than `again` comes.
Progress run(Connection& connection, Link* link = nullptr) {
  for (;;) {
    const Progress progress = connection.step(link);
    if (progress != Progress::again) return progress;
    if (connection.idle()) connection.wait(link);
  }
}

struct Told {
  Category category;
  Stage stage;
  Advice advice;
  Retry retry;
  int exit;
};

void check(const Error& error, const Told& told) {
  CHECK(name(error.category) == name(told.category));
  CHECK(name(error.stage) == name(told.stage));
  CHECK(name(error.advice) == name(told.advice));
  CHECK(name(error.retry) == name(told.retry));
  CHECK(exit_code(error) == told.exit);
}

}  // namespace

TEST_CASE("every fault while connecting has its meaning") {
  struct Row {
    FaultKind fault;
    Told told;
  };
  const Row rows[] = {
      {FaultKind::unknown_host, {Category::network, Stage::dns, Advice::check_host_name, Retry::after_fix, 68}},
      {FaultKind::resolver, {Category::network, Stage::dns, Advice::check_network, Retry::later, 75}},
      {FaultKind::refused, {Category::network, Stage::connect, Advice::nothing_listens, Retry::after_fix, 75}},
      {FaultKind::unreachable, {Category::network, Stage::connect, Advice::check_network, Retry::later, 75}},
      {FaultKind::connect_timeout,
       {Category::timeout, Stage::connect, Advice::firewall_or_wrong_port, Retry::later, 75}},
      {FaultKind::reset, {Category::closed, Stage::connect, Advice::none, Retry::reconnect, 75}},
      {FaultKind::local, {Category::network, Stage::connect, Advice::check_resources, Retry::later, 75}},
  };
  for (const Row& row : rows) {
    script::Network network("");
    network.opens = {{2, 50, {row.fault, 0, "as the port says"}}};
    script::Witness witness;
    Connection connection(network, &witness);
    connection.open(to("mx.example.org"));
    CHECK(run(connection) == Progress::failed);
    check(connection.error(), row.told);
    CHECK(connection.error().fault == row.fault);
    CHECK(connection.error().server_text == "as the port says");
    CHECK(connection.error().host == "mx.example.org");
    CHECK(connection.error().port == 25);
    CHECK(witness.notices == "connecting closed");
    CHECK(connection.step(nullptr) == Progress::failed);
    CHECK(network.calls.size() == 1);
  }
}

TEST_CASE("every fault of a handshake has its meaning") {
  struct Row {
    FaultKind fault;
    std::uint8_t certificate;
    Told told;
  };
  const auto cert = [](std::uint8_t bits, Advice advice) {
    return Row{FaultKind::certificate, bits, {Category::cert, Stage::tls, advice, Retry::after_fix, 77}};
  };
  const Row rows[] = {
      {FaultKind::no_entropy, 0, {Category::tls, Stage::tls, Advice::no_entropy, Retry::after_fix, 76}},
      {FaultKind::bad_ca, 0, {Category::io, Stage::tls, Advice::read_ca, Retry::after_fix, 66}},
      {FaultKind::no_ca, 0, {Category::cert, Stage::tls, Advice::install_ca, Retry::after_fix, 77}},
      {FaultKind::plain_text, 0, {Category::tls, Stage::tls, Advice::use_tls_not_ssl, Retry::after_fix, 76}},
      {FaultKind::handshake, 0, {Category::tls, Stage::tls, Advice::old_tls, Retry::after_fix, 76}},
      {FaultKind::record, 0, {Category::tls, Stage::tls, Advice::none, Retry::reconnect, 76}},
      {FaultKind::reset, 0, {Category::closed, Stage::tls, Advice::none, Retry::reconnect, 75}},
      cert(cert_expired, Advice::certificate_expired),
      cert(cert_not_yet_valid, Advice::set_clock),
      cert(cert_not_yet_valid | cert_clock_unset | cert_wrong_host, Advice::set_clock),
      cert(cert_wrong_host, Advice::certificate_wrong_host),
      cert(cert_wrong_host | cert_unknown_issuer, Advice::certificate_wrong_host),
      cert(cert_unknown_issuer, Advice::certificate_unknown_issuer),
      cert(cert_revoked | cert_expired, Advice::certificate_revoked),
      cert(cert_weak, Advice::certificate_weak),
      cert(cert_other, Advice::certificate_faulty),
  };
  for (const Row& row : rows) {
    script::Network network("");
    network.handshake = {1, 20, {row.fault, row.certificate, "words"}};
    script::Witness witness;
    Connection connection(network, &witness);
    Connection::Settings settings = to("mx.example.org", Start::secured);
    settings.attempts = 3;  // of connecting, and no more
    connection.open(settings);
    CHECK(run(connection) == Progress::failed);
    check(connection.error(), row.told);
    CHECK(connection.error().certificate == row.certificate);
    CHECK(connection.error().server_text == "words");
    CHECK(witness.notices == "connecting connected closed");
    CHECK(network.calls == std::vector<std::string>{"open mx.example.org:25", "secure mx.example.org", "close"});
  }
}

TEST_CASE("a connection opens, in clear or with TLS") {
  for (const Start start : {Start::clear, Start::secured}) {
    for (const Verify verify : {Verify::required, Verify::none}) {
      script::Network network("TLS\n");
      network.opens = {{3, 100, {}}};
      network.handshake = {3, 100, {}};
      script::Witness witness;
      Connection connection(network, &witness);
      Connection::Settings settings = to("mx.example.org", start);
      settings.verify = verify;
      connection.open(settings);
      CHECK(run(connection) == Progress::opened);
      std::string expected = "connecting connected";
      if (start == Start::secured) expected += verify == Verify::required ? " secured" : " tls_unverified";
      CHECK(witness.notices == expected);
      CHECK(witness.host == "mx.example.org");
      connection.close();
      CHECK(witness.notices == expected + " closed");
      connection.close();
      CHECK(witness.notices == expected + " closed");
      CHECK_FALSE(network.is_open());
    }
  }
}

TEST_CASE("a session gets its handshake, and its octets") {
  script::Network network("C: hello\nTLS\nC: again\nS: yes\n");
  script::Witness witness;
  Connection connection(network, &witness);
  connection.open(to("mx.example.org"));
  REQUIRE(run(connection) == Progress::opened);
  Echo session(Start::clear);
  session.say("hello\r\n");
  CHECK(run(connection, &session) == Progress::moved);
  CHECK_FALSE(connection.idle());
  session.begin_securing();
  CHECK(run(connection, &session) == Progress::secured);
  session.forget_clear();
  session.say("again\r\n");
  CHECK(run(connection, &session) == Progress::moved);
  CHECK(session.heard() == "yes\r\n");
  CHECK(run(connection, &session) == Progress::moved);
  CHECK(connection.idle());
  CHECK(witness.shown == "hello\r\nagain\r\n");
  CHECK(witness.heard == "yes\r\n");
  CHECK(network.wrong() == "");
  CHECK(network.waits == 0);
}

TEST_CASE("a stream that ends is the session's to judge") {
  for (const auto& [line, how] :
       {std::pair{"CLOSE\n", Io::closed}, std::pair{"TRUNCATE\n", Io::truncated}, std::pair{"RESET\n", Io::failed}}) {
    script::Network network(line);
    Connection connection(network, nullptr);
    connection.open(to("mx.example.org"));
    REQUIRE(run(connection) == Progress::opened);
    Echo session(Start::clear);
    CHECK(connection.step(&session) == Progress::moved);
    CHECK(session.ended_by() == how);
  }
}

TEST_CASE("connecting and shaking hands have deadlines") {
  const auto time_out = [](Start start, std::uint32_t connect_ms, std::uint32_t tls_ms, std::uint32_t overall_ms) {
    script::Network network("");
    network.opens = {{0, start == Start::clear ? script::for_ever : 0, {}}};
    network.handshake = {0, script::for_ever, {}};
    Connection connection(network, nullptr);
    Connection::Settings settings = to("mx.example.org", start);
    settings.connect_ms = connect_ms;
    settings.tls_ms = tls_ms;
    settings.overall_ms = overall_ms;
    const std::uint32_t began = network.clock;
    connection.open(settings);
    CHECK(run(connection) == Progress::failed);
    CHECK_FALSE(network.is_open());
    if (start == Start::clear)
      check(connection.error(), {Category::timeout, Stage::connect, Advice::firewall_or_wrong_port, Retry::later, 75});
    else
      check(connection.error(), {Category::timeout, Stage::tls, Advice::none, Retry::later, 75});
    return network.clock - began;
  };
  CHECK(time_out(Start::clear, 30'000, 0, 0) == 30'000);
  CHECK(time_out(Start::clear, 0, 0, 200'000) == 200'000);
  CHECK(time_out(Start::clear, 30'000, 0, 9) == 9);
  CHECK(time_out(Start::secured, 0, 40'000, 0) == 40'000);
  CHECK(time_out(Start::secured, 0, 0, 90'000) == 90'000);
}

TEST_CASE("a server that speaks plain text and does not finish its line is told apart from silence") {
  // The port knows what it met before it has all the words: secure() says "again", fault() says why.
  class Half final : public Network {
   public:
    std::uint32_t clock = 0;
    IoResult read(std::span<char>) override { return {}; }
    IoResult write(std::string_view) override { return {}; }
    Io open(std::string_view, std::uint16_t) override { return Io::done; }
    Io secure(std::string_view, Verify) override { return Io::want_read; }
    void close() override {}
    bool pending() const override { return false; }
    Fault fault() const override { return {FaultKind::plain_text, 0, "220 mx"}; }
    std::string_view local_address(std::span<char>) override { return {}; }
    std::uint32_t now() override { return clock; }
    std::int64_t wall_clock() override { return unknown_time; }
    bool random(std::span<char>) override { return false; }
    void wait(Interest, std::uint32_t until) override { clock = until; }
  };
  for (const bool overall : {false, true}) {
    Half network;
    Connection connection(network, nullptr);
    Connection::Settings settings = to("mx.example.org", Start::secured);
    (overall ? settings.overall_ms : settings.tls_ms) = 1'000;
    if (overall) settings.tls_ms = 0;
    connection.open(settings);
    CHECK(run(connection) == Progress::failed);
    check(connection.error(), {Category::tls, Stage::tls, Advice::use_tls_not_ssl, Retry::after_fix, 76});
    CHECK(connection.error().server_text == "220 mx");
  }
}

TEST_CASE("attempts are a second apart, and only where another may fare better") {
  const auto attempts = [](FaultKind kind, std::uint8_t allowed) {
    script::Network network("");
    network.opens = {{0, 5, {kind, 0, ""}}};
    script::Witness witness;
    Connection connection(network, &witness);
    Connection::Settings settings = to("mx.example.org");
    settings.attempts = allowed;
    connection.open(settings);
    CHECK(run(connection) == Progress::failed);
    for (std::size_t i = 1; i < network.opened_at.size(); ++i)
      CHECK(network.opened_at[i] - network.opened_at[i - 1] == 1'005);
    std::string expected = "connecting closed";
    for (std::size_t i = 1; i < network.opened_at.size(); ++i) expected += " retrying closed";
    CHECK(witness.notices == expected);
    return network.opened_at.size();
  };
  CHECK(attempts(FaultKind::refused, 0) == 1);
  CHECK(attempts(FaultKind::refused, 1) == 1);
  CHECK(attempts(FaultKind::refused, 3) == 3);
  CHECK(attempts(FaultKind::unreachable, 2) == 2);
  CHECK(attempts(FaultKind::connect_timeout, 2) == 2);
  CHECK(attempts(FaultKind::local, 2) == 2);
  CHECK(attempts(FaultKind::unknown_host, 3) == 1);
  CHECK(attempts(FaultKind::resolver, 3) == 3);
  CHECK(attempts(FaultKind::reset, 3) == 3);
}

TEST_CASE("each attempt has its own time") {
  script::Network network("");
  network.opens = {{0, script::for_ever, {}}, {0, 100, {}}};
  Connection connection(network, nullptr);
  Connection::Settings settings = to("mx.example.org");
  settings.attempts = 2;
  const std::uint32_t began = network.clock;
  connection.open(settings);
  CHECK(run(connection) == Progress::opened);
  CHECK(network.clock - began == 31'100);
}

TEST_CASE("a wait ends with the nearest deadline") {
  script::Network network("");
  Connection connection(network, nullptr);
  Connection::Settings settings = to("mx.example.org");
  settings.overall_ms = 50'000;
  connection.open(settings);
  REQUIRE(run(connection) == Progress::opened);
  Echo session(Start::clear);
  const auto slept = [&](std::uint32_t most) {
    const std::uint32_t before = network.clock;
    connection.wait(&session, most);
    return network.clock - before;
  };
  CHECK(connection.step(&session) == Progress::moved);
  CHECK(slept(20) == 20);
  session.tick(network.clock);
  session.arm(700);
  CHECK(slept(60'000) == 700);
  session.arm(0);
  CHECK(slept(60'000) == 50'000 - 720);
  CHECK(connection.step(&session) == Progress::failed);
  CHECK(connection.error().category == Category::timeout);
}

TEST_CASE("renewed, the overall limit counts from now") {
  script::Network network("");
  Connection connection(network, nullptr);
  Connection::Settings settings = to("mx.example.org");
  settings.overall_ms = 1'000;
  connection.open(settings);
  REQUIRE(run(connection) == Progress::opened);
  Echo session(Start::clear);
  network.clock += 900'000;
  connection.renew();
  CHECK(connection.step(&session) == Progress::moved);
  network.clock += 999;
  CHECK(connection.step(&session) == Progress::moved);
  network.clock += 1;
  CHECK(connection.step(&session) == Progress::failed);
}

TEST_CASE("a limit of any length is a limit of the future") {
  constexpr std::uint32_t Connection::Settings::*limits[] = {
      &Connection::Settings::connect_ms, &Connection::Settings::tls_ms, &Connection::Settings::overall_ms};
  for (const auto limit : limits) {
    for (const std::uint32_t milliseconds : {0x7FFF'FFFFU, 0x8000'0000U, 0xFFFF'FFFFU}) {
      script::Network network("TLS\n");
      network.opens = {{0, 10'000, {}}};
      network.handshake = {0, 10'000, {}};
      Connection connection(network, nullptr);
      Connection::Settings settings = to("mx.example.org", Start::secured);
      settings.*limit = milliseconds;
      connection.open(settings);
      CHECK(run(connection) == Progress::opened);
      network.clock += 1'000'000;
      connection.renew();
      Echo session(Start::secured);
      CHECK(connection.step(&session) == Progress::moved);
    }
  }
}

TEST_CASE("plain text in place of the handshake that STARTTLS agreed to was tampered with") {
  script::Network network("");
  network.handshake = {1, 20, {FaultKind::plain_text, 0, "250 AUTH PLAIN"}};
  Connection connection(network, nullptr);
  connection.open(to("mx.example.org"));
  REQUIRE(run(connection) == Progress::opened);
  Echo session(Start::clear);
  session.begin_securing();
  CHECK(run(connection, &session) == Progress::failed);
  check(connection.error(), {Category::tls, Stage::tls, Advice::tampered_starttls, Retry::after_fix, 76});
  CHECK(connection.error().server_text == "250 AUTH PLAIN");
  CHECK_FALSE(network.is_open());
}

TEST_CASE("who finds that the network serves another fails, and closes nothing of the other's") {
  for (const bool hangs_up : {false, true}) {
    script::Network network("");
    network.then("S: for the second\n");
    script::Witness witness;
    Connection first(network, &witness), second(network, nullptr);
    first.open(to("first.example"));
    REQUIRE(run(first) == Progress::opened);
    second.open(to("second.example"));
    REQUIRE(run(second) == Progress::opened);
    const std::vector<std::string> calls = network.calls;
    Echo of_first(Start::clear), of_second(Start::clear);
    if (hangs_up) {
      first.close();
    } else {
      CHECK(first.step(&of_first) == Progress::failed);
      check(first.error(), {Category::closed, Stage::connect, Advice::one_at_a_time, Retry::later, 75});
      CHECK(first.error().host == "first.example");
    }
    CHECK(witness.notices == "connecting connected closed");
    CHECK(of_first.heard() == "");
    CHECK(network.calls == calls);
    CHECK(network.is_open());
    CHECK(run(second, &of_second) == Progress::moved);
    CHECK(of_second.heard() == "for the second\r\n");
    CHECK(network.wrong() == "");
  }
}
