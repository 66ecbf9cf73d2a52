// What no message should hold, and what is too much: each limit at its edge, and nothing behind a failure.
#include <mailmote/mime/reader.hpp>

#include "../splits.hpp"
#include "message_log.hpp"

using mailmote::mime::Event;
using mailmote::mime::Kind;
using mailmote::mime::Reader;
using message_log::Log;

namespace {

constexpr std::size_t room = Reader::min_scratch - 71;

std::string in_chunks(const std::string& input, std::size_t chunk, std::size_t scratch = Reader::min_scratch) {
  Log log(scratch);
  for (std::size_t at = 0; at < input.size(); at += chunk) splits::feed(log, std::string_view(input).substr(at, chunk));
  return log.text();
}

// Of inputs that are too long for every split.
void check_long(const std::string& input, const std::string& expected, std::size_t scratch = Reader::min_scratch) {
  for (const std::size_t chunk : {input.size(), std::size_t{4096}, std::size_t{61}, std::size_t{1}}) {
    if (chunk == 1 && input.size() > 200000) continue;  // it takes its time
    const bool same = in_chunks(input, chunk, scratch) == expected;
    INFO("chunk ", chunk);
    CHECK(same);
  }
}

std::string repeated(std::string_view what, std::size_t times) {
  std::string all;
  while (times-- != 0) all += what;
  return all;
}

std::string multipart(const std::string& boundary) {
  return "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
}

std::string head(const std::string& boundary) { return " Content-Type=multipart/mixed; boundary=" + boundary; }

std::string type(const std::string& words) { return "Content-Type: " + words + "\r\n\r\n"; }

}  // namespace

TEST_CASE("a header field of 1 MiB, and not an octet more") {
  for (std::size_t n = Reader::max_field - 1; n <= Reader::max_field + 1; ++n) {
    const std::string value(n, 'x');
    const bool good = n <= Reader::max_field;
    check_long("A: " + value + "\r\nB: c\r\n\r\n",
               good ? "* ~A=" + value + " B=c :1 -1." : in_chunks("A: " + value + "\r\n", 7));
    CHECK(in_chunks("A: " + value + "\r\nB: c\r\n\r\n", n).ends_with(good ? " B=c :1 -1." : "!length"));
    CHECK(in_chunks("A: " + value, n).ends_with(good ? "x :1 -1." : "!length"));
    CHECK(in_chunks(value + "\r\nB: c\r\n\r\n", n).ends_with(good ? " B=c :1 -1." : "!length"));
    // Folded or not.
    const std::string folded = value.substr(0, 1000) + "\r\n " + value.substr(1001);
    CHECK(in_chunks("A: " + folded + "\r\nB: c\r\n\r\n", 4096).ends_with(good ? " B=c :1 -1." : "!length"));
  }
  // Fields are counted one by one.
  const std::string half(Reader::max_field / 2 + 1, 'x');
  const std::string field = "A: " + half + "\r\n";
  CHECK(in_chunks(field + half + "\r\n" + field + "\r\n", 4096).ends_with("x :1 -1."));
}

TEST_CASE("a failure is for ever, and reset forgets it") {
  char scratch[Reader::min_scratch];
  Reader reader(scratch);
  const std::string octets(Reader::max_field + Reader::max_name, 'x');
  std::string_view in = octets;
  Kind kind = Kind::need_input;
  do kind = reader.next(in).kind;
  while (kind != Kind::failed && kind != Kind::need_input);
  if (kind == Kind::need_input) kind = reader.finish().kind;
  while (kind == Kind::stray) kind = reader.finish().kind;
  CHECK(kind == Kind::failed);
  in = "more";
  CHECK(reader.next(in).kind == Kind::failed);
  CHECK(in == "more");
  CHECK(reader.finish().kind == Kind::failed);
  reader.reset();
  CHECK(reader.fault() == mailmote::mime::Fault::none);
  CHECK(reader.next(in).kind == Kind::part);
}

TEST_CASE("a name of 80 octets, and not one more") {
  const std::string longest(Reader::max_name, 'n');
  splits::same_everywhere(longest + ": a\r\n\r\n", "* " + longest + "=a :1 -1.", [] { return Log(); });
  splits::same_everywhere(longest + "n: a\r\n\r\n", "* ?" + longest + "n: a :1 -1.", [] { return Log(); });
  splits::same_everywhere(longest + " : a\r\n\r\n", "* ?" + longest + " : a :1 -1.", [] { return Log(); });
  // Likewise one that could begin a boundary's line.
  const std::string hyphen = "-" + longest.substr(1), part = multipart("x"),
                    begun = "*" + head("x") + " : multipart +1";
  const auto in_part = [&](const std::string& line, const std::string& expected) {
    splits::same_everywhere(part + line + "\r\n\r\n", begun + expected + " :1 -1 -!unclosed.", [] { return Log(); });
    splits::same_everywhere(line + "\n\n", "*" + expected + " :1 -1.", [] { return Log(); });
  };
  in_part(hyphen + ": a", " " + hyphen + "=a");
  in_part(hyphen.substr(1) + ": a", " " + hyphen.substr(1) + "=a");
  in_part(hyphen + "n: a", " ?" + hyphen + "n: a");
  in_part(hyphen + " : a", " ?" + hyphen + " : a");
  in_part(hyphen, " ?" + hyphen);
}

