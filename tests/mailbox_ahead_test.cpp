// What goes along with SELECT: a round trip less for the loop that comes next, and nothing else is another.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

const std::string all_of_them = "A3 FETCH 1:* " + summary_items;
const std::string three = fetched(1, 11, "one") + fetched(2, 12, "two") + fetched(3, 15, "three");

// The mailbox is opened, and `command` goes along.
std::string opened_with(const std::string& command, std::string_view more = "", unsigned messages = 3) {
  const std::string selects = "C: A2 SELECT INBOX\n";
  return hello(more) + selects + "C: " + command + "\n" + select(messages).substr(selects.size());
}

Outcome play_ahead(const std::string& script, const Use& use, Ahead ahead = Ahead::messages) {
  const Outcome o = play({.script = script, .open = {.ahead = ahead}}, use);
  CHECK(o.opened == "ok");
  return o;
}

void list_all(Mailbox& box, Log& log) { list(box, log); }

void list_unread(Mailbox& box, Log& log) {
  for (const Summary& mail : box.unread()) log.say(brief(mail));
}

}  // namespace

TEST_CASE("login, mailbox and headers, goodbye: three round trips") {
  const auto open_list_close = [](Mailbox& box, Log& log) {
    list(box, log);
    log.say(told(box.close()));
  };
  const Plan plan{.script = opened_with(all_of_them) + three + ok(3) + bye(4),
                  .open = {.ahead = Ahead::messages},
                  .network = [](script::Network& n) { n.round_trip = 100; }};
  const Outcome o = play_once(plan, open_list_close, {});
  CHECK(o.wrong == "");
  CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\nok\n");
  CHECK(o.turns == 3);
  CHECK(o.elapsed == 300);
  CHECK(o.writes.size() == 3);
  CHECK(play_ahead(plan.script, open_list_close).log == o.log);
}

TEST_CASE("what is unread: the search goes along with the mailbox") {
  const std::string script = opened_with("A3 UID SEARCH UNSEEN") + "S: * SEARCH 12 15\n" + ok(3) +
                             uid_fetch(4, "12,15") + fetched(2, 12, "two") + fetched(3, 15, "three") + ok(4) + bye(5);
  const auto read_and_close = [](Mailbox& box, Log& log) {
    list_unread(box, log);
    CHECK(box.close());
  };
  CHECK(play_ahead(script, read_and_close, Ahead::unread).log == "2 12 two\n3 15 three\n");
  CHECK(play_once({.script = script, .open = {.ahead = Ahead::unread}}, read_and_close, {}).turns == 4);
  CHECK(play_ahead(opened_with("A3 UID SEARCH RETURN (ALL) UNSEEN", "ESEARCH") +
                       "S: * ESEARCH (TAG \"A3\") UID ALL 15\n" + ok(3) + uid_fetch(4, "15") + fetched(3, 15, "three") +
                       ok(4),
                   list_unread, Ahead::unread)
            .log == "3 15 three\n");
  CHECK(play_ahead(opened_with("A3 UID SEARCH UNSEEN") + "S: * SEARCH\n" + ok(3), list_unread, Ahead::unread).log ==
        "");
}

TEST_CASE("an empty mailbox") {
  CHECK(play_ahead(opened_with(all_of_them, "", 0) + ok(3), list_all).log == "");
  CHECK(play_ahead(opened_with(all_of_them, "", 0) + "S: A3 BAD no messages\n", list_all).log == "");
}

TEST_CASE("asked in vain: the loop asks by itself") {
  for (const char* const answer : {"S: A3 BAD one at a time\n", "S: A3 NO not now\n"}) {
    CAPTURE(answer);
    const Outcome o = play_ahead(opened_with(all_of_them) + answer + fetch(4, "1:3") + three + ok(4), list_all);
    CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\n");
    CHECK(o.error == "ok");
    // In the middle of it.
    CHECK(play_ahead(opened_with(all_of_them) + fetched(1, 11, "one") + answer + fetch(4, "2:3") +
                         fetched(2, 12, "two") + fetched(3, 15, "three") + ok(4),
                     list_all)
              .log == o.log);
    CHECK(play_ahead(opened_with("A3 UID SEARCH UNSEEN") + answer + "C: A4 UID SEARCH UNSEEN\nS: * SEARCH\n" + ok(4),
                     list_unread, Ahead::unread)
              .error == "ok");
  }
  // Refused once more, it is an error.
  CHECK(play_ahead(opened_with(all_of_them) + "S: A3 NO no\n" + fetch(4, "1:3") + "S: A4 NO no\n", list_all).error ==
        "rejected fetch none never 65");
}

TEST_CASE("some of the messages have gone: the others are there") {
  CHECK(play_ahead(opened_with(all_of_them) + fetched(1, 11, "one") + "S: A3 NO [EXPUNGEISSUED] gone\n" +
                       fetch(4, "2:3") + "S: A4 NO [EXPUNGEISSUED] gone\n",
                   list_all)
            .log == "1 11 one\n");
}

TEST_CASE("a mailbox that cannot be opened is an error of open(), and nothing waits for what went along") {
  for (const char* const also : {"", "S: A3 BAD no mailbox is open\n", "S: * BYE\nCLOSE\n"}) {
    CAPTURE(also);
    const std::string refusal = "S: A2 NO [NONEXISTENT] Unknown Mailbox\n";
    const Outcome o = play({.script = hello() + "C: A2 SELECT INBOX\nC: " + all_of_them + "\n" + refusal + also,
                            .open = {.ahead = Ahead::messages},
                            .cut_short = true},
                           [](Mailbox& box, Log&) { CHECK_FALSE(box.is_open()); });
    CHECK(o.opened == "rejected mailbox no_such_mailbox never 65");
    CHECK(o.words == "Unknown Mailbox");
    CHECK(o.calls.back() == "close");
  }
}

