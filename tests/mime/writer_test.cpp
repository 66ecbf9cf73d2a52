#include <mailmote/mime/writer.hpp>

#include <algorithm>
#include <memory>
#include <vector>

#include "splits.hpp"

using namespace mailmote;
using mime::check;
using mime::MessageFault;
using mime::Writer;
using mime::WriterSettings;
using Field = MessageFault::Field;
using Reason = mime::Address::Reason;

namespace {

WriterSettings settings(bool eight_bit = false) {
  WriterSettings s;
  s.wall_clock = 1'795'230'565;
  for (std::size_t i = 0; i < s.seed.size(); ++i) s.seed[i] = static_cast<char>(i * 17);
  s.eight_bit = eight_bit;
  return s;
}

Message alert() {
  Message m;
  m.from = "Pump 3 <pump3@plant.example>";
  m.to = "ops@plant.example, Zoë <zoe@plant.example>";
  m.subject = "Überdruck an Pumpe 3";
  m.text = "9.3 bar, limit 8.0 bar.\n";
  return m;
}

// One octet array of exactly `room` for each read.
std::string read_all(Source& source, std::size_t room, Io* last = nullptr) {
  std::string all;
  const std::unique_ptr<char[]> memory(new char[room]);
  for (int waits = 0; waits < 1000;) {
    const IoResult got = source.read({memory.get(), room});
    if (last != nullptr) *last = got.io;
    if (got.io == Io::want_read) {
      ++waits;
    } else if (got.io == Io::done) {
      REQUIRE(got.count != 0);
      REQUIRE(got.count <= room);
      all.append(memory.get(), got.count);
    } else {
      break;
    }
  }
  return all;
}

std::string written(const Message& m, const WriterSettings& s, std::size_t room = 4096) {
  Writer writer(m, s);
  Io last = Io::want_read;
  std::string all = read_all(writer, room, &last);
  CHECK(last == Io::closed);
  return all;
}

// The value of a header as it stands, folds and all; "-" if there is none.
std::string header(const std::string& mail, const std::string& name) {
  const std::size_t begin = ("\r\n" + mail).find("\r\n" + name + ":");
  if (begin == std::string::npos || begin > mail.find("\r\n\r\n")) return "-";
  std::size_t end = mail.find("\r\n", begin);
  while (mail[end + 2] == ' ') end = mail.find("\r\n", end + 2);
  const std::size_t value = begin + name.size() + 1;
  return mail.substr(value, end - value);
}

std::string body(const std::string& mail) { return mail.substr(mail.find("\r\n\r\n") + 4); }

// Only CRLF, no line too long, and no header that was not meant.
void check_form(const std::string& mail) {
  std::size_t at = 0;
  bool head = true;
  while (at < mail.size()) {
    const std::size_t end = mail.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    const std::string line = mail.substr(at, end - at);
    CHECK(line.size() <= 998);
    CHECK(line.find_first_of(std::string("\r\n\0", 3)) == std::string::npos);
    if (line.empty()) head = false;
    if (head) CHECK((line[0] == ' ' || line.find(": ") != std::string::npos || line.back() == ':'));
    at = end + 2;
  }
}

// A Source that gives its text in pieces, waits in between, lies about its size, or fails.
class Pieces final : public Source {
 public:
  explicit Pieces(std::string text, std::size_t piece = SIZE_MAX) : text_(std::move(text)), piece_(piece) {}

  IoResult read(std::span<char> into) override {
    if (waits && (waiting_ = !waiting_)) return {Io::want_read, 0};
    if (at_ >= fail_at) return {Io::failed, 0};
    const std::size_t n = std::min({piece_, into.size(), text_.size() - at_, fail_at - at_});
    if (n == 0) return {Io::closed, 0};
    std::copy_n(text_.data() + at_, n, into.data());
    at_ += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return told; }

  bool waits = false;
  std::size_t fail_at = SIZE_MAX;
  std::optional<std::uint64_t> told;

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
  bool waiting_ = false;
};

std::string octets(std::size_t n) {
  std::string text(n, '\0');
  for (std::size_t i = 0; i < n; ++i) text[i] = static_cast<char>(i * 37 + i / 256);
  return text;
}

std::string base64_lines(const std::string& text) {
  std::string all(static_cast<std::size_t>(wire::base64_length(text.size(), wire::mime_line)) + 6, 0);
  wire::Base64Lines encoder(wire::mime_line);
  const std::size_t n = encoder.encode(text, all).written;
  all.resize(n + encoder.finish(std::span<char>(all).subspan(n)));
  return all;
}

void refused(const Message& m, Field field, unsigned offset, Reason reason = Reason::none) {
  const MessageFault f = check(m);
  CHECK(int(f.field) == int(field));
  CHECK(int(f.address) == int(reason));
  CHECK(f.offset == offset);
  Writer writer(m, settings());
  Io last = Io::want_read;
  CHECK(read_all(writer, 100, &last).empty());
  CHECK(last == Io::failed);
  CHECK(!writer.size());
  CHECK(!writer.rewind());
}

}  // namespace

