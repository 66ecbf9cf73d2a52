// Searches, and the unread that one finds.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_CASE("the unread: found by one search, and fetched by their UIDs") {
  CHECK(play({.script = opened() + "C: A3 UID SEARCH UNSEEN\nS: * SEARCH 11 15\n" + ok(3) + uid_fetch(4, "11,15") +
                        fetched(1, 11, "one") + fetched(3, 15, "three") + ok(4)},
             [](Mailbox& box, Log& log) {
               for (const Summary& mail : box.unread()) log.say(brief(mail));
             })
            .log == "1 11 one\n3 15 three\n");
  CHECK(play({.script = opened("ESEARCH") +
                        "C: A3 UID SEARCH RETURN (ALL) UNSEEN\nS: * ESEARCH (TAG \"A3\") UID ALL 11:12,15\n" + ok(3) +
                        uid_fetch(4, "11:12,15") + fetched(1, 11, "one") + fetched(2, 12, "two") +
                        fetched(3, 15, "three") + ok(4)},
             [](Mailbox& box, Log& log) {
               for (const Summary& mail : box.unread()) log.say(brief(mail));
             })
            .log == "1 11 one\n2 12 two\n3 15 three\n");
  CHECK(play({.script = opened() + "C: A3 UID SEARCH UNSEEN\nS: * SEARCH\n" + ok(3)}, [](Mailbox& box, Log& log) {
          for (const Summary& mail : box.unread()) log.say(brief(mail));
        }).log == "");
}

TEST_CASE("the unread of some numbers only") {
  const auto unread = [](const std::string& script, Messages which) {
    return play({.script = opened("", 9) + script},
                [which](Mailbox& box, Log& log) {
                  Summary mail;
                  Request r = request::unread(mail);
                  r.messages = which;
                  while (box.next(r)) log.say(brief(mail));
                  log.say(told(box.error()));
                })
        .log;
  };
  CHECK(unread("C: A3 UID SEARCH UNSEEN 1:2\nS: * SEARCH\n" + ok(3), Messages::numbers(1, 2)) == "ok\n");
  CHECK(unread("C: A3 UID SEARCH UNSEEN 2:*\nS: * SEARCH\n" + ok(3), Messages::numbers(2)) == "ok\n");
}

TEST_CASE("what a search tells and cannot be a UID is not passed over in silence") {
  const auto found = [](const std::string& numbers) {
    const Outcome o = play({.script = opened() + "C: A3 UID SEARCH FLAGGED\nS: * SEARCH" + numbers + "\n" + ok(3)},
                           [](Mailbox& box, Log& log) {
                             const SearchKey keys[] = {key::flagged()};
                             for (const std::uint32_t uid : box.search(keys)) log.say(std::to_string(uid));
                           });
    return o.log + o.error;
  };
  CHECK(found(" 11 12 (MODSEQ 917) ") == "11\n12\nok");
  const std::string incomplete = "11\n12\nprotocol fetch answer_incomplete never 76";
  for (const char* const number : {"x", "0", "-1", "4294967295", "4294967296", "99999999999999999999", "\"\"", "NIL"})
    CHECK(found(" 11 " + std::string(number) + " 12") == incomplete);
  CHECK(found(" 11 " + std::string(500, '0') + "7 12") == incomplete);  // its last piece alone is a number
  CHECK(found(" 11 12 (MODSEQ") == incomplete);                         // a list without an end
}

TEST_CASE("searches: UID by UID, in ascending order however the server has them") {
  const SearchKey keys[] = {key::from("joe"), key::larger(1000)};
  const auto search = [&keys](Mailbox& box, Log& log) {
    std::string uids;
    for (const std::uint32_t uid : box.search(keys)) uids += std::to_string(uid) + " ";
    log.say(uids);
  };
  CHECK(play({.script = opened() + "C: A3 UID SEARCH FROM joe LARGER 1000\nS: * SEARCH 30 2 7 30\n" + ok(3)}, search)
            .log == "2 7 30 \n");
  CHECK(play({.script = opened() + "C: A3 UID SEARCH FROM joe LARGER 1000\nS: * SEARCH 2\nS: * SEARCH 5\n" + ok(3)},
             search)
            .log == "2 5 \n");
  CHECK(play({.script = opened() + "C: A3 UID SEARCH FROM joe LARGER 1000\nS: A3 OK nothing at all\n"}, search).log ==
        "\n");
  const Outcome refused =
      play({.script = opened() + "C: A3 UID SEARCH FROM joe LARGER 1000\nS: A3 NO [BADCHARSET] no\n"}, search);
  CHECK(refused.log == "\n");
  CHECK(refused.error == "rejected fetch charset_unknown never 65");
}

