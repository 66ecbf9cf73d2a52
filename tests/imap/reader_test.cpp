// Responses to events: what the grammar allows, and what servers make of it. Limits and refusals:
// reader_limits_test.cpp.
#include <mailmote/imap/reader.hpp>

#include "../splits.hpp"
#include "event_log.hpp"

using event_log::Log;
using mailmote::imap::read_number;
using namespace std::string_literals;

namespace {

void check(std::string_view input, const std::string& expected, std::size_t scratch = event_log::smallest) {
  splits::same_everywhere(input, expected, [scratch] { return Log(scratch); });
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

}  // namespace

TEST_CASE("untagged responses: keyword, number, values") {
  check("", "");
  check("* SEARCH\r\n", "* search\n");
  check("* SEARCH 2 84 882\r\n", "* search 0=2 1=84 2=882\n");
  check("* 23 EXISTS\r\n", "* exists 23\n");
  check("* 0 EXISTS\r\n* 4294967295 EXPUNGE\r\n", "* exists\n* expunge 4294967295\n");
  check("* FLAGS (\\Seen $x a*b)\r\n", "* flags 0( 0.0=\\Seen 0.1=$x 0.2=a*b 0)\n");
  check("* LIST (\\HasNoChildren) \"/\" [Gmail]/All\r\n", "* list 0( 0.0=\\HasNoChildren 0) 1=\"/\" 2=[Gmail]/All\n");
  check(
      "* THREAD (2)(3 6 (4 23)(44 7 96))\r\n",
      "* other/THREAD 0( 0.0=2 0) 1( 1.0=3 1.1=6 1.2( 1.2.0=4 1.2.1=23 1.2) 1.3( 1.3.0=44 1.3.1=7 1.3.2=96 1.3) 1)\n");
  check("* 12 FETCH (UID 7 BODY[] {3}\r\nabc)\r\n", "* fetch 12 0( 0.0=UID 0.1=7 0.2=BODY[] 0.3={abc} 0)\n");
}

TEST_CASE("keywords in any case") {
  const char* words[] = {"OK",    "NO",     "BAD",    "BYE",       "PREAUTH",  "CAPABILITY", "ENABLED",
                         "LIST",  "LSUB",   "XLIST",  "NAMESPACE", "STATUS",   "SEARCH",     "ESEARCH",
                         "FLAGS", "EXISTS", "RECENT", "EXPUNGE",   "VANISHED", "FETCH",      "ID"};
  std::size_t response = 1;
  for (const std::string word : words) {
    std::string lower = word;
    for (char& c : lower) c = static_cast<char>(c | 0x20);
    const std::string expected = "* " + event_log::name(static_cast<mailmote::imap::Response>(response++));
    check("* " + word + "\r\n", expected + "\n");
    check("* " + lower + "\r\n", expected + "\n");
    check("* " + word + "X\r\n", "* other/" + word + "X\n");
    check("* " + word.substr(0, word.size() - 1) + "\r\n", "* other/" + word.substr(0, word.size() - 1) + "\n");
  }
}

TEST_CASE("a first word that is no 32-bit number is a keyword") {
  check("* 4294967296 EXISTS\r\n", "* other/4294967296 0=EXISTS\n");
  check("* 12a EXISTS\r\n", "* other/12a 0=EXISTS\n");
  check("* -1 EXISTS\r\n", "* other/-1 0=EXISTS\n");
  check("* 12\r\n* 12 \r\n", "* other 12\n* other 12\n");
  check("* 12 13 x\r\n", "* other/13 12 0=x\n");
}

TEST_CASE("what begins a FETCH response, and what only seems to") {
  const std::string list = " (UID 7 FLAGS (\\Seen))\r\n";
  const auto values = [](const std::string& n) {
    return " " + n + "( " + n + ".0=UID " + n + ".1=7 " + n + ".2=FLAGS " + n + ".3( " + n + ".3.0=\\Seen " + n +
           ".3) " + n + ")\n";
  };
  for (const std::string number : {"1", "12", "999999999", "1000000000", "4294967295"})
    check("* " + number + " FETCH" + list, "* fetch " + number + values("0"));
  check("* 0 FETCH" + list, "* fetch" + values("0"));
  check("* 00000000000012 FETCH" + list, "* fetch 12" + values("0"));
  check("* 12 Fetch" + list, "* fetch 12" + values("0"));
  check("*  12  FETCH" + list, "* fetch 12" + values("0"));
  check("* 12 FETCH(UID 7 FLAGS (\\Seen))\r\n", "* fetch 12" + values("0"));
  check("* 12 FETCH\r\n* 13 FETCH \r\n* 14 FETCH" + list, "* fetch 12\n* fetch 13\n* fetch 14" + values("0"));
  check("* 4294967296 FETCH" + list, "* other/4294967296 0=FETCH" + values("1"));
  check("* FETCH" + list, "* fetch" + values("0"));
  check("* 12 FETCHED" + list, "* other/FETCHED 12" + values("0"));
}

TEST_CASE("tags: any that RFC 3501 allows") {
  check("A1 OK done\r\n", "A1 ok |done\n");
  check("00001 OK done\r\n", "00001 ok |done\n");
  check("a.1-b]c|x NO x\r\n", "a.1-b]c|x no |x\n");
  check("[1] BAD x\r\n", "* other |[1] BAD x\n");
  check(x(32) + " OK\r\n", x(32) + " ok\n");
  check("A1 XOK done\r\n", "A1 other/XOK |done\n");
}

TEST_CASE("status: code and text, or either, or none") {
  check("* OK\r\nA1 OK\r\n* OK \r\nA1 OK  \r\n", "* ok\nA1 ok\n* ok\nA1 ok\n");
  check("* OK done\r\n", "* ok |done\n");
  check("* PREAUTH [ALERT] a b\r\n", "* preauth 0[ 0.0=ALERT 0] |a b\n");
  check("A1 NO [ALERT]\r\nA1 NO [ALERT] \r\nA1 NO [ALERT]x\r\n",
        "A1 no 0[ 0.0=ALERT 0]\nA1 no 0[ 0.0=ALERT 0]\nA1 no 0[ 0.0=ALERT 0] |x\n");
  check("* OK [PERMANENTFLAGS (\\Seen \\* a]b)] x\r\n",
        "* ok 0[ 0.0=PERMANENTFLAGS 0.1( 0.1.0=\\Seen 0.1.1=\\* 0.1.2=a]b 0.1) 0] |x\n");
  check("* NO [X \"a]\\\"b\" {2}\r\n]] NIL] ]\r\n", "* no 0[ 0.0=X 0.1=\"a]\"b\" 0.2={]]} 0.3=NIL/nil 0] |]\n");
  check("* OK [X ] [Y] z\r\n", "* ok 0[ 0.0=X 0] |[Y] z\n");
}

TEST_CASE("brackets that are text") {
  check("* OK [ x] y\r\n", "* ok |[ x] y\n");
  check("* OK [\r\n* OK [] x\r\n", "* ok |[\n* ok |[] x\n");
  check("* OK [1/3] x\r\n", "* ok |[1/3] x\n");
  check("* OK ready [aGVsbG8=]\r\n", "* ok |ready [aGVsbG8=]\n");
  check("* OK \"a (b {3}\r\n", "* ok |\"a (b {3}\n");
}

TEST_CASE("a code that the line end cuts: not sound, and in step") {
  check("* OK [not a code\r\nA1 OK x\r\n", "* ok 0[ 0.0=not 0.1=a 0.2=code ?\nA1 ok |x\n");
  check("* OK [X (a\r\nA1 OK x\r\n", "* ok 0[ 0.0=X 0.1( 0.1.0=a ?\nA1 ok |x\n");
  check("* OK [X\r\nA1 OK x\r\n", "* ok 0[ 0.0=X ?\nA1 ok |x\n");
  check("* OK [X )] y\r\n", "* ok 0[ 0.0=X 0] |y ?\n");
}

TEST_CASE("continuations") {
  check("+\r\n+ \r\n+ go\r\n+ [ALERT] x\r\n", "+\n+\n+ |go\n+ 0[ 0.0=ALERT 0] |x\n");
  check("+ " + x(64) + "\r\n+ " + x(65) + "\r\n", "+ |" + x(64) + "\n+ ~ |" + x(65) + "\n");
  check("+ " + x(300) + "\r\n", "+ ~ |" + x(300) + "\n");
}

TEST_CASE("spaces where none are due") {
  check("*   2   EXISTS  \r\n", "* exists 2\n");
  check("A1   OK   done\r\n", "A1 ok |done\n");
  check("* 1 FETCH  (  UID  7  )  \r\n", "* fetch 1 0( 0.0=UID 0.1=7 0)\n");
  check("* SEARCH \r\n", "* search\n");
}

TEST_CASE("no space where one is due") {
  check("* FLAGS(\\Seen)\r\n", "* flags 0( 0.0=\\Seen 0)\n");
  check("* X \"a\"\"b\"c(d)e\r\n", "* other/X 0=\"a\" 1=\"b\" 2=c 3( 3.0=d 3) 4=e\n");
}

TEST_CASE("atoms, NIL, strings") {
  check("* X NIL nil Nil NILL NI \"NIL\" {3}\r\nNIL\r\n",
        "* other/X 0=NIL/nil 1=nil/nil 2=Nil/nil 3=NILL 4=NI 5=\"NIL\" 6={NIL}\n");
  check("* X \"\" \"a\" \"\\\"\" \"\\\\\" \"a\\b\" \"(){5} [\"\r\n",
        "* other/X 0=\"\" 1=\"a\" 2=\"\"\" 3=\"\\\" 4=\"ab\" 5=\"(){5} [\"\n");
  check("* X a\"b a{3} ]x ~ ~a a~{3} -1 \xC3\xA4 %*\r\n",
        "* other/X 0=a\"b 1=a{3} 2=]x 3=~ 4=~a 5=a~{3} 6=-1 7=\xC3\xA4 8=%*\n");
  check("* X a\0b \"\0\"\r\n"s, "* other/X 0=a\0b 1=\"\0\"\n"s);
}

TEST_CASE("literals") {
  check("* X {0}\r\n {1}\r\n\r {2}\r\n\r\n\r\n", "* other/X 0={} 1={\r} 2={\r\n}\n");
  check("* X {0}\r\n\r\n", "* other/X 0={}\n");
  check("* X ({3}\r\nA1  {003}\r\n)\r\n)\r\n", "* other/X 0( 0.0={A1 } 0.1={)\r\n} 0)\n");
  check("* X ~{2}\r\n\0\n\r\n"s, "* other/X 0={\0\n}\n"s);
  for (const std::size_t n : {std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{200}})
    check("* 1 FETCH (BODY[] {" + std::to_string(n) + "}\r\n" + x(n) + " UID 1)\r\n",
          "* fetch 1 0( 0.0=BODY[]" + std::string(n > 64 ? " ~" : "") + " 0.1={" + x(n) + "} 0.2=UID 0.3=1 0)\n");
}

TEST_CASE("a value up to scratch comes whole, a longer one in pieces") {
  for (std::size_t n = 63; n <= 66; ++n) {
    const std::string tilde = n > 64 ? " ~" : "";
    check("* X (" + x(n) + ")\r\n", "* other/X 0(" + tilde + " 0.0=" + x(n) + " 0)\n");
    check("* X (\"" + x(n) + "\")\r\n", "* other/X 0(" + tilde + " 0.0=\"" + x(n) + "\" 0)\n");
    check("* X (\"" + x(n - 1) + "\\\"\")\r\n", "* other/X 0(" + tilde + " 0.0=\"" + x(n - 1) + "\"\" 0)\n");
    check("* OK " + x(n) + "\r\n", "* ok" + tilde + " |" + x(n) + "\n");
    check("* OK [ " + x(n - 2) + "\r\n", "* ok" + tilde + " |[ " + x(n - 2) + "\n");
    check("* 1 FETCH (BODY[" + x(n - 6) + "] 1)\r\n",
          "* fetch 1 0(" + tilde + " 0.0=BODY[" + x(n - 6) + "] 0.1=1 0)\n");
  }
  check("* X " + x(64) + "NIL " + x(61) + "NIL\r\n", "* other/X ~ 0=" + x(64) + "NIL 1=" + x(61) + "NIL\n");
}

TEST_CASE("an item's name with its section is one atom") {
  const auto one = [](const std::string& name) {
    check("* 1 FETCH (" + name + " 7)\r\n", "* fetch 1 0( 0.0=" + name + " 0.1=7 0)\n", 128);
    check("* 1 FETCH (UID 1 " + name + " NIL)\r\n", "* fetch 1 0( 0.0=UID 0.1=1 0.2=" + name + " 0.3=NIL/nil 0)\n",
          128);
  };
  one("BODY[]");
  one("BODY[]<0>");
  one("BODY[1.2.MIME]<1024>");
  one("BODY[HEADER.FIELDS (DATE \"FROM\")]<0>");
  one("BODY[HEADER.FIELDS.NOT (\"a]\\\"b\" cd)]");
  one("BODY[HEADER.FIELDS ({4}\r\n]) \" X)]");
  one("BODY[HEADER.FIELDS ({0}\r\n {1}\r\n\r)]");
  one("BINARY.SIZE[1.2]");
}

TEST_CASE("elsewhere brackets are octets like others") {
  check("* 1 FETCH (FLAGS [x] y [(a b) z)\r\n",
        "* fetch 1 0( 0.0=FLAGS 0.1=[x] 0.2=y 0.3=[ 0.4( 0.4.0=a 0.4.1=b 0.4) 0.5=z 0)\n");
  check("* 1 FETCH (X (BODY[a b]))\r\n", "* fetch 1 0( 0.0=X 0.1( 0.1.0=BODY[a 0.1.1=b] 0.1) 0)\n");
  check("* 1 UIDFETCH (BODY[a b])\r\n", "* other/UIDFETCH 1 0( 0.0=BODY[a 0.1=b] 0)\n");
}

TEST_CASE("a section that never ends: not sound, and in step") {
  check("* 1 FETCH (BODY[HEADER 7)\r\nA1 OK\r\n", "* fetch 1 0( 0.0=BODY[HEADER 7) ?\nA1 ok\n");
  check("* 1 FETCH (BODY[H (a\r\nA1 OK\r\n", "* fetch 1 0( 0.0=BODY[H (a ?\nA1 ok\n");
}

TEST_CASE("lists that do not balance: not sound, and in step") {
  check("* X (a\r\nA1 OK\r\n", "* other/X 0( 0.0=a ?\nA1 ok\n");
  check("* X (\r\nA1 OK\r\n", "* other/X 0( ?\nA1 ok\n");
  check("* X ) a\r\nA1 OK\r\n", "* other/X 0=a ?\nA1 ok\n");
  check("* X (a)) b)\r\nA1 OK\r\n", "* other/X 0( 0.0=a 0) 1=b ?\nA1 ok\n");
}

TEST_CASE("Exchange leaves `* OK` out before a code") {
  check("[COPYUID 55 31 6]\r\n", "* other 0[ 0.0=COPYUID 0.1=55 0.2=31 0.3=6 0]\n");
  check("[COPYUID 55 31 6] done\r\nA1 OK x\r\n", "* other 0[ 0.0=COPYUID 0.1=55 0.2=31 0.3=6 0] |done\nA1 ok |x\n");
  check("* [COPYUID 55 31 6] done\r\n", "* other 0[ 0.0=COPYUID 0.1=55 0.2=31 0.3=6 0] |done\n");
}

TEST_CASE("numbers") {
  std::uint32_t n = 7;
  for (const char* wrong : {"", "-1", "+1", " 1", "1 ", "4294967296", "18446744073709551617", "1a"})
    CHECK_FALSE(read_number(wrong, n));
  CHECK(n == 7);
  CHECK(read_number("0", n));
  CHECK(n == 0);
  CHECK(read_number("004294967295", n));
  CHECK(n == 4294967295);
  std::uint64_t m = 7;
  for (const char* wrong :
       {"", "x", "9223372036854775808", "9223372036854775810", "18446744073709551616", "99999999999999999999999"})
    CHECK_FALSE(read_number(wrong, m));
  CHECK(m == 7);
  CHECK(read_number("9223372036854775807", m));
  CHECK(m == 9223372036854775807U);
}
