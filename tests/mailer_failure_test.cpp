// Networks, servers and clocks that fail a mailer: the error that it tells, and that it never takes a mail for sent.
#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <string>

#include "sending.hpp"

using namespace mailmote;
using namespace sending;

namespace {

const char* const in_clear = "{mx.example.org/smtp/notls}";

const std::string tls_hello =
    "TLS\n"
    "S: 220 mx.example.org ready\n"
    "C: EHLO [192.0.2.7]\n"
    "S: 250-mx.example.org\n"
    "S: 250-AUTH PLAIN\n"
    "S: 250-SIZE\n"
    "S: 250 PIPELINING\n";
const std::string login_line = "C: AUTH PLAIN AHB1bXAzAHNlY3JldA==\n";
const std::string upgraded =
    "S: 220 mx.example.org ready\n"
    "C: EHLO [192.0.2.7]\n"
    "S: 250-mx.example.org\n"
    "S: 250 STARTTLS\n"
    "C: STARTTLS\n"
    "S: 220 go ahead\n";
const std::string whole = upgraded + tls_hello.substr(0, 4) + tls_hello.substr(tls_hello.find("C:")) + login_line +
                          "S: 235 welcome\n" + envelope + hi + taken_and_bye;
const Login pump("pump3", "secret");

Outcome stopped(const std::string& script, std::uint32_t timeout_ms = 0) {
  return send({.script = script, .options = {.timeout_ms = timeout_ms}});
}

}  // namespace

