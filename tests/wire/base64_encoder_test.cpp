#include <mailmote/wire/base64.hpp>

#include <cstring>
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

TEST_CASE("lines that come whole are encoded as any others are") {
  std::string octets;  // every twelve bits there are, in each place
  for (unsigned bits = 0; bits < 4096; ++bits)
    for (const unsigned other : {0U, 4095U, bits})
      for (const std::uint32_t group : {bits << 12 | other, other << 12 | bits})
        for (const int shift : {16, 8, 0}) octets += static_cast<char>(group >> shift & 0xffU);
  for (const std::size_t cut : {0U, 1U, 2U, 3U, 56U, 57U, 58U}) {
    const std::string_view text{octets.data(), octets.size() - cut};
    std::string slow, fast(static_cast<std::size_t>(base64_length(text.size(), mime_line)) + 6, '\0');
    Base64Lines by_octet(mime_line), at_once(mime_line);
    char out[8];
    for (const char c : text) slow.append(out, by_octet.encode({&c, 1}, out).written);
    slow.append(out, by_octet.finish(out));
    const Step step = at_once.encode(text, fast);
    CHECK(step.taken == text.size());
    fast.resize(step.written + at_once.finish(std::span(fast).subspan(step.written)));
    CHECK(slow == fast);
  }
}

TEST_CASE("what is the end of a room is encoded into the whole of it") {
  const std::string octets = [] {
    std::string all;
    for (unsigned i = 0; i < 1000; ++i) all += static_cast<char>(i * 167 >> 2 & 0xffU);
    return all;
  }();
  for (std::size_t before = 0; before <= 57; ++before) {
    for (std::size_t size = 80; size < 600; size += size < 170 ? 1 : 7) {
      CAPTURE(before);
      CAPTURE(size);
      Base64Lines apart(mime_line);
      char line[100], wanted[800];
      apart.encode({octets.data(), before}, line);
      Base64Lines within = apart;
      const std::size_t most = within.octets_for(size);
      REQUIRE(most != 0);
      for (const std::size_t count : {most, most - 1, most / 2 + 1}) {  // a Source may give less than it is asked for
        Base64Lines expected = apart, encoder = within;
        std::string room(size, '\0');
        std::memcpy(room.data() + size - most, octets.data() + before, count);
        const Step step = encoder.encode({room.data() + size - most, count}, room);
        const Step all = expected.encode({octets.data() + before, count}, wanted);
        CHECK(step.taken == count);
        CHECK(std::string_view(room.data(), step.written) == std::string_view(wanted, all.written));
      }
    }
  }
}

TEST_CASE("as much as ends a line, on machines where it matters") {
  if (sizeof(std::size_t) < 8) return;
  char out[200];
  Base64Lines lines(mime_line);
  CHECK(lines.octets_for(80) == 57);
  CHECK(lines.octets_for(155) == 57);
  CHECK(lines.octets_for(156) == 114);
  for (std::size_t n = 1; n < 57; ++n) {
    lines.encode("x", out);
    CHECK(lines.octets_for(156 - n / 3 * 4) == 114 - n);
    CHECK(lines.octets_for(155 - n / 3 * 4) == 57 - n);
  }
}
