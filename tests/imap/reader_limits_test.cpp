// What is no response, and what is too much: each limit at its edge, and nothing behind a failure.
#include <mailmote/imap/reader.hpp>

#include <vector>

#include "../splits.hpp"
#include "event_log.hpp"

using event_log::Log;
using mailmote::imap::Event;
using mailmote::imap::Fault;
using mailmote::imap::Kind;
using mailmote::imap::Reader;

namespace {

void check(std::string_view input, const std::string& expected, std::size_t scratch = event_log::smallest) {
  splits::same_everywhere(input, expected, [scratch] { return Log(scratch); });
}

// Of inputs that are too long for every split.
std::string in_chunks(const std::string& input, std::size_t chunk, std::size_t scratch = event_log::smallest) {
  Log log(scratch);
  for (std::size_t at = 0; at < input.size(); at += chunk) splits::feed(log, std::string_view(input).substr(at, chunk));
  return log.text();
}

void check_long(const std::string& input, const std::string& expected) {
  for (const std::size_t chunk : {input.size(), std::size_t{4096}, std::size_t{61}, std::size_t{1}}) {
    const bool same = in_chunks(input, chunk) == expected;
    INFO("chunk ", chunk);
    CHECK(same);
  }
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

std::string repeated(std::string_view what, std::size_t times) {
  std::string all;
  while (times-- != 0) all += what;
  return all;
}

}  // namespace

TEST_CASE("what is no response") {
  for (const char* line :
       {"\r\n", " OK\r\n", "A1\r\n", "A1 \r\n", "*\r\n", "* \r\n", "* (a)\r\n", "+OK POP3\r\n",

        "**  x\r\n", "*OK x\r\n", "*A1 OK x\r\n", "++ x\r\n", "A(1) OK\r\n", "A\"1 OK\r\n", "A%1 OK\r\n",

        "A\\1 OK\r\n",

        "\x15\x03\x01 OK\r\n",

        "* X\x01 y\r\n"})
    check(line, "!syntax");
  check(x(33) + " OK\r\n", "!tag");
  check("* " + x(32) + "\r\n* " + x(33) + "\r\n", "* other/" + x(32) + "\n!syntax");
  check("junk\r\n* OK x\r\n", "!syntax");
}

TEST_CASE("only CRLF ends a line") {
  check("* OK a\n* OK b\r\n", "* ok |a!line_end");
  check("* OK a\r* OK b\r\n", "* ok |a!line_end");
  check("* OK\n", "* ok!line_end");
  check("* OK\r\r\n", "* ok!line_end");
  check("* X (a\nb)\r\n", "* other/X 0( 0.0=a!line_end");
  check("* X \"a\r\nb\"\r\n", "* other/X!line_end");
  check("* X \"a\nb\"\r\n", "* other/X!line_end");
  check("* X \"a\\\rb\"\r\n", "* other/X!line_end");
  check("* X \"" + x(70) + "\r\n\"\r\n", "* other/X ~ 0=\"" + x(64) + "!line_end");
  check("* X {1}\na\r\n", "* other/X!line_end");
  check("* X {1}\r\ra\r\n", "* other/X!line_end");
  check("* 1 FETCH (BODY[H (\"a\r\n\")] 1)\r\n", "* fetch 1 0(!line_end");
  check("* 1 FETCH (BODY[H (a\n)] 1)\r\n", "* fetch 1 0( 0.0=BODY[H (a!line_end");
}

TEST_CASE("lengths that are none") {
  for (const char* length : {"{}", "{a}", "{-1}", "{+1}", "{1+}", "{ 1}", "{1 }", "{0x1}", "{1", "{", "{1}x", "{1} ",
                             "{9223372036854775808}", "{18446744073709551616}", "{18446744073709551617}",
                             "{1000000000000000000000000000000000000000}", "~{}", "~{1+}"}) {
    check("* X " + std::string(length) + "\r\nx\r\n", "* other/X!literal");
    check("* 1 FETCH (BODY[] " + std::string(length) + "\r\nx)\r\n", "* fetch 1 0( 0.0=BODY[]!literal");
  }
  check("* 1 FETCH (BODY[H ({a}\r\nx)] NIL)\r\n", "* fetch 1 0(!literal");
}

TEST_CASE("lengths that are not those of the octets behind them") {
  check("* X {1}\r\nab\r\n", "* other/X 0={a}!literal");
  check("* X {0}\r\na\r\n", "* other/X 0={}!literal");
  check("* X ({3}\r\nabc\"d\")\r\n", "* other/X 0( 0.0={abc}!literal");
  check("* X {3}\r\nabc(d)\r\n", "* other/X 0={abc}!literal");
  check("* X {3}\r\nabc{1}\r\nd\r\n", "* other/X 0={abc}!literal");
  check("* 1 FETCH (BODY[] {70}\r\n" + x(71) + ")\r\n", "* fetch 1 0( 0.0=BODY[] ~ 0.1={" + x(70) + "}!literal");
}

TEST_CASE("a literal beyond 64 KiB only as an item's own value") {
  const std::string most = std::to_string(Reader::max_literal), more = std::to_string(Reader::max_literal + 1);
  const std::string refused = "!literal_length";
  const auto open = [](const std::string& front, const std::string& length, const std::string& expected) {
    check(front + "{" + length + "}\r\n", expected);
  };
  open("* X ", most, "* other/X");
  open("* X ", more, "* other/X" + refused);
  open("* X (a ", more, "* other/X 0( 0.0=a" + refused);
  open("* OK [X ", more, "* ok 0[ 0.0=X" + refused);
  open("A1 FETCH [X ", more, "A1 other/FETCH 0[ 0.0=X" + refused);
  open("* 1 FETCH (", more, "* fetch 1 0(" + refused);
  open("* 1 FETCH (a ", more, "* fetch 1 0( 0.0=a");
  open("* 1 FETCH (a ", "9223372036854775807", "* fetch 1 0( 0.0=a");
  open("* 1 FETCH (a (b ", more, "* fetch 1 0( 0.0=a 0.1( 0.1.0=b" + refused);
  open("* 1 FETCH (BODY[H (", most, "* fetch 1 0(");
  open("* 1 FETCH (BODY[H (", more, "* fetch 1 0(" + refused);
  open("* 1 FETCH a ", more, "* fetch 1 0=a" + refused);
}

TEST_CASE("lists within lists: 32, and not one more") {
  for (std::size_t depth = Reader::max_depth - 1; depth <= Reader::max_depth + 1; ++depth) {
    std::string expected = "* other/X", path = "0";
    for (std::size_t i = 0; i < depth && i < Reader::max_depth; ++i, path += ".0") expected += " " + path + "(";
    if (depth > Reader::max_depth) {
      expected += "!depth";
    } else {
      expected += " " + path + "=a";
      for (std::size_t i = 0; i < depth; ++i) {
        path.resize(path.size() - 2);
        expected += " " + path + ")";
      }
      expected += "\n";
    }
    check("* X " + repeated("(", depth) + "a" + repeated(")", depth) + "\r\n", expected);
  }
  // A code is a list, too.
  const std::string most = "* OK [X " + repeated("(", 31);
  check(most + "\r\n* X\r\n", in_chunks(most + "\r\n* X\r\n", 1));
  CHECK(in_chunks(most + "\r\n", 1).ends_with(" ?\n"));
  CHECK(in_chunks(most + "(\r\n", 1).ends_with("!depth"));
}

TEST_CASE("65,535 values in a list, and not one more") {
  const auto list = [](std::size_t n) { return "* X (" + repeated("a ", n) + ")\r\n"; };
  CHECK(in_chunks(list(65535), 4096).ends_with(" 0.65534=a 0)\n"));
  CHECK(in_chunks(list(65536), 4096).ends_with(" 0.65534=a!index"));
  CHECK(in_chunks(list(65536), 1).ends_with(" 0.65534=a!index"));
  CHECK(in_chunks("* X " + repeated("\"\"", 65535) + ")\r\n", 4096).ends_with(" 65534=\"\" ?\n"));
}

TEST_CASE("behind the keyword more than that: a SEARCH may find as much") {
  CHECK(in_chunks("* X " + repeated("a ", 65537) + "(b)\r\n", 4096)
            .ends_with(" 65534=a 65534=a 65534( 65534.0=b 65534)\n"));
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20U}) {
    CHECK(in_chunks("* X " + repeated("()", 65536) + "\r\n", chunk).ends_with(" 65534( 65534) 65534( 65534)\n"));
    CHECK(in_chunks("* SEARCH" + repeated(" 7", 70000) + "\r\n* X\r\n", chunk)
              .ends_with(" 65534=7 65534=7\n* other/X\n"));
  }
}

