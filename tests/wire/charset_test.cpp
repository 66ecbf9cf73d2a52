#include <mailmote/wire/charset.hpp>
#include <mailmote/wire/utf8.hpp>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

constexpr std::size_t plenty = 64;

// A charset of the test's own, x-pairs: two letters make up one, "aB" is "b"; anything else means nothing.
class Pairs : public CharsetConverter {
 public:
  bool begin(std::string_view charset) override {
    held_ = 0;
    malformed_ = false;
    return charset == "x-pairs";
  }
  Step decode(std::string_view in, std::span<char> out) override {
    Step step;
    for (; step.taken < in.size(); ++step.taken) {
      const char c = in[step.taken];
      if (held_ == 0) {
        held_ = c;
        continue;
      }
      if (step.written == out.size()) break;
      out[step.written++] = static_cast<char>(c - 'A' + 'a');
      held_ = 0;
    }
    return step;
  }
  std::size_t finish(std::span<char> out) override {
    const bool half = held_ != 0;
    malformed_ = malformed_ || half;
    held_ = 0;
    return half ? put_utf8(replacement, out.first<4>()) : 0;
  }
  bool malformed() const override { return malformed_; }

 private:
  char held_ = 0;
  bool malformed_ = false;
};

// "!": octets that mean nothing; each output goes through a room of this size.
struct Log {
  Log(std::string_view charset, std::size_t size, CharsetConverter* other) : text(other), room(size) {
    known = text.begin(charset);
  }

  void feed(std::string_view piece) {
    while (!piece.empty()) {
      const splits::HeapCopy out{std::string(room, '?')};
      char* const to = const_cast<char*>(out.view().data());
      const Step step = text.decode(piece, {to, room});
      REQUIRE((step.taken != 0 || step.written != 0));
      all.append(to, step.written);
      piece.remove_prefix(step.taken);
    }
  }

  std::string result() {
    char last[CharsetDecoder::min_room];
    all.append(last, text.finish(last));
    CHECK(is_utf8(all));
    CHECK(text.finish(last) == 0);
    return all + (text.malformed() ? "!" : "");
  }

  CharsetDecoder text;
  std::size_t room;
  std::string all;
  bool known;
};

struct SplitLog : Log {
  using Log::Log;
  std::string text() { return result(); }
};

void same(std::string_view charset, std::string_view octets, const std::string& expected,
          CharsetConverter* other = nullptr) {
  for (const std::size_t room : {CharsetDecoder::min_room, plenty})
    splits::same_everywhere(octets, expected, [&] { return SplitLog(charset, room, other); });
}

}  // namespace

TEST_CASE("names of charsets") {
  for (const char* name : {"UTF-8", "utf8"}) CHECK(charset_named(name) == Charset::utf8);
  for (const char* name : {"US-ASCII", "ascii"}) CHECK(charset_named(name) == Charset::ascii);
  for (const char* name : {"ISO-8859-1", "latin1", "Windows-1252", "cp1252"})
    CHECK(charset_named(name) == Charset::windows_1252);
  for (const char* name : {"iso-8859-15", "Latin9"}) CHECK(charset_named(name) == Charset::iso_8859_15);
  for (const char* name : {"", "utf-7", "utf-16", "iso-8859-2", "utf-8 ", "koi8-r"}) {
    CHECK(charset_named(name) == Charset::unknown);
    CHECK_FALSE(CharsetDecoder().begin(name));
  }
  CHECK(CharsetDecoder().begin("latin9"));
}

TEST_CASE("charsets of single octets") {
  same("us-ascii", "plain", "plain");
  same("us-ascii", std::string_view("a\0b", 3), std::string("a\0b", 3));
  same("us-ascii", "a\xfc", "a\xef\xbf\xbd!");
  same("iso-8859-1", "Gr\xfc\xdf", "Gr\xc3\xbc\xc3\x9f");
  same("iso-8859-1", "\xa4\x80", "\xc2\xa4\xe2\x82\xac");
  same("windows-1252", "\x80\x9f\x81", "\xe2\x82\xac\xc5\xb8\xef\xbf\xbd!");
  same("iso-8859-15", "\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe",
       "\xe2\x82\xac\xc5\xa0\xc5\xa1\xc5\xbd\xc5\xbe\xc5\x92\xc5\x93\xc5\xb8");
  same("iso-8859-15", "\xa5\xfc", "\xc2\xa5\xc3\xbc");
  same("iso-8859-15", "\x80\x9f", "\xef\xbf\xbd\xef\xbf\xbd!");
}

TEST_CASE("utf-8 is checked") {
  same("utf-8", "", "");
  same("utf-8", "a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80z", "a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80z");
  same("utf-8", "\xc3", "\xef\xbf\xbd!");
  same("utf-8", "\xe2\x82x", "\xef\xbf\xbdx!");
  same("utf-8", "\xe2\x82\xc3\xbc", "\xef\xbf\xbd\xc3\xbc!");
  same("utf-8", "\xe2\x82\xff\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd!");
  same("utf-8", "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd!");                  // overlong
  same("utf-8", "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd!");  // a surrogate
}

TEST_CASE("before begin() it is UTF-8; begin() forgets what was held") {
  CharsetDecoder text;
  char room[8];
  CHECK(text.decode("\xc3", room).written == 0);
  CHECK(text.begin("utf-8"));
  CHECK(text.finish(room) == 0);
  CHECK_FALSE(text.malformed());
}

TEST_CASE("what does not fit is not taken") {
  CharsetDecoder text;
  char room[3];
  Step step = text.decode("a\xe2\x82\xac", room);
  CHECK(step.taken == 3);  // the last octet would complete it
  CHECK(step.written == 1);
  step = text.decode("\xac", room);
  CHECK(step.taken == 1);
  CHECK(std::string_view(room, step.written) == "\xe2\x82\xac");
  step = text.decode("x", std::span<char>());
  CHECK(step.taken == 0);
}

TEST_CASE("a converter of the program's own") {
  Pairs pairs;
  CHECK_FALSE(CharsetDecoder(&pairs).begin("x-none"));
  same("x-pairs", "aBcD", "bd", &pairs);
  same("x-pairs", "aBc", "b\xef\xbf\xbd!", &pairs);
  same("utf-8", "aB\xc3", "aB\xef\xbf\xbd!", &pairs);  // is not asked
}
