// One message: its envelope, its parts, its octets to a sink.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

// Takes so many octets at a time, and refuses every other time if it is told to.
class TextSink final : public Sink {
 public:
  explicit TextSink(std::size_t most = 1'000'000, bool stalls = false) : most_(most), stalls_(stalls) {}
  IoResult write(std::string_view bytes) override {
    if (bytes.empty()) throw std::runtime_error("an empty write");
    ++writes;
    waits_ = stalls_ && !waits_;
    if (waits_) return {Io::want_write, 0};
    if (text.size() >= fails_at) return {Io::failed, 0};
    const std::size_t n = std::min({bytes.size(), most_, fails_at - text.size()});
    text += bytes.substr(0, n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::string text;
  std::size_t fails_at = static_cast<std::size_t>(-1);
  unsigned writes = 0;

 private:
  std::size_t most_;
  bool stalls_;
  bool waits_ = false;
};

std::string ok(unsigned tag) { return "S: A" + std::to_string(tag) + " OK done\n"; }

// A literal within a FETCH response.
std::string literal(const std::string& octets) {
  std::string text = "{" + std::to_string(octets.size()) + "}\\r\\n";
  for (const char c : octets) text += c == '\r' ? "\\r" : c == '\n' ? "\\n" : c == '\\' ? "\\\\" : std::string(1, c);
  return text;
}

std::string body_fetch(unsigned tag, unsigned uid, const std::string& section) {
  return "C: A" + std::to_string(tag) + " UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[" + section + "])\n";
}

const std::string mail = "Subject: Hi\r\n\r\nHello.\r\n";

// What fetching message 12 comes to with this answer: the error, and what the sink got.
std::string fetched_with(const std::string& answer, const std::string& section = "",
                         Messages which = Messages::uid(12)) {
  const std::string ask =
      which.by_number ? "C: A3 FETCH 2 (UID BODY.PEEK[" + section + "])\n" : body_fetch(3, 12, section);
  return play({.script = opened() + ask + answer},
              [&](Mailbox& box, Log& log) {
                TextSink sink;
                Request r = request::fetch(which, sink);
                r.section = section;
                log.say(told(box.run(r)) + ": " + sink.text);
              })
      .log;
}

const std::string gone = "rejected fetch message_gone never 65: ";
const std::string odd = "protocol fetch answer_incomplete never 76: ";

}  // namespace

TEST_CASE("a message as it is") {
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3)) == "ok: " + mail + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (BODY[] " + literal(mail) + " UID 12)\\r\\n\n" + ok(3)) == "ok: " + mail + "\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 BODY[] \"quoted\")\n" + ok(3)) == "ok: quoted\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 BODY[] \"\")\n" + ok(3)) == "ok: \n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] {0}\\r\\n)\\r\\n\n" + ok(3)) == "ok: \n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 FLAGS (\\\\Seen) BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3)) ==
        "ok: " + mail + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3), "", Messages::number(2)) ==
        "ok: " + mail + "\n");
}

TEST_CASE("a section") {
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[1.2] " + literal("part") + ")\\r\\n\n" + ok(3), "1.2") == "ok: part\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[HEADER] " + literal("A: b\r\n\r\n") + ")\\r\\n\n" + ok(3), "HEADER") ==
        "ok: A: b\r\n\r\n\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[1.MIME] " + literal("A: b") + ")\\r\\n\n" + ok(3), "1.MIME") ==
        "ok: A: b\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 body[text] " + literal("t") + ")\\r\\n\n" + ok(3), "TEXT") == "ok: t\n");
  for (const char* const section : {"1.", ".1", "0", "1.X", "MIME", "x", "1 ]", "HEADERS", "1.2.HEADER.FIELDS (A)"}) {
    CAPTURE(section);
    const Outcome o = play({.script = opened()}, [section](Mailbox& box, Log& log) {
      TextSink sink;
      Request r = request::fetch(Messages::uid(12), sink);
      r.section = section;
      log.say(told(box.run(r)));
    });
    CHECK(o.log == "input fetch fix_argument after_fix 65\n");
  }
}

TEST_CASE("only the message, the section and the place that were asked for count") {
  // Nothing at all; no content; another message; another section.
  CHECK(fetched_with(ok(3)) == gone + "\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 FLAGS ())\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 BODY[] NIL)\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 3 FETCH (UID 15 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[1] " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[]<0> " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 RFC822.HEADER " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 3 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3), "", Messages::number(2)) ==
        gone + "\n");
  // One of them, then the answer.
  CHECK(fetched_with("S~ * 3 FETCH (UID 15 BODY[] " + literal("no") +
                     ")\\r\\n\nS: * 2 FETCH (FLAGS ())\nS~ * 2 FETCH (UID 12 BODY[] " + literal("yes") + ")\\r\\n\n" +
                     ok(3)) == "ok: yes\n");
  // The answer, then something else.
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal("yes") + ")\\r\\n\nS~ * 2 FETCH (UID 12 BODY[] " +
                     literal("no") + ")\\r\\n\n" + ok(3)) == "ok: yes\n");
  // Twice in one response.
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal("yes") + " BODY[] " + literal("no") + ")\\r\\n\n" +
                     ok(3)) == "ok: yes\n");
}