TEST_CASE("a search with more results than there is room for goes on behind them") {
  std::string all;
  for (unsigned uid = 2; uid <= 80; uid += 2) all += " " + std::to_string(uid);
  std::string rest;
  for (unsigned uid = 34; uid <= 80; uid += 2) rest += " " + std::to_string(uid);
  std::string last;
  for (unsigned uid = 66; uid <= 80; uid += 2) last += " " + std::to_string(uid);
  const SearchKey keys[] = {key::flagged()};
  CHECK(play({.script = opened("", 100) + "C: A3 UID SEARCH FLAGGED\nS: * SEARCH" + all + "\n" + ok(3) +
                        "C: A4 UID SEARCH FLAGGED UID 33:*\nS: * SEARCH" + rest + "\n" + ok(4) +
                        "C: A5 UID SEARCH FLAGGED UID 65:*\nS: * SEARCH" + last + "\n" + ok(5)},
             [&keys](Mailbox& box, Log& log) {
               std::uint32_t expected = 2;
               for (const std::uint32_t uid : box.search(keys)) {
                 CHECK(uid == expected);
                 expected += 2;
               }
               log.say(std::to_string(expected));
             })
            .log == "82\n");
}

TEST_CASE("a search that something interrupts keeps its results; another search takes their room") {
  const SearchKey keys[] = {key::flagged()}, others[] = {key::deleted()};
  CHECK(play({.script = opened() + "C: A3 UID SEARCH FLAGGED\nS: * SEARCH 3 5 9\n" + ok(3) + "C: A4 NOOP\n" + ok(4) +
                        "C: A5 UID SEARCH DELETED\nS: * SEARCH 4\n" + ok(5) +
                        "C: A6 UID SEARCH FLAGGED UID 6:*\nS: * SEARCH 9\n" + ok(6)},
             [&](Mailbox& box, Log& log) {
               for (const std::uint32_t uid : box.search(keys)) {
                 log.say(std::to_string(uid));
                 if (uid == 3) CHECK(box.refresh());
                 if (uid != 5) continue;
                 for (const std::uint32_t other : box.search(others)) log.say("other " + std::to_string(other));
               }
             })
            .log == "3\n5\nother 4\n9\n");
}

namespace {

// What a loop over the flagged messages makes of an ESEARCH response, and how it ends.
std::string search(const std::string& answer) {
  const Outcome o = play({.script = opened("ESEARCH") + "C: A3 UID SEARCH RETURN (ALL) FLAGGED\n" + answer + ok(3)},
                         [](Mailbox& box, Log& log) {
                           const SearchKey keys[] = {key::flagged()};
                           for (const std::uint32_t uid : box.search(keys)) log.say(std::to_string(uid));
                         });
  return o.log + o.error;
}

}  // namespace

TEST_CASE("ESEARCH: only the answer to what was asked, and UIDs only") {
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 3,5\n") == "3\n5\nok");
  CHECK(search("S: * ESEARCH UID ALL 3\n") == "3\nok");
  CHECK(search("S: * ESEARCH (TAG \"A2\") UID ALL 3\n") == "ok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID\n") == "ok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") ALL 3\n") == "protocol fetch answer_incomplete never 76");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 3,x\n") == "3\nprotocol fetch answer_incomplete never 76");
}

TEST_CASE("a set that says everything in a few octets has its bound") {
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:4294967295\n") == "limit fetch none never 69");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 7:1000007\n") == "limit fetch none never 69");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:4\n") == "1\n2\n3\n4\nok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:3\n") == "1\n2\n3\nok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:4\nS: * 4 EXISTS\n") == "1\n2\n3\n4\nok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:3\nS: * 1 EXPUNGE\n") == "1\n2\n3\nok");
}
