#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

// "^" cut, "?" a charset that is not known, "!" octets that mean nothing.
std::string decode(std::string_view header, std::size_t size = 200) {
  const splits::HeapCopy copy(header);
  std::vector<char> room(size);
  const DecodedText text = decode_words(copy.view(), room);
  CHECK(is_utf8(text.text));
  return std::string(text.text) + (text.cut ? "^" : "") + (text.unknown_charset ? "?" : "") +
         (text.malformed ? "!" : "");
}

}  // namespace

TEST_CASE("text without words") {
  CHECK(decode("") == "");
  CHECK(decode("plain text") == "plain text");
  CHECK(decode("folded\r\n text") == "folded text");
  CHECK(decode("raw \xc3\xbc") == "raw \xc3\xbc");
  CHECK(decode("raw \xfc") == "raw \xef\xbf\xbd!");
  CHECK(decode("raw \xc3") == "raw \xef\xbf\xbd!");
}

TEST_CASE("the examples of RFC 2047, 8") {
  CHECK(decode("=?ISO-8859-1?Q?a?=") == "a");
  CHECK(decode("=?ISO-8859-1?Q?a?= b") == "a b");
  CHECK(decode("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=") == "ab");
  CHECK(decode("=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=") == "ab");
  CHECK(decode("=?ISO-8859-1?Q?a?=\r\n  =?ISO-8859-1?Q?b?=") == "ab");
  CHECK(decode("=?ISO-8859-1?Q?a_b?=") == "a b");
  CHECK(decode("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?_b?=") == "a b");
  CHECK(decode("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>") == "Keith Moore <moore@cs.utk.edu>");
  CHECK(decode("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n "
               "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=") ==
        "If you can read this yo =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=?");
}

TEST_CASE("charsets") {
  CHECK(decode("=?utf-8?q?=C3=BC?=") == "\xc3\xbc");
  CHECK(decode("=?UTF8?Q?=c3=bc?=") == "\xc3\xbc");
  CHECK(decode("=?utf-8*de?Q?=C3=BC?=") == "\xc3\xbc");
  CHECK(decode("=?iso-8859-1?Q?=FC?=") == "\xc3\xbc");
  CHECK(decode("=?windows-1252?Q?=80=9F?=") == "\xe2\x82\xac\xc5\xb8");
  CHECK(decode("=?iso-8859-1?Q?=93?=") == "\xe2\x80\x9c");
  CHECK(decode("=?windows-1252?Q?=81?=") == "\xef\xbf\xbd!");
  CHECK(decode("=?us-ascii?Q?=FC?=") == "\xef\xbf\xbd!");
  CHECK(decode("=?iso-8859-15?Q?=A4=FC?=") == "\xe2\x82\xac\xc3\xbc");
  CHECK(decode("=?koi8-r?B?8A==?= x") == "=?koi8-r?B?8A==?= x?");
}

TEST_CASE("a code point may be divided between words of one charset") {
  CHECK(decode("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=") == "\xc3\xbc");
  CHECK(decode("=?utf-8?Q?=C3?= =?utf-8?B?vA==?=") == "\xc3\xbc");
  CHECK(decode("=?utf-8?Q?=C3?= x") == "\xef\xbf\xbd x!");
  CHECK(decode("=?utf-8?Q?=C3?= =?us-ascii?Q?x?=") == "\xef\xbf\xbdx!");
  CHECK(decode("\xc3=?utf-8?Q?=BC?=") == "\xef\xbf\xbd\xef\xbf\xbd!");
}

TEST_CASE("malformed words are text") {
  for (const std::string_view text :
       {"=?", "=?\?=", "=?utf-8", "=?utf-8?", "=?utf-8?Q", "=?utf-8?Q?", "=?utf-8?Q?x", "=?utf-8?Q?x?",
        "=?utf-8?X?x?=", "=?utf-8?Q?a b?=", "=?utf-8?QQ?x?=", "=??Q?x?=", "=?utf 8?Q?x?=", "=?=?=?=?",
        "?=", "=?utf-8?Q?x?\?=", "=?utf-8?B?!?=", "=?utf-8?B?eH*h?=", "=?utf-8?B?eHhhe?="})
    CHECK(decode(text) == std::string(text));
  CHECK(decode("=?=?utf-8?Q?x?=") == "=?x");
  CHECK(decode("=?utf-8?Q?a?=?utf-8?Q?b?=") == "a?utf-8?Q?b?=");
}

