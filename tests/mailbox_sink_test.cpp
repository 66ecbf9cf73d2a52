// The octets of a message or part to a sink: at its pace, decoded, from an offset on.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

const std::string gone = "rejected fetch message_gone never 65: ";

}  // namespace

TEST_CASE("a large message through a small window, whatever the sink takes") {
  std::string large;
  while (large.size() < 20'000) large += "line " + std::to_string(large.size()) + "\r\n";
  const std::string script =
      opened() + body_fetch(3, 12, "") + "S~ * 2 FETCH (UID 12 BODY[] " + literal(large) + ")\\r\\n\n" + ok(3);
  for (const std::size_t most : {std::size_t{100'000}, std::size_t{1}, std::size_t{77}}) {
    Memory memory;
    memory.rx = 512;
    const Outcome o = play_once({.script = script, .memory = memory},
                                [&](Mailbox& box, Log& log) {
                                  TextSink sink(most, true);
                                  log.say(told(box.fetch(Messages::uid(12), sink)));
                                  CHECK(sink.text == large);
                                },
                                {.read = 700});
    CHECK(o.wrong == "");
    CHECK(o.log == "ok\n");
  }
}

TEST_CASE("a sink that takes nothing holds the server back: nothing is read meanwhile") {
  const std::string large(5000, 'x');
  script::Network network(opened() + body_fetch(3, 12, "") + "S~ * 2 FETCH (UID 12 BODY[] " + literal(large) +
                          ")\\r\\n\n" + ok(3));
  Memory memory;
  class Shut final : public Sink {
   public:
    IoResult write(std::string_view bytes) override {
      if (shut) return {Io::want_write, 0};
      got += bytes.size();
      return {Io::done, static_cast<std::uint32_t>(bytes.size())};
    }
    bool shut = true;
    std::size_t got = 0;
  } sink;
  Mailbox box(network, memory.spans(), {imap::driver});
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  Request r = request::fetch(Messages::uid(12), sink);
  box.start(r);
  for (unsigned i = 0; i < 500; ++i) {
    CHECK(box.step() == Step::again);
    if (i > 10) CHECK(box.idle());
    network.pass(network.clock + 20);
  }
  CHECK(sink.got == 0);
  sink.shut = false;
  Step came = Step::again;
  while ((came = box.step()) == Step::again) network.pass(network.clock + 20);
  CHECK(came == Step::done);
  CHECK(sink.got == 5000);
}

TEST_CASE("a sink that fails: an error of ours; the rest is passed over, the connection stays") {
  const std::string large(3000, 'x');
  const Outcome o = play({.script = opened() + body_fetch(3, 12, "") + "S~ * 2 FETCH (UID 12 BODY[] " + literal(large) +
                                    ")\\r\\n\n" + ok(3) + "C: A4 NOOP\n" + ok(4)},
                         [](Mailbox& box, Log& log) {
                           TextSink sink;
                           sink.fails_at = 100;
                           log.say(told(box.fetch(Messages::uid(12), sink)));
                           log.say(told(box.refresh()));
                         });
  CHECK(o.log == "io fetch check_sink after_fix 66\nok\n");
}

TEST_CASE("a part, decoded") {
  const auto decoded = [](std::string_view encoding, const std::string& content, std::uint64_t offset = 0) {
    return play({.script = opened() + body_fetch(3, 12, "2") + "S~ * 2 FETCH (UID 12 BODY[2] " + literal(content) +
                           ")\\r\\n\n" + ok(3)},
                [&](Mailbox& box, Log& log) {
                  for (const std::size_t most : {std::size_t{1000}, std::size_t{1}}) {
                    if (most == 1) break;
                    TextSink sink(most, true);
                    Part part;
                    part.section = "2";
                    part.encoding = encoding;
                    Request r = request::fetch(Messages::uid(12), part, sink);
                    r.offset = offset;
                    log.say(told(box.run(r)) + ": " + sink.text);
                  }
                })
        .log;
  };
  CHECK(decoded("base64", "SGVsbG8sIHdvcmxkIQ==\r\n") == "ok: Hello, world!\n");
  CHECK(decoded("BASE64", "SGVsbG8s\r\nIHdvcmxkIQ==\r\n") == "ok: Hello, world!\n");
  CHECK(decoded("quoted-printable", "Gr=C3=BC=\r\n=C3=9Fe\r\n") ==
        "ok: Gr\xc3\xbc\xc3\x9f"
        "e\r\n\n");
  CHECK(decoded("7bit", "as it is=41") == "ok: as it is=41\n");
  CHECK(decoded("", "as it is") == "ok: as it is\n");
  CHECK(decoded("x-unknown", "as it is") == "ok: as it is\n");
  for (std::size_t offset = 0; offset <= 15; ++offset) {
    CHECK(decoded("base64", "SGVsbG8s\r\nIHdvcmxkIQ==\r\n", offset) ==
          "ok: " + std::string("Hello, world!").substr(std::min<std::size_t>(offset, 13)) + "\n");
  }
}

TEST_CASE("from an offset on") {
  const auto from = [](std::uint64_t offset, const std::string& ask, const std::string& answer) {
    return play({.script = opened() + "C: A3 UID FETCH 12 (UID BODY.PEEK[]" + ask + ")\n" + answer + ok(3)},
                [&](Mailbox& box, Log& log) {
                  TextSink sink;
                  Request r = request::fetch(Messages::uid(12), sink);
                  r.offset = offset;
                  log.say(told(box.run(r)) + ": " + sink.text);
                })
        .log;
  };
  CHECK(from(5, "<5.4294967295>", "S: * 2 FETCH (UID 12 BODY[]<5> \"rest\")\n") == "ok: rest\n");
  CHECK(from(900, "<900.4294967295>", "S: * 2 FETCH (UID 12 BODY[]<900> \"\")\n") == "ok: \n");
  CHECK(from(5, "<5.4294967295>", "S: * 2 FETCH (UID 12 BODY[]<4> \"rest\")\n") == gone + "\n");
  CHECK(from(5, "<5.4294967295>", "S: * 2 FETCH (UID 12 BODY[] \"whole message\")\n") == gone + "\n");
}

TEST_CASE("a fetch that broke off goes on where its sink stands, on another connection") {
  const std::string text = "Hello, world! This is a longer text, which needs more than one line of base64 to be told.";
  const std::string encoded =
      "SGVsbG8sIHdvcmxkISBUaGlzIGlzIGEgbG9uZ2VyIHRleHQsIHdoaWNoIG5lZWRzIG1vcmUgdGhh\r\n"
      "biBvbmUgbGluZSBvZiBiYXNlNjQgdG8gYmUgdG9sZC4=\r\n";
  for (std::size_t cut = 0; cut <= encoded.size(); ++cut) {
    CAPTURE(cut);
    std::string half = "S~ * 2 FETCH (UID 12 BODY[2] {" + std::to_string(encoded.size()) + "}\\r\\n";
    for (const char c : encoded.substr(0, cut)) half += c == '\r' ? "\\r" : c == '\n' ? "\\n" : std::string(1, c);
    for (const std::size_t most : {std::size_t{1000}, std::size_t{1}}) {
      script::Network network(opened() + body_fetch(3, 12, "2") + half + "\nCLOSE\n", {.read = 50});
      Memory memory;
      memory.text = 256;
      Mailbox box(network, memory.spans(), {imap::driver});
      TextSink sink(most);
      Part part;
      part.section = "2";
      part.encoding = "base64";
      Request r = request::fetch(Messages::uid(12), part, sink);
      REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
      CHECK(told(box.run(r)) == "closed fetch none reconnect 75");
      const std::size_t at = static_cast<std::size_t>(r.cursor.octets);
      CHECK(at <= cut);
      const std::string origin = at == 0 ? "" : "<" + std::to_string(at) + ">";
      const std::string ask = at == 0 ? "" : "<" + std::to_string(at) + ".4294967295>";
      network.then(opened() + "C: A3 UID FETCH 12 (UID BODY.PEEK[2]" + ask + ")\nS~ * 2 FETCH (UID 12 BODY[2]" +
                   origin + " " + literal(encoded.substr(at)) + ")\\r\\n\n" + ok(3));
      REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
      CHECK(told(box.run(r)) == "ok");
      CHECK(sink.text == text);
      CHECK(network.wrong() == "");
      CHECK(network.done());
    }
  }
}

TEST_CASE("what has been fetched whole is fetched anew, whichever message is named then") {
  const Outcome o = play(
      {.script = opened() + body_fetch(3, 12, "") + "S: * 2 FETCH (UID 12 BODY[] " + literal("whole") + ")\n" + ok(3) +
                 body_fetch(4, 15, "") + "S: * 3 FETCH (UID 15 BODY[] " + literal("another") + ")\n" + ok(4)},
      [](Mailbox& box, Log& log) {
        TextSink sink;
        Request r = request::fetch(Messages::uid(12), sink);
        log.say(told(box.run(r)));
        r.messages = Messages::uid(15);
        log.say(told(box.run(r)) + " " + sink.text);
      });
  CHECK(o.log == "ok\nok wholeanother\n");
}

TEST_CASE("a fetch that broke off does not go on with another message") {
  const auto resumed = [](Messages which, const std::string& ask, const std::string& script) {
    script::Network network(opened() + "C: A3 " + ask + " (UID BODY.PEEK[])\n" +
                            "S~ * 2 FETCH (UID 12 BODY[] {100}\\r\\n" + std::string(70, 'x') + "\nCLOSE\n");
    network.then(script);
    Memory memory;
    memory.scratch = 64;
    Mailbox box(network, memory.spans(), {imap::driver});
    TextSink sink;
    Request r = request::fetch(which, sink);
    REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
    CHECK_FALSE(box.run(r));
    REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
    const std::string result = told(box.run(r));
    CHECK(network.wrong() == "");
    CHECK(network.done());
    return result + " " + std::to_string(sink.text.size());
  };
  // What was a number is a UID by now.
  const std::string rest = "C: A3 UID FETCH 12 (UID BODY.PEEK[]<70.4294967295>)\nS: * 1 FETCH (UID 12 BODY[]<70> " +
                           literal(std::string(30, 'y')) + ")\n";
  const std::string anew = hello() + "C: A2 SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 1097] new\n" + ok(2);
  CHECK(resumed(Messages::uid(12), "UID FETCH 12", anew) == "rejected fetch message_gone never 65 70");
}
