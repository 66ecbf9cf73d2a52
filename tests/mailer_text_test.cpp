// What goes out as the text of a mail: messages, envelopes, sources that are slow or fail, mails of any size.
#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "sending.hpp"

using namespace mailmote;
using namespace sending;

namespace {

// Gives a text in pieces, with pauses, and may fail.
class Moody final : public Source {
 public:
  explicit Moody(std::string text) : text_(std::move(text)) {}

  std::size_t piece = 7;
  std::size_t fails_at = std::string::npos;
  std::function<bool()> is_ready = [] { return true; };
  std::optional<std::uint64_t> told;

  IoResult read(std::span<char> into) override {
    if (!is_ready()) return {Io::want_read, 0};
    if (at_ >= fails_at) return {Io::failed, 0};
    const std::size_t n = text_.copy(into.data(), std::min(piece, into.size()), at_);
    at_ += n;
    return n == 0 ? IoResult{Io::closed, 0} : IoResult{Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return told; }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

// Breaks the contract of a Source.
class Liar final : public Source {
 public:
  explicit Liar(bool too_many) : too_many_(too_many) {}
  IoResult read(std::span<char> into) override {
    return {Io::done, too_many_ ? static_cast<std::uint32_t>(into.size() + 1) : 0};
  }

 private:
  bool too_many_;
};

std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t at = 0, end; (end = text.find("\r\n", at)) != std::string::npos; at = end + 2)
    out += "C: " + text.substr(at, end - at) + "\n";
  return out;
}

// The envelope of a text whose size nobody knows.
const std::string open_end =
    "C: MAIL FROM:<pump3@plant.example>\n"
    "C: RCPT TO:<ops@plant.example>\n"
    "C: DATA\n"
    "S: 250 ok\n"
    "S: 250 ok\n"
    "S: 354 go on\n";

std::string octets_to_end(Source& source) {
  std::string octets;
  char room[100];
  for (IoResult r = source.read(room); r.io == Io::done; r = source.read(room)) octets.append(room, r.count);
  return octets;
}

// What script::Network gives for random.
mime::WriterSettings same_seed() {
  mime::WriterSettings settings;
  for (std::size_t i = 0; i < settings.seed.size(); ++i) settings.seed[i] = static_cast<char>(0xA0 + i);
  return settings;
}

const char* const in_clear = "{mx.example.org/smtp/notls}";

Message alert() {
  Message m;
  m.from = "Pump 3 <pump3@plant.example>";
  m.to = "ops@plant.example";
  m.bcc = "boss@plant.example";
  m.subject = "Pressure";
  m.text = "\xC3\x9C: 9.3 bar\n.\n";
  return m;
}

// That message as a server has to get it.
Outcome send_alert(const std::string& keywords, const std::string& mail, const std::string& encoding,
                   const std::string& text, std::int64_t wall = Network::unknown_time, const std::string& date = "") {
  const std::string octets = date +
                             "From: Pump 3 <pump3@plant.example>\r\n"
                             "To: ops@plant.example\r\n"
                             "Subject: Pressure\r\n"
                             "Message-ID: <A0A1A2A3A4A5A6A7A8A9AAABACADAEAF@plant.example>\r\n"
                             "Auto-Submitted: auto-generated\r\n"
                             "MIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: " +
                             encoding + "\r\n\r\n" + text;
  const Message m = alert();
  std::string size = std::to_string(octets.size() - 1);  // of the text, before its dot was doubled
  return send({.script = "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\n" + keywords + "S: 250 PIPELINING\n" +
                         "C: MAIL FROM:<pump3@plant.example>" + " SIZE=" + size + mail + "\n" +
                         "C: RCPT TO:<ops@plant.example>\nC: RCPT TO:<boss@plant.example>\nC: DATA\n"
                         "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" +
                         escaped(octets) + "C: .\n" + taken_and_bye,
               .message = &m,
               .network = [&](script::Network& n) { n.wall = wall; }});
}

}  // namespace

TEST_CASE("a message is written as the server takes it, and nobody reads the Bcc") {
  const Outcome eight =
      send_alert("S: 250-SIZE\nS: 250-8BITMIME\n", " BODY=8BITMIME", "8bit", "\xC3\x9C: 9.3 bar\r\n..\r\n");
  CHECK(eight.result == "ok");
  CHECK(eight.deliveries == "ops@plant.example 250 taken, boss@plant.example 250 taken");
  const Outcome quoted = send_alert("S: 250-SIZE\n", "", "quoted-printable", "=C3=9C: 9.3 bar\r\n..\r\n");
  CHECK(quoted.result == "ok");
  CHECK(quoted.sent.find("Bcc") == std::string::npos);
}