TEST_CASE("multiparts within each other: 16, and the next is raw") {
  for (std::size_t depth = Reader::max_depth - 1; depth <= Reader::max_depth + 1; ++depth) {
    std::string input, expected = "*", path, back;
    for (std::size_t i = 0; i < depth; ++i) {
      const std::string boundary(1, static_cast<char>('a' + i));
      input += multipart(boundary);
      const bool raw = i == Reader::max_depth;
      expected += head(boundary) + " :" + path + (raw ? "!depth [--" + boundary + "\r\nb]" : " multipart");
      back = " -" + path + (raw ? "" : "!unclosed") + back;
      if (raw) break;
      path += path.empty() ? "1" : ".1";
      expected += " +" + path;
    }
    const bool raw = depth > Reader::max_depth;
    input += raw ? "b" : "\r\nb";
    if (!raw) back = " :" + path + " [b] -" + path + back;
    check_long(input, expected + back + ".", 512);
  }
}

TEST_CASE("messages within each other: 16, and the next is raw") {
  const std::string one = type("message/rfc822");
  for (std::size_t depth = Reader::max_depth - 1; depth <= Reader::max_depth + 1; ++depth) {
    std::string expected, back, path;
    for (std::size_t i = 0; i <= depth; ++i) {
      expected += i == 0 ? "*" : " *" + path;
      path += path.empty() ? "1" : ".1";
      back = " -" + path + back;
      const bool raw = i == Reader::max_depth;
      if (i < depth) expected += " Content-Type=message/rfc822 :" + path + (raw ? "!depth [A: b\r\n]" : " message");
      if (raw && i < depth) break;
      if (i == depth) expected += " A=b :" + path;
    }
    check_long(repeated(one, depth) + "A: b\r\n", expected + back + ".");
  }
}

TEST_CASE("10,000 multiparts or messages within each other") {
  std::string input;
  for (int i = 0; i < 10000; ++i) input += multipart("b" + std::to_string(i));
  for (const std::size_t scratch : {Reader::min_scratch, std::size_t{512}}) {
    const std::string text = in_chunks(input, 4096, scratch);
    CHECK(text == in_chunks(input, 1, scratch));
    CHECK(text.find("+1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1 Content-Type=multipart/mixed; boundary=b16 "
                    ":1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1!depth [--b16\r\nContent-Type: ") != text.npos);
    CHECK(text.find("--b9999\r\n] -1.1") != text.npos);
    CHECK(text.ends_with(" -1!unclosed -!unclosed."));
  }
  const std::string messages = repeated(type("message/rfc822"), 10000);
  CHECK(in_chunks(messages, 4096).find("!depth [Content-Type: message/rfc822\r\n") != std::string::npos);
  CHECK(in_chunks(messages, 4096) == in_chunks(messages, 7));
}

TEST_CASE("a boundary of 70 octets, and not one more") {
  for (const std::size_t n : {std::size_t{69}, std::size_t{70}, std::size_t{71}, std::size_t{10240}}) {
    const std::string boundary(n, 'b');
    const std::string input = multipart(boundary) + "\r\na\r\n--" + boundary + "--\r\nc";
    const std::string mark = boundary.size() + 31 <= room ? " " : " ~";
    const std::string field = mark + "Content-Type=multipart/mixed; boundary=" + boundary;
    check_long(input, "*" + field +
                          (n <= 70 ? " : multipart +1 :1 [a] -1 >c< -."
                                   : " :!boundary [--" + boundary + "\r\n\r\na\r\n--" + boundary + "--\r\nc] -."));
  }
}

TEST_CASE("a boundary for which scratch has no room") {
  // Of 256 octets 168 are left in any case.
  for (std::size_t n = 87; n <= 89; ++n) {
    const std::string first(70, 'b'), second(n - 70, 'c');
    const std::string input =
        multipart(first) + multipart(second) + "\r\na\r\n--" + second + "--\r\n--" + first + "--\r\n";
    const std::string front = "*" + head(first) + " : multipart +1" + head(second) + " :1";
    check_long(input, front + (n <= 88 ? " multipart +1.1 :1.1 [a] -1.1 -1 -."
                                       : "!scratch [--" + second + "\r\n\r\na\r\n--" + second + "--] -1 -."));
    check_long(input, front + " multipart +1.1 :1.1 [a] -1.1 -1 -.", 512);
  }
}

