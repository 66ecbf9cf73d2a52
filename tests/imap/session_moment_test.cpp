// What comes a moment too early or too late, or cut in two where something changes in between.
#define DOCTEST_CONFIG_SUPER_FAST_ASSERTS
#include <doctest/doctest.h>

#include "talk.hpp"

using mailmote::Flag;
using mailmote::FlagChange;
using talk::Put;
using talk::Talk;
using talk::imap::Ids;
using talk::imap::MessageSet;

TEST_CASE("an answer that comes with the deadline is an answer, and nothing is late behind it") {
  Talk t;
  t.log_in("");
  CHECK(t.session.noop() == Put::done);
  t.say();
  t.pass_unseen(60'000);
  CHECK(t.hear("A2 OK done\r\n") == "completed ok 2 done\n");
  CHECK(t.pass(1'000) == "");
  CHECK(t.session.noop() == Put::done);
}

TEST_CASE("an answer that comes with the deadline, and another command is still under way: it has its own time") {
  Talk t;
  t.log_in("");
  CHECK(t.session.noop() == Put::done);
  CHECK(t.session.noop() == Put::done);
  t.say();
  t.pass_unseen(60'000);
  CHECK(t.hear("A2 OK done\r\n") == "completed ok 2 done\n");
  CHECK(t.pass(59'999) == "");
  CHECK(t.pass(1) == "failed timeout\n");
}

TEST_CASE("nothing but DONE goes while the server idles") {
  Talk t;
  t.log_in("IDLE");
  CHECK(t.session.idle() == Put::done);
  CHECK(t.session.noop() == Put::later);
  t.say();
  t.hear("+ idling\r\n");
  REQUIRE(t.session.is_idling());
  CHECK(t.session.noop() == Put::later);
  CHECK(t.session.logout() == Put::later);
  CHECK(t.session.idle() == Put::later);
  CHECK(t.session.rest(1) == Put::later);
  CHECK(t.say() == "");
  CHECK(t.session.done() == Put::done);
  CHECK(t.session.done() == Put::done);
  CHECK(t.say() == "DONE\r\n");
  CHECK(t.hear("A2 OK\r\n") == "completed ok 2 \n");
  CHECK(t.session.noop() == Put::done);
}

TEST_CASE("nothing gets between the end of IDLE and its renewal") {
  talk::imap::Settings settings = talk::secured();
  settings.idle_ms = 1'000;
  Talk t(settings);
  t.log_in("IDLE");
  CHECK(t.session.idle() == Put::done);
  t.say();
  t.hear("+ idling\r\n");
  CHECK(t.pass(1'000) == "");
  CHECK(t.say() == "DONE\r\n");
  CHECK(t.session.noop() == Put::later);
  CHECK(t.hear("A2 OK\r\n") == "");
  CHECK(t.say() == "A3 IDLE\r\n");
  CHECK(t.hear("+ idling\r\n* 1 EXISTS\r\n") == "data 1\n");
}

TEST_CASE("the end of IDLE is asked for while it is being renewed") {
  talk::imap::Settings settings = talk::secured();
  settings.idle_ms = 1'000;
  Talk t(settings);
  t.log_in("IDLE");
  CHECK(t.session.idle() == Put::done);
  t.say();
  t.hear("+ idling\r\n");
  t.pass(1'000);
  CHECK(t.session.done() == Put::done);
  CHECK(t.say() == "DONE\r\n");
  CHECK(t.hear("A2 OK\r\n") == "completed ok 2 \n");
  CHECK(t.say() == "");

  CHECK(t.session.idle() == Put::done);  // and once more, a moment later
  t.say();
  t.hear("+ idling\r\n");
  t.pass(1'000);
  CHECK(t.say() == "DONE\r\n");
  CHECK(t.hear("A3 OK\r\n") == "");
  CHECK(t.session.done() == Put::done);
  CHECK(t.say() == "A4 IDLE\r\n");
  CHECK(t.hear("+ idling\r\n") == "");
  CHECK(t.say() == "DONE\r\n");
  CHECK(t.hear("A4 OK\r\n") == "completed ok 4 \n");
}

TEST_CASE("a server that ends IDLE by itself is not asked again behind the caller's back") {
  for (const bool begun : {true, false}) {
    Talk t;
    t.log_in("IDLE");
    CHECK(t.session.idle() == Put::done);
    t.say();
    if (begun) t.hear("+ idling\r\n");
    CHECK(t.hear("A2 OK enough\r\n") == "completed ok 2 enough\n");
    CHECK(t.say() == "");
    CHECK_FALSE(t.session.is_idling());
    CHECK(t.session.noop() == Put::done);
  }
}

TEST_CASE("LOGOUT waits for the answers to what was asked before") {
  Talk t;
  t.log_in("");
  CHECK(t.session.status("Sent") == Put::done);
  CHECK(t.session.logout() == Put::later);
  t.say();
  CHECK(t.session.logout() == Put::later);
  CHECK(t.hear("* STATUS Sent (MESSAGES 1)\r\nA2 OK done\r\n") == "data 0\ncompleted ok 2 done\n");
  CHECK(t.session.logout() == Put::done);
  CHECK(t.say() == "A3 LOGOUT\r\n");
  CHECK(t.hear("* BYE\r\nA3 OK\r\n") == "notice bye \nclosed\n");
}

TEST_CASE("an answer that begins before the message has left, and ends behind it, is none") {
  for (const char* capability : {"LITERAL+", ""}) {
    Talk t;
    t.log_in(capability);
    CHECK(t.session.append("INBOX", {}, {}, 4) == Put::done);
    t.say();
    if (*capability == '\0') t.hear("+ go on\r\n");
    CHECK(t.session.put_body("ab") == 2);
    CHECK(t.hear("A2 OK d") == "failed protocol\n");
  }
  Talk t;
  t.log_in("LITERAL+");
  CHECK(t.session.append("INBOX", {}, {}, 4) == Put::done);
  CHECK(t.session.put_body("abcd") == 4);
  t.say(20);
  CHECK(t.hear("A2 OK done\r\n") == "failed protocol\n");
}

TEST_CASE("a message that the server does not want is refused, however much of it has left") {
  constexpr std::string_view body = "0123456789";
  for (std::size_t given = 0; given <= body.size(); ++given) {
    for (std::size_t waits = 0; waits <= given; ++waits) {  // of it, in the outbox
      Talk t;
      t.log_in("LITERAL+");
      CHECK(t.session.append("INBOX", {}, {}, body.size()) == Put::done);
      t.say();
      t.session.put_body(body.substr(0, given - waits));
      t.say();
      t.session.put_body(body.substr(given - waits, waits));
      const bool complete = given == body.size() && waits == 0;
      const std::string end = t.hear("A2 NO [OVERQUOTA] full\r\n");
      CHECK(end == (complete ? "completed no 2 full\n" : "failed rejected\n"));
    }
  }
  Talk early;
  early.log_in("LITERAL+");
  CHECK(early.session.append("INBOX", {}, {}, 4) == Put::done);
  CHECK(early.session.put_body("abcd") == 4);
  early.say(5);
  CHECK(early.hear("A2 NO what\r\n") == "failed protocol\n");  // it cannot know yet what is asked
}

TEST_CASE("a message keeps the time that its size gives it when an older command is answered") {
  Talk t;
  t.log_in("LITERAL+");
  CHECK(t.session.noop() == Put::done);
  CHECK(t.session.append("INBOX", {}, {}, 100 * 16 * 1024) == Put::done);
  t.say();
  CHECK(t.pass(10'000) == "");
  CHECK(t.hear("A2 OK\r\n") == "completed ok 2 \n");
  CHECK(t.pass(159'999) == "");
  CHECK(t.pass(1) == "failed timeout\n");
}

TEST_CASE("only what was asked for may take its time") {
  Talk before;
  before.hear("* OK hello\r\n");
  CHECK(before.say() == "A1 CAPABILITY\r\n");
  before.hear("* 1 FETCH (BODY[] {4000000000}\r\nabc");
  CHECK(before.pass(60'000) == "failed timeout\n");

  Talk behind;
  behind.log_in("");
  CHECK(behind.session.noop() == Put::done);
  behind.say();
  behind.hear("* 1 FETCH (BODY[] {4000000000}\r\nabc");
  CHECK(behind.pass(60'000) == "failed timeout\n");
}

TEST_CASE("no time at all is a rest, too") {
  Talk t;
  t.log_in("");
  CHECK(t.session.rest(0) == Put::done);
  CHECK(t.pass(1) == "rested\n");
  CHECK(t.pass(100'000) == "");
}

TEST_CASE("a mailbox that is examined is read-only, whatever the server says of it") {
  Talk t;
  t.log_in("MOVE UIDPLUS");
  CHECK(t.session.examine("INBOX") == Put::done);
  const Flag seen = Flag::seen;
  CHECK(t.session.store(MessageSet(1), Ids::uid, FlagChange::add, seen) == Put::read_only);
  t.say();
  t.hear("* 3 EXISTS\r\nA2 OK [READ-WRITE] done\r\n* OK [READ-WRITE] really\r\n");
  CHECK(t.session.mailbox().read_only);
  CHECK(t.session.store(MessageSet(1), Ids::uid, FlagChange::add, seen) == Put::read_only);
  CHECK(t.session.move(MessageSet(1), Ids::uid, "Trash") == Put::read_only);
  CHECK(t.session.expunge() == Put::read_only);
  CHECK(t.session.expunge(MessageSet(1)) == Put::read_only);
  CHECK(t.session.copy(MessageSet(1), Ids::uid, "Archive") == Put::done);
  t.say();
  t.hear("A3 OK\r\n");
  CHECK(t.session.select("INBOX") == Put::done);
  CHECK(t.session.store(MessageSet(1), Ids::uid, FlagChange::add, seen) == Put::done);
}

TEST_CASE("what is said of one mailbox is not taken for another's") {
  Talk t;
  t.log_in("");
  CHECK(t.session.select("A") == Put::done);
  CHECK(t.session.select("B") == Put::later);
  t.say();
  t.hear("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 9] next\r\nA2 OK\r\n");
  CHECK(t.session.noop() == Put::done);
  CHECK(t.session.select("B") == Put::later);  // its answer may still tell of A
  t.say();
  t.hear("* 4 EXISTS\r\nA3 OK\r\n");
  CHECK(t.session.select("B") == Put::done);
  t.say();
  t.hear("* 1 EXISTS\r\nA4 OK\r\n");
  CHECK(t.session.mailbox().exists == 1);
  CHECK(t.session.mailbox().uid_validity == 0);
}

TEST_CASE("tags begin anew, and none of them is taken for another") {
  Talk t;
  t.log_in("");
  for (unsigned i = 2; i <= 65'535; ++i) {
    REQUIRE(t.session.noop() == Put::done);
    REQUIRE(t.session.last_tag() == i);
    t.say();
    REQUIRE(t.hear("A" + std::to_string(i) + " OK\r\n") == "completed ok " + std::to_string(i) + " \n");
  }
  CHECK(t.session.noop() == Put::done);
  CHECK(t.session.noop() == Put::done);
  CHECK(t.say() == "A1 NOOP\r\nA2 NOOP\r\n");
  CHECK(t.hear("A2 OK\r\n") == "completed ok 2 \n");
  CHECK(t.hear("A1 OK\r\n") == "completed ok 1 \n");
  CHECK(t.hear("A65536 OK\r\n") == "failed protocol\n");
}
