// Listings: what is asked for at a time, and which answers count.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_CASE("a hundred headers are one FETCH; more come by larger and larger lots") {
  std::string hundred;
  for (unsigned i = 1; i <= 100; ++i) hundred += fetched(i, i + 100, "m" + std::to_string(i));
  const Outcome o = play_once({.script = opened("", 100) + fetch(3, "1:100") + hundred + ok(3)},
                              [](Mailbox& box, Log& log) {
                                unsigned n = 0;
                                for (const Summary& mail : box.messages()) CHECK(mail.number == ++n);
                                log.say(std::to_string(n));
                              },
                              {});
  CHECK(o.wrong == "");
  CHECK(o.log == "100\n");
  CHECK(o.writes.size() == 3);

  CHECK(play({.script = opened("", 1000) + fetch(3, "1:256") + ok(3) + fetch(4, "257:768") + ok(4) +
                        fetch(5, "769:1000") + ok(5)},
             [](Mailbox& box, Log& log) { list(box, log); })
            .error == "ok");
}

TEST_CASE("an empty mailbox, and ranges that hold nothing, ask nothing") {
  const Outcome o = play({.script = opened("", 0)}, [](Mailbox& box, Log& log) {
    list(box, log);
    list(box, log, Messages::numbers(2, 5));
    list(box, log, Messages::uids(9, 3));
  });
  CHECK(o.log == "");
  CHECK(o.error == "ok");
}

TEST_CASE("ranges by number and by UID") {
  CHECK(play({.script = opened() + fetch(3, "2:3") + fetched(2, 12, "two") + fetched(3, 15, "three") + ok(3)},
             [](Mailbox& box, Log& log) { list(box, log, Messages::numbers(2)); })
            .log == "2 12 two\n3 15 three\n");
  CHECK(play({.script = opened() + fetch(3, "2") + fetched(2, 12, "two") + ok(3)}, [](Mailbox& box, Log& log) {
          list(box, log, Messages::number(2));
        }).log == "2 12 two\n");
  CHECK(play({.script = opened() + uid_fetch(3, "12") + fetched(2, 12, "two") + ok(3)}, [](Mailbox& box, Log& log) {
          list(box, log, Messages::uid(12));
        }).log == "2 12 two\n");
  CHECK(play({.script = opened() + uid_fetch(3, "12:20") + fetched(2, 12, "two") + fetched(3, 15, "three") + ok(3)},
             [](Mailbox& box, Log& log) { list(box, log, Messages::uids(12, 20)); })
            .log == "2 12 two\n3 15 three\n");
}

TEST_CASE("a wide range of UIDs is searched first, and never holds a message below it") {
  CHECK(play({.script = opened() + "C: A3 UID SEARCH ALL UID 12:*\nS: * SEARCH 12 15\n" + ok(3) +
                        uid_fetch(4, "12,15") + fetched(2, 12, "two") + fetched(3, 15, "three") + ok(4)},
             [](Mailbox& box, Log& log) { list(box, log, Messages::uids(12)); })
            .log == "2 12 two\n3 15 three\n");
  // RFC 3501: 900:* holds the last message, whatever its UID.
  CHECK(play({.script = opened() + "C: A3 UID SEARCH ALL UID 900:*\nS: * SEARCH 15\n" + ok(3)}, [](Mailbox& box,
                                                                                                   Log& log) {
          list(box, log, Messages::uids(900));
        }).log == "");
}

TEST_CASE("what nobody asked for is no summary") {
  const Outcome o = play(
      {.script = opened() + fetch(3, "1:3") + "S: * 2 FETCH (FLAGS (\\\\Seen))\n" + fetched(1, 11, "one") +
                 "S: * 1 FETCH (UID 11 FLAGS (\\\\Answered))\n" + fetched(7, 99, "another") +
                 "S: * 3 EXISTS\nS: * OK still here\n" + fetched(2, 12, "two") + "S: * 3 FETCH (UID 15)\n" + ok(3)},
      [](Mailbox& box, Log& log) { list(box, log); });
  CHECK(o.log == "1 11 one\n2 12 two\n");
  CHECK(o.error == "ok");
}

TEST_CASE("mail that comes while the list is read is listed, too") {
  const Outcome o = play(
      {.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") + fetched(3, 15, "three") +
                 "S: * 4 EXISTS\n" + ok(3) + fetch(4, "4") + fetched(4, 16, "four") + ok(4)},
      [](Mailbox& box, Log& log) { list(box, log); });
  CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\n4 16 four\n");
}

TEST_CASE("a response that cannot be trusted hides no other, and is not passed over in silence") {
  const Outcome o =
      play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") +
                      "S: * 2 FETCH (UID 12 ENVELOPE (NIL \"bad\" NIL)\n" + fetched(3, 15, "three") + ok(3)},
           [](Mailbox& box, Log& log) { list(box, log); });
  CHECK(o.log == "1 11 one\n3 15 three\n");
  CHECK(o.error == "protocol fetch answer_incomplete never 76");
  CHECK(play({.script = opened("", 1) + fetch(3, "1") +
                        "S: * 1 FETCH (ENVELOPE (NIL \"no uid\" NIL NIL NIL NIL NIL NIL NIL NIL))\n" + ok(3)},
             [](Mailbox& box, Log& log) { list(box, log); })
            .error == "protocol fetch answer_incomplete never 76");
}

TEST_CASE("messages that others have expunged are left out, whether the server says OK or NO to the rest") {
  for (const char* const answer : {"S: A3 OK done\n", "S: A3 NO [EXPUNGEISSUED] Some of them no longer exist\n",
                                   "S: A3 OK [EXPUNGEISSUED] Some of them no longer exist\n"}) {
    const Outcome o =
        play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(3, 15, "three") + answer},
             [](Mailbox& box, Log& log) { list(box, log); });
    CHECK(o.log == "1 11 one\n3 15 three\n");
    CHECK(o.error == "ok");
  }
}

TEST_CASE("a server that tells of messages, and of none of them, does not keep us for ever") {
  std::string script =
      "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\n"
      "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
      "S: A1 OK [CAPABILITY IMAP4rev1] welcome\n"
      "C: A2 SELECT INBOX\nS: * 4294967295 EXISTS\nS: A2 OK\n";
  std::uint64_t from = 1, chunk = 256;
  unsigned tag = 3;
  for (; tag < 3 + 65; ++tag) {
    script += fetch(tag, std::to_string(from) + ":" + std::to_string(from + chunk - 1)) + ok(tag);
    from += chunk;
    chunk = std::min<std::uint64_t>(2 * chunk, 4096);
  }
  const Outcome o = play_once({.script = script}, [](Mailbox& box, Log& log) { list(box, log); }, {});
  CHECK(o.wrong == "");
  CHECK(o.error == "protocol fetch answer_incomplete never 76");
}

TEST_CASE("UIDs that no server may give are no message to change") {
  const Outcome o = play({.script = opened("", 1) + fetch(3, "1") + fetched(1, 4294967295U, "all of them") + ok(3)},
                         [](Mailbox& box, Log& log) { list(box, log); });
  CHECK(o.log == "");
  CHECK(o.error == "protocol fetch answer_incomplete never 76");
}
