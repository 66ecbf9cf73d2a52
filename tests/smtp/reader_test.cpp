// Replies to events. transcripts/smtp: what is not under hostile/ is accepted whole, what is there is not.
#include <mailmote/smtp/reader.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "../splits.hpp"

using mailmote::smtp::Event;
using mailmote::smtp::Fault;
using mailmote::smtp::Kind;
using mailmote::smtp::Reader;

namespace {

// "250.0 text|" a line's text, "+" behind a piece of one, "=250" the end, "=550/5.1.1" with an enhanced code, "!" a
// failure.
class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(new char[scratch]), reader_(new Reader({scratch_.get(), scratch})) {}

  void feed(std::string_view in) {
    for (Event e = reader_->next(in); e.kind != Kind::need_input; e = reader_->next(in)) {
      if (e.kind == Kind::failed) {
        CHECK(reader_->fault() != Fault::none);
        if (!failed_) text_ += "!" + std::to_string(static_cast<int>(reader_->fault()));
        failed_ = true;
        return;
      }
      REQUIRE_FALSE(failed_);
      note(e);
    }
    CHECK(in.empty());
  }
  std::string text() const { return text_; }
  bool in_reply() const { return reader_->in_reply(); }
  std::size_t lines() const { return lines_; }
  std::size_t replies() const { return replies_; }

 private:
  void note(const Event& e) {
    if (e.kind == Kind::end) {
      text_ += "=" + std::to_string(e.code) + enhanced(e) + "\n";
      ++replies_;
      return;
    }
    text_ += std::to_string(e.code) + "." + std::to_string(e.line) + " ";
    text_.append(e.text).append(e.last ? "|" : "+");
    if (e.last) ++lines_;
  }
  static std::string enhanced(const Event& e) {
    if (e.enhanced.status == 0) return "";
    return "/" + std::to_string(e.enhanced.status) + "." + std::to_string(e.enhanced.subject) + "." +
           std::to_string(e.enhanced.detail);
  }

  std::unique_ptr<char[]> scratch_;
  std::unique_ptr<Reader> reader_;
  std::string text_;
  bool failed_ = false;
  std::size_t lines_ = 0, replies_ = 0;
};

constexpr std::size_t smallest = 32;

void check(std::string_view input, const std::string& expected, std::size_t scratch = smallest) {
  splits::same_everywhere(input, expected, [scratch] { return Log(scratch); });
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

std::string failed(Fault fault) { return "!" + std::to_string(static_cast<int>(fault)); }

struct File {
  std::string name;
  std::string octets;
  bool hostile;
};

std::vector<File> transcripts() {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("transcripts/smtp")) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({entry.path().string(), std::string(std::istreambuf_iterator<char>(in), {}),
                     entry.path().parent_path().filename() == "hostile"});
  }
  return files;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace

TEST_CASE("replies of one line and of several") {
  check("", "");
  check("220 mx ready\r\n", "220.0 mx ready|=220\n");
  check("250-mx\r\n250-SIZE 1000\r\n250 HELP\r\n", "250.0 mx|250.1 SIZE 1000|250.2 HELP|=250\n");
  check("250 a\r\n354 b\r\n", "250.0 a|=250\n354.0 b|=354\n");
  check("250-a\r\n250 b\r\n250 c\r\n", "250.0 a|250.1 b|=250\n250.0 c|=250\n");
}

TEST_CASE("nothing behind the code, a blank, a tab, a hyphen") {
  check("250\r\n", "250.0 |=250\n");
  check("250 \r\n", "250.0 |=250\n");
  check("250\tok\r\n", "250.0 ok|=250\n");
  check("250-\r\n250-\r\n250\r\n", "250.0 |250.1 |250.2 |=250\n");
  check("334\r\n334 \r\n", "334.0 |=334\n334.0 |=334\n");
}

