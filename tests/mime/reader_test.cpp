// Messages to events. Limits and bad input: reader_limits_test.cpp.
#include <mailmote/mime/reader.hpp>

#include "../splits.hpp"
#include "message_log.hpp"

using message_log::Log;
using namespace std::string_literals;

namespace {

void check(std::string_view input, const std::string& expected) {
  for (const std::size_t scratch : {mailmote::mime::Reader::min_scratch, std::size_t{512}})
    splits::same_everywhere(input, expected, [scratch] { return Log(scratch); });
}

// The same with LF in place of CRLF: bodies keep their line ends.
std::string with_lf(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != text.npos;) text.erase(at, 1);
  return text;
}

void check_both(const std::string& input, const std::string& expected) {
  check(input, expected);
  check(with_lf(input), with_lf(expected));
}

// A multipart with the boundary x.
std::string parts(const std::string& body) { return "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + body; }
const std::string parts_head = "* Content-Type=multipart/mixed; boundary=x : multipart";

}  // namespace

TEST_CASE("header and body") {
  check("", "* :1 -1.");
  check_both("\r\n", "* :1 -1.");
  check_both("\r\nbody\r\n", "* :1 [body\r\n] -1.");
  check_both("Subject: hi\r\nTo: bob\r\n\r\nbody\r\n--\r\n", "* Subject=hi To=bob :1 [body\r\n--\r\n] -1.");
  check_both("Subject: hi\r\n", "* Subject=hi :1 -1.");
  check("Subject: hi", "* Subject=hi :1 -1.");
  check("Subject:", "* Subject= :1 -1.");
  check("Subject", "* ?Subject :1 -1.");
  check("Subject: hi\r", "* Subject=hi\r :1 -1.");
  check("\r", "* ?\r :1 -1.");
}

TEST_CASE("the forms of a field") {
  check_both("A:\r\nB: \t\r\nC:c\r\nD \t: d \r\n\r\n", "* A= B= C=c D=d  :1 -1.");
  check_both("A: b: c\r\n\r\n", "* A=b: c :1 -1.");
  check_both("A: one\r\n two\r\n\tthree\r\n\r\n", "* A=one two\tthree :1 -1.");
  check_both("A:\r\n one\r\n\r\n", "* A=one :1 -1.");
  check_both("A: \r\n \r\n  one\r\n \r\n\r\n", "* A=one  :1 -1.");
  check("A: a\rb\r\r\n\r\n", "* A=a\rb\r :1 -1.");
  check("A: a\r\n b", "* A=a b :1 -1.");
  check("A: a\r\n ", "* A=a  :1 -1.");
  check("A: \0\x01\xff\r\n\r\n"s, "* A=\0\x01\xff :1 -1."s);
}

TEST_CASE("lines in a header that are no field") {
  check_both("From bob Mon Jan  1 10:00:00 2024\r\nA: b\r\n\r\n", "* ?From bob Mon Jan  1 10:00:00 2024 A=b :1 -1.");
  check_both("A: b\r\njunk\r\n more\r\nC: d\r\n\r\n", "* A=b ?junk more C=d :1 -1.");
  check_both(" a: b\r\nC: d\r\n\r\n", "* ? a: b C=d :1 -1.");
  check_both(": b\r\n : c\r\n\r\n", "* ?: b : c :1 -1.");
  check_both("\xc3\xbc: b\r\n\r\n", "* ?\xc3\xbc: b :1 -1.");
  check("\rA: b\r\n\r\n", "* ?\rA: b :1 -1.");
  check("A: b\r\n\r\r\n\r\n", "* A=b ?\r :1 -1.");
  check("junk", "* ?junk :1 -1.");
  check_both("--x\r\n\r\n", "* ?--x :1 -1.");
  check_both(parts("--x\r\n--y\r\n--: z\r\nA: b\r\n-\r\n\r\n"), parts_head + " +1 ?--y --=z A=b ?- :1 -1 -!unclosed.");
}

