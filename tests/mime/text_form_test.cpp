#include <mailmote/mime/text_form.hpp>

#include "writing.hpp"

using namespace writing;

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

TEST_CASE("a line that could be the boundary is encoded away") {
  Message m = alert();
  m.text = "a\n--=_0011223344556677\nb";
  CHECK(header(written(m, settings()), "Content-Transfer-Encoding") == " 7bit");
  TextSource content("x");
  m.attachment.content = &content;
  const std::string mail = written(m, settings());
  CHECK(mail.find("\r\n--=3D_0011223344556677\r\n") != std::string::npos);
}