TEST_CASE("white space between words is dropped only where both are decoded") {
  CHECK(decode("=?utf-8?Q?a?= \r\n\t =?utf-8?Q?b?=") == "ab");
  CHECK(decode("=?utf-8?Q?a?= =?x-none?Q?b?= =?utf-8?Q?c?=") == "a =?x-none?Q?b?= c?");
  CHECK(decode("=?x-none?Q?a?= =?utf-8?X?b?= =?utf-8?Q?open and =?utf-8?Q?\?= end") ==
        "=?x-none?Q?a?= =?utf-8?X?b?= =?utf-8?Q?open and  end?");
  CHECK(decode("=?utf-8?Q?a?=  \t") == "a  \t");
}

TEST_CASE("text in pieces: a word lies in one of them") {
  std::vector<char> room(100);
  EncodedWordDecoder words(room);
  words.put("=?utf-8?Q?=C3?=");
  words.put(" ");
  words.put("=?UTF8?Q?=BC?=");
  words.put(" ");
  words.put("=");
  words.put("=?utf-8?Q?a");
  words.put("?=");
  CHECK(words.finish().text == "\xc3\xbc ==?utf-8?Q?a?=");
}

TEST_CASE("control octets, blanked when that is asked for") {
  std::vector<char> room(100);
  EncodedWordDecoder words(room);
  words.put("a\x1b =?utf-8?Q?=0D=0A=7F=00x?=");
  CHECK(words.finish().text == std::string_view("a\x1b \r\n\x7f\0x", 8));
  words.blank_controls();
  CHECK(words.finish().text == "a      x");
}

TEST_CASE("how long an encoded word is") {
  CHECK(encoded_word_size("=?utf-8?Q?a,b?= c") == 15);
  CHECK(encoded_word_size("=?x-none?B?eA==?=") == 17);
  CHECK(encoded_word_size(" =?utf-8?Q?a?=") == 0);
  CHECK(encoded_word_size("=?utf-8?Q?a b?=") == 0);
  CHECK(encoded_word_size("") == 0);
}

TEST_CASE("what is odd inside a word is forgiven") {
  CHECK(decode("=?utf-8?Q?\?=") == "");
  CHECK(decode("=?utf-8?Q?a=?=") == "a=");
  CHECK(decode("=?utf-8?Q?a=4?=") == "a=4");
  CHECK(decode("=?utf-8?Q?a=4x?=") == "a=4x");
  CHECK(decode("=?utf-8?B?eA?=") == "x");
  CHECK(decode("=?utf-8?B?eA==eQ==?=") == "xy");
  CHECK(decode("=?utf-8?Q?=E2=82x?=") == "\xef\xbf\xbdx!");
  CHECK(decode("a=?utf-8?Q?b?=c") == "abc");
}

TEST_CASE("cut before a code point that does not fit") {
  const std::string_view header = "ab=?utf-8?Q?=E2=82=AC?=c";
  CHECK(decode(header, 6) ==
        "ab\xe2\x82\xac"
        "c");
  CHECK(decode(header, 5) == "ab\xe2\x82\xac^");
  CHECK(decode(header, 4) == "ab^");
  CHECK(decode(header, 2) == "ab^");
  CHECK(decode(header, 0) == "^");
  CHECK(decode("", 0) == "");
}

TEST_CASE("a long header takes linear time") {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "=?";
  CHECK(decode(text, text.size()) == text);
  text.clear();
  for (int i = 0; i < 100'000; ++i) text += "=?a?Q?";
  CHECK(decode(text, text.size()) == text);
  CHECK(decode(std::string(500'000, ' '), 500'000).size() == 500'000);
}