TEST_CASE("a field's name may begin with a hyphen, in a part as in a message") {
  const auto same = [](const std::string& lines, const std::string& expected) {
    check_both(lines + "\r\n", "*" + expected + " :1 -1.");
    check_both(parts("--x\r\n" + lines + "\r\n"), parts_head + " +1" + expected + " :1 -1 -!unclosed.");
  };
  same("-A: b\r\n", " -A=b");
  same("--xy:b\r\n", " --xy=b");
  same("-A \t: \t b \r\n c\r\nD: e\r\n", " -A=b  c D=e");
  same("-A:\r\n-B: \r\n \r\n c\r\n", " -A= -B=c");
  same("-A: b:c\r\n", " -A=b:c");
  same("- A: b\r\n-\xc3\xbc: c\r\n-\r\n--\r\n", " ?- A: b ?-\xc3\xbc: c ?- ?--");
  same("-" + std::string(90, 'n') + ": b\r\n", " ?-" + std::string(90, 'n') + ": b");
  same("-A: " + std::string(100, 'b') + "\r\n", " -A=" + std::string(100, 'b'));
  same("-Content-Type: text/plain\r\n-A: " + std::string(76, 'b') + "\r\n",
       " -Content-Type=text/plain -A=" + std::string(76, 'b'));
  for (const char* end : {"", "\r"}) {
    check(std::string("-A: b") + end, std::string("* -A=b") + end + " :1 -1.");
    check(parts(std::string("--x\r\n-A: b") + end), parts_head + " +1 -A=b" + end + " :1 -1 -!unclosed.");
  }
  check(parts("--x\r\n-A"), parts_head + " +1 ?-A :1 -1 -!unclosed.");
  check(parts("--x\r\n-A:"), parts_head + " +1 -A= :1 -1 -!unclosed.");
}

TEST_CASE("a value that is longer than scratch comes in pieces") {
  const std::size_t room = mailmote::mime::Reader::min_scratch - 71;
  for (std::size_t n = room - 2; n <= room + 2; ++n) {
    const std::string value(n, 'x'), mark = n <= room ? " " : " ~";
    const auto make = [] { return Log(); };
    for (const char* end : {"\r\n", "\n"}) {
      splits::same_everywhere("A: " + value + end + "\n", "*" + mark + "A=" + value + " :1 -1.", make);
      splits::same_everywhere("B " + value + end + "\n",
                              "*" + (n + 2 <= room ? " "s : " ~"s) + "?B " + value + " :1 -1.", make);
      const std::string folded = value.substr(0, n - 9) + end + " 12345678";
      splits::same_everywhere("A: " + folded + end + "\n",
                              "*" + mark + "A=" + value.substr(0, n - 9) + " 12345678 :1 -1.", make);
    }
    splits::same_everywhere("A: " + value, "*" + mark + "A=" + value + " :1 -1.", make);
    splits::same_everywhere("A: " + value + "\r", "*" + (n < room ? " "s : " ~"s) + "A=" + value + "\r :1 -1.", make);
  }
  const std::string long_value(3 * room + 5, 'y');
  splits::same_everywhere("A: " + long_value + "\r\nB: c\r\n\r\n", "* ~A=" + long_value + " B=c :1 -1.",
                          [] { return Log(); });
}

TEST_CASE("parts: the line end in front of a boundary is the boundary's") {
  check_both(parts("--x\r\n\r\none\r\n--x\r\nA: b\r\n\r\ntwo\r\n\r\n--x--\r\n"),
             parts_head + " +1 :1 [one] -1 +2 A=b :2 [two\r\n] -2 -.");
  check_both(parts("pre\r\namble\r\n--x\r\n\r\n--x--\r\nepi\r\nlogue\r\n"),
             parts_head + " <pre\r\namble> +1 :1 -1 >epi\r\nlogue\r\n< -.");
  check_both(parts("\r\n--x\r\n\r\n--x--"), parts_head + " +1 :1 -1 -.");
  check(parts("--x\r\n\r\na\n\r\n--x--"), parts_head + " +1 :1 [a\n] -1 -.");
  check(parts("--x\r\n\r\na\r\r\n--x--"), parts_head + " +1 :1 [a\r] -1 -.");
  check(parts("--x\r\n\r\na\r\n\r--x--"), parts_head + " +1 :1 [a\r\n\r--x--] -1 -!unclosed.");
}

