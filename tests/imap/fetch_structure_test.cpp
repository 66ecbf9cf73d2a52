// The fields of BODYSTRUCTURE, and the numbers of parts.
#include <mailmote/imap/fetch.hpp>

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <map>

#include "fetch_names.hpp"
#include "named.hpp"

using mailmote::imap::Fetch;
using mailmote::imap::Field;

namespace {

// Values that are NIL say nothing here.
struct Names {
  named::FetchNames all;
  std::string operator()(const mailmote::imap::Event& e) {
    const std::string name = all(e);
    const bool is_nil = e.kind == mailmote::imap::Kind::value && e.form == mailmote::imap::Form::nil;
    return is_nil ? std::string() : name;
  }
};

// One BODYSTRUCTURE, or BODY, with the UID of the message behind it, which must not suffer.
void check(const std::string& structure, const std::string& expected) {
  named::check<Names>("* 1 FETCH (BODYSTRUCTURE " + structure + " UID 7)\r\n", expected + "uid=7|");
}

// Fields of the part `section`: "1.2:type=text|1.2:subtype=plain|".
std::string fields(const std::string& section, std::initializer_list<std::string> values) {
  std::string s;
  for (const std::string& value : values) s += section + ":" + value + "|";
  return s;
}

// All of a part, which stands in `depth` others.
std::string part(const std::string& section, int depth, std::initializer_list<std::string> values) {
  return section + ":part" + std::to_string(depth) + "|" + fields(section, values) + section + ":part_end|";
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

// What a server says of its mails: parts, types and names of files. By that, lest the numbers of the mails matter, and
// in lower case, in which Cyrus does not write.
std::map<std::string, int> shapes(const std::string& server) {
  std::ifstream in("transcripts/imap/" + server + "/bodystructures.txt", std::ios::binary);
  const std::string octets(std::istreambuf_iterator<char>(in), {});
  char scratch[1024];
  mailmote::imap::Reader reader(scratch);
  named::FetchNames names;
  std::map<std::string, int> mails;
  std::string shape;
  std::string_view left = octets;
  for (const auto* e = &reader.next(left); e->kind != mailmote::imap::Kind::need_input; e = &reader.next(left)) {
    REQUIRE(e->kind != mailmote::imap::Kind::failed);
    const std::string name = names(*e);
    const bool is_value = e->kind == mailmote::imap::Kind::value;
    for (const char* const wanted : {":part", ":type", ":subtype", ":filename"})
      if (name.find(wanted) != name.npos) shape += name + (is_value ? "=" + std::string(e->bytes) : "") + "|";
    if (e->kind != mailmote::imap::Kind::end) continue;
    for (char& c : shape)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    ++mails[shape];
    shape.clear();
  }
  return mails;
}

const std::string root = "1:part0|";  // of a multipart, as which it is not known yet

}  // namespace

TEST_CASE("one part") {
  check("(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)",
        part("1", 0,
             {"type=TEXT", "subtype=PLAIN", "parameter_name=CHARSET", "charset=US-ASCII", "encoding=7BIT",
              "octets=3028", "lines=92"}));
  named::check<Names>("* 1 FETCH (BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1))\r\n",
                      part("1", 0, {"type=TEXT", "subtype=PLAIN", "encoding=7BIT", "octets=5", "lines=1"}));
  // Even NIL has its name.
  named::check<named::FetchNames>(
      "* 1 FETCH (BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL NIL 1 NIL NIL NIL NIL NIL))\r\n",
      part("1", 0,
           {"type=a", "subtype=b", "content_id=~", "description=~", "encoding=~", "octets=1", "md5=~", "disposition=~",
            "language=~", "location=~", "extension=~"}));
}

TEST_CASE("RFC 3501: a multipart of two") {
  check(
      "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)(\"TEXT\" \"PLAIN\" (\"CHARSET\" "
      "\"US-ASCII\" "
      "\"NAME\" \"cc.diff\") \"<960723163407.20117h@cac.washington.edu>\" \"Compiler diff\" \"BASE64\" 4554 73) "
      "\"MIXED\")",
      root +
          part("1", 1,
               {"type=TEXT", "subtype=PLAIN", "parameter_name=CHARSET", "charset=US-ASCII", "encoding=7BIT",
                "octets=1152", "lines=23"}) +
          part("2", 1,
               {"type=TEXT", "subtype=PLAIN", "parameter_name=CHARSET", "charset=US-ASCII", "parameter_name=NAME",
                "name=cc.diff", "content_id=<960723163407.20117h@cac.washington.edu>", "description=Compiler diff",
                "encoding=BASE64", "octets=4554", "lines=73"}) +
          fields("*", {"subtype=MIXED", "part_end"}));
}

TEST_CASE("extension data of parts and multiparts") {
  check(
      "((\"text\" \"plain\" (\"charset\" \"utf-8\" \"format\" \"flowed\") NIL NIL \"8bit\" 314 8 \"Q2hlY2s=\" "
      "(\"inline\" NIL) "
      "(\"en\" \"fr\") \"http://example.org/1\" 42 (\"future\" (\"x\" NIL)))(\"image\" \"png\" (\"name\" \"a.png\") "
      "\"<cid1@x>\" "
      "\"a picture\" \"base64\" 3446 NIL (\"attachment\" (\"filename\" \"a.png\" \"size\" \"2782\")) NIL NIL) "
      "\"related\" "
      "(\"boundary\" \"b1\" \"type\" \"text/plain\") (\"inline\" (\"filename\" \"m\")) (\"de\") \"here\" 1 (\"x\" (2)) "
      "3)",
      root +
          part("1", 1,
               {"type=text", "subtype=plain", "parameter_name=charset", "charset=utf-8", "parameter_name=format",
                "parameter=flowed", "encoding=8bit", "octets=314", "lines=8", "md5=Q2hlY2s=", "disposition=inline",
                "language=en", "language=fr", "location=http://example.org/1", "extension=42", "extension=future",
                "extension=x"}) +
          part("2", 1,
               {"type=image", "subtype=png", "parameter_name=name", "name=a.png", "content_id=<cid1@x>",
                "description=a picture", "encoding=base64", "octets=3446", "disposition=attachment",
                "disposition_parameter_name=filename", "filename=a.png", "disposition_parameter_name=size",
                "disposition_parameter=2782"}) +
          fields("*", {"subtype=related", "parameter_name=boundary", "boundary=b1", "parameter_name=type",
                       "parameter=text/plain", "disposition=inline", "disposition_parameter_name=filename",
                       "filename=m", "language=de", "location=here", "extension=1", "extension=x", "extension=2",
                       "extension=3", "part_end"}));
  check("(\"a\" \"b\" NIL NIL NIL NIL 1 NIL NIL \"en\" \"here\")",
        part("1", 0, {"type=a", "subtype=b", "octets=1", "language=en", "location=here"}));
}

TEST_CASE("parameters whose values have a name of their own") {
  check(
      "(\"a\" \"b\" (\"Charset\" \"1\" \"NAME\" \"2\" \"boundary\" \"3\" \"filename\" \"4\" \"name*0\" \"5\" \"\" "
      "\"6\") NIL NIL NIL 1 NIL "
      "(\"attachment\" (\"FileName\" \"1\" \"filename*\" \"utf-8''2\" \"filename*0*\" \"3\" \"name\" \"4\" \"charset\" "
      "\"5\")))",
      part("1", 0,
           {"type=a",
            "subtype=b",
            "parameter_name=Charset",
            "charset=1",
            "parameter_name=NAME",
            "name=2",
            "parameter_name=boundary",
            "boundary=3",
            "parameter_name=filename",
            "parameter=4",
            "parameter_name=name*0",
            "parameter=5",
            "parameter_name=",
            "parameter=6",
            "octets=1",
            "disposition=attachment",
            "disposition_parameter_name=FileName",
            "filename=1",
            "disposition_parameter_name=filename*",
            "disposition_parameter=utf-8''2",
            "disposition_parameter_name=filename*0*",
            "disposition_parameter=3",
            "disposition_parameter_name=name",
            "disposition_parameter=4",
            "disposition_parameter_name=charset",
            "disposition_parameter=5"}));
}

TEST_CASE("names and values beyond the scratch keep their names") {
  const std::string name = x(64) + "charset", value = x(200);
  check("(\"" + value + "\" {130}\r\n" + x(130) + " (\"" + name + "\" \"" + value + "\" \"charset\" \"" + value +
            "\") NIL \"" + value + "\" NIL 1 \"" + value + "\" (\"attachment\" (\"filename\" {200}\r\n" + value +
            " \"" + value + "\" \"v\" \"filename\" \"w\")))",
        part("1", 0,
             {"type=" + value, "subtype=" + x(130), "parameter_name=" + name, "parameter=" + value,
              "parameter_name=charset", "charset=" + value, "description=" + value, "octets=1", "md5=" + value,
              "disposition=attachment", "disposition_parameter_name=filename", "filename=" + value,
              "disposition_parameter_name=" + value, "disposition_parameter=v", "disposition_parameter_name=filename",
              "filename=w"}));
  check("((\"a\" \"b\" NIL NIL NIL NIL 1) \"" + value + "\" (\"boundary\" \"" + value + "\"))",
        root + part("1", 1, {"type=a", "subtype=b", "octets=1"}) +
            fields("*", {"subtype=" + value, "parameter_name=boundary", "boundary=" + value, "part_end"}));
}

TEST_CASE("a subtype in pieces is judged like one that is whole") {
  for (const std::string& octets : {"\"" + x(65) + "\"", "{65}\r\n" + x(65)})
    check("(NIL " + octets + " NIL (\"inline\" NIL) NIL \"here\")",
          root + fields("*", {"subtype=" + x(65), "disposition=inline", "location=here", "part_end"}));
}

TEST_CASE("parts within parts") {
  const std::string leaf = "(\"a\" \"b\" NIL NIL NIL NIL 1)";
  const auto is_leaf = [](const char* section, int depth) {
    return part(section, depth, {"type=a", "subtype=b", "octets=1"});
  };
  check("(" + leaf + "(" + leaf + leaf + " \"alternative\" NIL (\"inline\" NIL))" + leaf + " \"mixed\")",
        root + is_leaf("1", 1) + "2:part1|" + is_leaf("2.1", 2) + is_leaf("2.2", 2) +
            fields("2*", {"subtype=alternative", "disposition=inline", "part_end"}) + is_leaf("3", 1) +
            fields("*", {"subtype=mixed", "part_end"}));
  check("(((" + leaf + " \"x\") \"y\") \"z\")",
        root + "1:part1|1.1:part2|" + is_leaf("1.1.1", 3) + fields("1.1*", {"subtype=x", "part_end"}) +
            fields("1*", {"subtype=y", "part_end"}) + fields("*", {"subtype=z", "part_end"}));
}

TEST_CASE("message/rfc822: its envelope is not the message's, its parts have numbers below its own") {
  const std::string envelope =
      "(\"Sat, 8 Jan 2011 14:16:36 +0100\" \"Inner\" ((\"A\" NIL \"a\" \"example.org\")) NIL NIL NIL NIL NIL NIL "
      "\"<1@x>\")";
  const std::initializer_list<std::string> of_message = {"type=message",
                                                         "subtype=rfc822",
                                                         "encoding=7bit",
                                                         "octets=641",
                                                         "extension=Sat, 8 Jan 2011 14:16:36 +0100",
                                                         "extension=Inner",
                                                         "extension=A",
                                                         "extension=a",
                                                         "extension=example.org",
                                                         "extension=<1@x>"};
  const std::string leaf = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 1 NIL NIL NIL NIL)";
  const auto is_leaf = [](const char* section, int depth) {
    return part(section, depth, {"type=text", "subtype=plain", "encoding=7bit", "octets=10", "lines=1"});
  };
  const auto message = [&](const std::string& body) {
    return "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 641 " + envelope + " " + body +
           " 33 \"md5\" (\"attachment\" NIL) (\"en\") \"here\" \"more\")";
  };
  const std::initializer_list<std::string> behind_body = {
      "lines=33", "md5=md5", "disposition=attachment", "language=en", "location=here", "extension=more", "part_end"};
  // Part 2 holds a message of one part, then one of two.
  check("(" + leaf + message(leaf) + " \"mixed\" (\"boundary\" \"o\"))",
        root + is_leaf("1", 1) + "2:part1|" + fields("2", of_message) + is_leaf("2.1", 2) + fields("2", behind_body) +
            fields("*", {"subtype=mixed", "parameter_name=boundary", "boundary=o", "part_end"}));
  check("(" + leaf + message("(" + leaf + leaf + " \"alternative\" (\"boundary\" \"i\"))") + leaf + " \"mixed\")",
        root + is_leaf("1", 1) + "2:part1|" + fields("2", of_message) + "2.1:part2|" + is_leaf("2.1", 3) +
            is_leaf("2.2", 3) +
            fields("2*", {"subtype=alternative", "parameter_name=boundary", "boundary=i", "part_end"}) +
            fields("2", behind_body) + is_leaf("3", 1) + fields("*", {"subtype=mixed", "part_end"}));
  // A message whose whole body is a message, and that is one of a message.
  check(message(leaf), "1:part0|" + fields("1", of_message) + is_leaf("1.1", 1) + fields("1", behind_body));
  check(message(message("(" + leaf + leaf + " \"mixed\")")),
        "1:part0|" + fields("1", of_message) + "1.1:part1|" + fields("1.1", of_message) + "1.1.1:part2|" +
            is_leaf("1.1.1", 3) + is_leaf("1.1.2", 3) + fields("1.1*", {"subtype=mixed", "part_end"}) +
            fields("1.1", behind_body) + fields("1", behind_body));
  // Without its body; and Gmail, which treats some as any other part.
  check("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 641 " + envelope + " NIL 33)",
        "1:part0|" + fields("1", of_message) + fields("1", {"lines=33", "part_end"}));
  check("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 641 NIL (\"attachment\" (\"filename\" \"a.eml\")) NIL NIL)",
        part("1", 0,
             {"type=message", "subtype=rfc822", "encoding=7bit", "octets=641", "disposition=attachment",
              "disposition_parameter_name=filename", "filename=a.eml"}));
}

