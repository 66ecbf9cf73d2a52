#include <mailmote/wire/dot.hpp>

#include "splits.hpp"

using mailmote::wire::DotDecoder;

namespace {

// The text, then "$" and what follows the end.
class Log {
 public:
  void feed(std::string_view in) {
    for (auto e = decoder_.next(in); e.kind != DotDecoder::Kind::need_input; e = decoder_.next(in)) {
      if (e.kind == DotDecoder::Kind::end) {
        text_ += ended_ ? "" : "$";
        ended_ = true;
        text_ += in;
        return;
      }
      CHECK_FALSE(e.text.empty());
      text_ += e.text;
    }
    CHECK(in.empty());
  }
  std::string text() const { return text_; }

 private:
  DotDecoder decoder_;
  std::string text_;
  bool ended_ = false;
};

void check(std::string_view input, const std::string& expected) {
  splits::same_everywhere(input, expected, [] { return Log(); });
}

}  // namespace

TEST_CASE("the text ends at the lone dot, and what follows is left") {
  check("", "");
  check(".\r\n", "$");
  check("a\r\n.\r\n", "a\r\n$");
  check("a\r\n.\r\n+OK next\r\n.\r\n", "a\r\n$+OK next\r\n.\r\n");
  check("\r\n\r\n.\r\n", "\r\n\r\n$");
}

TEST_CASE("a dot at the start of a line is taken off") {
  check("..\r\n.\r\n", ".\r\n$");
  check("...\r\n..a\r\n.b\r\n.\r\n", "..\r\n.a\r\nb\r\n$");
  check("a.b\r\nc.\r\n.\r\n", "a.b\r\nc.\r\n$");
}

TEST_CASE("only CRLF . CRLF ends the text") {
  check("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n$");
  check("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n$");
  check("a\r.\r\n", "a\r.\r\n");
  check("a\r\n.\n.\r\n", "a\r\n\n.\r\n");
  check("a\r\n.\r.\r\n.\r\n", "a\r\n\r.\r\n$");
  check("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n$");
  check(".\rx", "\rx");
}

TEST_CASE("an unfinished text never ends") {
  check("a\r\n.", "a\r\n");
  check("a\r\n.\r", "a\r\n");
  check("a\r", "a\r");
}

TEST_CASE("the text is a view of the input") {
  DotDecoder decoder;
  std::string_view in = "one\r\ntwo. and\r\n..three\r\n.\r\n";
  const char* const begin = in.data();
  CHECK(decoder.next(in).text == "one\r\ntwo. and\r\n");
  const auto e = decoder.next(in);
  CHECK(e.text == ".three\r\n");
  CHECK(e.text.data() == begin + 16);
  CHECK(decoder.next(in).kind == DotDecoder::Kind::end);
  CHECK(decoder.next(in).kind == DotDecoder::Kind::end);
  decoder.reset();
  in = ".\r\n";
  CHECK(decoder.next(in).kind == DotDecoder::Kind::end);
}