TEST_CASE("parts without body, without header, without end") {
  check_both(parts("--x\r\nA: b\r\n--x\r\n--x\r\n\r\n--x\r\nA: b\r\n\r\n--x--"),
             parts_head + " +1 A=b :1 -1 +2 :2 -2 +3 :3 -3 +4 A=b :4 -4 -.");
  check_both(parts("--x\r\n\r\none\r\n"), parts_head + " +1 :1 [one\r\n] -1 -!unclosed.");
  check(parts("--x"), parts_head + " +1 :1 -1 -!unclosed.");
  check(parts("--x\r\nA: b"), parts_head + " +1 A=b :1 -1 -!unclosed.");
  check_both(parts("--x--\r\n--x\r\nA"), parts_head + " >--x\r\nA< -.");
  check_both(parts("just text\r\n"), parts_head + " <just text\r\n> -!no_parts.");
  check(parts(""), parts_head + " -!no_parts.");
}

TEST_CASE("what is a boundary's line, and what is not") {
  for (const char* line : {"--x", "--x ", "--x \t "})
    check_both(parts("--x\r\n\r\na\r\n" + std::string(line) + "\r\n\r\n--x--"),
               parts_head + " +1 :1 [a] -1 +2 :2 -2 -.");
  for (const char* line : {"--x--", "--x--\t", "--x--  "})
    check_both(parts("--x\r\n\r\na\r\n" + std::string(line) + "\r\nb"), parts_head + " +1 :1 [a] -1 >b< -.");
  for (const char* line : {"--", "-", "-x", " --x", "--y", "--xy", "--x-", "--x---", "--x --", "---x", "--X", "--x--y",
                           "x--x", "--x\r--", "- a"})
    check_both(parts("--x\r\n\r\na\r\n" + std::string(line) + "\r\n--x--"),
               parts_head + " +1 :1 [a\r\n" + line + "] -1 -.");
  const std::string blanks(76, ' ');
  check_both(parts("--x\r\n\r\na\r\n--x" + blanks + "\r\n--x--\n"), parts_head + " +1 :1 [a] -1 +2 :2 -2 -.");
  check(parts("--x\r\n\r\na\n--x" + blanks + " \n--x--\n"), parts_head + " +1 :1 [a] -1 +2 :2 -2 -.");
  check(parts("--x\r\n\r\na\n--x" + blanks + " \r\n--x--\n"), parts_head + " +1 :1 [a\n--x" + blanks + " ] -1 -.");
  check_both(parts("--x\r\n\r\na\r\n--x" + blanks + "  \r\n--x--\n"),
             parts_head + " +1 :1 [a\r\n--x" + blanks + "  ] -1 -.");
  check_both(parts("--x\r\n\r\na\r\n--" + std::string(100, 'x') + "\r\n--x--\r\n"),
             parts_head + " +1 :1 [a\r\n--" + std::string(100, 'x') + "] -1 -.");
}

TEST_CASE("multiparts within each other") {
  const std::string inner = "Content-Type: multipart/mixed; boundary=xy\r\n\r\n";
  check_both(parts("--x\r\n" + inner + "--xy\r\n\r\na\r\n--xy\r\n\r\nb\r\n--xy--\r\n\r\n--x\r\n\r\nc\r\n--x--\r\n"),
             parts_head +
                 " +1 Content-Type=multipart/mixed; boundary=xy :1 multipart +1.1 :1.1 [a] -1.1 +1.2 :1.2 [b] -1.2 "
                 "-1 +2 :2 [c] -2 -.");
  // The outer boundary ends what is inside, wherever it stands.
  for (const char* end : {"", "--"}) {
    const std::string behind = *end != 0 ? " -." : " +2 :2 -2 -!unclosed.";
    const std::string in = std::string("--x") + end + "\r\n";
    const std::string head = parts_head + " +1 Content-Type=multipart/mixed; boundary=xy :1 multipart";
    check_both(parts("--x\r\n" + inner + "--xy\r\n\r\na\r\n" + in), head + " +1.1 :1.1 [a] -1.1 -1!unclosed" + behind);
    check_both(parts("--x\r\n" + inner + "--xy\r\nA: b\r\n" + in), head + " +1.1 A=b :1.1 -1.1 -1!unclosed" + behind);
    check_both(parts("--x\r\n" + inner + "p\r\n" + in), head + " <p> -1!no_parts" + behind);
    check_both(parts("--x\r\n" + inner.substr(0, inner.size() - 2) + in), head + " -1!no_parts" + behind);
  }
  // The same boundary: it is the inner one's.
  check_both(parts("--x\r\n" + parts("--x\r\n\r\na\r\n--x--\r\n--x--\r\n")),
             parts_head + " +1 Content-Type=multipart/mixed; boundary=x :1 multipart +1.1 :1.1 [a] -1.1 -1 -.");
}