TEST_CASE("any octet but CR and LF is text") {
  std::string all;
  for (int c = 1; c < 256; ++c)
    if (c != '\r' && c != '\n') all += static_cast<char>(c);
  check("250 " + all + "\r\n", "250.0 " + all + "|=250\n", 512);
  check(std::string_view("250 a\0b\r\n", 9), std::string("250.0 a\0b|=250\n", 15));
}

TEST_CASE("codes from 200 to 599") {
  for (const char* code : {"200", "299", "354", "421", "500", "599"})
    check(std::string(code) + " x\r\n", std::string(code) + ".0 x|=" + code + "\n");
  for (const char* code :
       {"000", "099", "100", "199", "600", "999", "25", "2", "", "2500", "25a", "a50", " 250", "-250"})
    check("220 ok\r\n" + std::string(code) + "\r\n", "220.0 ok|=220\n" + failed(Fault::syntax));
  for (const char* line : {"250x", "250_ok", "250.ok", "250,ok", "250\x01", "250+ok"})
    check(std::string(line) + "\r\n", failed(Fault::syntax));
}

TEST_CASE("all lines of a reply have one code") {
  check("250-a\r\n251 b\r\n", "250.0 a|" + failed(Fault::code_change));
  check("250-a\r\n550-b\r\n", "250.0 a|" + failed(Fault::code_change));
  check("250-a\r\nb\r\n", "250.0 a|" + failed(Fault::syntax));
}

TEST_CASE("only CRLF ends a line, and a fault is for ever") {
  check("250 a\n250 b\r\n", failed(Fault::line_end));
  check("250 a\r250 b\r\n", failed(Fault::line_end));
  check("250 a\r\r\n", failed(Fault::line_end));
  check("250 ok\r\n\n250 ok\r\n", "250.0 ok|=250\n" + failed(Fault::line_end));
  check("junk\r\n250 ok\r\n", failed(Fault::syntax));
}

TEST_CASE("enhanced codes (RFC 2034): of the first line that has one") {
  check("250 2.1.0 ok\r\n", "250.0 2.1.0 ok|=250/2.1.0\n");
  check("550-5.1.1 no\r\n550 5.1.2 x\r\n", "550.0 5.1.1 no|550.1 5.1.2 x|=550/5.1.1\n");
  check("550-sorry\r\n550 5.7.139 x\r\n", "550.0 sorry|550.1 5.7.139 x|=550/5.7.139\n");
  check("250 2.0.0\r\n", "250.0 2.0.0|=250/2.0.0\n");
  check("451 4.999.999 x\r\n", "451.0 4.999.999 x|=451/4.999.999\n");
  check("250 2.1.0 a\r\n250 b\r\n", "250.0 2.1.0 a|=250/2.1.0\n250.0 b|=250\n");
}

TEST_CASE("what only looks like an enhanced code is text") {
  for (const char* text : {"5.1.1 other class", "2.1 x", "2.1.0x", "2..0 x", "2.1000.0 x", "2.1.1000 x", "22.1.0 x",
                           "2.1.", ".1.0 x", "2", "2.1.0. x", " 2.1.0 x", "2.-1.0 x", "0.1.0 x"})
    check("250 " + std::string(text) + "\r\n", "250.0 " + std::string(text) + "|=250\n");
}

TEST_CASE("a line up to scratch is whole, a longer one comes in pieces") {
  for (std::size_t n = 0; n <= 2 * smallest + 1; ++n) {
    const std::size_t first = smallest - 4;
    std::string expected = "250.0 ";
    std::size_t left = n;
    if (left > first) {
      expected += x(first) + "+250.0 ";
      for (left -= first; left > smallest; left -= smallest) expected += x(smallest) + "+250.0 ";
    }
    check("250 " + x(n) + "\r\n220 y\r\n", expected + x(left) + "|=250\n220.0 y|=220\n");
  }
}

