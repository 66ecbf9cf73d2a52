#include <mailmote/wire/dot.hpp>

#include <algorithm>
#include <vector>

#include "splits.hpp"

using mailmote::wire::DotDecoder;
using mailmote::wire::DotEncoder;
using mailmote::wire::Step;

namespace {

// Encodes with `room` octets of output at a time.
class Log {
 public:
  explicit Log(std::size_t room) : room_(room) {}

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
    std::vector<char> out(DotEncoder::finish_room);
    const std::size_t n = encoder_.finish(out);
    REQUIRE(n != 0);
    return text_.append(out.data(), n);
  }

 private:
  std::size_t room_;
  DotEncoder encoder_;
  std::string text_;
};

struct Case {
  std::string_view text, encoded;
};

constexpr Case cases[] = {
    {"", ".\r\n"},
    {"a", "a\r\n.\r\n"},
    {"a\r\n", "a\r\n.\r\n"},
    {"a\n", "a\r\n.\r\n"},
    {"a\r", "a\r\n.\r\n"},
    {"\n\r", "\r\n\r\n.\r\n"},
    {"\r\r\n\n", "\r\n\r\n\r\n.\r\n"},
    {".", "..\r\n.\r\n"},
    {"..", "...\r\n.\r\n"},
    {"a.b\r\n.c\n.d\r.e", "a.b\r\n..c\r\n..d\r\n..e\r\n.\r\n"},
    {"\r\n.\r\n", "\r\n..\r\n.\r\n"},
    {"evil\n.\nMAIL FROM:<x@y>\n", "evil\r\n..\r\nMAIL FROM:<x@y>\r\n.\r\n"},
    {"evil\r.\rMAIL\r\n", "evil\r\n..\r\nMAIL\r\n.\r\n"},
    {"evil\r\n.\r", "evil\r\n..\r\n.\r\n"},
    {"one\r\ntwo\r\nthree\rfour\r\n.five\r\nsix\nseven\r\n",
     "one\r\ntwo\r\nthree\r\nfour\r\n..five\r\nsix\r\nseven\r\n.\r\n"},
    {"\xff\x80\r\n.\xff", "\xff\x80\r\n..\xff\r\n.\r\n"},
};

}  // namespace

TEST_CASE("line ends become CRLF and leading dots are doubled, whatever the pieces and the room") {
  for (const Case& c : cases)
    for (const std::size_t room : {2U, 3U, 4U, 5U, 7U, 16U, 100U})
      splits::same_everywhere(c.text, std::string(c.encoded), [room] { return Log(room); });
}

TEST_CASE("one octet of room takes what becomes one octet") {
  DotEncoder encoder;
  char one[1];
  CHECK(encoder.encode("a", one).taken == 1);
  for (const std::string_view two : {"\r\n", "\n", "\r"}) {
    const Step step = encoder.encode(two, one);
    CHECK(step.taken == 0);
    CHECK(step.written == 0);
  }
  CHECK(encoder.encode("x", {}).taken == 0);
}

TEST_CASE("finish writes all or nothing") {
  char out[8];
  for (std::size_t room = 0; room <= 6; ++room) {
    DotEncoder encoder;
    CHECK(encoder.finish(std::span(out, room)) == (room < 3 ? 0 : 3));
    encoder.encode("x", out);
    CHECK(encoder.finish(std::span(out, room)) == (room < 5 ? 0 : 5));
    if (room < 5) {
      CHECK(encoder.finish(out) == 5);
    }
    CHECK(encoder.finish(out) == 3);  // a new text
  }
}

TEST_CASE("reset forgets a CR and a line that was begun") {
  char out[8];
  DotEncoder encoder;
  encoder.encode("x\r", out);
  encoder.reset();
  const Step step = encoder.encode("\n.", out);
  CHECK(std::string_view(out, step.written) == "\r\n..");
}

TEST_CASE("the input may lie in the upper half of the output") {
  constexpr std::string_view alphabet = "\r\n.x";
  for (unsigned word = 0; word < 1U << 14; ++word) {  // every text of seven octets
    std::string text;
    for (unsigned i = 0; i < 7; ++i) text += alphabet[word >> (2 * i) & 3U];
    for (const std::size_t size : {14U, 15U}) {
      std::vector<char> storage(size);
      std::copy(text.begin(), text.end(), storage.begin() + static_cast<std::ptrdiff_t>(size / 2));
      DotEncoder encoder;
      const Step step = encoder.encode({storage.data() + size / 2, text.size()}, storage);
      Log separate(2 * text.size());
      separate.feed(text);
      char end[DotEncoder::finish_room];
      const std::string got = std::string(storage.data(), step.written) + std::string(end, encoder.finish(end));
      REQUIRE(step.taken == text.size());
      REQUIRE(got == separate.text());
    }
  }
}

TEST_CASE("what is encoded decodes to the same text with CRLF") {
  for (const Case& c : cases) {
    Log log(50);
    log.feed(c.text);
    const std::string encoded = log.text();
    DotDecoder decoder;
    std::string_view in = encoded;
    std::string text;
    auto e = decoder.next(in);
    for (; e.kind == DotDecoder::Kind::text; e = decoder.next(in)) text += e.text;
    CHECK(e.kind == DotDecoder::Kind::end);
    CHECK(in.empty());
    Log again(50);
    again.feed(text);
    CHECK(again.text() == encoded);
  }
}