TEST_CASE("messages in messages, numbered as IMAP does") {
  const std::string message = "Content-Type: message/rfc822\r\n\r\n";
  check_both(message + message + "Subject: a\r\n\r\nb\r\n",
             "* Content-Type=message/rfc822 :1 message *1 Content-Type=message/rfc822 :1.1 message *1.1 Subject=a "
             ":1.1.1 [b\r\n] -1.1.1 -1.1 -1.");
  check_both(parts("--x\r\n" + message + parts("--x\r\n\r\na\r\n--x--\r\n--x\r\n" + message + "\r\nc\r\n--x--\r\n")),
             parts_head +
                 " +1 Content-Type=message/rfc822 :1 message *1 Content-Type=multipart/mixed; boundary=x "
                 ":1 multipart +1.1 :1.1 [a] -1.1 -1 -1 +2 Content-Type=message/rfc822 :2 message *2 "
                 ":2.1 [c] -2.1 -2 -.");
  check("Content-Type: message/global", "* Content-Type=message/global :1 message *1 :1.1 -1.1 -1.");
  for (const char* type : {"message/delivery-status", "message/partial", "message/rfc822x", "message/rfc82"})
    check("Content-Type: "s + type + "\r\n\r\na", "* Content-Type="s + type + " :1 [a] -1.");
}

TEST_CASE("a digest holds messages where nothing else is said") {
  check_both(
      "Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\nSubject: a\r\n\r\nb\r\n--x\r\nContent-Type: "
      "text/plain\r\n\r\nc\r\n--x\r\n--x--\r\n",
      "* Content-Type=multipart/digest; boundary=x : multipart +1 :1 message *1 Subject=a :1.1 [b] -1.1 -1 +2 "
      "Content-Type=text/plain :2 [c] -2 +3 :3 message *3 :3.1 -3.1 -3 -.");
  for (const char* type : {"multipart/digest; charset=x; boundary=x", "Multipart/Digest;boundary=x; charset=x",
                           "multipart/digest (c) ;; a=\"b;c\"; boundary*0=x", "multipart / digest ; boundary*=''x"})
    check("Content-Type: "s + type + "\r\n\r\n--x\r\n\r\nA: b\r\n\r\nc\r\n--x--",
          "* Content-Type="s + type + " : multipart +1 :1 message *1 A=b :1.1 [c] -1.1 -1 -.");
}