TEST_CASE("RFC 3462: a report") {
  check(
      "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL \"Notification\" \"7bit\" 563 14 NIL NIL NIL "
      "NIL)(\"message\" "
      "\"delivery-status\" NIL NIL \"Delivery report\" \"7bit\" 658 NIL NIL NIL NIL)(\"text\" \"rfc822-headers\" NIL "
      "NIL NIL "
      "\"7bit\" 400 11 NIL NIL NIL NIL) \"report\" (\"report-type\" \"delivery-status\" \"boundary\" \"r\") NIL NIL "
      "NIL)",
      root +
          part("1", 1,
               {"type=text", "subtype=plain", "parameter_name=charset", "charset=us-ascii", "description=Notification",
                "encoding=7bit", "octets=563", "lines=14"}) +
          part("2", 1,
               {"type=message", "subtype=delivery-status", "description=Delivery report", "encoding=7bit",
                "octets=658"}) +
          part("3", 1, {"type=text", "subtype=rfc822-headers", "encoding=7bit", "octets=400", "lines=11"}) +
          fields("*", {"subtype=report", "parameter_name=report-type", "parameter=delivery-status",
                       "parameter_name=boundary", "boundary=r", "part_end"}));
}

TEST_CASE("what real servers send beside the grammar") {
  // Exchange: the disposition is a string, or a pair of NIL; the octets are -1
  check("(\"text\" \"plain\" NIL NIL NIL \"7BIT\" 850 31 NIL \"inline\" NIL NIL)",
        part("1", 0, {"type=text", "subtype=plain", "encoding=7BIT", "octets=850", "lines=31", "disposition=inline"}));
  check("((\"application\" \"msword\" NIL NIL NIL \"base64\" 50446 NIL (NIL NIL) NIL \"here\") \"mixed\")",
        root +
            part("1", 1, {"type=application", "subtype=msword", "encoding=base64", "octets=50446", "location=here"}) +
            fields("*", {"subtype=mixed", "part_end"}));
  check("(\"multipart\" \"digest\" (\"boundary\" \"x\") NIL NIL \"7BIT\" -1 NIL NIL NIL \"here\")",
        part("1", 0,
             {"type=multipart", "subtype=digest", "parameter_name=boundary", "boundary=x", "encoding=7BIT", "octets=-1",
              "location=here"}));
  // Office 365: () where a string belongs, spaces between parts
  check(
      "((\"text\" \"html\" NIL NIL NIL \"base64\" 38706 497 NIL NIL NIL ())  (\"image\" \"jpeg\" () () () () 3446 () "
      "(\"inline\" (\"filename\" \"i.jpg\")) () ()) \"related\" () () (\"de-DE\") ())",
      root + part("1", 1, {"type=text", "subtype=html", "encoding=base64", "octets=38706", "lines=497"}) +
          part("2", 1,
               {"type=image", "subtype=jpeg", "octets=3446", "disposition=inline",
                "disposition_parameter_name=filename", "filename=i.jpg"}) +
          fields("*", {"subtype=related", "language=de-DE", "part_end"}));
  // Gmail, Exchange: a multipart without parts
  check("(NIL \"alternative\" (\"boundary\" \"x\") (\"inline\" NIL) NIL \"here\")",
        root + fields("*", {"subtype=alternative", "parameter_name=boundary", "boundary=x", "disposition=inline",
                            "location=here", "part_end"}));
  check("(\"ALTERNATIVE\")", part("1", 0, {"type=ALTERNATIVE"}));
  // The type is NIL
  check(
      "((NIL NIL NIL NIL NIL \"7BIT\" 563 NIL NIL NIL \"here\")(NIL NIL (\"name\" \"n\") \"<id>\" NIL \"7BIT\" 1) "
      "\"report\")",
      root + part("1", 1, {"encoding=7BIT", "octets=563", "location=here"}) +
          part("2", 1, {"parameter_name=name", "name=n", "content_id=<id>", "encoding=7BIT", "octets=1"}) +
          fields("*", {"subtype=report", "part_end"}));
  // mail.ru: a parameter without a value
  named::check<named::FetchNames>(
      "* 4 FETCH (BODYSTRUCTURE ((\"a\") \"alternative\" (\"boundary\" NIL)))\r\n",
      root + part("1", 1, {"type=a"}) +
          fields("*", {"subtype=alternative", "parameter_name=boundary", "boundary=~", "part_end"}));
  // A type of one word
  check(
      "((\"TEXT\" \"PLAIN\" NIL NIL NIL \"base64\" 356 5)( \"X-ZIP\" (\"BOUNDARY\" \"\") NIL NIL \"base64\" 4096) "
      "\"MIXED\")",
      root + part("1", 1, {"type=TEXT", "subtype=PLAIN", "encoding=base64", "octets=356", "lines=5"}) +
          part("2", 1, {"type=X-ZIP", "parameter_name=BOUNDARY", "boundary=", "encoding=base64", "octets=4096"}) +
          fields("*", {"subtype=MIXED", "part_end"}));
  // Text without its line count
  check("(\"TEXT\" \"CALENDAR\" (\"METHOD\" \"REQUEST\") NIL NIL \"8BIT\" 812 NIL (\"inline\" NIL) NIL \"here\")",
        part("1", 0,
             {"type=TEXT", "subtype=CALENDAR", "parameter_name=METHOD", "parameter=REQUEST", "encoding=8BIT",
              "octets=812", "disposition=inline", "location=here"}));
  check("(\"TEXT\" \"PLAIN\" NIL NIL NIL \"8BIT\" 812 \"md5\" (\"inline\" NIL))",
        part("1", 0, {"type=TEXT", "subtype=PLAIN", "encoding=8BIT", "octets=812", "md5=md5", "disposition=inline"}));
}

