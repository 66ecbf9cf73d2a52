#include <mailmote/wire/line_reader.hpp>

#include <memory>

#include "splits.hpp"

using mailmote::wire::LineReader;

namespace {

constexpr std::size_t scratch_size = 32;

// "whole|" a line, "piece+" a piece that others follow, "!bare", "!long".
class Log {
 public:
  void feed(std::string_view in) {
    for (auto e = lines_->next(in); e.kind != LineReader::Kind::need_input; e = lines_->next(in)) {
      if (e.kind == LineReader::Kind::line) {
        text_.append(e.text).append(e.last ? "|" : "+");
      } else {
        text_ += e.kind == LineReader::Kind::bare ? "!bare" : "!long";
        failed_ = true;
        CHECK(lines_->next(in).kind == e.kind);
        return;
      }
    }
    CHECK(in.empty());
  }
  std::string text() const { return failed_ ? text_.substr(0, text_.find('!') + 5) : text_; }
  bool in_line() const { return lines_->in_line(); }

 private:
  std::unique_ptr<char[]> scratch_{new char[scratch_size]};
  std::unique_ptr<LineReader> lines_{new LineReader({scratch_.get(), scratch_size})};
  std::string text_;
  bool failed_ = false;
};

void check(std::string_view input, const std::string& expected) {
  splits::same_everywhere(input, expected, [] { return Log(); });
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

}  // namespace

TEST_CASE("lines arrive whole, however they are cut") {
  check("", "");
  check("\r\n", "|");
  check("220 ready\r\n", "220 ready|");
  check("a\r\n\r\nbc\r\n", "a||bc|");
  check("a\r\nunfinished", "a|");
  check(std::string_view("\0\xff\r\n", 4), std::string("\0\xff|", 3));
}

TEST_CASE("a line up to scratch is whole, a longer one comes in pieces") {
  for (std::size_t n = 0; n <= 3 * scratch_size + 1; ++n) {
    std::string expected;
    std::size_t left = n;
    for (; left > scratch_size; left -= scratch_size) expected += x(scratch_size) + "+";
    check(x(n) + "\r\nnext\r\n", expected + x(left) + "|next|");
  }
}

TEST_CASE("a line stays while the next input is where the last one was") {
  char scratch[scratch_size];
  LineReader lines(scratch);
  char octets[] = "one\r\ntwo\r\nthree";
  std::string_view in(octets, sizeof octets - 1);
  const std::string_view one = lines.next(in).text;
  octets[0] = 'x';
  CHECK(one == "one");
  CHECK(lines.next(in).text == "two");
  CHECK(lines.next(in).kind == LineReader::Kind::need_input);
  CHECK(lines.in_line());
}

TEST_CASE("a CR or LF alone ends the stream for ever") {
  check("a\nb\r\n", "!bare");
  check("a\rb\r\n", "!bare");
  check("ok\r\n\n", "ok|!bare");
  check("ok\r\n\r\r\n", "ok|!bare");
  check("a\r\r\n", "!bare");
  check("\n", "!bare");
  check("\r", "");
  check(x(scratch_size) + "\r\r\n", "!bare");
  check(x(scratch_size + 1) + "\n\r\n", x(scratch_size) + "+!bare");
  check(x(scratch_size) + "\n", "!bare");
}

TEST_CASE("reset forgets a line and a fault") {
  char scratch[scratch_size];
  LineReader lines(scratch);
  std::string_view in = "begun\r";
  lines.next(in);
  CHECK(lines.in_line());
  lines.reset();
  CHECK_FALSE(lines.in_line());
  in = "\n";
  CHECK(lines.next(in).kind == LineReader::Kind::bare);
  lines.reset();
  in = "new\r\n";
  CHECK(lines.next(in).text == "new");
  CHECK_FALSE(lines.in_line());
}

TEST_CASE("a line longer than max_line is refused: one octet below, at, above") {
  for (const std::size_t window : {std::size_t{1}, std::size_t{1000}, 2 * LineReader::max_line}) {
    for (const std::size_t n : {LineReader::max_line - 1, LineReader::max_line, LineReader::max_line + 1}) {
      INFO("window ", window, ", line ", n);
      char scratch[scratch_size];
      LineReader lines(scratch);
      const std::string text = x(n) + "\r\n";
      std::size_t given = 0;
      auto end = LineReader::Kind::need_input;
      for (std::size_t at = 0; at < text.size() && end == LineReader::Kind::need_input; at += window) {
        std::string_view in = std::string_view(text).substr(at, window);
        for (auto e = lines.next(in); e.kind != LineReader::Kind::need_input; e = lines.next(in)) {
          given += e.text.size();
          if (e.kind == LineReader::Kind::line && !e.last) continue;
          end = e.kind;
          break;
        }
      }
      const bool fits = n <= LineReader::max_line;
      CHECK(end == (fits ? LineReader::Kind::line : LineReader::Kind::too_long));
      CHECK(given == (fits ? n : LineReader::max_line - scratch_size));
    }
  }
}