TEST_CASE("content whose owner comes to light behind it, or never, is no success") {
  CHECK(fetched_with("S~ * 2 FETCH (BODY[] " + literal("x") + " UID 13)\\r\\n\n" + ok(3)) == odd + "x\n");
  CHECK(fetched_with("S~ * 2 FETCH (BODY[] " + literal("x") + ")\\r\\n\n" + ok(3)) == odd + "x\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal("x") + "\\r\\n\n" + ok(3)) == odd + "x\n");
}

TEST_CASE("completed is what the tagged OK says, and nothing else") {
  const std::string content = "S~ * 2 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n";
  CHECK(fetched_with(content + "S: A3 NO [EXPUNGEISSUED] gone\n") == gone + mail + "\n");
  CHECK(fetched_with(content + "S: A3 BAD what\n") == "rejected fetch none never 65: " + mail + "\n");
  CHECK(fetched_with(content + "CLOSE\n") == "closed fetch none reconnect 75: " + mail + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] {100}\\r\\nhalf\nCLOSE\n") == "closed fetch none reconnect 75: \n");
}

TEST_CASE("messages that cannot be meant") {
  const Outcome o = play({.script = opened()}, [](Mailbox& box, Log& log) {
    TextSink sink;
    for (const Messages m : {Messages::uids(1, 2), Messages::uids(1), Messages(), Messages::uid(4294967295U)})
      log.say(told(box.fetch(m, sink)));
    log.say(told(box.fetch(Messages::number(4), sink)));
    Request r = request::fetch(Messages::uid(1), sink);
    r.sink = nullptr;
    log.say(told(box.run(r)));
  });
  std::string expected;
  for (unsigned i = 0; i < 4; ++i) expected += "input fetch one_message after_fix 65\n";
  CHECK(o.log == expected + "rejected fetch message_gone never 65\ninput fetch one_message after_fix 65\n");
}

TEST_CASE("seen stays as it is, unless it is wanted otherwise") {
  const Outcome o =
      play({.script = opened() +
                      "C: A3 UID FETCH 12 (UID BODY[])\nS: * 2 FETCH (UID 12 BODY[] \"x\" FLAGS (\\\\Seen))\n" + ok(3)},
           [](Mailbox& box, Log& log) {
             TextSink sink;
             Request r = request::fetch(Messages::uid(12), sink);
             r.keep_unseen = false;
             log.say(told(box.run(r)) + " " + sink.text);
           });
  CHECK(o.log == "ok x\n");
}

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

TEST_CASE("an envelope, all of it decoded") {
  const Outcome o = play(
      {.script =
           opened() +
           "C: A3 UID FETCH 12 (UID ENVELOPE)\n"
           "S: * 2 FETCH (FLAGS ())\n"
           "S: * 2 FETCH (UID 12 ENVELOPE (\"date\" \"=?utf-8?Q?=C3=BC?=\" ((\"A\" NIL \"a\" \"x\")) ((NIL NIL \"s\" "
           "\"x\")) ((NIL NIL \"r\" \"x\")) ((NIL NIL \"t\" \"x\")(NIL NIL \"u\" \"x\")) ((NIL NIL \"c\" \"x\")) ((NIL "
           "NIL \"b\" \"x\")) \"<0@x>\" \"<1@x>\"))\n"
           "S: * 2 FETCH (FLAGS (\\\\Seen))\n" +
           ok(3) + "C: A4 UID FETCH 13 (UID ENVELOPE)\n" + ok(4)},
      [](Mailbox& box, Log& log) {
        EnvelopeTexts e;
        log.say(told(box.envelope(Messages::uid(12), e)));
        for (const std::string_view text :
             {e.date, e.subject, e.from, e.sender, e.reply_to, e.to, e.cc, e.bcc, e.in_reply_to, e.message_id})
          log.say(std::string(text));
        CHECK_FALSE(e.cut);
        log.say(told(box.envelope(Messages::uid(13), e)));
      });
  CHECK(o.log ==
        "ok\ndate\n\xc3\xbc\nA <a@x>\ns@x\nr@x\nt@x, u@x\nc@x\nb@x\n<0@x>\n<1@x>\nrejected fetch message_gone never "
        "65\n");
}

namespace {

std::string parts_of(const std::string& structure) {
  return play({.script = opened() + "C: A3 UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 2 FETCH (UID 12 BODYSTRUCTURE " +
                         structure + ")\n" + ok(3)},
              [](Mailbox& box, Log& log) {
                for (const Part& p : box.parts(Messages::uid(12))) {
                  std::string line =
                      "[" + std::string(p.section) + "] " + std::string(p.type) + "/" + std::string(p.subtype);
                  for (const std::string_view text : {p.charset, p.filename, p.disposition, p.encoding, p.content_id})
                    line += " " + (text.empty() ? "-" : std::string(text));
                  line += " " + std::to_string(p.octets) + " " + std::to_string(p.lines);
                  log.say(line + (p.multipart ? " multipart" : "") + (p.cut ? " cut" : ""));
                }
                if (box.error()) log.say(told(box.error()));
              })
      .log;
}

const std::string text_part = "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"UTF-8\") NIL NIL \"7BIT\" 30 2 NIL NIL NIL NIL)";

}  // namespace

TEST_CASE("the parts of a message, as a walk") {
  CHECK(parts_of(text_part) == "[1] text/plain utf-8 - - 7bit - 30 2\n");
  CHECK(parts_of("(" + text_part +
                 "(\"APPLICATION\" \"PDF\" (\"NAME\" \"a.pdf\") \"<id@x>\" NIL \"BASE64\" 4000 NIL (\"ATTACHMENT\" "
                 "(\"FILENAME\" "
                 "\"=?utf-8?Q?=C3=BCber.pdf?=\")) NIL NIL) \"MIXED\" (\"BOUNDARY\" \"x\") NIL NIL NIL)") ==
        "[1] text/plain utf-8 - - 7bit - 30 2\n"
        "[2] application/pdf - \xc3\xbc"
        "ber.pdf attachment base64 <id@x> 4000 0\n"
        "[] multipart/mixed - - - - - 0 0 multipart\n");
  CHECK(parts_of("((" + text_part + text_part + " \"ALTERNATIVE\" NIL NIL NIL NIL)" + text_part +
                 " \"MIXED\" NIL NIL NIL NIL)") ==
        "[1.1] text/plain utf-8 - - 7bit - 30 2\n"
        "[1.2] text/plain utf-8 - - 7bit - 30 2\n"
        "[1] multipart/alternative - - - - - 0 0 multipart\n"
        "[2] text/plain utf-8 - - 7bit - 30 2\n"
        "[] multipart/mixed - - - - - 0 0 multipart\n");
}

TEST_CASE("a message within the message comes before its own parts") {
  const std::string envelope = "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)";
  CHECK(parts_of("(" + text_part + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 900 " + envelope + " " + text_part +
                 " 12 NIL (\"ATTACHMENT\" (\"FILENAME\" \"f.eml\")) NIL NIL) \"MIXED\" NIL NIL NIL NIL)") ==
        "[1] text/plain utf-8 - - 7bit - 30 2\n"
        "[2] message/rfc822 - - - 7bit - 900 0\n"
        "[2.1] text/plain utf-8 - - 7bit - 30 2\n"
        "[] multipart/mixed - - - - - 0 0 multipart\n");
}

TEST_CASE("file names in RFC 2231's coding") {
  const auto name = [](const std::string& parameters) {
    const std::string line =
        parts_of("(\"A\" \"B\" NIL NIL NIL \"7BIT\" 1 NIL (\"ATTACHMENT\" (" + parameters + ")) NIL NIL)");
    const std::string before = "[1] a/b - ", after = " attachment 7bit - 1 0\n";
    if (!line.starts_with(before) || !line.ends_with(after)) return line;
    return line.substr(before.size(), line.size() - before.size() - after.size());
  };
  CHECK(name("\"FILENAME*\" \"utf-8''%e2%82%ac%20rates.txt\"") == "\xe2\x82\xac rates.txt");
  CHECK(name("\"filename*0\" \"long\" \"filename*1\" \"er.txt\"") == "longer.txt");
  CHECK(name("\"filename*0*\" \"utf-8'en'%e2\" \"filename*1*\" \"%82%ac\" \"filename*2\" \"%20.txt\"") ==
        "\xe2\x82\xac%20.txt");
  CHECK(name("\"filename\" \"plain.txt\" \"filename*\" \"utf-8''%c3%bc.txt\"") == "\xc3\xbc.txt");
  CHECK(name("\"filename*\" \"utf-8''%c3%bc.txt\" \"filename\" \"plain.txt\"") == "\xc3\xbc.txt");
  CHECK(name("\"filename*\" \"iso-8859-1''%fc.txt\"") == "?.txt");
  CHECK(name("\"filename*\" \"utf-8''a%0d%0ab\"") == "a  b");
  CHECK(name("\"filename*1\" \"no first\"") == "-");
  CHECK(name("\"filename*x\" \"no number\"") == "-");
  CHECK(name("\"size\" \"4\" \"filename\" \"a\"") == "a");
}

TEST_CASE("a file name of the disposition takes the place of the type's, whatever pieces each comes in") {
  const auto shown = [](const std::string& type, const std::string& disposition) {
    return parts_of("(\"A\" \"B\" (" + type + ") NIL NIL \"7BIT\" 1 NIL (\"ATTACHMENT\" (" + disposition +
                    ")) NIL NIL)");
  };
  const std::string expected = "[1] a/b - longer.txt attachment 7bit - 1 0\n";
  const std::string whole = "\"filename*\" \"utf-8''longer.txt\"";
  const std::string pieces = "\"filename*0*\" \"utf-8''long\" \"filename*1*\" \"er.txt\"";
  CHECK(shown("\"name*\" \"utf-8''short.txt\"", whole) == expected);
  CHECK(shown("\"name*\" \"utf-8''short.txt\"", pieces) == expected);
  CHECK(shown("\"name*0*\" \"utf-8''lon\" \"name*1\" \"ger.txt\"", pieces) == expected);
  CHECK(shown("\"name\" \"short.txt\"", pieces) == expected);
  CHECK(shown("\"name*\" \"utf-8''longer.txt\"", "\"size\" \"1\"") == expected);
  CHECK(shown("\"name*\" \"utf-8''longer.txt\"", "\"filename\" \"?.txt\"") == expected);
  CHECK(shown("\"name*\" \"utf-8''longer.txt\"", "\"filename*1\" \"no first\"") == expected);
}

TEST_CASE("a loop over parts that fetches them: their texts stay, and the walk goes on") {
  const std::string structure =
      "(" + text_part +
      "(\"APPLICATION\" \"X\" NIL NIL NIL \"BASE64\" 8 NIL (\"ATTACHMENT\" (\"FILENAME\" \"a.bin\")) NIL "
      "NIL) \"MIXED\" NIL NIL NIL NIL)";
  const auto walk = [&](unsigned tag) {
    return "C: A" + std::to_string(tag) + " UID FETCH 11 (UID BODYSTRUCTURE)\nS: * 1 FETCH (UID 11 BODYSTRUCTURE " +
           structure + ")\n" + ok(tag);
  };
  const std::string list = "C: A3 FETCH 1 " + summary_items + "\n" + fetched(1, 11, "a subject") + ok(3);
  const Outcome o =
      play({.script = opened("", 1) + list + walk(4) + body_fetch(5, 11, "1") +
                      "S: * 1 FETCH (UID 11 BODY[1] \"text\")\n" + ok(5) + walk(6) + body_fetch(7, 11, "2") +
                      "S: * 1 FETCH (UID 11 BODY[2] \"SGVsbG8=\")\n" + ok(7) + walk(8)},
           [](Mailbox& box, Log& log) {
             for (const Summary& m : box.messages()) {
               for (const Part& part : box.parts(m)) {
                 TextSink sink;
                 if (!part.multipart) CHECK(box.fetch(m, part, sink));
                 log.say(std::string(m.subject) + " " + std::string(part.section) + " " + std::string(part.type) + " " +
                         std::string(part.filename) + ": " + sink.text);
               }
             }
           });
  CHECK(o.log == "a subject 1 text : text\na subject 2 application a.bin: Hello\na subject  multipart : \n");
  CHECK(o.error == "ok");
}

TEST_CASE("parts of another message, and what is no structure") {
  CHECK(parts_of("NIL") == "");
  const Outcome other =
      play({.script = opened() + "C: A3 UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 3 FETCH (UID 15 BODYSTRUCTURE " +
                      text_part + ")\n" + ok(3)},
           [](Mailbox& box, Log& log) {
             for (const Part& p : box.parts(Messages::uid(12))) log.say(std::string(p.section));
           });
  CHECK(other.log == "");
  CHECK(other.error == "rejected fetch message_gone never 65");
  const Outcome late =
      play({.script = opened() + "C: A3 UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 3 FETCH (BODYSTRUCTURE " + text_part +
                      " UID 15)\n" + ok(3)},
           [](Mailbox& box, Log& log) {
             for (const Part& p : box.parts(Messages::uid(12))) log.say(std::string(p.section));
           });
  CHECK(late.log == "1\n");
  CHECK(late.error == "protocol fetch answer_incomplete never 76");
}