TEST_CASE("a line of 1 MiB, and not an octet more") {
  for (std::size_t n = Reader::max_line - 1; n <= Reader::max_line + 1; ++n) {
    const bool good = n <= Reader::max_line;
    const std::string text = "* OK " + x(n - 5) + "\r\nA1 OK\r\n";
    check_long(text, good ? "* ok ~ |" + x(n - 5) + "\nA1 ok\n" : in_chunks(text, 100));
    CHECK(in_chunks(text, text.size()).ends_with(good ? "\nA1 ok\n" : "x!length"));
    check_long("* X" + std::string(n - 3, ' ') + "\r\n", good ? "* other/X\n" : "* other/X!length");
    check_long("* X" + std::string(n - 3, ' ') + "\n", good ? "* other/X!line_end" : "* other/X!length");
    check_long("* X (" + std::string(n - 5, ' ') + "\r\n", good ? "* other/X 0( ?\n" : "* other/X 0(!length");
    // Literals are not counted, whatever their number; what stands between them is.
    const std::string literals = "* X" + repeated(" {64}\r\n" + x(64), 100);
    check_long(literals + std::string(n - 703, ' ') + "\r\n", in_chunks(literals, 64) + (good ? "\n" : "!length"));
  }
}

TEST_CASE("a literal larger than 4 GiB is counted right") {
  Log log(64);
  const std::string block = x(1U << 20U);
  Reader* reader = nullptr;
  char scratch[64];
  Reader direct(scratch);
  reader = &direct;
  std::string_view head = "* 1 FETCH (BODY[] {4294967301}\r\n";
  while (reader->next(head).kind != Kind::need_input) continue;
  std::uint64_t seen = 0;
  while (seen < 4294967301U) {
    const std::uint64_t left = 4294967301U - seen;
    std::string_view in(block.data(), left < block.size() ? static_cast<std::size_t>(left) : block.size());
    const Event& e = reader->next(in);
    REQUIRE(e.kind == Kind::value);
    seen += e.bytes.size();
    REQUIRE(e.left == 4294967301U - seen);
    REQUIRE(e.last == (e.left == 0));
  }
  std::string_view tail = ")\r\n";
  CHECK(reader->next(tail).kind == Kind::close);
  const Event& end = reader->next(tail);
  CHECK(end.kind == Kind::end);
  CHECK(end.sound);
}

