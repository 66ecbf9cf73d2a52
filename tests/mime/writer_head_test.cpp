// The headers that a Writer writes.
#include <mailmote/mime/writer.hpp>
#include <mailmote/wire/utf8.hpp>

#include "writing.hpp"

using namespace writing;

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
  // A first word that is too long for this line gets the next one, if it has room for it.
  const std::string fits(69, 'x'), next(70, 'x'), most(77, 'x'), longer(78, 'x');
  CHECK(subject(fits) == " " + fits);
  CHECK(subject(next + " bar") == "\r\n " + next + " bar");
  CHECK(subject(most + " bar") == "\r\n " + most + "\r\n bar");
  CHECK(subject(longer + " bar") == " " + longer + "\r\n bar");
  CHECK(subject("ü" + next).starts_with(" =?utf-8?Q?=C3=BCxx"));
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
  CHECK(disposition("größe 3.csv") == ";\r\n filename*=utf-8''gr%C3%B6%C3%9Fe%203.csv");
  CHECK(disposition("a\"b") == ";\r\n filename*=utf-8''a%22b");
  CHECK(disposition("a\\b\t") == ";\r\n filename*=utf-8''a%5Cb%09");
  CHECK(disposition(std::string(61, 'f')) ==
        ";\r\n filename*0*=utf-8''" + std::string(18, 'f') + ";\r\n filename*1*=" + std::string(18, 'f') +
            ";\r\n filename*2*=" + std::string(18, 'f') + ";\r\n filename*3*=" + std::string(7, 'f'));
  const std::string most = disposition(std::string(255, 'f'));
  CHECK(most.find(";\r\n filename*14*=fff") != std::string::npos);
}

TEST_CASE("a long file name: no section divides a character, and the type has the end of it in ASCII") {
  Message m = alert();
  TextSource content("x");
  std::string name;
  for (int i = 0; i < 20; ++i) name += "日ü";
  name += ".bin";
  m.attachment = {name, "a/b", &content};
  const std::string mail = written(m, settings());
  check_form(mail);
  std::string decoded;
  unsigned sections = 0;
  for (std::size_t at = 0; (at = mail.find(" filename*", at)) != std::string::npos; ++sections) {
    const std::size_t end = mail.find_first_of(";\r", at);
    CHECK(end - at <= 77);
    const std::size_t begin = sections == 0 ? mail.find("''", at) + 2 : mail.find('=', at) + 1;
    const std::string text = mail.substr(begin, end - begin);
    std::string section;
    for (std::size_t i = 0; i < text.size(); ++i) {
      section += text[i] == '%' ? static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)) : text[i];
      if (text[i] == '%') i += 2;
    }
    CHECK(wire::is_utf8(section));
    decoded += section;
    at = end;
  }
  CHECK(sections == 6);
  CHECK(decoded == name);
  CHECK(mail.find("Content-Type: a/b;\r\n name=\"" + std::string(56, '_') + ".bin\"\r\n") != std::string::npos);
}

TEST_CASE("what a mail answers") {
  Message m = alert();
  m.in_reply_to = "<a@b>";
  std::string mail = written(m, settings());
  CHECK(header(mail, "In-Reply-To") == " <a@b>");
  CHECK(header(mail, "References") == " <a@b>");
  m.references = "c@d\t<e@f><a@b> ";
  mail = written(m, settings());
  CHECK(header(mail, "In-Reply-To") == " <a@b>");
  CHECK(header(mail, "References") == " <c@d> <e@f> <a@b>");
  m.in_reply_to = {};
  mail = written(m, settings());
  CHECK(header(mail, "In-Reply-To") == "-");
  CHECK(header(mail, "References") == " <c@d> <e@f> <a@b>");
  std::string many;
  for (int i = 0; many.size() < mime::max_references - 40; ++i) many += std::to_string(i) + "@plant.example ";
  many += std::string(mime::max_references - many.size() - 2, 'x') + "@y";
  m.references = many;
  mail = written(m, settings(), 80);
  check_form(mail);
  CHECK(mail == written(m, settings(), 5000));
  CHECK(header(mail, "References").find("\r\n <3@plant.example>") != std::string::npos);
}

TEST_CASE("alerts of one incident refer to one id") {
  Message m = alert();
  m.incident = "p/3";
  std::string mail = written(m, settings());
  CHECK(header(mail, "In-Reply-To") == " <incident.702F33@plant.example>");
  CHECK(header(mail, "References") == " <incident.702F33@plant.example>");
  CHECK(header(mail, "Message-ID") == " <00112233445566778899AABBCCDDEEFF@plant.example>");
  CHECK(header(mail, "X-Auto-Response-Suppress") == " All");
  CHECK(header(written(alert(), settings()), "X-Auto-Response-Suppress") == "-");
  m.in_reply_to = "a@b";
  mail = written(m, settings());
  CHECK(header(mail, "In-Reply-To") == " <a@b>");
  CHECK(header(mail, "References") == " <incident.702F33@plant.example> <a@b>");
  const std::string most(mime::max_incident, '\xff');
  const std::string from = "x@" + std::string(63, 'd') + "." + std::string(63, 'e') + "." + std::string(63, 'f') + "." +
                           std::string(60, 'g');
  m.incident = most;
  m.from = from;
  check_form(written(m, settings()));
}

TEST_CASE("headers of the user's own") {
  const auto own = [](std::string_view name, std::string_view value) {
    const Header headers[] = {{"X-First", "1"}, {name, value}};
    Message m = alert();
    m.headers = headers;
    const std::string mail = written(m, settings());
    check_form(mail);
    CHECK(header(mail, "X-First") == " 1");
    return header(mail, std::string(name));
  };
  CHECK(own("X-Pump", "3") == " 3");
  CHECK(own("X-Pump", "größe") == " =?utf-8?B?Z3LDtsOfZQ==?=");
  CHECK(own("X-Pump", "") == " ");
  CHECK(own("!#$%'*~", "<https://x.example/?a=b>, <mailto:a@b>") == " <https://x.example/?a=b>, <mailto:a@b>");
  const std::string longest(mime::max_header_name, 'x'), value(mime::max_header_value, 'v');
  CHECK(own(longest, value).starts_with(" =?utf-8?Q?v"));
  CHECK(own(longest, "ü").starts_with(" =?utf-8?B?w7w=?="));
  std::string words;
  for (int i = 0; i < 150; ++i) words += "value ";
  const std::string folded = own("X-Long", words + "end");
  for (std::size_t at = 0, end; at < folded.size(); at = end + 2) {
    end = std::min(folded.find("\r\n", at), folded.size());
    CHECK(end - at <= 78);
  }
}

TEST_CASE("priority and Auto-Submitted only as they are asked for") {
  Message m = alert();
  std::string mail = written(m, settings());
  for (const char* const name : {"Importance", "X-Priority", "Priority"}) CHECK(header(mail, name) == "-");
  CHECK(header(mail, "Auto-Submitted") == " auto-generated");
  m.priority = Priority::high;
  m.automatic = false;
  mail = written(m, settings());
  CHECK(header(mail, "Importance") == " high");
  CHECK(header(mail, "X-Priority") == " 1");
  CHECK(header(mail, "Priority") == " urgent");
  CHECK(header(mail, "Auto-Submitted") == "-");
  m.priority = Priority::low;
  mail = written(m, settings());
  CHECK(header(mail, "Importance") == " low");
  CHECK(header(mail, "X-Priority") == " 5");
  CHECK(header(mail, "Priority") == " non-urgent");
}
