// What a mail is made of: texts, inline parts, attachments, and no level that has but one part.
#include <mailmote/mime/writer.hpp>

#include "writing.hpp"

using namespace writing;

namespace {

// From the first header that is about structure on.
std::string structure(const Message& m, bool eight_bit = false) {
  const std::string mail = written(m, settings(eight_bit));
  check_form(mail);
  return mail.substr(mail.find("MIME-Version: 1.0\r\n") + 19);
}

const std::string text_part =
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 7bit\r\n"
    "\r\n"
    "9.3 bar, limit 8.0 bar.\r\n";
const std::string html_part =
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 7bit\r\n"
    "\r\n"
    "<b>9.3 bar</b>\r\n";
const std::string to_alternative =
    "Content-Type: multipart/alternative;\r\n"
    " boundary=\"=_a0011223344556677\"\r\n"
    "\r\n"
    "--=_a0011223344556677\r\n";
const std::string to_related =
    "Content-Type: multipart/related; type=\"text/html\";\r\n"
    " boundary=\"=_r0011223344556677\"\r\n"
    "\r\n"
    "--=_r0011223344556677\r\n";
const std::string to_mixed =
    "Content-Type: multipart/mixed;\r\n"
    " boundary=\"=_0011223344556677\"\r\n"
    "\r\n"
    "--=_0011223344556677\r\n";
const std::string logo_part =
    "--=_r0011223344556677\r\n"
    "Content-Type: image/png\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "Content-ID: <logo>\r\n"
    "Content-Disposition: inline;\r\n"
    " filename=\"logo.png\"\r\n"
    "\r\n"
    "UE5H\r\n";
const std::string log_part =
    "--=_0011223344556677\r\n"
    "Content-Type: text/csv\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment;\r\n"
    " filename=\"log.csv\"\r\n"
    "\r\n"
    "MSwy\r\n";
const std::string end_alternative = "--=_a0011223344556677--\r\n";
const std::string end_related = "--=_r0011223344556677--\r\n";
const std::string end_mixed = "--=_0011223344556677--\r\n";

}  // namespace

TEST_CASE("every structure that there is") {
  Message m = alert();
  const std::string_view html = "<b>9.3 bar</b>\n";
  TextSource image("PNG"), log("1,2");
  const Attachment images[] = {{"logo.png", "image/png", &image, "logo"}};
  const Attachment logs[] = {{"log.csv", "text/csv", &log}};

  SUBCASE("text") { CHECK(structure(m) == text_part); }
  SUBCASE("html") {
    m.text = {};
    m.html = html;
    CHECK(structure(m) == html_part);
  }
  SUBCASE("neither") {
    m.text = {};
    CHECK(structure(m) == text_part.substr(0, text_part.find("9.3")));
  }
  SUBCASE("text and html") {
    m.html = html;
    CHECK(structure(m) ==
          to_alternative + text_part + "\r\n--=_a0011223344556677\r\n" + html_part + "\r\n" + end_alternative);
  }
  SUBCASE("html with an image") {
    m.text = {};
    m.html = html;
    m.related = images;
    CHECK(structure(m) == to_related + html_part + "\r\n" + logo_part + end_related);
  }
  SUBCASE("text, and html with an image") {
    m.html = html;
    m.related = images;
    CHECK(structure(m) == to_alternative + text_part + "\r\n--=_a0011223344556677\r\n" + to_related + html_part +
                              "\r\n" + logo_part + end_related + end_alternative);
  }
  SUBCASE("text and an attachment") {
    m.attachments = logs;
    CHECK(structure(m) == to_mixed + text_part + "\r\n" + log_part + end_mixed);
  }
  SUBCASE("html and an attachment") {
    m.text = {};
    m.html = html;
    m.attachments = logs;
    CHECK(structure(m) == to_mixed + html_part + "\r\n" + log_part + end_mixed);
  }
  SUBCASE("all of it") {
    m.html = html;
    m.related = images;
    m.attachments = logs;
    CHECK(structure(m) == to_mixed + to_alternative + text_part + "\r\n--=_a0011223344556677\r\n" + to_related +
                              html_part + "\r\n" + logo_part + end_related + end_alternative + log_part + end_mixed);
  }
}

