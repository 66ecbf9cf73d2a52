// What a mailer says when, and what becomes of each recipient.
#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <string>

#include "sending.hpp"

using namespace mailmote;
using namespace sending;

TEST_CASE("one mail takes three round trips without a login") {
  const Outcome o = send({.script = one_mail, .network = [](script::Network& n) { n.round_trip = 100; }});
  CHECK(o.result == "ok");
  CHECK(o.deliveries == "ops@plant.example 250 taken");
  CHECK(o.turns == 3);
  CHECK(o.elapsed == 300);
  CHECK(o.notices == "connecting connected closed");
  CHECK(o.calls == std::vector<std::string>{"open mx.example.org:25", "close"});
}

TEST_CASE("one mail takes four round trips with a login where TLS stands from the start") {
  const Outcome o = send({.script = "TLS\n"
                                    "S: 220 mx.example.org ready\n"
                                    "C: EHLO [192.0.2.7]\n"
                                    "S: 250-mx.example.org\n"
                                    "S: 250-SIZE\n"
                                    "S: 250-AUTH PLAIN\n"
                                    "S: 250 PIPELINING\n"
                                    "C: AUTH PLAIN AHB1bXAzAHNlY3JldA==\n"
                                    "S: 235 2.7.0 welcome\n" +
                                    envelope + hi + taken_and_bye,
                          .spec = "{mx.example.org/submit/ssl}",
                          .login = Login("pump3", "secret"),
                          .network = [](script::Network& n) { n.round_trip = 100; }});
  CHECK(o.result == "ok");
  CHECK(o.turns == 4);
  CHECK(o.elapsed == 400);
  CHECK(o.in_clear == "");
  CHECK(o.notices == "connecting connected secured closed");
  CHECK(o.calls == std::vector<std::string>{"open mx.example.org:465", "secure mx.example.org", "close"});
}

TEST_CASE("one mail takes six round trips and the handshake with STARTTLS and a login") {
  const Outcome o = send({.script = "S: 220 mx.example.org ready\n"
                                    "C: EHLO [192.0.2.7]\n"
                                    "S: 250-mx.example.org\n"
                                    "S: 250-AUTH XOAUTH2\n"
                                    "S: 250 STARTTLS\n"
                                    "C: STARTTLS\n"
                                    "S: 220 go ahead\n"
                                    "TLS\n"
                                    "C: EHLO [192.0.2.7]\n"
                                    "S: 250-mx.example.org\n"
                                    "S: 250-SIZE\n"
                                    "S: 250-AUTH LOGIN PLAIN\n"
                                    "S: 250 PIPELINING\n"
                                    "C: AUTH PLAIN AHB1bXAzAHNlY3JldA==\n"
                                    "S: 235 2.7.0 welcome\n" +
                                    envelope + hi + taken_and_bye,
                          .spec = "{mx.example.org/submit}",
                          .login = Login("pump3", "secret"),
                          .network = [](script::Network& n) {
                            n.round_trip = 100;
                            n.handshake = {2, 30, {}};
                          }});
  CHECK(o.result == "ok");
  CHECK(o.turns == 6);
  CHECK(o.elapsed == 630);
  CHECK(o.in_clear == "EHLO [192.0.2.7]\r\nSTARTTLS\r\n");
  CHECK(o.notices == "connecting connected secured closed");
}

