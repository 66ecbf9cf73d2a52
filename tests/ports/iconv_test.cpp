// Charsets by the system's iconv().
#include <mailmote/mime/parameters.hpp>
#include <mailmote/ports/posix/iconv.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <string>
#include <vector>

#include "../splits.hpp"

using namespace mailmote;
using namespace std::string_view_literals;

namespace {

// What comes out through a room of this size, whatever the pieces; "!" behind it: octets that mean nothing.
class Log {
 public:
  Log(std::string_view charset, std::size_t size) : decoder_(&iconv_), size_(size) { REQUIRE(decoder_.begin(charset)); }

  void feed(std::string_view piece) {
    while (!piece.empty()) {
      std::vector<char> out(size_);
      const wire::Step step = decoder_.decode(piece, out);
      REQUIRE((step.taken != 0 || step.written != 0));
      all_.append(out.data(), step.written);
      piece.remove_prefix(step.taken);
    }
  }

  std::string text() {
    std::vector<char> last(wire::CharsetDecoder::min_room);
    all_.append(last.data(), decoder_.finish(last));
    CHECK(wire::is_utf8(all_));
    return all_ + (decoder_.malformed() ? "!" : "");
  }

 private:
  posix::Iconv iconv_;
  wire::CharsetDecoder decoder_;
  std::size_t size_;
  std::string all_;
};

void same(std::string_view charset, std::string_view octets, const std::string& expected) {
  INFO(std::string(charset));
  for (std::size_t room = wire::CharsetDecoder::min_room; room < 14; ++room)
    splits::same_everywhere(octets, expected, [&] { return Log(charset, room); });
}

}  // namespace

TEST_CASE("texts in other charsets") {
  same("koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет");
  same("Shift_JIS", "\x93\xfa\x96\x7b\x8c\xea \x83\x65", "日本語 テ");
  same("iso-2022-jp", "\x1b$BF|K\\8l\x1b(B ok", "日本語 ok");
  same("euc-jp", "\xc6\xfc\xcb\xdc", "日本");
  same("gb18030", "\xc4\xe3\xba\xc3 \x94\x39\xda\x33", "你好 \xf0\x9f\x92\xa9");
  same("big5", "\xa4\xa4\xa4\xe5", "中文");
  same("utf-16", "\xff\xfe\xfc\x00\x3d\xd8\x00\xde"sv, "ü😀");
  same("utf-16be", "\x00\xfc\xd8\x3d\xde\x00"sv, "ü😀");
  same("windows-1251", "\xcf\xf0", "Пр");
}

TEST_CASE("two code points for one character") { same("big5-hkscs", "\x88\x62x\x88\x66", "Ê\xcc\x84xÊ"); }

TEST_CASE("octets that mean nothing") {
  same("shift_jis", "a\x93", "a\xef\xbf\xbd!");
  same("shift_jis", "\xff\xff z", "\xef\xbf\xbd\xef\xbf\xbd z!");
  same("gb18030", "\x94\x39\xda", "\xef\xbf\xbd!");
  same("gb18030", "\x94\x39 z",
       "\xef\xbf\xbd"
       "9 z!");
  same("euc-jp", "\xc6 z", "\xef\xbf\xbd z!");
  same("utf-16be", "\xd8\x3d\x00z"sv, "\xef\xbf\xbdz!");
  same("utf-32be", "\x00\x11\x00\x00\x00\x00\x00z"sv, "\xef\xbf\xbdz!");
  same("utf-16le", "z\x00z"sv, "z\xef\xbf\xbd!");
}

TEST_CASE("whatever the octets, the same comes out however they are cut") {
  std::uint32_t dice = 1;
  const auto octet = [&] {
    dice = dice * 1664525U + 1013904223U;
    const auto c = static_cast<unsigned char>(dice >> 24);
    return static_cast<char>(dice & 0x10000U ? c : c | 0x80U);
  };
  for (const char* charset : {"shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "big5-hkscs", "euc-kr", "utf-16",
                              "utf-16le", "utf-32be", "koi8-r", "utf-7", "tcvn"}) {
    for (int i = 0; i < 60; ++i) {
      std::string text;
      for (int n = i % 9; n >= 0; --n) text += octet();
      Log whole(charset, 100);
      whole.feed(text);
      const std::string expected = whole.text();
      splits::same_everywhere(text, expected, [&] { return Log(charset, wire::CharsetDecoder::min_room); });
    }
  }
}

TEST_CASE("names that are none") {
  posix::Iconv iconv;
  for (const std::string_view name :
       {""sv, "x-none"sv, "koi8-r//TRANSLIT"sv, "koi8-r\0"sv, "koi8 r"sv, "/etc/passwd"sv, "\xc3\xbc"sv})
    CHECK_FALSE(iconv.begin(name));
  CHECK_FALSE(iconv.begin(std::string(posix::Iconv::max_name + 1, 'x')));
  CHECK(iconv.begin("koi8-r"));
}

TEST_CASE("one object reads one text after another") {
  posix::Iconv charsets;
  char room[100];
  wire::CharsetDecoder text(&charsets);
  CHECK(text.begin("shift_jis"));
  CHECK(text.decode("\x93", room).written == 0);
  CHECK(text.begin("SHIFT_JIS"));  // what was held is forgotten
  CHECK(text.finish(room) == 0);
  CHECK(text.begin("iso-2022-jp"));
  text.decode("\x1b$B", room);
  CHECK(text.begin("iso-2022-jp"));  // and so is the shift
  CHECK(std::string_view(room, text.decode("F|", room).written) == "F|");
}

TEST_CASE("values of headers") {
  posix::Iconv charsets;
  char room[100];
  const auto words = [&](std::string_view header) {
    const wire::DecodedText text = wire::decode_words(header, room, &charsets);
    return std::string(text.text) + (text.unknown_charset ? "?" : "") + (text.malformed ? "!" : "");
  };
  CHECK(words("=?koi8-r?B?8NLJ18XU?= x") == "Привет x");
  CHECK(words("=?shift_jis?B?k/qW?= =?SHIFT_JIS?Q?{?= =?koi8-r?B?8A==?=") == "日本П");  // a character lies in two words
  CHECK(words("=?iso-8859-2?Q?=B1?= =?x-none?Q?a?=") == "ą =?x-none?Q?a?=?");
  CHECK(words("=?shift_jis?Q?=93?= x") == "\xef\xbf\xbd x!");
  const mime::Parameters parameters("a/b; name*0*=gb18030''%c4; name*1*=%e3.txt");
  CHECK(parameters.get("name", room, &charsets).text == "你.txt");
}
