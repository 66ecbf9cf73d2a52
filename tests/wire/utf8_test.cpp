#include <mailmote/wire/utf8.hpp>

#include <string>

#include "splits.hpp"

using namespace mailmote::wire;

TEST_CASE("every code point is written and read again, surrogates are not") {
  for (char32_t point = 0; point <= 0x110000; ++point) {
    char out[4];
    const std::string_view text(out, put_utf8(point, out));
    const bool legal = point < 0x110000 && (point < 0xd800 || point > 0xdfff);
    const Utf8Front front = utf8_front(text);
    REQUIRE((front.form == Utf8::whole) == legal);
    if (legal) REQUIRE(front.size == text.size());
  }
}

TEST_CASE("broken and partial sequences") {
  struct Case {
    std::string_view text;
    Utf8 form;
    unsigned size;
  };
  for (const Case& c : {
           Case{"\x80", Utf8::broken, 1},
           {"\xc0\x80", Utf8::broken, 1},
           {"\xc1\xbf", Utf8::broken, 1},
           {"\xe0\x9f\xbf", Utf8::broken, 1},
           {"\xf0\x8f\xbf\xbf", Utf8::broken, 1},
           {"\xf4\x90\x80\x80", Utf8::broken, 1},
           {"\xf5\x80", Utf8::broken, 1},
           {"\xed\xa0\x80", Utf8::broken, 1},
           {"\xe2\x82x", Utf8::broken, 2},
           {"\xc3", Utf8::partial, 1},
           {"\xe2\x82", Utf8::partial, 2},
           {"\xf0\x9f\x98", Utf8::partial, 3},
           {"\xe2\x82\xac", Utf8::whole, 3},
           {"ab", Utf8::whole, 1},
       }) {
    const splits::HeapCopy text(c.text);
    const Utf8Front front = utf8_front(text.view());
    CHECK(front.form == c.form);
    CHECK(front.size == c.size);
    CHECK(is_utf8(text.view()) == (c.form == Utf8::whole));
  }
  CHECK(is_utf8(""));
}