TEST_CASE("a Date is written where the clock is known") {
  CHECK(send_alert("S: 250-SIZE\n", "", "quoted-printable", "=C3=9C: 9.3 bar\r\n..\r\n", 1'767'225'600,
                   "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n")
            .result == "ok");
}

TEST_CASE("without a random source there is no message") {
  const Message m = alert();
  const Outcome o = send({.script = hello, .message = &m, .network = [](script::Network& n) { n.entropy = false; }});
  CHECK(o.result == "io envelope no_entropy after_fix 66");
  CHECK(o.sent == "EHLO [192.0.2.7]\r\n");
}

TEST_CASE("an envelope may have a null reverse path and a text of eight bits") {
  const std::string rest = " BODY=8BITMIME\nC: RCPT TO:<ops@plant.example>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n";
  const Outcome o = send({.script = hello + "C: MAIL FROM:<> SIZE=3" + rest + "C: \\xC3\\xBC\nC: .\n" + taken_and_bye,
                          .from = "",
                          .text = "\xC3\xBC\n",
                          .eight_bit = true});
  CHECK(o.result == "ok");
}

TEST_CASE("the text of an envelope gets proper line ends and doubled dots") {
  const Outcome o = send({.script = hello +
                                    "C: MAIL FROM:<pump3@plant.example> SIZE=13\nC: RCPT TO:<ops@plant.example>\n"
                                    "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n"
                                    "C: a\nC: ..\nC: ..b\nC: c\nC: \nC: d\nC: .\n" +
                                    taken_and_bye,
                          .text = "a\n.\r\n.b\rc\n\r\nd"});
  CHECK(o.result == "ok");
}

TEST_CASE("a mail larger than the server takes is not begun") {
  const std::string small = "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250-PIPELINING\nS: 250 SIZE ";
  const Outcome o = send({.script = small + "3\n" + bye});
  CHECK(o.result == "limit envelope message_too_big never 69");
  CHECK(o.host == "mx.example.org");
  CHECK(o.sent == "EHLO [192.0.2.7]\r\nQUIT\r\n");
  CHECK(o.deliveries == "ops@plant.example 0");
  CHECK(send({.script = small + "4\n" + envelope + hi + taken_and_bye}).result == "ok");
  CHECK(send({.script = small + "0\n" + envelope + hi + taken_and_bye}).result == "ok");
  const Message m = alert();
  CHECK(send({.script = small + "200\n" + bye, .message = &m}).result == "limit envelope message_too_big never 69");
}

TEST_CASE("a mail that is too large leaves an open connection as it was") {
  script::Network network("S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250-PIPELINING\nS: 250 SIZE 4\n" +
                          envelope + hi + "S: 250 queued\n" + bye);
  Memory memory;
  Mailer mailer(network, memory.spans());
  REQUIRE(mailer.open(in_clear, {}));
  TextSource large("Hello.\n"), small("Hi.\n");
  CHECK_FALSE(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &large}));
  CHECK(mailer.is_open());
  CHECK(mailer.send(Envelope{"pump3@plant.example", "ops@plant.example", &small}));
  CHECK(mailer.close());
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("a source that fails leaves the mail incomplete") {
  const std::string text(1000, 'x');
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{500}, std::size_t{1000}}) {
    script::Network network(hello + open_end + "C~ " + text + "\n");
    Memory memory;
    Mailer mailer(network, memory.spans());
    Moody content(text);
    content.fails_at = at;
    CHECK_FALSE(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    CHECK(told(mailer.error()) == "io data check_source after_fix 66");
    CHECK(told(mailer.deliveries()) == "ops@plant.example 0");  // that it was accepted is not the last word
    CHECK(network.wrong() == "");
    CHECK(network.sent().find("\r\n.\r\n") == std::string::npos);
    CHECK(network.sent().find("QUIT") == std::string::npos);
    CHECK_FALSE(network.is_open());
    CHECK_FALSE(mailer.is_open());
  }
}

