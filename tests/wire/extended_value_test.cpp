#include <mailmote/wire/extended_value.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace mailmote::wire;

namespace {

// "stem section", with a '*' behind if it is encoded; "stem" if it is not extended.
std::string shown(std::string_view name) {
  const SectionName s = section_name(name);
  return std::string(s.stem) + (s.extended ? " " + std::to_string(s.section) : "") + (s.encoded ? "*" : "");
}

// "^" cut, "?" a charset that nobody knows, "!" octets that mean nothing.
std::string finish(ExtendedValue& value) {
  const DecodedText text = value.finish();
  return std::string(text.text) + (text.cut ? "^" : "") + (text.unknown_charset ? "?" : "") +
         (text.malformed ? "!" : "");
}

std::string encoded(std::string_view section, std::size_t size = 100) {
  std::vector<char> room(size);
  ExtendedValue value(room);
  value.put_encoded(section);
  return finish(value);
}

}  // namespace

TEST_CASE("names of sections") {
  CHECK(shown("title") == "title");
  CHECK(shown("title*") == "title 0*");
  CHECK(shown("title*0") == "title 0");
  CHECK(shown("title*12*") == "title 12*");
  CHECK(shown("title*9999*") == "title 9999*");
  CHECK(shown("") == "");
  CHECK(shown("*") == " 0*");
  for (const char* name : {"title**", "title*x", "title*1x", "title*-1", "title*10000", "title*1*2", "title*1**"})
    CHECK(section_name(name).stem == "");
}

TEST_CASE("one section") {
  CHECK(encoded("utf-8''%e2%82%ac%20rates") == "\xe2\x82\xac rates");
  CHECK(encoded("iso-8859-1'en'%A3%20rates") == "\xc2\xa3 rates");
  CHECK(encoded("iso-8859-15''%a4") == "\xe2\x82\xac");
  CHECK(encoded("''a%c3%bc") == "a\xc3\xbc");
  CHECK(encoded("a%c3%bc") == "a\xc3\xbc");
  CHECK(encoded("it's") == "it's");
  CHECK(encoded("utf-8''it's") == "it's");
  CHECK(encoded("utf-8''") == "");
  CHECK(encoded("") == "");
}

TEST_CASE("what is odd") {
  CHECK(encoded("utf-8''100%") == "100%");
  CHECK(encoded("utf-8''%4") == "%4");
  CHECK(encoded("utf-8''%4x%x4%41") == "%4x%x4A");
  CHECK(encoded("utf-8''%fc") == "\xef\xbf\xbd!");
  CHECK(encoded("utf-8''%c3") == "\xef\xbf\xbd!");
  CHECK(encoded("utf-8''a%0d%0a%00b") == "a   b");
  CHECK(encoded("koi8-r'ru'%F0%D2") == "koi8-r'ru'%F0%D2?");
}

TEST_CASE("sections") {
  char room[100];
  SUBCASE("as RFC 2231 4.1 has them") {
    ExtendedValue value(room);
    value.put_encoded("us-ascii'en'This%20is%20even%20more%20");
    value.put_encoded("%2A%2A%2Afun%2A%2A%2A%20");
    value.put("isn't it!");
    CHECK(finish(value) == "This is even more ***fun*** isn't it!");
  }
  SUBCASE("a character lies in two") {
    ExtendedValue value(room);
    value.put_encoded("utf-8''%e2");
    value.put_encoded("%82%ac");
    CHECK(finish(value) == "\xe2\x82\xac");
  }
  SUBCASE("quotes in a later one are of the text") {
    ExtendedValue value(room);
    value.put("a");
    value.put_encoded("utf-8''b%20");
    value.put("%20");
    CHECK(finish(value) == "autf-8''b %20");
  }
  SUBCASE("of a charset that nobody knows: as they are written") {
    ExtendedValue value(room);
    value.put_encoded("koi8-r''%F0");
    value.put_encoded("%D2");
    CHECK(finish(value) == "koi8-r''%F0%D2?");
  }
  SUBCASE("so far") {
    ExtendedValue value(room);
    value.put_encoded("utf-8''a%e2%82");
    CHECK(value.text().text == "a");
    value.put_encoded("%ac");
    CHECK(value.text().text == "a\xe2\x82\xac");
  }
}

TEST_CASE("cut before a character that does not fit") {
  CHECK(encoded("utf-8''a%e2%82%acb", 5) ==
        "a\xe2\x82\xac"
        "b");
  CHECK(encoded("utf-8''a%e2%82%acb", 4) == "a\xe2\x82\xac^");
  CHECK(encoded("utf-8''a%e2%82%acb", 3) == "a^");
  CHECK(encoded("utf-8''a", 0) == "^");
}
