#include <mailmote/wire/utf7.hpp>
#include <mailmote/wire/utf8.hpp>

#include <string>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

std::string encode(std::string_view name) {
  if (!Utf7Encoder::takes(name)) FAIL("refused: ", std::string(name));
  const splits::HeapCopy copy(name);
  Utf7Encoder encoder(copy.view());
  std::string text;
  for (int octet = encoder.next(); octet != Utf7Encoder::end; octet = encoder.next()) {
    if (octet < 0x20 || octet >= 0x7f) FAIL("octet ", octet);
    text += static_cast<char>(octet);
  }
  if (encoder.next() != Utf7Encoder::end) FAIL("no end");
  return text;
}

struct Decoded {
  std::string text;
  bool valid = false, cut = false;
};

Decoded decode(std::string_view name, std::size_t room) {
  const splits::HeapCopy copy(name);
  const std::unique_ptr<char[]> into(new char[room]);
  const DecodedName d = decode_utf7(copy.view(), {into.get(), room});
  return {std::string(d.text), d.valid, d.cut};
}

Decoded decode(std::string_view name) { return decode(name, 3 * name.size() + 1); }

void is_refused(std::string_view name) {
  INFO("name: ", std::string(name));
  const Decoded d = decode(name);
  CHECK_FALSE(d.valid);
  CHECK_FALSE(d.cut);
  CHECK(d.text == name);
}

struct Pair {
  std::string_view utf8, utf7;
};

constexpr Pair pairs[] = {
    {"", ""},
    {"INBOX", "INBOX"},
    {" a~\"\\/", " a~\"\\/"},
    {"&", "&-"},
    {"&&", "&-&-"},
    {"R&D", "R&-D"},
    {"-", "-"},
    {"&-", "&--"},
    {"Entw\u00fcrfe", "Entw&APw-rfe"},
    {"Gel\u00f6schte Elemente", "Gel&APY-schte Elemente"},
    {"~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},  // RFC 3501 5.1.3
    {"[Gmail]/\u041a\u043e\u0440\u0437\u0438\u043d\u0430", "[Gmail]/&BBoEPgRABDcEOAQ9BDA-"},
    {"\u00e4&", "&AOQ-&-"},
    {"&\u00e4", "&-&AOQ-"},
    {"\u00e4-", "&AOQ--"},
    {"\u00e4\u00f6", "&AOQA9g-"},
    {"\U0001f600", "&2D3eAA-"},
    {"a\U00010000\U0010ffff", "a&2ADcANv,3,8-"},
    {"\uffff", "&,,8-"},
    {"\t", "&AAk-"},
    {"\x7f", "&AH8-"},
    {"\x01x\x1f", "&AAE-x&AB8-"},
};

}  // namespace

TEST_CASE("names, there and back") {
  for (const Pair& p : pairs) {
    INFO("name: ", std::string(p.utf7));
    CHECK(encode(p.utf8) == p.utf7);
    const Decoded d = decode(p.utf7);
    CHECK(d.text == p.utf8);
    CHECK(d.valid);
    CHECK_FALSE(d.cut);
  }
}

TEST_CASE("every code point, alone and between others") {
  for (char32_t point = 1; point < 0x110000; ++point) {
    if ((point >= 0xd800 && point < 0xe000) || point == '\r' || point == '\n') continue;
    char octets[4];
    const std::string one(octets, put_utf8(point, octets));
    for (const std::string& name : {one, "a" + one + "b", "\u00e4" + one + one + "\U0001f600"}) {
      const Decoded d = decode(encode(name));
      if (!(d.text == name && d.valid && !d.cut)) FAIL("U+", static_cast<std::uint32_t>(point));
      if (point % 64 != 0) break;
    }
  }
}

TEST_CASE("what no name holds is not encoded") {
  CHECK_FALSE(Utf7Encoder::takes(std::string_view("a\0b", 3)));
  for (const char* name :
       {"a\rb", "a\nb", "\r\n", "\xff", "a\x80", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"})
    CHECK_FALSE(Utf7Encoder::takes(name));
  CHECK(Utf7Encoder::takes(""));
  CHECK(Utf7Encoder::takes("\t\x7f\u00e4"));
}

TEST_CASE("names that are no modified UTF-7 come back as they are") {
  for (const char* name : {
           "&",
           "a&",
           "&AOQ",
           "&AOQ/",               // no end
           "&Jjo!",               // RFC 3501 5.1.3: no way back to ASCII
           "&U,BTFw-&ZeVnLIqe-",  // RFC 3501 5.1.3: a shift too many
           "&AOQ-&AOQ-b",         // likewise
           "&A-",
           "&AA-",
           "&AOQA-",
           "&AOQAO-",  // no whole unit
           "&AOR-",
           "&AOQA9h-",   // spare bits are not zero
           "&AOQAAAA-",  // a whole digit too many, and NUL
           "&AGE-",
           "&AGEA5A-",
           "&AOQAYQ-",
           "&ACY-",  // what stands for itself
           "&AA0-",
           "&AAo-",
           "&AAA-",  // what no name holds
           "&2D0-",
           "&3gA-",
           "&2D0AYQ-",
           "&2D3YPQ-",  // half a pair, or two halves that are none
           "&U/BTFw-",
           "&U~BTFw-",
           "&AOQ=-",
           "&A OQ-",  // digits of another alphabet
           "&\t-",
           "a\tb",
           "\x7f",
           "a\r\nb",  // octets that have to be encoded
       })
    is_refused(name);
  is_refused(std::string_view("a\0b", 3));
  is_refused(std::string_view("&AOQ\0-", 6));
}

TEST_CASE("a name in UTF-8 is taken as it is, and its ampersands, too (RFC 6855)") {
  for (const char* name : {"Entw\u00fcrfe", "R&D \u00e4", "&AOQ-\u00e4", "\U0001f600", "\u00e4\t"}) {
    const Decoded d = decode(name);
    CHECK(d.valid);
    CHECK(d.text == name);
  }
  for (const char* name : {"Entw\xfcrfe", "\xc3", "\u00e4\xff", "&AOQ-\x80", "\xed\xa0\x80", "\u00e4\r\n"})
    is_refused(name);
  is_refused(std::string_view("\xc3\xa4\0", 3));
}

TEST_CASE("a name is cut between two code points, in any room") {
  for (const Pair& p : pairs)
    for (std::size_t room = 0; room <= p.utf8.size(); ++room) {
      const Decoded d = decode(p.utf7, room);
      CHECK(d.valid);
      CHECK(d.cut == (room < p.utf8.size()));
      CHECK(p.utf8.substr(0, d.text.size()) == d.text);
      CHECK(is_utf8(d.text));
      CHECK(room - d.text.size() < 4);
    }
  const std::string_view raw = "a\u00e4\u65e5\U0001f600b";
  for (std::size_t room = 0; room <= raw.size(); ++room) {
    const Decoded d = decode(raw, room);
    CHECK(d.cut == (room < raw.size()));
    CHECK(raw.substr(0, d.text.size()) == d.text);
    CHECK(is_utf8(d.text));
    CHECK(room - d.text.size() < 4);
  }
  CHECK(decode("\x80\x80\x80", 2).text == "\x80\x80");
  CHECK(decode("a&AOQ", 3).text == "a&A");
}

TEST_CASE("what does not fit is looked at all the same") {
  CHECK(decode("abc&AOQ-", 1).valid);
  CHECK_FALSE(decode("abc&AOQ-&", 1).valid);
  CHECK_FALSE(decode("abc&AGE-", 1).valid);
  CHECK_FALSE(decode("abc\u00e4\xff", 1).valid);
}