TEST_CASE("a source that breaks its contract has failed") {
  for (const bool too_many : {false, true}) {
    script::Network network(hello + open_end);
    Memory memory;
    Mailer mailer(network, memory.spans());
    Liar content(too_many);
    CHECK_FALSE(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    CHECK(told(mailer.error()) == "io data check_source after_fix 66");
  }
}

TEST_CASE("a source that gives more or less than it promised leaves the mail incomplete") {
  for (const std::uint64_t promise : {3U, 4U, 5U}) {
    const std::string commands =
        "C: MAIL FROM:<pump3@plant.example> SIZE=" + std::to_string(promise) + open_end.substr(open_end.find('\n'));
    script::Network network(hello + commands + hi + taken_and_bye);
    Memory memory;
    Mailer mailer(network, memory.spans());
    Moody content("Hi.\n");
    content.told = promise;
    const bool sent(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", &content}));
    CHECK(sent == (promise == 4));
    if (!sent) CHECK(told(mailer.error()) == "io data check_source after_fix 66");
    if (!sent) CHECK(network.sent().find("\r\n.\r\n") == std::string::npos);
  }
}

TEST_CASE("a source that gives nothing is no mail, whether it told its size or not") {
  for (const bool sized : {false, true}) {
    script::Network network("S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250 PIPELINING\n" + open_end);
    Memory memory;
    Mailer mailer(network, memory.spans());
    Moody spent("");
    TextSource empty("");
    Source* const source = sized ? static_cast<Source*>(&empty) : &spent;
    CHECK_FALSE(mailer.send(in_clear, {}, Envelope{"pump3@plant.example", "ops@plant.example", source}));
    CHECK(mailer.error().advice == Advice::check_source);
    CHECK(network.sent().find("\r\n.\r\n") == std::string::npos);
  }
}

TEST_CASE("an attachment that fails leaves the mail incomplete") {
  Message m = alert();
  m.bcc = "";
  m.text = "See the log.";
  const auto octets_of = [&m](Moody& content) {
    content.fails_at = 100;
    m.attachment = {"log.bin", "application/octet-stream", &content};
    mime::Writer writer(m, same_seed());
    return octets_to_end(writer);
  };
  Moody once(std::string(200, 'x')), again(std::string(200, 'x'));
  const std::string octets = octets_of(once);
  script::Network network("S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250 PIPELINING\n" + open_end +
                          escaped(octets) + "C~ " + octets.substr(octets.rfind("\r\n") + 2) + "\n");
  again.fails_at = 100;
  m.attachment.content = &again;
  Memory memory;
  Mailer mailer(network, memory.spans());
  CHECK_FALSE(mailer.send(in_clear, {}, m));
  CHECK(told(mailer.error()) == "io data check_source after_fix 66");
  CHECK(network.wrong() == "");
  CHECK(network.sent().find("\r\n.\r\n") == std::string::npos);
}

TEST_CASE("an attachment arrives") {
  TextSource once("attached"), again("attached");
  Message m = alert();
  m.bcc = "";
  m.text = "See the log.";
  m.attachment = {"log.bin", "application/octet-stream", &once};
  mime::Writer writer(m, same_seed());
  const std::string octets = octets_to_end(writer);
  CHECK(octets.find("\r\n\r\nYXR0YWNoZWQ=\r\n") != std::string::npos);

  script::Network network(hello + "C: MAIL FROM:<pump3@plant.example> SIZE=" + std::to_string(octets.size()) +
                          "\nC: RCPT TO:<ops@plant.example>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n" +
                          escaped(octets) + "C: .\n" + taken_and_bye);
  m.attachment.content = &again;
  Memory memory;
  Mailer mailer(network, memory.spans());
  CHECK(mailer.send(in_clear, {}, m));
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("a source that says \"later\" is asked again soon") {
  for (const bool blocking : {true, false}) {
    script::Network network(hello + open_end + hi + taken_and_bye);
    Memory memory;
    Mailer mailer(network, memory.spans());
    Moody content("Hi.\n");
    const std::uint32_t start = network.clock;
    content.is_ready = [&] { return network.clock - start >= 3'000; };
    const Envelope mail{"pump3@plant.example", "ops@plant.example", &content};
    mailer.start(in_clear, {}, mail);
    if (!blocking) {
      step_on(mailer, network);
    } else {
      while (mailer.step() == Step::again)
        if (mailer.idle()) mailer.wait();
      CHECK(network.clock - start <= 3'100);
    }
    CHECK(mailer.result());
    CHECK(network.wrong() == "");
    CHECK(network.done());
  }
}

TEST_CASE("a source that says \"later\" for ever runs into the text's deadline") {
  script::Network network(hello + open_end);
  Memory memory;
  Mailer mailer(network, memory.spans());
  Moody content("Hi.\n");
  content.is_ready = [] { return false; };
  const std::uint32_t start = network.clock;
  const Envelope mail{"pump3@plant.example", "ops@plant.example", &content};
  mailer.start(in_clear, {}, mail);
  step_on(mailer, network);
  CHECK(told(mailer.error()) == "timeout data none later 75");
  CHECK(network.clock - start == 600'000);
}