TEST_CASE("a failure is for ever, and reset forgets it") {
  char scratch[64];
  Reader reader(scratch);
  for (std::string_view in :
       {"* OK [X (a", "* OK te", "* OK te\r", "junk\r\n", "* OK a\n", "* 1 FETCH (BODY[] {100}\r\nabc",
        "* X {20}\r\nabc", "* 1 FETCH (BODY[H ({5}\r\nab", "* X \"abc\\", "* X {12", "* ", "A", "* 12 ", "[X"}) {
    while (reader.next(in).kind != Kind::need_input && reader.fault() == Fault::none) continue;
    CHECK(reader.in_response());
    if (reader.fault() != Fault::none)
      for (std::string_view more = "* OK x\r\n"; int i : {1, 2, 3}) {
        INFO(i);
        CHECK(reader.next(more).kind == Kind::failed);
        CHECK(more.size() == 8);
      }
    reader.reset();
    CHECK(reader.fault() == Fault::none);
    CHECK_FALSE(reader.in_response());
    std::string_view next = "* 7 FETCH (a {1}\r\nb)\r\n";
    const Event& e = reader.next(next);
    CHECK(e.kind == Kind::begin);
    CHECK(e.number == 7);
    CHECK(reader.next(next).kind == Kind::open);
    CHECK(reader.next(next).bytes == "a");
    CHECK(e.last);
    CHECK(reader.next(next).bytes == "b");
    CHECK(e.left == 0);
    CHECK(reader.next(next).kind == Kind::close);
    CHECK(reader.next(next).kind == Kind::end);
    CHECK(e.sound);
    CHECK_FALSE(reader.in_response());
  }
}

TEST_CASE("a stream that is cut gives a beginning, never an end that was not there") {
  const std::string_view input =
      "* OK [CAPABILITY IMAP4rev1 \"a\\\"b\"] ready\r\n+ go\r\n* 1 FETCH (UID 7 BODY[HEADER.FIELDS ({4}\r\nDATE)] "
      "{3}\r\nabc X "
      "~{70}\r\n0123456789012345678901234567890123456789012345678901234567890123456789)\r\nA1 OK\r\n";
  const std::string whole = splits::whole(input, [] { return Log(); });
  CHECK(whole.ends_with("\nA1 ok\n"));
  for (std::size_t cut = 0; cut <= input.size(); ++cut) {
    Log log;
    splits::feed(log, input.substr(0, cut));
    REQUIRE(whole.starts_with(log.text()));
    std::size_t ends = 0;
    for (const std::string_view end : {"ready\r\n", "go\r\n", "89)\r\n", "A1 OK\r\n"})
      ends += input.find(end) + end.size() <= cut ? 1U : 0U;
    CHECK(log.responses() == ends);
  }
}