TEST_CASE("Dovecot, Cyrus and Courier say the same of the same mails") {
  const std::string rfc822 =
      "1:part0|1:part1|1:type=text|1:subtype=plain|1:part_end|2:part1|2:type=message|2:subtype=rfc822|2.1:part2|"
      "2.1:part3|2.1:type=text|2.1:subtype=plain|2.1:part_end|2.2:part3|2.2:type=text|2.2:subtype=html|2.2:part_end|"
      "2*:subtype=alternative|2*:part_end|2:part_end|*:subtype=mixed|*:part_end|";
  std::map<std::string, int> of_all = shapes("dovecot");
  for (const char* const server : {"dovecot", "cyrus", "courier"}) {
    INFO(std::string(server));
    const auto mails = shapes(server);
    CHECK(mails.count(rfc822) == 1);
    std::map<std::string, int> shared;
    for (const auto& [shape, count] : of_all)
      if (mails.count(shape) != 0) shared[shape] = count;
    of_all = shared;
  }
  CHECK(of_all.size() == 12);  // the rest are broken mails, of which each makes something else
}

TEST_CASE("lists where none belongs are passed over") {
  check("()", part("1", 0, {}));
  check("(())", root + part("1", 1, {}) + "*:part_end|");
  check(
      "(\"a\" \"b\" \"c\" (\"d\") (\"e\" (\"f\")) (\"g\") (\"h\"))",
      part("1", 0, {"type=a", "subtype=b", "extension=d", "extension=e", "extension=f", "extension=g", "extension=h"}));
  check(
      "((\"a\" \"b\" (\"charset\")) (\"a\" \"b\" ((\"l\") \"c\" \"name\" \"n\" (\"l\") \"d\" \"name\" (\"l\") (\"l\") "
      "\"e\")))",
      root + part("1", 1, {"type=a", "subtype=b", "parameter_name=charset"}) +
          part("2", 1,
               {"type=a", "subtype=b", "extension=l", "extension=c", "parameter_name=name", "name=n", "extension=l",
                "extension=d", "parameter_name=name", "extension=l", "extension=l", "extension=e"}) +
          "*:part_end|");
  check("(\"a\" \"b\" NIL NIL NIL NIL 1 NIL ((\"attachment\" (\"filename\" \"x\")) \"y\" (\"filename\" \"z\")))",
        part("1", 0,
             {"type=a", "subtype=b", "octets=1", "extension=attachment", "extension=filename", "extension=x",
              "extension=filename", "extension=z"}));
}