TEST_CASE("attachments in their order: attachment, then attachments") {
  TextSource a("1"), b("2"), c("3");
  const Attachment more[] = {{"b", "text/csv", &b}, {"c", "text/csv", &c}};
  Message m = alert();
  m.attachment = {"a", "text/csv", &a};
  m.attachments = more;
  Writer writer(m, settings());
  const auto size = writer.size();
  const std::string mail = read_all(writer, 100);
  CHECK(size == mail.size());
  const std::size_t at[] = {mail.find("\"a\""), mail.find("MQ=="),  mail.find("\"b\""),
                            mail.find("Mg=="),  mail.find("\"c\""), mail.find("Mw==")};
  CHECK(std::is_sorted(std::begin(at), std::end(at)));
  CHECK(at[5] != std::string::npos);
}

TEST_CASE("any room gives the same octets of every part, and size() tells how many") {
  const std::string data[] = {octets(300), octets(0), octets(58), octets(1)};
  const std::string text = "größer\n--=_0011223344556677\n", html = "<p>größer</p>\r\n" + std::string(1200, 'x');
  const Header headers[] = {{"List-Id", "Größe <a.b>"}, {"X-Empty", ""}};
  for (const bool eight_bit : {false, true}) {
    std::string expected;
    for (std::size_t room = 1; room <= 300; ++room) {
      Pieces first(data[0], room % 61 + 1), second(data[1]), third(data[2], 7), fourth(data[3]);
      Pieces* const all[] = {&first, &second, &third, &fourth};
      for (std::size_t i = 0; i < 4; ++i) all[i]->told = data[i].size();
      for (Pieces* const content : all) content->waits = room % 2 == 0;
      const Attachment images[] = {{"größe.png", "image/png", &first, "a@b"}, {"", "image/png", &second, "c"}};
      const Attachment files[] = {{"x", "text/csv", &third}, {std::string_view(text.data(), 8), "a/b", &fourth}};
      Message m = alert();
      m.text = text;
      m.html = html;
      m.related = images;
      m.attachments = files;
      m.headers = headers;
      m.references = "<a@b> c@d";
      m.incident = "pump3/pressure";
      Writer writer(m, settings(eight_bit));
      CHECK_FALSE(writer.needs_eight_bit());  // each text has a reason to be encoded
      const std::optional<std::uint64_t> size = writer.size();
      const std::string got = read_all(writer, room);
      CHECK(size == got.size());
      CHECK(writer.size() == got.size());
      if (room == 1) {
        expected = got;
        check_form(got);
      }
      if (got == expected) continue;
      INFO("room ", room);
      CHECK(got == expected);
    }
  }
}

TEST_CASE("the html asks for 8BITMIME, too, and a boundary in it is encoded away") {
  Message m = alert();
  m.html = "größer";
  CHECK(Writer(m, settings(true)).needs_eight_bit());
  CHECK_FALSE(Writer(m, settings(false)).needs_eight_bit());
  CHECK(structure(m, true).find("8bit\r\n\r\ngrößer\r\n\r\n--=_a") != std::string::npos);
  m.html = "--=_a0011223344556677\n";
  CHECK(structure(m).find("quoted-printable\r\n\r\n--=3D_a0011223344556677\r\n\r\n--=_a") != std::string::npos);
}

TEST_CASE("an unknown size of one part is an unknown size") {
  TextSource known("x");
  Pieces unknown("y");
  const Attachment files[] = {{"a", "a/b", &known}, {"c", "d/e", &unknown}};
  Message m = alert();
  m.attachments = files;
  Writer writer(m, settings());
  CHECK_FALSE(writer.size());
  CHECK(read_all(writer, 100).find("eQ==") != std::string::npos);
}

TEST_CASE("the same Source twice is not sent as an empty second one") {
  TextSource once("x");
  const Attachment files[] = {{"a", "a/b", &once}, {"b", "a/b", &once}};
  Message m = alert();
  m.attachments = files;
  Writer writer(m, settings());
  Io last = Io::want_read;
  CHECK(read_all(writer, 100, &last).find("--=_0011223344556677--") == std::string::npos);
  CHECK(last == Io::failed);
}

TEST_CASE("rewind goes back over inline parts and attachments that were not read from") {
  TextSource image("PNG");
  const Attachment images[] = {{"logo.png", "image/png", &image, "logo"}};
  Message m = alert();
  m.html = "<img src=\"cid:logo\">";
  m.related = images;
  Writer writer(m, settings());
  std::vector<char> heads(700);
  CHECK(writer.read({heads.data(), 600}).count == 600);
  CHECK(writer.rewind());
  const std::string mail = read_all(writer, 80);
  CHECK(mail.find("UE5H") != std::string::npos);
  CHECK(mail.starts_with("Date:"));
  CHECK_FALSE(writer.rewind());
}
