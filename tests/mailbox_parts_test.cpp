// The parts of a message, as a walk.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

std::string parts_of(const std::string& structure) {
  return play({.script = opened() + "C: A3 UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 2 FETCH (UID 12 BODYSTRUCTURE " +
                         structure + ")\n" + ok(3)},
              [](Mailbox& box, Log& log) {
                for (const Part& p : box.parts(Messages::uid(12))) {
                  std::string line =
                      "[" + std::string(p.section) + "] " + std::string(p.type) + "/" + std::string(p.subtype);
                  for (const std::string_view text : {p.charset, p.filename, p.disposition, p.encoding, p.content_id})
                    line += " " + (text.empty() ? "-" : std::string(text));
                  line += " " + std::to_string(p.octets) + " " + std::to_string(p.lines);
                  log.say(line + (p.multipart ? " multipart" : "") + (p.cut ? " cut" : ""));
                }
                if (box.error()) log.say(told(box.error()));
              })
      .log;
}

const std::string text_part = "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"UTF-8\") NIL NIL \"7BIT\" 30 2 NIL NIL NIL NIL)";

}  // namespace

TEST_CASE("the parts of a message, as a walk") {
  CHECK(parts_of(text_part) == "[1] text/plain utf-8 - - 7bit - 30 2\n");
  CHECK(parts_of("(" + text_part +
                 "(\"APPLICATION\" \"PDF\" (\"NAME\" \"a.pdf\") \"<id@x>\" NIL \"BASE64\" 4000 NIL (\"ATTACHMENT\" "
                 "(\"FILENAME\" "
                 "\"=?utf-8?Q?=C3=BCber.pdf?=\")) NIL NIL) \"MIXED\" (\"BOUNDARY\" \"x\") NIL NIL NIL)") ==
        "[1] text/plain utf-8 - - 7bit - 30 2\n"
        "[2] application/pdf - \xc3\xbc"
        "ber.pdf attachment base64 <id@x> 4000 0\n"
        "[] multipart/mixed - - - - - 0 0 multipart\n");
  CHECK(parts_of("((" + text_part + text_part + " \"ALTERNATIVE\" NIL NIL NIL NIL)" + text_part +
                 " \"MIXED\" NIL NIL NIL NIL)") ==
        "[1.1] text/plain utf-8 - - 7bit - 30 2\n"
        "[1.2] text/plain utf-8 - - 7bit - 30 2\n"
        "[1] multipart/alternative - - - - - 0 0 multipart\n"
        "[2] text/plain utf-8 - - 7bit - 30 2\n"
        "[] multipart/mixed - - - - - 0 0 multipart\n");
}

TEST_CASE("a message within the message comes before its own parts") {
  const std::string envelope = "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)";
  CHECK(parts_of("(" + text_part + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 900 " + envelope + " " + text_part +
                 " 12 NIL (\"ATTACHMENT\" (\"FILENAME\" \"f.eml\")) NIL NIL) \"MIXED\" NIL NIL NIL NIL)") ==
        "[1] text/plain utf-8 - - 7bit - 30 2\n"
        "[2] message/rfc822 - - - 7bit - 900 0\n"
        "[2.1] text/plain utf-8 - - 7bit - 30 2\n"
        "[] multipart/mixed - - - - - 0 0 multipart\n");
}