TEST_CASE("128 lines of a reply, and not one more") {
  for (std::size_t n = Reader::max_lines - 1; n <= Reader::max_lines + 1U; ++n) {
    std::string input, expected;
    for (std::size_t i = 0; i < n; ++i) {
      input += i + 1 == n ? "250 x\r\n" : "250-x\r\n";
      if (i < Reader::max_lines) expected += "250." + std::to_string(i) + " x|";
    }
    check(input, expected + (n <= Reader::max_lines ? "=250\n" : failed(Fault::line_count)));
  }
}

TEST_CASE("a line of 1 MiB, and not an octet more") {
  for (const std::size_t n : {mailmote::wire::LineReader::max_line - 1, mailmote::wire::LineReader::max_line,
                              mailmote::wire::LineReader::max_line + 1}) {
    const std::string input = "250 " + x(n - 4) + "\r\n";
    const auto make = [] { return Log(4096); };
    const std::string whole = splits::whole(input, make);
    CHECK(whole == splits::split_at(input, n / 2, make));
    CHECK(whole == splits::split_at(input, n, make));
    CHECK(whole.ends_with(n <= mailmote::wire::LineReader::max_line ? "=250\n" : failed(Fault::line_length)));
  }
}

TEST_CASE("reset forgets a reply, a line and a fault") {
  char scratch[smallest];
  Reader reader(scratch);
  for (std::string_view in : {"250-5.1.1", "250-a\r\n", "250-a\r\n25", "junk\r\n", "250 a\n", "250 a\r"}) {
    while (reader.next(in).kind != Kind::need_input && reader.fault() == Fault::none) continue;
    CHECK((reader.in_reply() || reader.fault() != Fault::none));
    reader.reset();
    CHECK(reader.fault() == Fault::none);
    CHECK_FALSE(reader.in_reply());
    std::string_view next = "550 x\r\n";
    const Event e = reader.next(next);
    CHECK(e.kind == Kind::text);
    CHECK(e.line == 0);
    CHECK(e.enhanced == mailmote::Enhanced{});
    CHECK(reader.next(next).kind == Kind::end);
  }
}

TEST_CASE("a failure shows the octets that are no reply") {
  char scratch[smallest];
  Reader reader(scratch);
  std::string_view in = "* OK IMAP4rev1 Service Ready\r\n";
  CHECK(reader.next(in).text == "* OK IMAP4rev1 Service Ready");
  CHECK(reader.next(in).text.empty());
}

TEST_CASE("transcripts: the same events however cut, with the smallest scratch too") {
  const auto files = transcripts();
  REQUIRE(files.size() >= 48);
  for (const File& file : files) {
    INFO(file.name);
    for (const std::size_t scratch : {smallest, std::size_t{512}}) {
      const auto make = [scratch] { return Log(scratch); };
      const std::string whole = splits::whole(file.octets, make);
      check(file.octets, whole, scratch);
      CHECK((whole.find('!') != whole.npos) == file.hostile);
    }
  }
}

TEST_CASE("transcripts: every line of an honest server is taken, and every reply ends") {
  for (const File& file : transcripts()) {
    if (file.hostile) continue;
    INFO(file.name);
    Log log(512);
    log.feed(file.octets);
    CHECK(log.lines() == count(file.octets, "\r\n"));
    CHECK(log.replies() != 0);
  }
}

TEST_CASE("transcripts: a stream that is cut gives a beginning, never an end that was not there") {
  for (const File& file : transcripts()) {
    INFO(file.name);
    const std::string whole = splits::whole(file.octets, [] { return Log(smallest); });
    for (std::size_t cut = 0; cut < file.octets.size(); ++cut) {
      Log log(smallest);
      splits::feed(log, std::string_view(file.octets).substr(0, cut));
      const std::string text = log.text();
      REQUIRE(whole.starts_with(text));
      const bool between = text.empty() ? cut == 0 : text.ends_with("\n") && !log.in_reply();
      if (text.find('!') == text.npos) CHECK(log.in_reply() == !between);
    }
  }
}
