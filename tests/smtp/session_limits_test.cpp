// Deadlines, and bounds: one below, at, one above.
#include <mailmote/smtp/session.hpp>

#include <doctest/doctest.h>

#include <string>

#include "play.hpp"

using namespace mailmote;
using smtp::EventKind;
using smtp::Put;
using smtp::Session;

namespace {

// A session without a network: octets go in by hand.
class Bench {
 private:
  play::Block rx_{64}, tx_, scratch_{64};  // outlive the session

 public:
  explicit Bench(smtp::Settings settings = secured(), std::size_t tx = 512) : tx_(tx) {
    settings.name = "pump.example";
    session.emplace(smtp::Buffers{rx_.span(), tx_.span(), scratch_.span()}, settings);
  }

  static smtp::Settings secured() {
    smtp::Settings s;
    s.start = Start::secured;
    return s;
  }

  // The first event that `octets` make; need_input if they make none.
  smtp::SessionEvent hear(std::string_view octets) {
    while (!octets.empty()) {
      const std::span<char> rx = session->rx();
      const std::size_t n = std::min(octets.size(), rx.size());
      REQUIRE(n != 0);
      octets.copy(rx.data(), n);
      session->rx_done(n);
      octets.remove_prefix(n);
      const smtp::SessionEvent e = session->next();
      if (e.kind != EventKind::need_input) return e;
    }
    return session->next();
  }

  void send_all() { session->tx_done(session->tx().size()); }

  // Greeted, and EHLO answered.
  void greet(std::string_view hello = "250 mx\r\n") {
    session->tick(now);
    session->start();
    hear("220 mx\r\n");
    send_all();
    REQUIRE(hear(hello).kind == EventKind::ready);
  }

  // At the place where the text is wanted.
  void to_body(std::optional<std::uint64_t> size = {}) {
    greet();
    CHECK(session->mail("a@b", size, false) == Put::done);
    send_all();
    hear("250\r\n");
    CHECK(session->rcpt("c@d") == Put::done);
    send_all();
    hear("250\r\n");
    CHECK(session->data() == Put::done);
    send_all();
    hear("354\r\n");
    REQUIRE(session->wants_body());
  }

  // Once at `time`, nothing heard: is that too late?
  bool late_at(std::uint32_t time) {
    session->tick(time);
    return session->next().kind == EventKind::failed && session->error().category == Category::timeout;
  }

  std::uint32_t now = 1'000'000;
  std::optional<Session> session;
};

}  // namespace