TEST_CASE("a line that is held back loses nothing, with the least room that boundaries leave") {
  const std::string first(70, 'b'), second(18, 'c');
  const std::string line = "--" + second + std::string(58, 'z') + "=X and more";
  const std::string field = "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  // "=4" waits for what follows it, and comes with the line.
  const std::string input = multipart(first) + multipart(second) + field + "a=4\r\n" + line + "\r\n--" + second + "--";
  check_long(input, "*" + head(first) + " : multipart +1" + head(second) +
                        " :1 multipart +1.1 Content-Transfer-Encoding=quoted-printable :1.1 qp [a=4\r\n" + line +
                        "] -1.1 -1 -!unclosed.");
}

TEST_CASE("65,535 parts, and not one more") {
  for (const std::size_t n : {std::size_t{65535}, std::size_t{65536}}) {
    const std::string input = type("multipart/mixed; boundary=x") + repeated("--x\r\n", n) + "--x--";
    const std::string text = in_chunks(input, 4096);
    CHECK(text.ends_with(n == 65535 ? " +65535 :65535 -65535 -." : " +65535 :65535 -65535!index"));
    CHECK(text == in_chunks(input, 7));
  }
}

TEST_CASE("floods") {
  const std::string many = repeated(";a=b(c)", 100000);
  CHECK(in_chunks("Content-Type: multipart/mixed" + many + "; boundary=x\r\n\r\n--x\r\n", 4096)
            .ends_with("; boundary=x : multipart +1 :1 -1 -!unclosed."));
  const std::string open = repeated("(", 100000), close = repeated(")", 100000);
  CHECK(in_chunks("Content-Type: multipart/mixed; " + open + close + "boundary=x\r\n\r\n--x\r\n", 4096)
            .ends_with(")boundary=x : multipart +1 :1 -1 -!unclosed."));
  CHECK(in_chunks("Content-Type: multipart/mixed; " + open + " boundary=x\r\n\r\n--x\r\n", 4096)
            .ends_with("( boundary=x :!boundary [--x\r\n] -."));
  const std::string fields = repeated("A: b\r\n", 20000);
  check_long(fields + "\r\nc", "*" + repeated(" A=b", 20000) + " :1 [c] -1.");
  const std::string folds = repeated("\r\n ", 100000);
  check_long("A:" + folds + "b\r\n\r\n", "* A=b :1 -1.");
  // Boundaries that are nearly alike, and lines that are nearly theirs.
  std::string nested, lines;
  for (char c = 'a'; c < 'e'; ++c) nested += multipart(std::string(60, 'b') + c);
  lines = repeated("--" + std::string(60, 'b') + "\r\n", 5000);
  const std::string text = in_chunks(nested + "\r\n" + lines, 4096, 512);
  CHECK(text.find(" +1.1.1.1 :1.1.1.1 [" + lines + "] -1.1.1.1 ") != text.npos);
  CHECK(text == in_chunks(nested + "\r\n" + lines, 1, 512));
}

TEST_CASE("octets of every kind in a body and in a value") {
  std::string all;
  for (int i = 0; i < 256; ++i)
    if (i != '\n' && i != '\r') all += static_cast<char>(i);
  const std::string body = all + "\r" + all + "\n" + all;
  splits::same_everywhere(multipart("x") + "\r\n" + body + "\r\n--x--",
                          "*" + head("x") + " : multipart +1 :1 [" + body + "] -1 -.", [] { return Log(); });
  splits::same_everywhere("A: x" + all + "\r\n\r\n", "* ~A=x" + all + " :1 -1.", [] { return Log(); });
}

TEST_CASE("a message that is cut gives a beginning") {
  const std::string input = "Subject: a\r\n b\r\njunk\r\n" + multipart("x") +
                            "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9=\r\nd\r\n--x\r\n" +
                            type("message/rfc822") + "A: b\r\n\r\nc\r\n--x--\r\nepilogue\r\n";
  const std::string whole = splits::whole(input, [] { return Log(); });
  CHECK(whole.ends_with("-2 >epilogue\r\n< -."));
  for (std::size_t cut = 0; cut <= input.size(); ++cut) {
    Log log;
    splits::feed(log, std::string_view(input).substr(0, cut));
    REQUIRE(whole.starts_with(log.so_far()));
    CHECK(log.text().ends_with("."));
  }
}