TEST_CASE("an alert") {
  const std::string expected =
      "Date: Sat, 21 Nov 2026 03:09:25 +0000\r\n"
      "From: Pump 3 <pump3@plant.example>\r\n"
      "To: ops@plant.example, =?utf-8?Q?Zo=C3=AB?= <zoe@plant.example>\r\n"
      "Subject: =?utf-8?Q?=C3=9Cberdruck_an_Pumpe_3?=\r\n"
      "Message-ID: <00112233445566778899AABBCCDDEEFF@plant.example>\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: 7bit\r\n"
      "\r\n"
      "9.3 bar, limit 8.0 bar.\r\n";
  CHECK(written(alert(), settings()) == expected);
}

TEST_CASE("a text that is not UTF-8 is not called so") {
  const auto charset = [](std::string_view text) {
    Message m = alert();
    m.text = text;
    const std::string mail = written(m, settings());
    const std::size_t at = mail.find("charset=");
    return mail.substr(at, mail.find("\r\n", at) - at);
  };
  CHECK(charset("\xC3\xBC") == "charset=utf-8");
  CHECK(charset("\xFC") == "charset=unknown-8bit");
  CHECK(charset("\xC3") == "charset=unknown-8bit");
}

TEST_CASE("an alert with an attachment") {
  Message m = alert();
  TextSource log("8.9\n9.1\n9.3\n");
  m.attachment = {"log 3.csv", "text/csv", &log};
  const std::string expected =
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=\"=_0011223344556677\"\r\n"
      "\r\n"
      "--=_0011223344556677\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: 7bit\r\n"
      "\r\n"
      "9.3 bar, limit 8.0 bar.\r\n"
      "\r\n"
      "--=_0011223344556677\r\n"
      "Content-Type: text/csv\r\n"
      "Content-Transfer-Encoding: base64\r\n"
      "Content-Disposition: attachment;\r\n"
      " filename=\"log 3.csv\"\r\n"
      "\r\n"
      "OC45CjkuMQo5LjMK\r\n"
      "--=_0011223344556677--\r\n";
  Writer writer(m, settings());
  const std::optional<std::uint64_t> size = writer.size();
  const std::string mail = read_all(writer, 4096);
  CHECK(mail.substr(mail.find("Auto-")) == expected);
  CHECK(size == mail.size());
}

TEST_CASE("any room gives the same octets, and size() tells how many") {
  Message m = alert();
  const std::string long_local(64, 'l');
  const std::string long_domain = std::string(63, 'd') + "." + std::string(63, 'e') + "." + std::string(63, 'f');
  const std::string to = "<" + long_local + "@" + long_domain + ">, \"Doe, Jane\" <jane@x.example>, " +
                         std::string(100, 'n') + " <n@x.example>";
  m.to = to;
  m.cc = "a@b,c@d";
  m.reply_to = "Grüße <g@x.example>";
  const std::string subject = "Überdruck " + std::string(150, 'x') + " größer als 8 bar, und das seit 14 Minuten";
  m.subject = subject;
  const std::string text = "Zeile eins ist größer\nzwei \r\n\rdrei\r\n.\n" + std::string(200, 'y') + "ende ";
  m.text = text;
  const std::string data = octets(1000);
  for (const bool eight_bit : {false, true}) {
    std::string expected;
    for (std::size_t room = 1; room <= 400; room = room < 200 ? room + 1 : room + 37) {
      Pieces content(data, room % 61 + 1);
      content.told = data.size();
      content.waits = room % 2 == 0;
      m.attachment = {"größe.bin", "application/octet-stream", &content};
      Writer writer(m, settings(eight_bit));
      CHECK(writer.needs_eight_bit() == eight_bit);
      const std::optional<std::uint64_t> size = writer.size();
      Io last = Io::want_read;
      const std::string got = read_all(writer, room, &last);
      CHECK(last == Io::closed);
      CHECK(size == got.size());
      CHECK(writer.size() == got.size());
      if (room == 1) {
        expected = got;
        check_form(got);
        CHECK(got.find("\r\n\r\n" + base64_lines(data) + "--=_0011223344556677--\r\n") != std::string::npos);
      }
      if (got == expected) continue;
      INFO("room ", room);
      CHECK(got == expected);
    }
  }
}