TEST_CASE("a deadline for the greeting, the same at every hour of a clock that wraps") {
  for (const std::uint32_t hour : {0U, 1U, 1'000'000U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
    for (const bool ticked : {true, false}) {
      INFO("from ", hour, ticked ? ", told before" : ", told after");
      Bench bench;
      if (ticked) bench.session->tick(hour);
      bench.session->start();
      if (!ticked) bench.session->tick(hour);
      CHECK(bench.session->has_deadline());
      CHECK(bench.session->deadline() == hour + 60'000);
      CHECK_FALSE(bench.late_at(hour + 59'999));
      CHECK(bench.late_at(hour + 60'000));
      CHECK(bench.session->error().stage == Stage::greeting);
      CHECK(bench.session->error().retry == Retry::later);
    }
  }
}

TEST_CASE("octets that drip in do not move the deadline") {
  Bench bench;
  bench.session->tick(0);
  bench.session->start();
  std::uint32_t t = 0;
  for (; t < 59'000; t += 1'000) {
    bench.session->tick(t);
    CHECK(bench.hear(t % 30'000 == 0 ? "220-" : t % 30'000 == 29'000 ? "\r\n" : "x").kind == EventKind::need_input);
  }
  CHECK(bench.late_at(60'000));
}

TEST_CASE("a deadline for every command") {
  Bench bench;
  bench.greet();
  CHECK_FALSE(bench.session->has_deadline());
  bench.now += 3'600'000;  // an hour of nothing on an open connection
  bench.session->tick(bench.now);
  CHECK(bench.session->mail("a@b", {}, false) == Put::done);
  CHECK(bench.session->deadline() == bench.now + 60'000);
  CHECK_FALSE(bench.late_at(bench.now + 59'999));
  CHECK(bench.late_at(bench.now + 60'000));
  CHECK(bench.session->error().stage == Stage::envelope);
}

TEST_CASE("more commands do not move the deadline of the first; its answer does") {
  Bench bench;
  bench.greet("250-mx\r\n250 PIPELINING\r\n");
  CHECK(bench.session->mail("a@b", {}, false) == Put::done);
  for (std::uint32_t i = 1; i <= 5; ++i) {
    bench.session->tick(bench.now + i * 10'000);
    CHECK(bench.session->rcpt("c@d") == Put::done);
    bench.send_all();
    CHECK(bench.session->next().kind == EventKind::need_input);
  }
  CHECK(bench.session->deadline() == bench.now + 60'000);
  bench.hear("250\r\n");
  CHECK(bench.session->deadline() == bench.now + 110'000);
}

TEST_CASE("an answer that is there is read, however late it is asked for") {
  Bench bench;
  bench.to_body();
  CHECK(bench.session->end_body() == Put::done);
  bench.send_all();
  bench.session->tick(bench.now + 3'600'000);
  const smtp::SessionEvent e = bench.hear("250 queued\r\n");
  CHECK(e.kind == EventKind::reply);
  CHECK(e.command == smtp::Command::body);
}

TEST_CASE("the end of a body has ten minutes, the body itself by its size") {
  Bench unknown;
  unknown.to_body();
  CHECK(unknown.session->deadline() == unknown.now + 600'000);
  Bench known;
  known.to_body(16 * 1024 * 30);
  CHECK(known.session->deadline() == known.now + 60'000 + 30'000);
  CHECK(known.session->end_body() == Put::done);
  known.send_all();
  CHECK(known.session->deadline() == known.now + 600'000);
  CHECK_FALSE(known.late_at(known.now + 599'999));
  CHECK(known.late_at(known.now + 600'000));
  CHECK(known.session->error().stage == Stage::data);
}

TEST_CASE("no deadline of a phase where there is one for all") {
  smtp::Settings settings = Bench::secured();
  settings.greeting_ms = settings.command_ms = settings.body_ms = settings.accept_ms = 0;
  Bench bench(settings);
  bench.to_body(16 * 1024 * 30);
  CHECK_FALSE(bench.session->has_deadline());
}

TEST_CASE("a limit beyond half of the clock is one, and is not over at once") {
  smtp::Settings settings = Bench::secured();
  settings.greeting_ms = UINT32_MAX;
  Bench bench(settings);
  bench.session->tick(5);
  bench.session->start();
  CHECK_FALSE(bench.late_at(6));
  CHECK_FALSE(bench.late_at(0x7FFFFFFF));
}

TEST_CASE("a QUIT that nobody answers ends well, but not while the verdict on a mail is due") {
  Bench bench;
  bench.greet();
  CHECK(bench.session->quit() == Put::done);
  bench.send_all();
  bench.session->tick(bench.now + 60'000);
  CHECK(bench.session->next().kind == EventKind::closed);

  Bench mailing;
  mailing.greet("250-mx\r\n250 PIPELINING\r\n");
  CHECK(mailing.session->mail("a@b", {}, false) == Put::done);
  CHECK(mailing.session->rcpt("c@d") == Put::done);
  CHECK(mailing.session->data() == Put::done);
  mailing.send_all();
  CHECK(mailing.hear("250\r\n").kind == EventKind::reply);
  CHECK(mailing.hear("250\r\n").kind == EventKind::reply);
  CHECK(mailing.hear("354\r\n").kind == EventKind::reply);
  CHECK(mailing.session->end_body() == Put::done);
  CHECK(mailing.session->quit() == Put::done);
  mailing.send_all();
  CHECK(mailing.late_at(mailing.now + 600'000));
}

TEST_CASE("acceptance of a text that has not left whole is none") {
  Bench bench;
  bench.to_body();
  CHECK(bench.session->put_body("x") == 1);
  CHECK(bench.session->end_body() == Put::done);
  bench.session->tx_done(bench.session->tx().size() - 1);
  CHECK(bench.hear("250 queued\r\n").kind == EventKind::failed);
  CHECK(bench.session->error().category == Category::protocol);
}

TEST_CASE("a refusal of a text that has not left whole is one") {
  Bench bench;
  bench.to_body();
  CHECK(bench.session->put_body("x") == 1);
  CHECK(bench.session->end_body() == Put::done);
  CHECK(bench.hear("552 5.3.4 too big\r\n").kind == EventKind::failed);
  CHECK(bench.session->error().category == Category::rejected);
  CHECK(bench.session->error().reply == 552);
}

TEST_CASE("an answer to a command that has not left whole is none") {
  Bench bench;
  bench.greet("250-mx\r\n250 PIPELINING\r\n");
  CHECK(bench.session->mail("a@b", {}, false) == Put::done);
  CHECK(bench.session->rcpt("c@d") == Put::done);
  bench.session->tx_done(std::string_view("MAIL FROM:<a@b>\r\nRCPT").size());
  CHECK(bench.hear("250\r\n").kind == EventKind::reply);
  CHECK(bench.hear("250\r\n").kind == EventKind::failed);
  CHECK(bench.session->error().category == Category::protocol);
}

TEST_CASE("an answer that was begun before its command left is none, though it ends behind it") {
  Bench bench;
  bench.session->tick(bench.now);
  bench.session->start();
  bench.hear("220 mx\r\n");  // EHLO waits to be sent
  CHECK(bench.hear("250-mx\r\n").kind == EventKind::need_input);
  bench.send_all();
  CHECK(bench.hear("250 PIPELINING\r\n").kind == EventKind::failed);
  CHECK(bench.session->error().category == Category::protocol);
}

TEST_CASE(
    "an answer that lay unread before its command was given is none, though the command leaves before it is read") {
  Bench bench;
  bench.greet();
  const std::string_view answer = "250 ok\r\n";
  answer.copy(bench.session->rx().data(), answer.size());
  bench.session->rx_done(answer.size());
  CHECK(bench.session->mail("a@b", {}, false) == Put::done);
  bench.send_all();
  CHECK(bench.session->next().kind == EventKind::failed);
  CHECK(bench.session->error().category == Category::protocol);
}

TEST_CASE("a greeting that came before start() is one") {
  Bench bench;
  const std::string_view greeting = "220 mx\r\n";
  greeting.copy(bench.session->rx().data(), greeting.size());
  bench.session->rx_done(greeting.size());
  bench.session->start();
  CHECK(bench.session->next().kind == EventKind::need_input);
  CHECK(bench.session->tx() == "EHLO pump.example\r\n");
}

TEST_CASE("128 lines of a reply, and not one more") {
  for (int lines = 127; lines <= 129; ++lines) {
    Bench bench;
    bench.greet();
    CHECK(bench.session->mail("a@b", {}, false) == Put::done);
    bench.send_all();
    std::string reply;
    for (int i = 1; i < lines; ++i) reply += "250-x\r\n";
    const auto e = bench.hear(reply + "250 x\r\n");
    CHECK(e.kind == (lines <= 128 ? EventKind::reply : EventKind::failed));
    if (lines > 128) CHECK(bench.session->error().category == Category::limit);
  }
}

TEST_CASE("1 MiB of a line, and not an octet more") {
  constexpr std::size_t most = wire::LineReader::max_line;
  for (const std::size_t n : {most - 1, most, most + 1}) {
    Bench bench;
    bench.greet();
    CHECK(bench.session->mail("a@b", {}, false) == Put::done);
    bench.send_all();
    const auto e = bench.hear("250 " + std::string(n - 4, 'x') + "\r\n");
    CHECK(e.kind == (n <= most ? EventKind::reply : EventKind::failed));
    if (n > most) CHECK(bench.session->error().category == Category::limit);
  }
}

TEST_CASE("so many commands may be unanswered, then the next one waits") {
  Bench bench;
  bench.greet("250-mx\r\n250 PIPELINING\r\n");
  CHECK(bench.session->mail("a@b", {}, false) == Put::done);
  bench.send_all();
  for (std::size_t i = 1; i < Session::max_pending; ++i) {
    if (bench.session->rcpt("c@d") != Put::done) FAIL("recipient ", i);
    bench.send_all();
  }
  CHECK(bench.session->rcpt("c@d") == Put::later);
  CHECK(bench.hear("250\r\n").command == smtp::Command::mail);
  CHECK(bench.hear("250\r\n").command == smtp::Command::rcpt);
  CHECK(bench.session->rcpt("c@d") == Put::done);
}

TEST_CASE("a text that was refused before it began is no text: a hang-up then leaves no mail half said") {
  Bench bench;
  bench.greet();
  CHECK(bench.session->mail("a@b", {}, false) == Put::done);
  bench.send_all();
  bench.hear("250\r\n");
  CHECK(bench.session->data() == Put::done);
  bench.send_all();
  CHECK(bench.hear("451 no\r\n").reply.code == 451);
  CHECK(bench.session->stage() == Stage::envelope);
  bench.session->eof(Io::closed);
  CHECK(bench.session->next().kind == EventKind::failed);
  CHECK(bench.session->error().stage == Stage::envelope);
  CHECK(bench.session->error().advice == Advice::none);
}

TEST_CASE("a DATA that has not left cannot be refused") {
  Bench bench;
  bench.greet();
  CHECK(bench.session->data() == Put::done);
  CHECK(bench.hear("500 what\r\n").kind == EventKind::failed);
  CHECK(bench.session->error().category == Category::protocol);
}

TEST_CASE("what is no reply is quoted as it came") {
  Bench bench;
  bench.session->start();
  CHECK(bench.hear("600 x\r\n").kind == EventKind::failed);
  CHECK(bench.session->error().server_text == "600 x");
}

TEST_CASE("a MAIL that could not be sent leaves the deadline of the one that was") {
  Bench bench;
  bench.greet("250-mx\r\n250 PIPELINING\r\n");
  CHECK(bench.session->mail("a@b", 0, false) == Put::done);
  CHECK(bench.session->rcpt("c@d") == Put::done);
  CHECK(bench.session->mail(std::string(500, 'a'), 1'000'000'000, false) == Put::later);  // no room beside the others
  bench.send_all();
  bench.hear("250\r\n");
  bench.hear("250\r\n");
  CHECK(bench.session->data() == Put::done);
  bench.send_all();
  bench.hear("354\r\n");
  REQUIRE(bench.session->wants_body());
  CHECK(bench.session->deadline() == bench.now + 60'000);
}

TEST_CASE("what ended does not start again") {
  Bench bench;
  CHECK(bench.hear("220 mx\r\n").kind == EventKind::failed);  // nobody waited for it
  bench.session->start();
  CHECK_FALSE(bench.session->has_deadline());
  CHECK(bench.session->next().kind == EventKind::failed);
}

TEST_CASE("a session is small: with its buffers it fits in 2 KB") { CHECK(sizeof(Session) + 64 + 512 + 128 <= 2048); }
