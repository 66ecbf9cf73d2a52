// One message: which answers count as it, and its envelope.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

const std::string mail = "Subject: Hi\r\n\r\nHello.\r\n";

// What fetching message 12 comes to with this answer: the error, and what the sink got.
std::string fetched_with(const std::string& answer, const std::string& section = "",
                         Messages which = Messages::uid(12)) {
  const std::string ask =
      which.by_number ? "C: A3 FETCH 2 (UID BODY.PEEK[" + section + "])\n" : body_fetch(3, 12, section);
  return play({.script = opened() + ask + answer},
              [&](Mailbox& box, Log& log) {
                TextSink sink;
                Request r = request::fetch(which, sink);
                r.section = section;
                log.say(told(box.run(r)) + ": " + sink.text);
              })
      .log;
}

const std::string gone = "rejected fetch message_gone never 65: ";
const std::string odd = "protocol fetch answer_incomplete never 76: ";

}  // namespace

TEST_CASE("a message as it is") {
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3)) == "ok: " + mail + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (BODY[] " + literal(mail) + " UID 12)\\r\\n\n" + ok(3)) == "ok: " + mail + "\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 BODY[] \"quoted\")\n" + ok(3)) == "ok: quoted\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 BODY[] \"\")\n" + ok(3)) == "ok: \n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] {0}\\r\\n)\\r\\n\n" + ok(3)) == "ok: \n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 FLAGS (\\\\Seen) BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3)) ==
        "ok: " + mail + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3), "", Messages::number(2)) ==
        "ok: " + mail + "\n");
}

TEST_CASE("a section") {
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[1.2] " + literal("part") + ")\\r\\n\n" + ok(3), "1.2") == "ok: part\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[HEADER] " + literal("A: b\r\n\r\n") + ")\\r\\n\n" + ok(3), "HEADER") ==
        "ok: A: b\r\n\r\n\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[1.MIME] " + literal("A: b") + ")\\r\\n\n" + ok(3), "1.MIME") ==
        "ok: A: b\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 body[text] " + literal("t") + ")\\r\\n\n" + ok(3), "TEXT") == "ok: t\n");
  for (const char* const section : {"1.", ".1", "0", "1.X", "MIME", "x", "1 ]", "HEADERS", "1.2.HEADER.FIELDS (A)"}) {
    CAPTURE(section);
    const Outcome o = play({.script = opened()}, [section](Mailbox& box, Log& log) {
      TextSink sink;
      Request r = request::fetch(Messages::uid(12), sink);
      r.section = section;
      log.say(told(box.run(r)));
    });
    CHECK(o.log == "input fetch fix_section after_fix 65\n");
  }
}

TEST_CASE("only the message, the section and the place that were asked for count") {
  // Nothing at all; no content; another message; another section.
  CHECK(fetched_with(ok(3)) == gone + "\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 FLAGS ())\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S: * 2 FETCH (UID 12 BODY[] NIL)\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 3 FETCH (UID 15 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[1] " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  for (const char* const other : {"HEADER.FIELDS (DATE)", "HEADER.FIELDS (\"DATE\")", "HEADER.FIELDS DATE", "1.HEADER"})
    CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[" + std::string(other) + "] " + literal("no") + " body[header] " +
                           literal("yes") + ")\\r\\n\n" + ok(3),
                       "HEADER") == "ok: yes\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[]<0> " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 RFC822.HEADER " + literal(mail) + ")\\r\\n\n" + ok(3)) == gone + "\n");
  CHECK(fetched_with("S~ * 3 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n" + ok(3), "", Messages::number(2)) ==
        gone + "\n");
  // One of them, then the answer.
  CHECK(fetched_with("S~ * 3 FETCH (UID 15 BODY[] " + literal("no") +
                     ")\\r\\n\nS: * 2 FETCH (FLAGS ())\nS~ * 2 FETCH (UID 12 BODY[] " + literal("yes") + ")\\r\\n\n" +
                     ok(3)) == "ok: yes\n");
  // The answer, then something else.
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal("yes") + ")\\r\\n\nS~ * 2 FETCH (UID 12 BODY[] " +
                     literal("no") + ")\\r\\n\n" + ok(3)) == "ok: yes\n");
  // Twice in one response.
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal("yes") + " BODY[] " + literal("no") + ")\\r\\n\n" +
                     ok(3)) == "ok: yes\n");
}