TEST_CASE("no line is longer than 78 but for what cannot be folded") {
  Message m = alert();
  std::string list, subject, name;
  for (int i = 0; i < 60; ++i) {
    list += (i == 0 ? "" : ", ") + std::string(static_cast<std::size_t>(i), 'n') + " <" + std::to_string(i) +
            "@plant.example>";
    subject += "druck " + std::to_string(i) + " ";
    name += "größe ";
  }
  subject += "bar";
  m.from = "\"Größe \\\"3\\\" und noch viel mehr, was hier nicht in eine Zeile geht, wie\" <pump3@plant.example>";
  m.to = list;
  m.cc = list;
  m.subject = subject;
  TextSource content("x");
  const std::string file(255, 'f');
  m.attachment = {file, "text/plain", &content};
  const std::string mail = written(m, settings());
  check_form(mail);
  std::size_t begin = 0;
  for (std::size_t end; (end = mail.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
    CHECK(end - begin <= 78);
    if (end != begin) CHECK(mail[end - 1] != ' ');
  }
}

TEST_CASE("Date only if the clock is known") {
  WriterSettings s = settings();
  s.wall_clock = Network::unknown_time;
  CHECK(header(written(alert(), s), "Date") == "-");
  s.wall_clock = INT64_MAX;
  CHECK(header(written(alert(), s), "Date") == "-");
  s.wall_clock = 0;
  CHECK(header(written(alert(), s), "Date") == " Thu, 01 Jan 1970 00:00:00 +0000");
}

TEST_CASE("Bcc is never written") {
  Message m = alert();
  m.bcc = "Secret <secret@x.example>";
  CHECK(written(m, settings()) == written(alert(), settings()));
  m.to = {};
  const std::string mail = written(m, settings());
  CHECK(mail.find("ecret") == std::string::npos);
  CHECK(header(mail, "To") == "-");
}

TEST_CASE("display names") {
  const auto from = [](std::string_view mailbox) {
    Message m = alert();
    m.from = mailbox;
    return header(written(m, settings()), "From");
  };
  CHECK(from("a@b") == " a@b");
  CHECK(from("<a@b>") == " a@b");
  CHECK(from("\"\" <a@b>") == " a@b");
  CHECK(from("Pump  3\t<a@b>") == " Pump  3 <a@b>");
  CHECK(from("J. Doe <a@b>") == " \"J. Doe\" <a@b>");
  CHECK(from("[alarm] <a@b>") == " \"[alarm]\" <a@b>");
  CHECK(from("\"Doe, Jane\" <a@b>") == " \"Doe, Jane\" <a@b>");
  CHECK(from("\"a \\\" b\" <a@b>") == " \"a \\\" b\" <a@b>");
  CHECK(from("=?x <a@b>") == " =?utf-8?B?PT94?= <a@b>");
  CHECK(from("a\\b <a@b>") == " =?utf-8?B?YVxi?= <a@b>");
  CHECK(from("Jane \"JD\" Doe <a@b>") == " =?utf-8?Q?Jane_=22JD=22_Doe?= <a@b>");
  CHECK(from("\"ë\\\"\\\\x\" <a@b>") == " =?utf-8?B?w6siXHg=?= <a@b>");
  CHECK(from("\"\\ë\" <a@b>") == " =?utf-8?B?w6s=?= <a@b>");
  CHECK(from("\xff <a@b>") == " =?utf-8?Q?=FF?= <a@b>");
}

TEST_CASE("Message-ID") {
  Message m = alert();
  m.from = "X <\"a@b\"@[192.0.2.1]>";
  CHECK(header(written(m, settings()), "Message-ID") == " <00112233445566778899AABBCCDDEEFF@[192.0.2.1]>");
  m.message_id = "alert.7@plant.example";
  CHECK(header(written(m, settings()), "Message-ID") == " <alert.7@plant.example>");
}

TEST_CASE("Subject") {
  const auto subject = [](std::string_view text) {
    Message m = alert();
    m.subject = text;
    return header(written(m, settings()), "Subject");
  };
  CHECK(subject("") == "-");
  CHECK(subject("9.3 bar") == " 9.3 bar");
  CHECK(subject(" 9.3 bar") == " =?utf-8?Q?_9=2E3_bar?=");
  CHECK(subject("\x1b[31m") == " =?utf-8?B?G1szMW0=?=");
}

TEST_CASE("text: 7bit where it can be, 8bit where it may be, else quoted-printable") {
  const auto encoding = [](std::string_view text, bool eight_bit) {
    Message m = alert();
    m.text = text;
    return header(written(m, settings(eight_bit)), "Content-Transfer-Encoding").substr(1);
  };
  CHECK(encoding("", true) == "7bit");
  CHECK(encoding("bar", true) == "7bit");
  CHECK(encoding("größer", true) == "8bit");
  CHECK(encoding("größer", false) == "quoted-printable");
  const std::string most(998, 'x');
  CHECK(encoding(most + "\n" + most + "\r\n" + most, false) == "7bit");
  CHECK(encoding("ë\n" + most, true) == "8bit");
  CHECK(encoding(most + "x", false) == "quoted-printable");
  CHECK(encoding("ë\n" + most + "x", true) == "quoted-printable");
}

TEST_CASE("every line end becomes CRLF, and the last line gets one") {
  const auto text = [](std::string_view lines, std::size_t room) {
    Message m = alert();
    m.text = lines;
    return body(written(m, settings(), room));
  };
  for (const std::size_t room : {1U, 7U, 100U, 4096U}) {
    CHECK(text("", room).empty());
    CHECK(text("a", room) == "a\r\n");
    CHECK(text("a\nb\r\nc\rd\n\n", room) == "a\r\nb\r\nc\r\nd\r\n\r\n");
    CHECK(text("\r\n\r\r\n\n\r", room) == "\r\n\r\n\r\n\r\n\r\n");
    CHECK(text("ë\r\nb\rc\nd", room) == "=C3=AB\r\nb\r\nc\r\nd\r\n");
  }
  // At every place in the room where a line can end.
  for (std::size_t n = 0; n < 200; ++n) {
    const std::string run(n, 'x');
    CHECK(text(run + "\ny", 100) == run + "\r\ny\r\n");
    CHECK(text(run, 100) == (n == 0 ? "" : run + "\r\n"));
  }
}

TEST_CASE("a line that could be the boundary is encoded away") {
  Message m = alert();
  m.text = "a\n--=_0011223344556677\nb";
  CHECK(header(written(m, settings()), "Content-Transfer-Encoding") == " 7bit");
  TextSource content("x");
  m.attachment.content = &content;
  const std::string mail = written(m, settings());
  CHECK(mail.find("\r\n--=3D_0011223344556677\r\n") != std::string::npos);
}

TEST_CASE("file names") {
  const auto disposition = [](std::string_view name) {
    Message m = alert();
    TextSource content("x");
    m.attachment = {name, "text/plain", &content};
    const std::string mail = written(m, settings());
    check_form(mail);
    const std::size_t begin = mail.find("attachment") + 10;
    return mail.substr(begin, mail.find("\r\n\r\n", begin) - begin);
  };
  CHECK(disposition("") == "");
  CHECK(disposition("a b.csv") == ";\r\n filename=\"a b.csv\"");
  CHECK(disposition("größe 3.csv") == ";\r\n filename*0*=utf-8''gr%C3%B6%C3%9Fe%203.csv");
  CHECK(disposition("a\"b") == ";\r\n filename*0*=utf-8''a%22b");
  CHECK(disposition("a\\b\t") == ";\r\n filename*0*=utf-8''a%5Cb%09");
  CHECK(disposition(std::string(61, 'f')) ==
        ";\r\n filename*0*=utf-8''" + std::string(18, 'f') + ";\r\n filename*1*=" + std::string(18, 'f') +
            ";\r\n filename*2*=" + std::string(18, 'f') + ";\r\n filename*3*=" + std::string(7, 'f'));
  const std::string most = disposition(std::string(255, 'f'));
  CHECK(most.find(";\r\n filename*14*=fff") != std::string::npos);
}

TEST_CASE("attachments of every small length, in pieces of every small size, through every kind of room") {
  for (std::size_t n = 0; n < 130; ++n) {
    const std::string data = octets(n);
    for (const std::size_t piece : {1U, 2U, 3U, 57U, 1000U}) {
      for (const std::size_t room : {1U, 79U, 80U, 81U, 113U, 1000U}) {
        Pieces content(data, piece);
        Message m = alert();
        m.attachment.content = &content;
        const std::string mail = written(m, settings(), room);
        const std::string expected = "\r\n\r\n" + base64_lines(data) + "--=_0011223344556677--\r\n";
        if (mail.ends_with(expected)) continue;
        INFO("octets ", n, " piece ", piece, " room ", room);
        CHECK(mail.ends_with(expected));
      }
    }
  }
}

TEST_CASE("an attachment in the end of its room is read before it is overwritten") {
  const std::string data = octets(100'000);
  for (const std::size_t room : {80U, 100U, 256U, 1000U, 65536U}) {
    Pieces content(data);
    Message m = alert();
    m.attachment.content = &content;
    const std::string mail = written(m, settings(), room);
    CHECK(mail.ends_with("\r\n\r\n" + base64_lines(data) + "--=_0011223344556677--\r\n"));
  }
}

TEST_CASE("an attachment that is not what it said is never completed") {
  const auto outcome = [](Pieces& content) {
    Message m = alert();
    m.attachment.content = &content;
    Writer writer(m, settings());
    Io last = Io::want_read;
    const std::string mail = read_all(writer, 90, &last);
    CHECK(mail.find("--=_0011223344556677--") == std::string::npos);
    std::array<char, 90> room;
    for (int i = 0; i < 3; ++i) CHECK(writer.read(room).io == last);
    CHECK(!writer.rewind());
    return last;
  };
  SUBCASE("fails") {
    for (const std::size_t at : {0U, 1U, 100U, 299U}) {
      Pieces content(octets(300));
      content.fail_at = at;
      CHECK(outcome(content) == Io::failed);
    }
  }
  SUBCASE("fewer octets than told") {
    Pieces content(octets(300));
    content.told = 301;
    CHECK(outcome(content) == Io::failed);
  }
  SUBCASE("more octets than told") {
    for (const std::uint64_t told : {0U, 1U, 299U}) {
      Pieces content(octets(300));
      content.told = told;
      CHECK(outcome(content) == Io::failed);
    }
  }
}

TEST_CASE("a Source that breaks its contract is not believed") {
  class Liar final : public Source {
   public:
    explicit Liar(IoResult answer) : answer_(answer) {}
    IoResult read(std::span<char>) override { return answer_; }

   private:
    IoResult answer_;
  };
  for (const IoResult answer : {IoResult{Io::done, 0}, IoResult{Io::done, UINT32_MAX}, IoResult{Io::truncated, 0}}) {
    Liar content(answer);
    Message m = alert();
    m.attachment.content = &content;
    Writer writer(m, settings());
    Io last = Io::want_read;
    read_all(writer, 100, &last);
    CHECK(last == Io::failed);
  }
}

TEST_CASE("an unknown size") {
  Pieces content(octets(10));
  Message m = alert();
  m.attachment.content = &content;
  Writer writer(m, settings());
  CHECK(!writer.size());
}

TEST_CASE("a size beyond 32 bits") {
  Pieces content("");
  content.told = 1'000'000'000'000;
  Message m = alert();
  m.attachment.content = &content;
  Writer writer(m, settings());
  CHECK(*writer.size() > wire::base64_length(1'000'000'000'000, 76));
  CHECK(*writer.size() < wire::base64_length(1'000'000'000'000, 76) + 1000);
}

TEST_CASE("rewind") {
  const Message m = alert();
  const std::string expected = written(m, settings());
  for (std::size_t n = 0; n <= expected.size(); n += 7) {
    Writer writer(m, settings());
    std::vector<char> room(n);
    CHECK(writer.read(room).count == n);
    CHECK(writer.rewind());
    CHECK(read_all(writer, 50) == expected);
    CHECK(writer.rewind());
    CHECK(read_all(writer, 500) == expected);
  }
  SUBCASE("not once the attachment was read") {
    TextSource content("abc");
    Message with = alert();
    with.attachment.content = &content;
    Writer writer(with, settings());
    std::array<char, 100> room;
    CHECK(writer.read(room).io == Io::done);
    CHECK(writer.rewind());
    const std::string all = read_all(writer, 100);
    CHECK(all.find("YWJj") != std::string::npos);
    CHECK(!writer.rewind());
    CHECK(writer.read(room).io == Io::closed);
  }
}

TEST_CASE("a message that must not be sent") {
  CHECK(!check(alert()));
  Message m = alert();
  SUBCASE("no sender") {
    m.from = "  ";
    refused(m, Field::from, 0, Reason::missing);
  }
  SUBCASE("two senders") {
    m.from = "a@b, X <c@d>";
    refused(m, Field::from, 8, Reason::trailing_text);
    m.from = "a@b, ";
    refused(m, Field::from, 5, Reason::empty);
  }
  SUBCASE("no recipient") {
    m.to = {};
    refused(m, Field::to, 0, Reason::missing);
    m.bcc = "a@b";
    CHECK(!check(m));
  }
  SUBCASE("addresses") {
    m.from = "pump3";
    refused(m, Field::from, 0, Reason::no_at);
    m = alert();
    m.to = "a@b, zoë@c";
    refused(m, Field::to, 7, Reason::not_ascii);
    m = alert();
    m.cc = "a@b\r\nBcc: c@d";
    refused(m, Field::cc, 3, Reason::control_octet);
    m = alert();
    m.bcc = "a@b,";
    refused(m, Field::bcc, 4, Reason::empty);
    m = alert();
    m.reply_to = "team: a@b;";
    refused(m, Field::reply_to, 4, Reason::group);
  }
  SUBCASE("line ends and NUL in a header") {
    TextSource content("x");
    for (const char c : {'\r', '\n', '\0'}) {
      const std::string bad = std::string("ab") + c + "Bcc: x@y";
      m = alert();
      m.subject = bad;
      refused(m, Field::subject, 2);
      m = alert();
      m.message_id = bad;
      refused(m, Field::message_id, 2);
      m = alert();
      m.attachment = {bad, "text/plain", &content};
      refused(m, Field::attachment_name, 2);
      m.attachment = {"a", bad, &content};
      refused(m, Field::attachment_type, 2);
    }
  }
  SUBCASE("NUL in the text") {
    m.text = std::string_view("ab\0c", 4);
    refused(m, Field::text, 2);
  }
  SUBCASE("Message-ID") {
    for (const auto& [id, offset] : std::vector<std::pair<std::string, unsigned>>{
             {"a", 1}, {"@b", 0}, {"a@", 2}, {"a@b@c", 3}, {"<a@b>", 0}, {"a b@c", 1}, {"ë@b", 0}}) {
      m.message_id = id;
      refused(m, Field::message_id, offset);
    }
  }
  SUBCASE("attachment type") {
    TextSource content("x");
    for (const auto& [type, offset] : std::vector<std::pair<std::string, unsigned>>{{"", 0},
                                                                                    {"text", 4},
                                                                                    {"text/", 5},
                                                                                    {"/plain", 0},
                                                                                    {"text/plain; x=y", 10},
                                                                                    {"a/b/c", 3},
                                                                                    {"Multipart/mixed", 0},
                                                                                    {"message/rfc822", 0}}) {
      m.attachment = {"a", type, &content};
      refused(m, Field::attachment_type, offset);
      m.attachment.content = nullptr;
      CHECK(!check(m));
    }
  }
  SUBCASE("limits, at N and N + 1") {
    TextSource content("x");
    const std::string octet(1000, 'x');
    const std::string_view x = octet;
    m.subject = x.substr(0, mime::max_subject);
    check_form(written(m, settings()));
    m.subject = x.substr(0, mime::max_subject + 1);
    refused(m, Field::subject, mime::max_subject);
    m = alert();
    m.attachment = {x.substr(0, mime::max_attachment_name), "text/plain", &content};
    CHECK(!check(m));
    m.attachment.name = x.substr(0, mime::max_attachment_name + 1);
    refused(m, Field::attachment_name, mime::max_attachment_name);
    m.attachment.name = {};
    const std::string type = "text/" + octet;
    m.attachment.type = std::string_view(type).substr(0, mime::max_attachment_type);
    CHECK(!check(m));
    m.attachment.type = std::string_view(type).substr(0, mime::max_attachment_type + 1);
    refused(m, Field::attachment_type, mime::max_attachment_type);
    m = alert();
    const std::string id = "a@" + octet;
    m.message_id = std::string_view(id).substr(0, mime::max_message_id);
    check_form(written(m, settings()));
    m.message_id = std::string_view(id).substr(0, mime::max_message_id + 1);
    refused(m, Field::message_id, mime::max_message_id);
  }
}

TEST_CASE("fields by their names") {
  CHECK(mime::name(Field::none).empty());
  CHECK(mime::name(Field::from) == "from");
  CHECK(mime::name(Field::message_id) == "message_id");
}

TEST_CASE("no room, no progress") {
  const Message m = alert();
  Writer writer(m, settings());
  CHECK(writer.read({}).io == Io::want_read);
}
