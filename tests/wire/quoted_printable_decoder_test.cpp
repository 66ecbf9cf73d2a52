#include <mailmote/wire/quoted_printable.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

// The octets, then "..." where one waits for another.
class Log {
 public:
  explicit Log(std::size_t room) : room_(room) {}

  void feed(std::string_view in) {
    while (!in.empty()) {
      std::vector<char> out(room_);
      const Step step = decoder_.decode(in, out);
      REQUIRE(step.taken + step.written != 0);
      text_.append(out.data(), step.written);
      in.remove_prefix(step.taken);
    }
  }
  std::string text() const { return text_ + (decoder_.complete() ? "" : "..."); }

 private:
  std::size_t room_;
  QuotedPrintableDecoder decoder_;
  std::string text_;
};

void check(std::string_view text, const std::string& expected) {
  for (const std::size_t room : {2U, 3U, 7U, 200U})
    splits::same_everywhere(text, expected, [room] { return Log(room); });
}

}  // namespace

TEST_CASE("octets, text and its line ends") {
  check("", "");
  check("plain\r\n", "plain\r\n");
  check("line\nline\rline", "line\nline\rline");
  check("1 + 1 =3D 2", "1 + 1 = 2");
  check("Z=C3=ab!", "Z\xc3\xab!");
  check("=00=FF=7f", std::string("\0\xff\x7f", 3));
  check("blanks stay \t\r\n", "blanks stay \t\r\n");
}

TEST_CASE("a soft line break is nothing") {
  check("soft=\r\nbreak", "softbreak");
  check("soft=\nbreak", "softbreak");
  check("padded= \t \r\nbreak", "paddedbreak");
  check("=\r\n=\r\n=41", "A");
  check("half=\rof it", "halfof it");
  check("half=\r=41", "halfA");
}

TEST_CASE("an equals sign that nothing sensible follows stands for itself") {
  check("a=x", "a=x");
  check("x=zz", "x=zz");
  check("x=4z", "x=4z");
  check("x==41", "x=A");
  check("x=4=41", "x=4A");
  check("x= y", "x= y");
  check("x= \t =41 \t=\t\t==\ry", "x= \t A \t=\t\t=y");
  check("http://a?b=c&d=e=3D", "http://a?b=c&d=e=");
}

TEST_CASE("32 blanks behind an equals sign, and not one more, are a soft line break's") {
  const std::string blanks(31, ' ');
  check("a=\t" + blanks + "\r\nb", "ab");
  check("a=\t" + blanks + " \r\nb", "a=\t" + blanks + " \r\nb");
  check("a=" + blanks + "\tb", "a=" + blanks + "\tb");
}

TEST_CASE("an end in the middle is told") {
  check("a=", "a...");
  check("a=4", "a...");
  check("a=\r", "a...");
  check("a= ", "a...");
}

TEST_CASE("what waited at the end and is no code is text") {
  const auto end_of = [](std::string_view text) {
    QuotedPrintableDecoder decoder;
    char out[8];
    decoder.decode(text, out);
    const bool complete = decoder.complete();
    const std::string rest(out, decoder.finish(out));
    CHECK(decoder.finish(out) == 0);
    CHECK(decoder.complete() == complete);
    return rest;
  };
  CHECK(end_of("a=4") == "=4");
  for (const char* nothing : {"a", "a=41", "a=", "a= ", "a=\r"}) CHECK(end_of(nothing).empty());
}

TEST_CASE("nothing is written without room") {
  QuotedPrintableDecoder decoder;
  CHECK(decoder.decode("abc", {}).taken == 0);
  char one[1];
  CHECK(decoder.decode("abc", one).written == 0);
}
