#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/quoted_printable.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

class Log {
 public:
  explicit Log(std::size_t room) : room_(room) {}

  void feed(std::string_view in) {
    while (!in.empty()) {
      std::vector<char> out(room_);
      const Step step = encoder_.encode(in, out);
      REQUIRE(step.taken + step.written != 0);
      text_.append(out.data(), step.written);
      in.remove_prefix(step.taken);
    }
  }
  std::string text() {
    std::vector<char> out(QuotedPrintableEncoder::finish_room);
    return text_.append(out.data(), encoder_.finish(out));
  }

 private:
  std::size_t room_;
  QuotedPrintableEncoder encoder_;
  std::string text_;
};

void check(std::string_view text, const std::string& expected) {
  for (const std::size_t room : {6U, 7U, 11U, 200U})
    splits::same_everywhere(text, expected, [room] { return Log(room); });
}

std::string encode(const std::string& text) {
  return splits::whole(text, [] { return Log(100); });
}

// RFC 2045 6.7, for well-formed input only.
std::string decode(std::string_view in) {
  std::string text;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] != '=') {
      text += in[i];
    } else if (in[i + 1] != '\r') {
      text += static_cast<char>(hex_value(in[i + 1]) * 16 + hex_value(in[i + 2]));
      i += 2;
    } else {
      i += 2;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("text, its line ends and its blanks") {
  check("", "");
  check("plain\r\n", "plain\r\n");
  check("plain", "plain\r\n");
  check("a\nb\rc\r\n\n\r", "a\r\nb\r\nc\r\n\r\n\r\n");
  check("1 + 1 = 2\n", "1 + 1 =3D 2\r\n");
  check(
      "\xc3\x9c"
      "berdruck\n",
      "=C3=9Cberdruck\r\n");
  check("trailing \n", "trailing=20\r\n");
  check("trailing\t\r\n", "trailing=09\r\n");
  check("two  ", "two =20\r\n");
  check(" \n", "=20\r\n");
  check(" ", "=20\r\n");
  check("a\r \n", "a\r\n=20\r\n");
  check(std::string_view("\0\x7f\x1b", 3), "=00=7F=1B\r\n");
  check("a\r", "a\r\n");
}

TEST_CASE("no line passes 76 octets, whatever stands at the edge") {
  for (std::size_t n = 70; n <= 80; ++n) {
    for (const std::string tail : {"", "x", " ", "\xc3", " x", "\xc3 ", "x\n", " \n", "  \n", "\xc3\n"}) {
      const std::string text = std::string(n, 'y') + tail;
      const std::string encoded = encode(text);
      INFO(encoded);
      for (std::size_t begin = 0; begin < encoded.size();) {
        const std::size_t end = encoded.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        CHECK(end - begin <= 76);
        CHECK((end == begin || !is_blank(encoded[end - 1])));
        begin = end + 2;
      }
      const std::string line = text.back() == '\n' ? text.substr(0, text.size() - 1) : text;
      CHECK(decode(encoded) == line + "\r\n");
    }
  }
}

TEST_CASE("finish writes all or nothing") {
  char out[16];
  QuotedPrintableEncoder encoder;
  CHECK(encoder.finish({}) == 0);
  encoder.encode("x ", out);
  CHECK(encoder.finish(std::span(out, 4)) == 0);
  CHECK(encoder.finish(std::span(out, 5)) == 5);
  encoder.encode("x", out);
  CHECK(encoder.finish(std::span(out, 1)) == 0);
  CHECK(encoder.finish(std::span(out, 2)) == 2);
  const std::string full = std::string(74, 'y') + " ";
  std::vector<char> line(100);
  encoder.encode(full, line);
  CHECK(encoder.finish(std::span(out, 7)) == 0);
  CHECK(std::string(out, encoder.finish(std::span(out, 8))) == "=\r\n=20\r\n");
}