TEST_CASE("content whose owner comes to light behind it, or never, is no success") {
  CHECK(fetched_with("S~ * 2 FETCH (BODY[] " + literal("x") + " UID 13)\\r\\n\n" + ok(3)) == odd + "x\n");
  CHECK(fetched_with("S~ * 2 FETCH (BODY[] " + literal("x") + ")\\r\\n\n" + ok(3)) == odd + "x\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] " + literal("x") + "\\r\\n\n" + ok(3)) == odd + "x\n");
}

TEST_CASE("completed is what the tagged OK says, and nothing else") {
  const std::string content = "S~ * 2 FETCH (UID 12 BODY[] " + literal(mail) + ")\\r\\n\n";
  CHECK(fetched_with(content + "S: A3 NO [EXPUNGEISSUED] gone\n") == gone + mail + "\n");
  CHECK(fetched_with(content + "S: A3 BAD what\n") == "rejected fetch none never 65: " + mail + "\n");
  CHECK(fetched_with(content + "CLOSE\n") == "closed fetch none reconnect 75: " + mail + "\n");
  CHECK(fetched_with("S~ * 2 FETCH (UID 12 BODY[] {100}\\r\\nhalf\nCLOSE\n") == "closed fetch none reconnect 75: \n");
}

TEST_CASE("messages that cannot be meant") {
  const Outcome o = play({.script = opened()}, [](Mailbox& box, Log& log) {
    TextSink sink;
    for (const Messages m : {Messages::uids(1, 2), Messages::uids(1), Messages(), Messages::uid(4294967295U)})
      log.say(told(box.fetch(m, sink)));
    log.say(told(box.fetch(Messages::number(4), sink)));
    Request r = request::fetch(Messages::uid(1), sink);
    r.sink = nullptr;
    log.say(told(box.run(r)));
  });
  std::string expected;
  for (unsigned i = 0; i < 4; ++i) expected += "input fetch one_message after_fix 65\n";
  CHECK(o.log == expected + "rejected fetch message_gone never 65\ninput fetch one_message after_fix 65\n");
}

TEST_CASE("seen stays as it is, unless it is wanted otherwise") {
  const Outcome o =
      play({.script = opened() +
                      "C: A3 UID FETCH 12 (UID BODY[])\nS: * 2 FETCH (UID 12 BODY[] \"x\" FLAGS (\\\\Seen))\n" + ok(3)},
           [](Mailbox& box, Log& log) {
             TextSink sink;
             Request r = request::fetch(Messages::uid(12), sink);
             r.keep_unseen = false;
             log.say(told(box.run(r)) + " " + sink.text);
           });
  CHECK(o.log == "ok x\n");
}

TEST_CASE("an envelope, all of it decoded") {
  const Outcome o = play(
      {.script =
           opened() +
           "C: A3 UID FETCH 12 (UID ENVELOPE)\n"
           "S: * 2 FETCH (FLAGS ())\n"
           "S: * 2 FETCH (UID 12 ENVELOPE (\"date\" \"=?utf-8?Q?=C3=BC?=\" ((\"A\" NIL \"a\" \"x\")) ((NIL NIL \"s\" "
           "\"x\")) ((NIL NIL \"r\" \"x\")) ((NIL NIL \"t\" \"x\")(NIL NIL \"u\" \"x\")) ((NIL NIL \"c\" \"x\")) ((NIL "
           "NIL \"b\" \"x\")) \"<0@x>\" \"<1@x>\"))\n"
           "S: * 2 FETCH (FLAGS (\\\\Seen))\n" +
           ok(3) + "C: A4 UID FETCH 13 (UID ENVELOPE)\n" + ok(4)},
      [](Mailbox& box, Log& log) {
        EnvelopeTexts e;
        log.say(told(box.envelope(Messages::uid(12), e)));
        for (const std::string_view text :
             {e.date, e.subject, e.from, e.sender, e.reply_to, e.to, e.cc, e.bcc, e.in_reply_to, e.message_id})
          log.say(std::string(text));
        CHECK_FALSE(e.cut);
        log.say(told(box.envelope(Messages::uid(13), e)));
      });
  CHECK(o.log ==
        "ok\ndate\n\xc3\xbc\nA <a@x>\ns@x\nr@x\nt@x, u@x\nc@x\nb@x\n<0@x>\n<1@x>\nrejected fetch message_gone never "
        "65\n");
}
