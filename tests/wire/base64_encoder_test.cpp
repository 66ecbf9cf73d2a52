#include <mailmote/wire/base64.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

class Log {
 public:
  Log(std::size_t line_length, std::size_t room) : encoder_(line_length), room_(room) {}

  void feed(std::string_view in) {
    while (!in.empty()) {
      std::vector<char> out(room_);
      const Step step = encoder_.encode(in, out);
      REQUIRE(step.taken != 0);
      text_.append(out.data(), step.written);
      in.remove_prefix(step.taken);
    }
  }
  std::string text() {
    std::vector<char> out(Base64Lines::finish_room);
    return text_.append(out.data(), encoder_.finish(out));
  }

 private:
  Base64Lines encoder_;
  std::size_t room_;
  std::string text_;
};

void check(std::string_view octets, const std::string& expected, std::size_t line_length = 0) {
  for (const std::size_t room : {6U, 7U, 9U, 80U})
    splits::same_everywhere(octets, expected, [&] { return Log(line_length, room); });
  CHECK(base64_length(octets.size(), line_length) == expected.size());
}

}  // namespace

TEST_CASE("the examples of RFC 4648") {
  check("", "");
  check("f", "Zg==");
  check("fo", "Zm8=");
  check("foo", "Zm9v");
  check("foob", "Zm9vYg==");
  check("fooba", "Zm9vYmE=");
  check("foobar", "Zm9vYmFy");
}

TEST_CASE("octets above 127 and NUL") {
  check(std::string_view("\0user\0pass", 10), "AHVzZXIAcGFzcw==");
  check("\xff\xfe\xfd\xfb\xf0", "//79+/A=");
}

TEST_CASE("lines end in CRLF, the last one too") {
  check("foobar", "Zm9v\r\nYmFy\r\n", 4);
  check("fooba", "Zm9v\r\nYmE=\r\n", 4);
  check("foobar", "Zm9vYmFy\r\n", 8);
  check("foobar", "Zm9vYmFy\r\n", 76);
  check("", "", 76);
  for (std::size_t n = 55; n <= 59; ++n) {
    const std::string text = splits::whole(std::string(n, 'x'), [] { return Log(76, 80); });
    CHECK(text.size() == base64_length(n, 76));
    CHECK(text.find("\r\n") == (n >= 55 && n <= 57 ? text.size() - 2 : 76));
  }
}

TEST_CASE("exactly enough room, and one octet less") {
  char out[8];
  Base64Encoder plain;
  CHECK(plain.encode("foo", std::span(out, 3)).taken == 2);  // held back
  CHECK(plain.encode("o", std::span(out, 4)).written == 4);
  plain.encode("f", out);
  CHECK(plain.finish(std::span(out, 3)) == 0);
  CHECK(plain.finish(std::span(out, 4)) == 4);
  CHECK(plain.finish(out) == 0);

  Base64Lines lines(4);
  CHECK(lines.encode("foo", std::span(out, 5)).taken == 2);
  CHECK(lines.encode("o", std::span(out, 6)).written == 6);
  lines.encode("f", out);
  CHECK(lines.finish(std::span(out, 5)) == 0);
  CHECK(lines.finish(std::span(out, 6)) == 6);
}