TEST_CASE("bodies come decoded") {
  const auto encoded = [](const std::string& encoding, const std::string& body, const std::string& expected) {
    const std::string field = "Content-Transfer-Encoding: " + encoding + "\r\n\r\n";
    const std::string named = " Content-Transfer-Encoding=" + encoding + " :1";
    check(field + body, "*" + named + expected + ".");
    check(parts("--x\r\n" + field + body + "\r\n--x--"), parts_head + " +1" + named + expected + " -.");
  };
  encoded("base64", "aGVsbG8gd29ybGQ=", " base64 [hello world] -1");
  encoded("BASE64", "aGVs\r\nbG8g\nd29y\r\n\r\nbGQ", " base64 [hello world] -1!damaged");
  encoded("(c) Base64 (c)", "aGVs-bG8-g", " base64 [hello ] -1!damaged");
  encoded("base64", "", " base64 -1");
  encoded("base64", "a", " base64 -1!damaged");
  encoded("quoted-printable", "a=3Db=\r\nc\r\nd =e", " qp [a=bc\r\nd =e] -1!damaged");
  encoded("quoted-printable", "a=3Db=\r\nc\r\n--=C3=A9--", " qp [a=bc\r\n--\xc3\xa9--] -1");
  encoded("quoted-printable", "a=", " qp [a] -1!damaged");
  encoded("quoted-printable", "=4", " qp [=4] -1!damaged");
  encoded("quoted-printable", "a=XYb", " qp [a=XYb] -1");
  for (const char* as_it_is : {"7bit", "8BIT", "binary"}) encoded(as_it_is, "a=3D\xff", " [a=3D\xff] -1");
  for (const char* other :
       {"x-foo", "base64x", "base", "base-64-and-more-than-this", "base 64", "base(c)64", "7 bit", ""})
    encoded(other, "a=3D", " unknown [a=3D] -1");
  const std::string line = "--Zm9v=\r\n--=20Zm9v\r\n-\r\n--";
  encoded("quoted-printable", line, " qp [--Zm9v-- Zm9v\r\n-\r\n--] -1");
}