TEST_CASE("a server that falls silent runs into the deadline of that phase") {
  const std::string commands = envelope.substr(0, envelope.find("S:"));
  struct Row {
    std::string script;
    std::uint32_t after;
    const char* result;
  };
  const Row rows[] = {
      {"", 60'000, "timeout greeting perhaps_ssl later 75"},
      {"S~ 220 rea\n", 60'000, "timeout greeting perhaps_ssl later 75"},
      {"S: 220 ready\nC: EHLO [192.0.2.7]\n", 60'000, "timeout capability none later 75"},
      {hello + commands, 60'000, "timeout envelope none later 75"},
      {hello + commands + "S: 250 ok\nS: 250 ok\n", 60'000, "timeout data none later 75"},
      {hello + envelope + hi + "C: QUIT\n", 600'000, "timeout data none later 75"},
  };
  for (const Row& row : rows) {
    const Outcome o = stopped(row.script);
    CHECK(o.result == row.result);
    CHECK(o.elapsed == row.after);
    CHECK(o.host == "mx.example.org");
    CHECK(o.error.port == 25);
    CHECK(o.deliveries.find("taken") == std::string::npos);
    // One deadline for all, wherever it strikes.
    const Outcome overall = stopped(row.script, 7'000);
    CHECK(overall.result == row.result);
    CHECK(overall.elapsed == 7'000);
    CHECK(overall.deliveries.find("taken") == std::string::npos);
  }
}

TEST_CASE("a server that drips does not move the deadline") {
  Plan plan{.script = "S: 220 " + std::string(500, 'x') + "\n", .cut_short = true};
  plan.pace.read = 1;
  script::Network network(plan.script, plan.pace);
  Memory memory;
  Mailer mailer(network, memory.spans());
  TextSource content("Hi.\n");
  const std::uint32_t start = network.clock;
  const Envelope mail{"a@x.example", "b@x.example", &content};
  mailer.start(in_clear, {}, mail);
  while (mailer.step() == Step::again) network.clock += 1'000;
  CHECK(told(mailer.error()) == "timeout greeting perhaps_ssl later 75");
  CHECK(network.clock - start <= 62'000);
}

TEST_CASE("logins and handshakes have deadlines, too") {
  const auto over_tls = [](const std::string& script, std::uint32_t timeout_ms, std::uint32_t handshake_ms) {
    return send({.script = script,
                 .spec = "{mx.example.org/submit/ssl}",
                 .login = pump,
                 .options = {.timeout_ms = timeout_ms},
                 .network = [=](script::Network& n) {
                   n.handshake = {0, handshake_ms, {}};
                 }});
  };
  CHECK(over_tls(tls_hello + login_line, 0, 0).result == "timeout auth none later 75");
  CHECK(over_tls(tls_hello + login_line, 0, 0).elapsed == 60'000);
  CHECK(over_tls(tls_hello + login_line, 7'000, 0).result == "timeout auth none later 75");
  CHECK(over_tls("", 0, script::for_ever).result == "timeout tls none later 75");
  CHECK(over_tls("", 0, script::for_ever).elapsed == 30'000);
  CHECK(over_tls("", 7'000, script::for_ever).result == "timeout tls none later 75");
  CHECK(over_tls("", 7'000, script::for_ever).elapsed == 7'000);
  // Silence inside TLS is no wrong port.
  CHECK(over_tls("TLS\n", 0, 0).result == "timeout greeting none later 75");
}

TEST_CASE("once the server has taken the mail, a slow goodbye spoils nothing") {
  const std::string taken = hello + envelope + hi + "C: QUIT\nS: 250 queued\n";
  for (const std::uint32_t timeout : {0U, 1'000U, 60'000U}) {
    const Outcome o = stopped(taken, timeout);
    CHECK(o.result == "ok");
    CHECK(o.deliveries == "ops@plant.example 250 taken");
    CHECK(o.elapsed <= 5'000);
  }
  for (const char* end :
       {"CLOSE\n", "TRUNCATE\n", "RESET\n", "S: 421 bye\n", "S: 500 what\n", "S: what\n", "S~ \\xFF\n"})
    CHECK(stopped(taken + end).result == "ok");
  // Nor does it make a refusal another one.
  const std::string refused = hello + envelope + hi + "C: QUIT\nS: 554 5.6.0 no\n";
  for (const char* end : {"", "CLOSE\n", "RESET\n", "S: what\n"})
    CHECK(stopped(refused + end, 9'000).result == "rejected data 554 content_refused never 65");
}

TEST_CASE("on an open connection, too, what follows the verdict spoils nothing") {
  for (const char* end : {"CLOSE\n", "RESET\n", "S: 421 4.3.2 going down\n", "S: what\n"}) {
    script::Network network(hello + envelope + hi + "S: 250 queued\n" + end);
    Memory memory;
    Mailer mailer(network, memory.spans());
    REQUIRE(mailer.open(in_clear, {}));
    TextSource content("Hi.\n"), second("Hi.\n");
    CHECK(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    CHECK(told(mailer.deliveries()) == "ops@plant.example 250 taken");
    CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &second}));
    CHECK(mailer.error().category == Category::closed);
    CHECK(mailer.error().retry == Retry::reconnect);
    CHECK_FALSE(mailer.is_open());
    CHECK(mailer.close());
  }
}

TEST_CASE("a server that hung up meanwhile is noticed before the next mail") {
  for (const char* end : {"CLOSE\n", "TRUNCATE\n", "RESET\n"}) {
    script::Network network(hello + envelope + hi + "S: 250 queued\n" + end);
    Memory memory;
    Mailer mailer(network, memory.spans());
    REQUIRE(mailer.open(in_clear, {}));
    TextSource content("Hi.\n"), second("Hi.\n");
    REQUIRE(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    const std::string before = network.sent();
    for (const char* result : {"closed envelope none reconnect 75", "closed connect open_first reconnect 75"}) {
      CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &second}));
      CHECK(told(mailer.error()) == result);
      CHECK(told(mailer.deliveries()).find("taken") == std::string::npos);
      CHECK_FALSE(mailer.is_open());
    }
    CHECK(network.sent() == before);
  }
}

TEST_CASE("a mail without a connection is told to open one") {
  script::Network network(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  CHECK_FALSE(mailer.result());  // nothing was sent yet
  TextSource content("Hi.\n"), second("Hi.\n");
  CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &content}));
  CHECK(told(mailer.error()) == "input connect open_first after_fix 65");
  CHECK(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", &content}));
  CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &second}));
  CHECK(told(mailer.error()) == "input connect open_first after_fix 65");
}

TEST_CASE("a mail under way is no success yet") {
  script::Network network(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  TextSource content("Hi.\n");
  const Envelope mail{"pump3@plant.example", "ops@plant.example", &content};
  mailer.start(in_clear, {}, mail);
  for (Step step = Step::again; step == Step::again;) {
    if (told(mailer.deliveries()) != "ops@plant.example 250 taken") {
      CHECK(mailer.error().category == Category::closed);
      CHECK(mailer.error().advice == Advice::under_way);
    }
    step = mailer.step();
  }
  CHECK(mailer.result());
}

TEST_CASE("the overall limit counts for each call, not for the life of a connection") {
  script::Network network(hello + envelope + hi + "S: 250 queued\n" + bye);
  Memory memory;
  Mailer mailer(network, memory.spans(), {.timeout_ms = 5'000});
  REQUIRE(mailer.open(in_clear, {}));
  network.clock += 3'600'000;
  TextSource content("Hi.\n");
  CHECK(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &content}));
  network.clock += 3'600'000;
  CHECK(mailer.close());
  CHECK(network.done());
}

TEST_CASE("a server that hangs up anywhere never makes a success before its final reply") {
  const std::size_t final_reply =
      script::Transport(script::parse(whole), {}).server_octets() - std::string_view("221 bye\r\n").size();
  for (const Io how : {Io::closed, Io::truncated, Io::failed}) {
    for (std::size_t cut = 0; cut <= final_reply; ++cut) {
      Plan plan{.script = whole, .spec = "{mx.example.org/submit/tls}", .login = pump, .cut_short = true};
      plan.pace.cut = cut;
      plan.pace.cut_by = how;
      const Outcome o = send_once(plan, cut % 2 == 0);
      CAPTURE(cut);
      CHECK(o.wrong == "");
      CHECK(o.calls.back() == "close");
      CHECK(o.in_clear.find("AUTH") == std::string::npos);
      if (cut < final_reply) {
        CHECK(o.error.category == Category::closed);
        CHECK(o.error.retry == Retry::reconnect);
        CHECK(o.deliveries.find("taken") == std::string::npos);
      } else {
        CHECK(o.result == "ok");
        CHECK(o.deliveries == "ops@plant.example 250 taken");
      }
    }
  }
}

TEST_CASE("a record that was forged is no peer that hung up") {
  Plan plan{.script = tls_hello, .spec = "{mx.example.org/submit/ssl}", .login = pump, .cut_short = true};
  plan.pace.cut = 30;
  plan.pace.cut_by = Io::failed;
  plan.network = [](script::Network& n) { n.broken = {FaultKind::record, 0, "bad MAC"}; };
  const Outcome o = send(plan);
  CHECK(o.error.category == Category::tls);
  CHECK(o.error.fault == FaultKind::record);
}

TEST_CASE("the words of a server that shuts down are told") {
  const Outcome o = stopped(hello + envelope.substr(0, envelope.find("S: 250")) + "S: 421 4.3.2 going down\nCLOSE\n");
  CHECK(o.result == "rejected envelope 421 server_trouble later 75");
  CHECK(o.words == "4.3.2 going down");
}

TEST_CASE("a peer of another protocol is named") {
  CHECK(stopped("S: * OK IMAP4rev1 ready\n").result == "protocol greeting use_imap after_fix 76");
  CHECK(stopped("S: +OK ready\n").result == "protocol greeting use_pop3 after_fix 76");
  CHECK(stopped("S~ \\x15\\x03\\x01\n").result == "protocol greeting use_ssl after_fix 76");
  CHECK(stopped("S: 554 5.3.2 no service\n").result.starts_with("rejected greeting 554"));
}

TEST_CASE("a server that refuses several attempts is left alone, and tried again where nobody listened") {
  const script::Effort refused{1, 10, {FaultKind::refused, 0, "connection refused"}};
  Plan plan{.script = one_mail, .options = {.attempts = 3}};
  plan.network = [&](script::Network& n) { n.opens = {refused, refused, {}}; };
  const Outcome o = send(plan);
  CHECK(o.result == "ok");
  REQUIRE(o.opened_at.size() == 3);
  CHECK(o.opened_at[1] - o.opened_at[0] == 1'010);
  CHECK(o.opened_at[2] - o.opened_at[1] == 1'010);

  plan.network = [&](script::Network& n) { n.opens = {refused}; };
  plan.cut_short = true;
  const Outcome never = send(plan);
  CHECK(never.result == "network connect nothing_listens after_fix 75");
  CHECK(never.words == "connection refused");
  CHECK(never.opened_at.size() == 3);
  CHECK(never.elapsed == 2'030);

  // The time for all of it is up between two attempts: the last one's error is told.
  plan.options.timeout_ms = 500;
  const Outcome late = send(plan);
  CHECK(late.result == "network connect nothing_listens after_fix 75");
  CHECK(late.elapsed == 500);
}

TEST_CASE("nothing is tried again once octets went out") {
  for (const char* end : {"CLOSE\n", "RESET\n", "S: 421 later\n"}) {
    const Outcome o =
        send({.script = "S: 220 ready\nC: EHLO [192.0.2.7]\n" + std::string(end), .options = {.attempts = 3}});
    CHECK(o.result != "ok");
    CHECK(o.opened_at.size() == 1);
  }
  const Outcome tls =
      send({.spec = "{mx.example.org/submit/ssl}", .options = {.attempts = 3}, .network = [](script::Network& n) {
              n.handshake.fault = {FaultKind::reset, 0, ""};
            }});
  CHECK(tls.result == "closed tls none reconnect 75");
  CHECK(tls.opened_at.size() == 1);
}

TEST_CASE("abort() hangs up wherever it is called") {
  const std::string silent_goodbye = whole.substr(0, whole.find("S: 221"));
  bool over = false;
  for (int steps = 0; !over; ++steps) {
    REQUIRE(steps < 200);
    script::Network network(silent_goodbye);
    network.round_trip = 10;
    network.handshake.later = 2;
    Memory memory;
    Mailer mailer(network, memory.spans());
    TextSource content("Hi.\n");
    const Envelope mail{"pump3@plant.example", "ops@plant.example", &content};
    mailer.start("{mx.example.org/submit/tls}", pump, mail);
    for (int i = 0; i < steps && !over; ++i) {
      over = mailer.step() != Step::again;
      if (mailer.idle()) network.pass(network.clock + 1'000);
    }
    const bool taken = told(mailer.deliveries()).find("taken") != std::string::npos;
    const std::string before = network.sent();
    mailer.abort();
    CHECK_FALSE(network.is_open());
    CHECK_FALSE(mailer.is_open());
    CHECK(network.sent() == before);
    CHECK(mailer.step() != Step::again);
    // A mail that was taken stays taken: who sends it again would send it twice.
    CHECK(bool(mailer.result()) == taken);
    if (!taken) CHECK(mailer.error().advice == Advice::not_completed);
    mailer.abort();
  }
}

TEST_CASE("a mailer that goes away hangs up, and says nothing more") {
  script::Network network(hello);
  {
    Memory memory;
    Mailer mailer(network, memory.spans());
    REQUIRE(mailer.open(in_clear, {}));
    CHECK(network.is_open());
  }
  CHECK_FALSE(network.is_open());
  CHECK(network.calls.back() == "close");
  CHECK(network.sent() == "EHLO [192.0.2.7]\r\n");
}

TEST_CASE("a refusal of the mail before says nothing of this one") {
  const std::string refused = plain_hello + "C: MAIL FROM:<pump3@plant.example>\nS: 550 5.7.1 no\n" + bye;
  for (const char* next : {"S: 554 go away\n", "S: 220 ready\nCLOSE\n", "S: what\n", "CLOSE\n", "",
                           "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 421 later\n"}) {
    CAPTURE(next);
    script::Network network(refused);
    network.then(next).then(next);
    Memory memory;
    Mailer mailer(network, memory.spans());
    TextSource first("Hi.\n"), second("Hi.\n");
    CHECK_FALSE(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", &first}));
    CHECK(mailer.error().reply == 550);
    CHECK_FALSE(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", &second}));
    CHECK(mailer.error().category != Category::none);
    CHECK(mailer.error().reply != 550);
    CHECK_FALSE(mailer.open(in_clear, {}));
    CHECK_FALSE(mailer.is_open());
  }
}

TEST_CASE("a mail that is begun over another cuts it, and is told so") {
  script::Network network(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  TextSource content("Hi.\n"), other("Hi.\n");
  const Envelope mail{"pump3@plant.example", "ops@plant.example", &content};
  mailer.start(in_clear, {}, mail);
  CHECK(mailer.step() == Step::again);
  mailer.start_send(Envelope{"pump3@plant.example", "ops@plant.example", &other});
  CHECK(mailer.step() == Step::failed);
  CHECK(mailer.error().advice == Advice::not_completed);
}

TEST_CASE("what is started over another piece of work hangs up first") {
  script::Network network(hello);
  network.then(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  TextSource content("Hi.\n");
  mailer.start_open(in_clear, {});
  CHECK(mailer.step() == Step::again);
  const Envelope mail{"pump3@plant.example", "ops@plant.example", &content};
  mailer.start(in_clear, {}, mail);
  step_on(mailer, network);
  CHECK(mailer.result());
  CHECK(network.done());
}

TEST_CASE("close() while a mail is under way hangs up, and never makes it a success") {
  script::Network network(plain_hello +
                          "C: MAIL FROM:<pump3@plant.example>\nS: 250 ok\n"
                          "C: RCPT TO:<ops@plant.example>\nS: 550 no\n"
                          "C: RCPT TO:<zoe@plant.example>\nS: 250 ok\n"
                          "C: DATA\nS: 354 go\n" +
                          hi + "S: 250 queued\n");
  network.round_trip = 10;
  Memory memory;
  Mailer mailer(network, memory.spans());
  REQUIRE(mailer.open(in_clear, {}));
  TextSource content("Hi.\n");
  const Envelope mail{"pump3@plant.example", "ops@plant.example, zoe@plant.example", &content};
  mailer.start_send(mail);
  while (mailer.deliveries()[0].reply == 0) {
    REQUIRE(mailer.step() == Step::again);
    if (mailer.idle()) network.pass(network.clock + 1'000);
  }
  const bool closed(mailer.close());
  CHECK_FALSE(closed);
  CHECK(mailer.error().advice == Advice::not_completed);
  CHECK_FALSE(network.is_open());
}