TEST_CASE("a mail on an open connection takes two round trips") {
  script::Network network(hello + envelope + hi + "S: 250 queued\n" + envelope + hi + "S: 250 queued\n" + bye);
  network.round_trip = 100;
  Memory memory;
  Mailer mailer(network, memory.spans());
  REQUIRE(mailer.open("{mx.example.org/smtp/notls}", {}));
  CHECK(mailer.is_open());
  REQUIRE(mailer.capabilities() != nullptr);
  CHECK(mailer.capabilities()->max_size == 1000000);
  CHECK(network.turns == 1);
  for (unsigned mail = 1; mail <= 2; ++mail) {
    const std::uint32_t before = network.clock;
    TextSource content("Hi.\n");
    CHECK(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    CHECK(told(mailer.deliveries()) == "ops@plant.example 250 taken");
    CHECK(network.turns == 1 + 2 * mail);
    CHECK(network.clock - before == 200);
    CHECK(mailer.is_open());
  }
  CHECK(mailer.close());
  CHECK_FALSE(mailer.is_open());
  CHECK(network.turns == 6);
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("what a turn has to say leaves in one write") {
  const Outcome o = send({.script = one_mail});
  REQUIRE(o.writes.size() == 3);
  CHECK(o.writes[0] == "EHLO [192.0.2.7]\r\n");
  CHECK(o.writes[1] == "MAIL FROM:<pump3@plant.example> SIZE=4\r\nRCPT TO:<ops@plant.example>\r\nDATA\r\n");
  CHECK(o.writes[2] == "Hi.\r\n.\r\nQUIT\r\n");
}

TEST_CASE("a server that does not pipeline gets one command at a time") {
  const Outcome o = send({.script = plain_hello +
                                    "C: MAIL FROM:<pump3@plant.example>\n"
                                    "S: 250 ok\n"
                                    "C: RCPT TO:<ops@plant.example>\n"
                                    "S: 250 ok\n"
                                    "C: RCPT TO:<zoe@plant.example>\n"
                                    "S: 250 ok\n"
                                    "C: DATA\n"
                                    "S: 354 go on\n"
                                    "C: Hi.\n"
                                    "C: .\n"
                                    "S: 250 queued\n" +
                                    bye,
                          .to = "ops@plant.example, zoe@plant.example"});
  CHECK(o.result == "ok");
  CHECK(o.deliveries == "ops@plant.example 250 taken, zoe@plant.example 250 taken");
  CHECK(o.writes.size() == 7);
}

TEST_CASE("any pieces, and calls that come to nothing, change nothing") {
  for (std::size_t piece = 1; piece <= 7; ++piece) {
    for (std::size_t stall = 0; stall < 120; stall += 3) {
      script::Pace pace;
      pace.read = piece;
      pace.write = 8 - piece;
      pace.stall_read = pace.stall_write = stall;
      Plan plan{.script = one_mail, .pace = pace};
      const Outcome o = send_once(plan, stall % 2 == 0);
      CHECK(o.wrong == "");
      CHECK(o.result == "ok");
      CHECK(o.deliveries == "ops@plant.example 250 taken");
    }
  }
}

TEST_CASE("every recipient gets a result") {
  const std::string commands =
      "C: MAIL FROM:<pump3@plant.example> SIZE=4\n"
      "C: RCPT TO:<ops@plant.example>\n"
      "C: RCPT TO:<zoe@plant.example>\n"
      "C: DATA\n";
  const auto play = [&](const std::string& rest) {
    return send({.script = hello + commands + rest, .to = "ops@plant.example, zoe@plant.example"});
  };

  SUBCASE("all are accepted") {
    const Outcome o = play("S: 250 ok\nS: 250 ok\nS: 251 will forward\nS: 354 go\n" + hi + taken_and_bye);
    CHECK(o.result == "ok");
    CHECK(o.deliveries == "ops@plant.example 250 taken, zoe@plant.example 250 taken");
  }
  SUBCASE("one is refused, the other gets the mail") {
    const Outcome o = play("S: 250 ok\nS: 550 5.1.1 nobody\nS: 250 ok\nS: 354 go\n" + hi + taken_and_bye);
    CHECK(o.result == "rejected envelope 550 no_such_recipient never 65");
    CHECK(o.words == "5.1.1 nobody");
    CHECK(o.error.enhanced == Enhanced{5, 1, 1});
    CHECK(o.deliveries == "ops@plant.example 550, zoe@plant.example 250 taken");
  }
  SUBCASE("one is refused for now: the first refusal is the error") {
    const Outcome o = play("S: 250 ok\nS: 250 ok\nS: 450 4.2.1 greylisted\nS: 354 go\n" + hi + taken_and_bye);
    CHECK(o.result == "rejected envelope 450 slow_down later 75");
    CHECK(o.deliveries == "ops@plant.example 250 taken, zoe@plant.example 450");
  }
  SUBCASE("all are refused, and no text goes out") {
    const Outcome o = play("S: 250 ok\nS: 550 5.1.1 no ops\nS: 450 no zoe\nS: 554 nobody\n" + bye);
    CHECK(o.result == "rejected envelope 550 no_such_recipient never 65");
    CHECK(o.words == "5.1.1 no ops");
    CHECK(o.deliveries == "ops@plant.example 550, zoe@plant.example 450");
  }
  SUBCASE("all are refused, and the server wants the text all the same") {
    const Outcome o = play("S: 250 ok\nS: 550 no\nS: 550 no\nS: 354 go\nC: .\nC: QUIT\nS: 250 empty\nS: 221 bye\n");
    CHECK(o.result == "rejected envelope 550 none never 65");
    CHECK(o.deliveries == "ops@plant.example 550, zoe@plant.example 550");
  }
  SUBCASE("the sender is refused") {
    const Outcome o = play("S: 553 5.7.1 not yours\nS: 503 no sender\nS: 503 no sender\nS: 503 no sender\n" + bye);
    CHECK(o.result == "rejected envelope 553 sender_not_yours after_fix 65");
    CHECK(o.words == "5.7.1 not yours");
    CHECK(o.deliveries == "ops@plant.example 503, zoe@plant.example 503");
  }
  SUBCASE("the text is refused before it goes out: that is the last word to those who were accepted") {
    const Outcome o = play("S: 250 ok\nS: 550 5.1.1 no\nS: 250 ok\nS: 451 4.3.0 disk\n" + bye);
    CHECK(o.result == "rejected data 451 server_trouble later 75");
    CHECK(o.deliveries == "ops@plant.example 550, zoe@plant.example 451");
  }
  SUBCASE("the text is refused afterwards") {
    const Outcome o =
        play("S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + hi + "C: QUIT\nS: 554 5.6.0 spam\nS: 221 bye\n");
    CHECK(o.result == "rejected data 554 content_refused never 65");
    CHECK(o.deliveries == "ops@plant.example 554, zoe@plant.example 554");
  }
  SUBCASE("a recipient is refused and then, which is worse, the text is") {
    const Outcome o = play("S: 250 ok\nS: 550 5.1.1 no\nS: 250 ok\nS: 354 go\n" + hi +
                           "C: QUIT\nS: 452 4.3.1 disk full\nS: 221 bye\n");
    CHECK(o.result == "rejected data 452 server_trouble later 75");
    CHECK(o.words == "4.3.1 disk full");
    CHECK(o.deliveries == "ops@plant.example 550, zoe@plant.example 452");
  }
}

TEST_CASE("without pipelining, nothing more is asked once nobody can get the mail") {
  SUBCASE("the sender is refused") {
    const Outcome o = send({.script = plain_hello + "C: MAIL FROM:<pump3@plant.example>\nS: 550 5.7.1 no\n" + bye});
    CHECK(o.result == "rejected envelope 550 content_refused after_fix 65");
    CHECK(o.deliveries == "ops@plant.example 0");
  }
  SUBCASE("all recipients are refused") {
    const Outcome o = send({.script = plain_hello +
                                      "C: MAIL FROM:<pump3@plant.example>\nS: 250 ok\n"
                                      "C: RCPT TO:<ops@plant.example>\nS: 550 no\n" +
                                      bye});
    CHECK(o.result == "rejected envelope 550 none never 65");
    CHECK(o.deliveries == "ops@plant.example 550");
  }
}

TEST_CASE("a refused mail leaves the connection open for the next one") {
  const std::string refused =
      "C: MAIL FROM:<pump3@plant.example> SIZE=4\n"
      "C: RCPT TO:<ops@plant.example>\n"
      "C: DATA\n"
      "S: 250 ok\n"
      "S: 550 5.1.1 nobody\n"
      "S: 554 no recipients\n";
  // However long the program takes to fix it.
  for (const std::uint32_t pause : {0U, 3'600'000U}) {
    script::Network network(hello + refused + "C: RSET\n" + envelope.substr(0, envelope.find("S:")) +
                            "S: 250 flushed\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + hi + "S: 250 queued\n" + bye);
    Memory memory;
    Mailer mailer(network, memory.spans());
    REQUIRE(mailer.open("{mx.example.org/smtp/notls}", {}));
    TextSource first("Hi.\n"), second("Hi.\n");
    const Result refusal = mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &first});
    CHECK(told(refusal.error()) == "rejected envelope 550 no_such_recipient never 65");
    CHECK(mailer.is_open());
    network.clock += pause;
    CHECK(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &second}));
    CHECK(told(mailer.deliveries()) == "ops@plant.example 250 taken");
    CHECK(mailer.close());
    CHECK(network.wrong() == "");
    CHECK(network.done());
  }
}