TEST_CASE("in parentheses of its own, as Domino has them round ENVELOPE") {
  named::check<Names>("* 1 FETCH ((BODYSTRUCTURE ((\"a\" \"b\") \"c\")) UID 7)\r\n",
                      root + part("1", 1, {"type=a", "subtype=b"}) + fields("*", {"subtype=c", "part_end"}) + "uid=7|");
}

TEST_CASE("as deep as the reader goes") {
  constexpr std::size_t lists = mailmote::imap::Reader::max_depth - 1;  // beside that of the items
  std::string structure(lists, '('), expected = root;
  std::string section;
  for (std::size_t i = 1; i != lists; ++i) {
    section += section.empty() ? "1" : ".1";
    expected += section + ":part" + std::to_string(i) + "|";
  }
  structure += "\"a\" \"b\"";
  expected += fields(section, {"type=a", "subtype=b", "part_end"});
  for (std::size_t i = 1; i != lists; ++i) {
    structure += ") \"m\"";
    section.resize(section.size() < 2 ? 0 : section.size() - 2);
    expected += fields(section + "*", {"subtype=m", "part_end"});
  }
  check(structure + ")", expected);
}

TEST_CASE("the number of a part in a room of its size, and in one too small") {
  // 300 parts, the last of which is a multipart of one
  std::string in = "* 1 FETCH (BODYSTRUCTURE (";
  for (int i = 1; i != 300; ++i) in += "(\"a\")";
  in += "((\"b\") \"c\") \"d\"))\r\n";
  char scratch[64];
  mailmote::imap::Reader reader(scratch);
  Fetch fetch;
  int parts = 0;
  std::string_view left = in;
  for (const auto* e = &reader.next(left); e->kind != mailmote::imap::Kind::need_input; e = &reader.next(left)) {
    if (fetch.read(*e) != Field::type) continue;
    const std::string number = ++parts == 300 ? "300.1" : std::to_string(parts);
    for (std::size_t size = 0; size <= number.size(); ++size) {
      const std::unique_ptr<char[]> room(new char[size]);
      CHECK(fetch.section({room.get(), size}) == (size == number.size() ? number : ""));
    }
    CHECK(fetch.part_depth() == (parts == 300 ? 2 : 1));
    CHECK_FALSE(fetch.is_multipart());
  }
  CHECK(parts == 300);
}