TEST_CASE("file names in RFC 2231's coding") {
  const auto name = [](const std::string& parameters) {
    const std::string line =
        parts_of("(\"A\" \"B\" NIL NIL NIL \"7BIT\" 1 NIL (\"ATTACHMENT\" (" + parameters + ")) NIL NIL)");
    const std::string before = "[1] a/b - ", after = " attachment 7bit - 1 0\n";
    if (!line.starts_with(before) || !line.ends_with(after)) return line;
    return line.substr(before.size(), line.size() - before.size() - after.size());
  };
  CHECK(name("\"FILENAME*\" \"utf-8''%e2%82%ac%20rates.txt\"") == "\xe2\x82\xac rates.txt");
  CHECK(name("\"filename*0\" \"long\" \"filename*1\" \"er.txt\"") == "longer.txt");
  CHECK(name("\"filename*0*\" \"utf-8'en'%e2\" \"filename*1*\" \"%82%ac\" \"filename*2\" \"%20.txt\"") ==
        "\xe2\x82\xac%20.txt");
  CHECK(name("\"filename\" \"plain.txt\" \"filename*\" \"utf-8''%c3%bc.txt\"") == "\xc3\xbc.txt");
  CHECK(name("\"filename*\" \"utf-8''%c3%bc.txt\" \"filename\" \"plain.txt\"") == "\xc3\xbc.txt");
  CHECK(name("\"filename*\" \"iso-8859-1''%fc.txt\"") == "\xc3\xbc.txt");
  CHECK(name("\"filename*\" \"utf-8''%fc.txt\"") == "\xef\xbf\xbd.txt");
  CHECK(name("\"filename*\" \"utf-8''a%c3\"") == "a\xef\xbf\xbd");
  CHECK(name("\"filename*\" \"koi8-r''%f0.txt\"") == "koi8-r''%f0.txt");
  CHECK(name("\"filename*\" \"utf-8''a%0d%0ab\"") == "a  b");
  CHECK(name("\"filename*1\" \"no first\"") == "-");
  CHECK(name("\"filename*x\" \"no number\"") == "-");
  CHECK(name("\"size\" \"4\" \"filename\" \"a\"") == "a");
}

TEST_CASE("a file name ends where another text stands between its pieces, and is cut if there were more") {
  const auto shown = [](const std::string& type) {
    return parts_of("(\"A\" \"B\" (" + type + ") NIL NIL \"7BIT\" 1 NIL NIL NIL NIL)");
  };
  CHECK(shown("\"name*0\" \"lon\" \"charset\" \"x\"") == "[1] a/b x lon - 7bit - 1 0\n");
  CHECK(shown("\"name*0*\" \"utf-8''lon%c3\" \"charset\" \"x\"") == "[1] a/b x lon\xef\xbf\xbd - 7bit - 1 0\n");
  CHECK(shown("\"name*0\" \"lon\" \"charset\" \"x\" \"name*1\" \"ger\"") == "[1] a/b x lon - 7bit - 1 0 cut\n");
  CHECK(shown("\"name*0\" \"\" \"charset\" \"x\" \"name*1\" \"ger\"") == "[1] a/b x - - 7bit - 1 0 cut\n");
}

TEST_CASE("a file name of the disposition takes the place of the type's, whatever pieces each comes in") {
  const auto shown = [](const std::string& type, const std::string& disposition) {
    return parts_of("(\"A\" \"B\" (" + type + ") NIL NIL \"7BIT\" 1 NIL (\"ATTACHMENT\" (" + disposition +
                    ")) NIL NIL)");
  };
  const std::string expected = "[1] a/b - longer.txt attachment 7bit - 1 0\n";
  const std::string whole = "\"filename*\" \"utf-8''longer.txt\"";
  const std::string pieces = "\"filename*0*\" \"utf-8''long\" \"filename*1*\" \"er.txt\"";
  CHECK(shown("\"name*\" \"utf-8''short.txt\"", whole) == expected);
  CHECK(shown("\"name*\" \"utf-8''short.txt\"", pieces) == expected);
  CHECK(shown("\"name*0*\" \"utf-8''lon\" \"name*1\" \"ger.txt\"", pieces) == expected);
  CHECK(shown("\"name\" \"short.txt\"", pieces) == expected);
  CHECK(shown("\"name*\" \"utf-8''longer.txt\"", "\"size\" \"1\"") == expected);
  CHECK(shown("\"name*\" \"utf-8''longer.txt\"", "\"filename\" \"?.txt\"") == expected);
  CHECK(shown("\"name*\" \"utf-8''longer.txt\"", "\"filename*1\" \"no first\"") == expected);
}

