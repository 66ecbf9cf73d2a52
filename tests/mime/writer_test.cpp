#include <mailmote/mime/writer.hpp>

#include "writing.hpp"

using namespace writing;

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

TEST_CASE("an alert with an attachment") {
  Message m = alert();
  TextSource log("8.9\n9.1\n9.3\n");
  m.attachment = {"log 3.csv", "text/csv", &log};
  const std::string expected =
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed;\r\n"
      " boundary=\"=_0011223344556677\"\r\n"
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

TEST_CASE("no room, no progress") {
  const Message m = alert();
  Writer writer(m, settings());
  CHECK(writer.read({}).io == Io::want_read);
}