TEST_CASE("a server that does not pipeline gets its RSET, too") {
  script::Network network(plain_hello +
                          "C: MAIL FROM:<pump3@plant.example>\nS: 250 ok\n"
                          "C: RCPT TO:<ops@plant.example>\nS: 550 no\n"
                          "C: RSET\nS: 250 ok\n"
                          "C: MAIL FROM:<pump3@plant.example>\nS: 250 ok\n"
                          "C: RCPT TO:<zoe@plant.example>\nS: 250 ok\n"
                          "C: DATA\nS: 354 go\nC: Hi.\nC: .\nS: 250 queued\n" +
                          bye);
  Memory memory;
  Mailer mailer(network, memory.spans());
  mailer.start_open("{mx.example.org/smtp/notls}", {});
  step_on(mailer, network);
  TextSource first("Hi.\n"), second("Hi.\n");
  const Envelope refused{"pump3@plant.example", "ops@plant.example", &first};
  const Envelope taken{"pump3@plant.example", "zoe@plant.example", &second};
  mailer.start_send(refused);
  step_on(mailer, network);
  CHECK(told(mailer.error()) == "rejected envelope 550 none never 65");
  mailer.start_send(taken);
  step_on(mailer, network);
  CHECK(mailer.result());
  mailer.start_close();
  step_on(mailer, network);
  CHECK(mailer.result());
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("what is refused before it is sent leaves an open connection as it was") {
  script::Network network(hello + envelope + hi + "S: 250 queued\n" + bye);
  Memory memory(1);
  Mailer mailer(network, memory.spans());
  REQUIRE(mailer.open("{mx.example.org/smtp/notls}", {}));
  const std::string before = network.sent();
  TextSource content("Hi.\n");
  CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "", &content}));
  CHECK(told(mailer.error()) == "input envelope no_recipient after_fix 65");
  CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "a@x.example, b@x.example", &content}));
  CHECK(told(mailer.error()) == "limit envelope too_many_recipients after_fix 69");
  Message message;
  message.from = "pump3@plant.example";
  message.to = "ops@plant.example";
  message.subject = "two\r\nBcc: lines";
  CHECK_FALSE(mailer.send(message));
  CHECK(told(mailer.error()) == "input envelope fix_header_value after_fix 65");
  CHECK(network.sent() == before);
  CHECK(mailer.is_open());
  CHECK(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &content}));
  CHECK(mailer.close());
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("one mailer sends again and again") {
  script::Network network(one_mail);
  network.then(one_mail).then(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  for (int i = 0; i < 3; ++i) {
    TextSource content("Hi.\n");
    CHECK(
        mailer.send("{mx.example.org/smtp/notls}", {}, Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    CHECK(network.wrong() == "");
    CHECK(network.done());
  }
}

TEST_CASE("closing what is not open is no error") {
  script::Network network(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  CHECK(mailer.close());
  CHECK(mailer.step() == Step::done);
  CHECK(network.calls.empty());
}