TEST_CASE("half open: nothing goes along with nothing") {
  const Outcome o =
      play({.script = hello() + "C: A2 NOOP\n" + ok(2) + bye(3), .open = {.half_open = true, .ahead = Ahead::messages}},
           [](Mailbox& box, Log& log) {
             list(box, log);
             CHECK(box.refresh());
             CHECK(box.close());
           });
  CHECK(o.log == "");
}

TEST_CASE("a login that is refused is followed by nothing") {
  const Outcome o = play({.script = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\n"
                                    "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
                                    "S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.\n",
                          .open = {.ahead = Ahead::messages}});
  CHECK(o.opened == "auth auth password_refused after_fix 77");
}

TEST_CASE("anything but that loop waits until the answer has passed by") {
  const std::string script = opened_with(all_of_them) + three + ok(3);
  CHECK(play_ahead(script + "C: A4 NOOP\n" + ok(4), [](Mailbox& box, Log& log) { log.say(told(box.refresh())); }).log ==
        "ok\n");
  CHECK(play_ahead(script + fetch(4, "2:3") + fetched(2, 12, "two") + fetched(3, 15, "three") + ok(4) +
                       fetch(5, "1:3") + three + ok(5),
                   [](Mailbox& box, Log& log) {
                     list(box, log, Messages::numbers(2));
                     list(box, log);
                   })
            .log == "2 12 two\n3 15 three\n1 11 one\n2 12 two\n3 15 three\n");
  CHECK(play_ahead(script + "C: A4 UID SEARCH UNSEEN\nS: * SEARCH\n" + ok(4), list_unread).log == "");
  CHECK(play_ahead(script + bye(4), [](Mailbox& box, Log& log) { log.say(told(box.close())); }).log == "ok\n");
  CHECK(
      play_ahead(opened_with("A3 UID SEARCH UNSEEN") + "S: * SEARCH 1\nS: A3 NO no\n" + fetch(4, "1:3") + three + ok(4),
                 list_all, Ahead::unread)
          .log == "1 11 one\n2 12 two\n3 15 three\n");
}

TEST_CASE("an interruption: the rest of the answer passes by, and the loop goes on where it stood") {
  const Outcome o =
      play_ahead(opened_with(all_of_them) + three + ok(3) + "C: A4 NOOP\nS: * 1 EXPUNGE\n" + ok(4) + fetch(5, "1") +
                     fetched(1, 12, "two") + ok(5) + fetch(6, "2") + fetched(2, 15, "three") + ok(6),
                 [](Mailbox& box, Log& log) {
                   for (const Summary& mail : box.messages()) {
                     log.say(brief(mail));
                     if (mail.uid == 11) CHECK(box.refresh());
                   }
                 });
  CHECK(o.log == "1 11 one\n1 12 two\n2 15 three\n");
}

TEST_CASE("messages that go while the answer comes: none is left out") {
  const Outcome o =
      play_ahead(opened_with(all_of_them) + fetched(1, 11, "one") + "S: * 1 EXPUNGE\n" + fetched(1, 12, "two") +
                     fetched(2, 15, "three") + ok(3) + fetch(4, "2") + fetched(2, 15, "three") + ok(4),
                 list_all);
  CHECK(o.log == "1 11 one\n1 12 two\n2 15 three\n");
}

TEST_CASE("answers out of turn, and messages before there is a mailbox, are not those that are waited for") {
  const std::string head = hello() + "C: A2 SELECT INBOX\nC: " + all_of_them + "\nS: * 3 EXISTS\n";
  CHECK(play_ahead(head + three + ok(3) + ok(2) + fetch(4, "1:3") + three + ok(4), list_all).log ==
        "1 11 one\n2 12 two\n3 15 three\n");
}

TEST_CASE("the smallest memory: what has no room behind a long name does not go along") {
  Memory memory;
  memory.rx = 128, memory.tx = 256, memory.scratch = 64, memory.text = 256, memory.words = 192;
  const std::string name(200, 'n');
  const Outcome o =
      play({.script = hello() + "C: A2 SELECT " + name + "\nS: * 3 EXISTS\n" + ok(2) + fetch(3, "1:3") + three + ok(3),
            .spec = "{mail.example.org/notls}" + name,
            .open = {.ahead = Ahead::messages},
            .memory = memory},
           list_all);
  CHECK(o.opened == "ok");
  CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\n");
}

TEST_CASE("a server that falls silent or hangs up in between") {
  const std::string head = hello() + "C: A2 SELECT INBOX\nC: " + all_of_them + "\n";
  CHECK(play({.script = head + "CLOSE\n", .open = {.ahead = Ahead::messages}}).opened ==
        "closed mailbox none reconnect 75");
  CHECK(play_once({.script = head, .open = {.ahead = Ahead::messages}, .cut_short = true}, {}, {}).opened ==
        "timeout mailbox none later 75");
  const Outcome o = play_ahead(opened_with(all_of_them) + fetched(1, 11, "one") + "CLOSE\n", list_all);
  CHECK(o.log == "1 11 one\n");
  CHECK(o.error == "closed fetch none reconnect 75");
}
