#include <mailmote/wire/text_decoder.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace mailmote::wire;

namespace {

// "^" cut, "?" a charset that nobody knows, "!" octets that mean nothing.
std::string shown(const DecodedText& text) {
  return std::string(text.text) + (text.cut ? "^" : "") + (text.unknown_charset ? "?" : "") +
         (text.malformed ? "!" : "");
}

std::string two_texts(std::size_t size) {
  std::vector<char> room(size);
  TextDecoder text(room);
  CHECK(text.begin("iso-8859-1"));
  text.put("Gr\xfc\xdf");
  CHECK(text.begin("utf-8"));
  text.put("e\xc3");
  text.end();
  return shown(text.result());
}

}  // namespace

TEST_CASE("texts in several charsets") {
  CHECK(two_texts(100) ==
        "Gr\xc3\xbc\xc3\x9f"
        "e\xef\xbf\xbd!");
  CHECK(two_texts(10) ==
        "Gr\xc3\xbc\xc3\x9f"
        "e\xef\xbf\xbd!");
}

TEST_CASE("cut before a code point that does not fit, U+FFFD among them") {
  CHECK(two_texts(9) ==
        "Gr\xc3\xbc\xc3\x9f"
        "e^");
  CHECK(two_texts(6) == "Gr\xc3\xbc\xc3\x9f^");
  CHECK(two_texts(5) == "Gr\xc3\xbc^");
  CHECK(two_texts(0) == "^");
}

TEST_CASE("nothing goes in behind the first code point that did not") {
  char room[3];
  TextDecoder text(room);
  text.put("ab\xc3\xbc");
  text.put("c");
  text.end();
  CHECK(shown(text.result()) == "ab^");
}

TEST_CASE("a charset that nobody knows: UTF-8 comes") {
  char room[20];
  TextDecoder text(room);
  text.put("\xc3");
  CHECK_FALSE(text.begin("x-none"));
  text.put("\xc3\xbc");
  text.end();
  CHECK(shown(text.result()) == "\xef\xbf\xbd\xc3\xbc?!");
}

TEST_CASE("control octets become spaces") {
  char room[20];
  TextDecoder text(room);
  text.put("a\r\n\x1b\x7f\tb");
  text.blank_controls();
  CHECK(shown(text.result()) == "a     b");
}