TEST_CASE("a long body comes decoded, through the smallest scratch") {
  std::string body, expected;
  for (int i = 0; i < 12; ++i) {
    body += "VGhpcyBpcyBhIGxpbmUgb2YgNTcgb2N0ZXRzLCBhcyBiYXNlNjQgaGFzIHRoZW0gaW4gbWFpbC4K\r\n";
    expected += "This is a line of 57 octets, as base64 has them in mail.\n";
  }
  check(parts("--x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + "--x--"),
        parts_head + " +1 Content-Transfer-Encoding=base64 :1 base64 [" + expected + "] -1 -.");
}

TEST_CASE("the first field of a name counts") {
  check_both("Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
             "* Content-Type=text/plain Content-Type=multipart/mixed; boundary=x :1 [--x\r\n] -1.");
  check_both("Content-Transfer-Encoding: 7bit\r\ncontent-transfer-encoding: base64\r\n\r\naGk=",
             "* Content-Transfer-Encoding=7bit content-transfer-encoding=base64 :1 [aGk=] -1.");
}

TEST_CASE("forms of Content-Type") {
  const auto multipart = [](const std::string& type, const std::string& boundary) {
    check("Content-Type: " + type + "\r\n\r\n--" + boundary + "\r\n\r\na\r\n--" + boundary + "--\r\n",
          "* Content-Type=" + type + " : multipart +1 :1 [a] -1 -.");
  };
  multipart("Multipart/MIXED; Boundary=x", "x");
  multipart("multipart/x;boundary=\"x\"", "x");
  multipart("multipart/mixed ; charset=\"a;boundary=y\\\"\" ; boundary = \"x y\" ; a=b", "x y");
  multipart("multipart/alternative-of-a-long-name; boundary=\"a\\\"b\\\\c\"", "a\"b\\c");
  multipart("(a(\\)b)) multipart/mixed (c); (boundary=y;) boundary=x (z)", "x");
  multipart("multipart/mixed; boundary=----=_(1)/'2'", "----=_(1)/'2'");
  multipart("multipart/mixed; boundary=x; boundary=y", "x");
  multipart("multipart/mixed; boundaries=y; boundary=\"x  \"", "x");
  multipart("multipart/mixed; boundary=\"x", "x");
  multipart("multipart/mixed;;; ; boundary=x", "x");
  multipart("multipart / (c) mixed; boundary (c) = x", "x");
  multipart("multipart/mixed; boundary=" + std::string(70, 'b'), std::string(70, 'b'));
  // RFC 2231: in sections, percent-encoded, or both.
  multipart("multipart/mixed; boundary*0=ab; boundary*1=\"c d\"; boundary*2=e", "abc de");
  multipart("multipart/mixed; boundary*0=x; a*1=y; Boundary*1=z; name=b", "xz");
  multipart("multipart/mixed; boundary*=us-ascii'en'%3d_a%20b%", "=_a b%");
  multipart("multipart/mixed; boundary*=\"''%3D%3d\"", "==");
  multipart("multipart/mixed; boundary*=a'b%zz%4", "a'b%zz%4");
  multipart("multipart/mixed; boundary*0*=us-ascii''a%2B; boundary*1=%2B; boundary*2*='%2B'", "a+%2B'+'");
  multipart("multipart/mixed; boundary*0*=''; boundary*1*=a''b", "a''b");
  multipart("multipart/mixed; boundary*0=x; boundary*0=y; boundary*1=z; boundary*1=y; boundary=w", "xz");
  multipart("multipart/mixed; boundary=x; boundary*0=y; boundary*=''z", "x");
  multipart("multipart/mixed; boundary*=''x; boundary=y", "x");
  multipart("multipart/mixed; boundary*0=" + std::string(35, 'b') + "; boundary*1=" + std::string(35, 'c'),
            std::string(35, 'b') + std::string(35, 'c'));
  const auto leaf = [](const std::string& type, const std::string& flaw) {
    const std::string at = flaw.empty() ? "1" : "";
    check("Content-Type: " + type + "\r\n\r\n--x\r\n",
          "* Content-Type=" + type + " :" + at + flaw + " [--x\r\n] -" + at + ".");
  };
  for (const char* none : {"",
                           "; boundary=\"\"",
                           "; boundary=",
                           "; boundary",
                           "; (boundary=x)",
                           "; boundary*1=x",
                           "; boundary*1=x; boundary*0=y",
                           "; boundary*0=x; boundary*2=y; boundary*1=z",
                           "; boundary*x=x",
                           "; boundary*0x=x",
                           "; boundary*00000=x",
                           "; boundary**=x",
                           "; *=x",
                           "; boundary*0*0=x",
                           "; aboundary=x",
                           "; name=\"; boundary=x\"",
                           "; boundary=\"  \"",
                           "; boundary; boundary=\"\"; boundary=x",
                           "; bound ary=x",
                           " boundary=x"})
    leaf("multipart/mixed"s + none, "!boundary");
  leaf("multipart/mixed; boundary=" + std::string(71, 'b'), "!boundary");
  leaf("multipart/mixed; boundary*0=" + std::string(36, 'b') + "; boundary*1=" + std::string(35, 'c'), "!boundary");
  for (const char* other :
       {"text/plain; boundary=x", "multipart", "multipart; boundary=x", "xmultipart/mixed; boundary=x",
        "(multipart/mixed); boundary=x", "multi part/mixed; boundary=x", "message/rfc 822", "message/(c)rfc(c)822", ""})
    leaf(other, "");
}

TEST_CASE("a message that is encoded is not looked into") {
  check("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogYQ==",
        "* Content-Type=message/rfc822 Content-Transfer-Encoding=base64 :1 base64!encoded [Subject: a] -1.");
  // A multipart has no encoding.
  check("Content-Transfer-Encoding: base64\r\n" + parts("--x\r\n\r\na\r\n--x--"),
        "* Content-Transfer-Encoding=base64 Content-Type=multipart/mixed; boundary=x : multipart +1 :1 [a] -1 -.");
}

TEST_CASE("a reader reads one message after the other") {
  char scratch[256];
  mailmote::mime::Reader reader(scratch);
  for (const char* octets :
       {"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\na",
        "Content-Type: message/rfc822\r\n\r\nA: b", "A", "A: b\r\n", "\r\nbody\r\n"}) {
    std::string_view in = octets;
    while (reader.next(in).kind != message_log::Kind::need_input) continue;
    reader.reset();
    CHECK(reader.room() == sizeof scratch - 71);
    in = "\r\na";
    CHECK(reader.next(in).kind == message_log::Kind::part);
    CHECK(reader.next(in).kind == message_log::Kind::header_end);
    const message_log::Event& e = reader.next(in);
    CHECK(e.kind == message_log::Kind::body);
    CHECK(e.bytes == "a");
    CHECK(e.path.size() == 1);
    CHECK(reader.finish().kind == message_log::Kind::part_end);
    CHECK(reader.finish().kind == message_log::Kind::end);
    CHECK(reader.finish().kind == message_log::Kind::end);
    reader.reset();
  }
}