TEST_CASE("a loop over parts that fetches them: their texts stay, and the walk goes on") {
  const std::string structure =
      "(" + text_part +
      "(\"APPLICATION\" \"X\" NIL NIL NIL \"BASE64\" 8 NIL (\"ATTACHMENT\" (\"FILENAME\" \"a.bin\")) NIL "
      "NIL) \"MIXED\" NIL NIL NIL NIL)";
  const auto walk = [&](unsigned tag) {
    return "C: A" + std::to_string(tag) + " UID FETCH 11 (UID BODYSTRUCTURE)\nS: * 1 FETCH (UID 11 BODYSTRUCTURE " +
           structure + ")\n" + ok(tag);
  };
  const std::string list = "C: A3 FETCH 1 " + summary_items + "\n" + fetched(1, 11, "a subject") + ok(3);
  const Outcome o =
      play({.script = opened("", 1) + list + walk(4) + body_fetch(5, 11, "1") +
                      "S: * 1 FETCH (UID 11 BODY[1] \"text\")\n" + ok(5) + walk(6) + body_fetch(7, 11, "2") +
                      "S: * 1 FETCH (UID 11 BODY[2] \"SGVsbG8=\")\n" + ok(7) + walk(8)},
           [](Mailbox& box, Log& log) {
             for (const Summary& m : box.messages()) {
               for (const Part& part : box.parts(m)) {
                 TextSink sink;
                 if (!part.multipart) CHECK(box.fetch(m, part, sink));
                 log.say(std::string(m.subject) + " " + std::string(part.section) + " " + std::string(part.type) + " " +
                         std::string(part.filename) + ": " + sink.text);
               }
             }
           });
  CHECK(o.log == "a subject 1 text : text\na subject 2 application a.bin: Hello\na subject  multipart : \n");
  CHECK(o.error == "ok");
}

TEST_CASE("behind the last part a loop that was interrupted asks nothing more") {
  const auto fetch_all = [](Mailbox& box, Log& log) {
    for (const Part& part : box.parts(Messages::uid(12))) {
      TextSink sink;
      CHECK(box.fetch(Messages::uid(12), part, sink));
      log.say(std::string(part.section) + " " + sink.text);
    }
  };
  const auto structure = [](unsigned tag, const std::string& text) {
    return "C: A" + std::to_string(tag) + " UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 2 FETCH (UID 12 BODYSTRUCTURE " +
           text + ")\n" + ok(tag);
  };
  const auto body = [](unsigned tag, const std::string& section) {
    return body_fetch(tag, 12, section) + "S: * 2 FETCH (UID 12 BODY[" + section + "] \"text\")\n" + ok(tag);
  };
  CHECK(play({.script = opened() + structure(3, text_part) + body(4, "1") + bye(5)}, [&](Mailbox& box, Log& log) {
          fetch_all(box, log);
          CHECK(box.close());
        }).log == "1 text\n");
  const std::string mixed = "(" + text_part + " \"MIXED\" NIL NIL NIL NIL)";
  const Outcome o =
      play({.script = opened() + structure(3, mixed) + body(4, "1") + structure(5, mixed) + body(6, "")}, fetch_all);
  CHECK(o.log == "1 text\n text\n");
  CHECK(o.error == "ok");
}

TEST_CASE("parts of another message, and what is no structure") {
  CHECK(parts_of("NIL") == "");
  const Outcome other =
      play({.script = opened() + "C: A3 UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 3 FETCH (UID 15 BODYSTRUCTURE " +
                      text_part + ")\n" + ok(3)},
           [](Mailbox& box, Log& log) {
             for (const Part& p : box.parts(Messages::uid(12))) log.say(std::string(p.section));
           });
  CHECK(other.log == "");
  CHECK(other.error == "rejected fetch message_gone never 65");
  const Outcome late =
      play({.script = opened() + "C: A3 UID FETCH 12 (UID BODYSTRUCTURE)\nS: * 3 FETCH (BODYSTRUCTURE " + text_part +
                      " UID 15)\n" + ok(3)},
           [](Mailbox& box, Log& log) {
             for (const Part& p : box.parts(Messages::uid(12))) log.say(std::string(p.section));
           });
  CHECK(late.log == "1\n");
  CHECK(late.error == "protocol fetch answer_incomplete never 76");
}
