// Listings: what is asked for at a time, what an interruption costs, and what becomes of texts.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

std::string flags_of(const Flags& flags) {
  std::string text;
  for (const Flag f : {Flag::seen, Flag::answered, Flag::flagged, Flag::deleted, Flag::draft, Flag::recent})
    if (flags.has(f)) text += std::string(name(f)) + " ";
  return text + std::string(flags.keywords);
}

std::string brief(const Summary& mail) {
  return std::to_string(mail.number) + " " + std::to_string(mail.uid) + " " + std::string(mail.subject);
}

void list(Mailbox& box, Log& log, Messages which = Messages::numbers(1)) {
  for (const Summary& mail : box.messages(which)) log.say(brief(mail));
}

std::string fetch(unsigned tag, const std::string& set) {
  return "C: A" + std::to_string(tag) + " FETCH " + set + " " + summary_items + "\n";
}
std::string uid_fetch(unsigned tag, const std::string& set) {
  return "C: A" + std::to_string(tag) + " UID FETCH " + set + " " + summary_items + "\n";
}
std::string ok(unsigned tag) { return "S: A" + std::to_string(tag) + " OK done\n"; }

}  // namespace

TEST_CASE("a summary: everything decoded") {
  const Outcome o = play(
      {.script =
           opened() + fetch(3, "1:3") +
           "S: * 2 FETCH (FLAGS (\\\\Seen $Forwarded \\\\Flagged NonJunk) UID 12 INTERNALDATE \"17-Jul-1996 "
           "02:44:25 -0700\" RFC822.SIZE 4286 ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" "
           "\"=?iso-8859-1?Q?Gr=FC=DFe?= aus =?utf-8?B?S8O2bG4=?=\" ((\"=?utf-8?Q?Zo=C3=AB?=\" NIL \"zoe\" "
           "\"plant.example\")(NIL NIL \"ops\" \"plant.example\")) NIL NIL ((\"Doe, John \\\\\"Jo\\\\\"\" NIL \"john\" "
           "\"x.example\")) NIL NIL NIL \"<1@x>\"))\n" +
           ok(3)},
      [](Mailbox& box, Log& log) {
        for (const Summary& m : box.messages()) {
          log.say(brief(m));
          log.say(flags_of(m.flags));
          log.say(std::to_string(m.size) + " " + std::to_string(m.received));
          log.say(std::string(m.date));
          log.say(std::string(m.from) + " | " + std::string(m.to));
          CHECK_FALSE(m.cut);
        }
      });
  CHECK(o.log ==
        "2 12 Gr\xc3\xbc\xc3\x9f"
        "e aus K\xc3\xb6ln\n"
        "\\Seen \\Flagged $Forwarded NonJunk\n"
        "4286 837596665\n"
        "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\n"
        "Zo\xc3\xab <zoe@plant.example>, ops@plant.example | \"Doe, John 'Jo'\" <john@x.example>\n");
}

TEST_CASE("addresses: groups, names that look like more, hosts that are missing") {
  const auto from = [](const std::string& list) {
    return play({.script = opened("", 1) + fetch(3, "1") + "S: * 1 FETCH (UID 1 ENVELOPE (NIL \"s\" " + list +
                           " NIL NIL NIL NIL NIL NIL NIL))\n" + ok(3)},
                [](Mailbox& box, Log& log) {
                  for (const Summary& m : box.messages()) log.say(std::string(m.from));
                })
        .log;
  };
  CHECK(from("NIL") == "\n");
  CHECK(from("((NIL NIL \"a\" \"x\"))") == "a@x\n");
  CHECK(from("((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL))") == "undisclosed-recipients:;\n");
  CHECK(from("((NIL NIL \"team\" NIL)(\"A\" NIL \"a\" \"x\")(NIL NIL \"b\" \"y\")(NIL NIL NIL NIL)(NIL NIL \"c\" "
             "\"z\"))") == "team: A <a@x>, b@y;, c@z\n");
  CHECK(from("((\"Boss <boss@x>, Eve\" NIL \"eve\" \"y\"))") == "\"Boss <boss@x>, Eve\" <eve@y>\n");
  CHECK(from("((\"=?utf-8?Q?Boss_=3Cboss=40x=3E?=\" NIL \"eve\" \"y\"))") == "\"Boss <boss@x>\" <eve@y>\n");
  CHECK(from("((\"J. Smith\" NIL \"j\" \"x\"))") == "J. Smith <j@x>\n");
  CHECK(from("((\"A\" NIL \"a\" NIL)(NIL NIL \"b\" \"y\"))") == "A <a>, b@y\n");
  CHECK(from("((\"\" NIL \"a\" \"x\"))") == "a@x\n");
  CHECK(from("((\"A\" NIL NIL NIL)(NIL NIL \"b\" \"y\"))").find("b@y") != std::string::npos);
  CHECK(from("((NIL NIL NIL NIL)(NIL NIL \"b\" \"y\"))") == "b@y\n");
}

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

TEST_CASE("anything may be asked within a loop; it goes on where it stood, with little at a time") {
  const auto store = [](unsigned tag, unsigned uid) {
    return "C: A" + std::to_string(tag) + " UID STORE " + std::to_string(uid) + " +FLAGS.SILENT (\\\\Seen)\n" + ok(tag);
  };
  const Outcome o =
      play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") +
                      fetched(3, 15, "three") + ok(3) + store(4, 11) + fetch(5, "2") + fetched(2, 12, "two") + ok(5) +
                      store(6, 12) + fetch(7, "3") + fetched(3, 15, "three") + ok(7) + store(8, 15)},
           [](Mailbox& box, Log& log) {
             for (const Summary& mail : box.messages()) {
               log.say(told(box.flag(mail, Flag::seen)) + " " + brief(mail));
               CHECK(mail.from == "Zoe <zoe@plant.example>");
             }
           });
  CHECK(o.log == "ok 1 11 one\nok 2 12 two\nok 3 15 three\n");
  CHECK(o.error == "ok");
}

TEST_CASE("after an interruption lots grow again as long as nobody interrupts them") {
  std::string script = opened("", 8) + fetch(3, "1:8");
  for (unsigned i = 1; i <= 8; ++i) script += fetched(i, i, "m");
  script += ok(3) + "C: A4 NOOP\n" + ok(4) + fetch(5, "2") + fetched(2, 2, "m") + ok(5) + fetch(6, "3:4") +
            fetched(3, 3, "m") + fetched(4, 4, "m") + ok(6) + fetch(7, "5:8");
  for (unsigned i = 5; i <= 8; ++i) script += fetched(i, i, "m");
  script += ok(7);
  const Outcome o = play({.script = script}, [](Mailbox& box, Log& log) {
    for (const Summary& mail : box.messages()) {
      if (mail.number == 1) CHECK(box.refresh());
      log.say(brief(mail));
    }
  });
  CHECK(o.log == "1 1 m\n2 2 m\n3 3 m\n4 4 m\n5 5 m\n6 6 m\n7 7 m\n8 8 m\n");
}

TEST_CASE("messages that go meanwhile: none is left out, none comes twice") {
  // In the loop, behind the first message, message 1 goes: what was 2 and 3 is 1 and 2 now.
  CHECK(play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") +
                        fetched(3, 15, "three") + ok(3) + "C: A4 EXPUNGE\nS: * 1 EXPUNGE\n" + ok(4) + fetch(5, "1") +
                        fetched(1, 12, "two") + ok(5) + fetch(6, "2") + fetched(2, 15, "three") + ok(6)},
             [](Mailbox& box, Log& log) {
               for (const Summary& mail : box.messages()) {
                 if (mail.uid == 11) CHECK(box.expunge());
                 log.say(brief(mail));
               }
             })
            .log == "1 11 one\n1 12 two\n2 15 three\n");
  // A message behind it goes: one that was given is asked for once more, and known by its UID.
  CHECK(play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") +
                        fetched(3, 15, "three") + ok(3) + "C: A4 EXPUNGE\nS: * 3 EXPUNGE\n" + ok(4) + fetch(5, "1") +
                        fetched(1, 11, "one") + ok(5) + fetch(6, "2") + fetched(2, 12, "two") + ok(6)},
             [](Mailbox& box, Log& log) {
               for (const Summary& mail : box.messages()) {
                 if (mail.uid == 11) CHECK(box.expunge());
                 log.say(brief(mail));
               }
             })
            .log == "1 11 one\n2 12 two\n");
  // Between two lots.
  std::string first;
  for (unsigned i = 1; i <= 256; ++i) first += fetched(i, i, "m");
  const Outcome o =
      play_once({.script = opened("", 258) + fetch(3, "1:256") + first + "S: * 9 EXPUNGE\nS: * 4 EXPUNGE\n" + ok(3) +
                           fetch(4, "255:256") + fetched(255, 257, "m") + fetched(256, 258, "m") + ok(4)},
                [](Mailbox& box, Log& log) {
                  std::uint32_t uid = 0;
                  for (const Summary& mail : box.messages()) CHECK(mail.uid == ++uid);
                  log.say(std::to_string(uid));
                },
                {});
  CHECK(o.wrong == "");
  CHECK(o.log == "258\n");
}

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

TEST_CASE("the unread, marked as read within the loop: one search, then one message at a time") {
  const auto store = [](unsigned tag, unsigned uid) {
    return "C: A" + std::to_string(tag) + " UID STORE " + std::to_string(uid) + " +FLAGS.SILENT (\\\\Seen)\n" + ok(tag);
  };
  CHECK(play({.script = opened() + "C: A3 UID SEARCH UNSEEN\nS: * SEARCH 11 12 15\n" + ok(3) +
                        uid_fetch(4, "11:12,15") + fetched(1, 11, "one") + fetched(2, 12, "two") +
                        fetched(3, 15, "three") + ok(4) + store(5, 11) + uid_fetch(6, "12") + fetched(2, 12, "two") +
                        ok(6) + store(7, 12) + uid_fetch(8, "15") + fetched(3, 15, "three") + ok(8) + store(9, 15)},
             [](Mailbox& box, Log& log) {
               for (const Summary& mail : box.unread()) {
                 log.say(brief(mail));
                 CHECK(box.flag(mail, Flag::seen));
               }
             })
            .log == "1 11 one\n2 12 two\n3 15 three\n");
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

TEST_CASE("ESEARCH: only the answer to what was asked, and UIDs only") {
  const SearchKey keys[] = {key::flagged()};
  const auto search = [&keys](const std::string& answer) {
    const Outcome o = play({.script = opened("ESEARCH") + "C: A3 UID SEARCH RETURN (ALL) FLAGGED\n" + answer + ok(3)},
                           [&keys](Mailbox& box, Log& log) {
                             for (const std::uint32_t uid : box.search(keys)) log.say(std::to_string(uid));
                           });
    return o.log + o.error;
  };
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 3,5\n") == "3\n5\nok");
  CHECK(search("S: * ESEARCH UID ALL 3\n") == "3\nok");
  CHECK(search("S: * ESEARCH (TAG \"A2\") UID ALL 3\n") == "ok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID\n") == "ok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") ALL 3\n") == "protocol fetch answer_incomplete never 76");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 3,x\n") == "3\nprotocol fetch answer_incomplete never 76");
}

TEST_CASE("texts that are too long are cut, and say so") {
  const std::string longer(300, 'x');
  const Outcome o = play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, longer) + fetched(2, 12, "two") +
                                    "S: * 3 FETCH (UID 15 ENVELOPE (NIL {300}\nS: " + longer.substr(0, 298) +
                                    "\nS~  NIL NIL NIL NIL NIL NIL NIL NIL))\\r\\n\n" + ok(3)},
                         [](Mailbox& box, Log& log) {
                           for (const Summary& m : box.messages())
                             log.say(std::to_string(m.subject.size()) + (m.cut ? " cut " : " ") + std::string(m.to));
                         });
  CHECK(o.log == "230 cut \n3 ops@plant.example\n261 cut \n");
}

TEST_CASE("a value that is longer than scratch is cut there") {
  Memory memory;
  memory.scratch = 64;
  const Outcome o =
      play({.script = opened("", 1) + fetch(3, "1") + fetched(1, 11, std::string(70, 'x')) + ok(3), .memory = memory},
           [](Mailbox& box, Log& log) {
             for (const Summary& m : box.messages())
               log.say(std::to_string(m.subject.size()) + (m.cut ? " cut " : " ") + std::string(m.to));
           });
  CHECK(o.log == "64 cut ops@plant.example\n");
}

TEST_CASE("an address that does not fit is left out whole, and what follows it too") {
  std::string many;
  for (unsigned i = 0; i < 40; ++i) many += "(NIL NIL \"someone" + std::to_string(10 + i) + "\" \"plant.example\")";
  const Outcome o = play({.script = opened("", 1) + fetch(3, "1") + "S: * 1 FETCH (UID 1 ENVELOPE (NIL NIL (" + many +
                                    ") NIL NIL NIL NIL NIL NIL NIL))\n" + ok(3)},
                         [](Mailbox& box, Log& log) {
                           for (const Summary& m : box.messages()) {
                             CHECK(m.cut);
                             log.say(std::string(m.from));
                           }
                         });
  CHECK(o.log.starts_with("someone10@plant.example, someone11@plant.example, "));
  CHECK(o.log.ends_with("@plant.example\n"));
  CHECK(o.log.size() < 270);
  CHECK(o.log.size() > 230);
}

TEST_CASE("a name that fills all the room, quotes and all, writes nothing beyond it") {
  for (std::size_t size = 240; size < 275; ++size) {
    CAPTURE(size);
    const Outcome o =
        play_once({.script = opened("", 1) + fetch(3, "1") + "S: * 1 FETCH (UID 1 ENVELOPE (NIL NIL ((\"" +
                             std::string(size, ',') +
                             "\" NIL \"a\" \"x\")) NIL NIL ((NIL NIL \"b\" \"y\")) NIL NIL NIL NIL))\n" + ok(3)},
                  [](Mailbox& box, Log& log) {
                    for (const Summary& m : box.messages())
                      log.say(std::to_string(m.from.size()) + " " + (m.cut ? "cut " : "") + std::string(m.to));
                  },
                  {});
    CHECK(o.wrong == "");
    if (size <= 253) CHECK(o.log.starts_with(std::to_string(size + 8) + " "));
    if (size > 253) CHECK(o.log.starts_with("0 cut"));
  }
}

TEST_CASE("folders: names decoded, attributes, what is no name") {
  const Outcome o = play({.script = opened() +
                                    "C: A3 LIST \"\" \"*\"\n"
                                    "S: * LIST (\\\\HasNoChildren) \"/\" INBOX\n"
                                    "S: * LIST (\\\\Noselect \\\\HasChildren) \"/\" \"Entw&APw-rfe\"\n"
                                    "S: * LIST (\\\\Sent) NIL {4}\n"
                                    "S~ Sent\\r\\n\n"
                                    "S: * LIST () \".\" \"bad &name\"\n" +
                                    ok(3)},
                         [](Mailbox& box, Log& log) {
                           for (const Folder& f : box.folders())
                             log.say(std::string(f.name) + " " +
                                     (f.delimiter == 0 ? std::string("none") : std::string(1, f.delimiter)) + " " +
                                     std::to_string(f.attributes) + (f.raw ? " raw" : "") + (f.cut ? " cut" : ""));
                         });
  CHECK(o.log == "INBOX / 32\nEntw\xc3\xbcrfe / 18\nSent none 16384\nbad &name . 0 raw\n");
  CHECK(play({.script = opened() + "C: A3 LSUB \"\" \"News.%\"\nS: * LSUB () \".\" News.a\n" + ok(3)}, [](Mailbox& box,
                                                                                                          Log& log) {
          for (const Folder& f : box.subscribed("News.%")) log.say(std::string(f.name));
        }).log == "News.a\n");
}

TEST_CASE("a loop over folders that opens each of them, and lists it") {
  const std::string folders = "S: * LIST () \"/\" a\nS: * LIST () \"/\" b\n";
  const auto select = [](unsigned tag, const std::string& name) {
    return "C: A" + std::to_string(tag) + " SELECT " + name + "\nS: * 1 EXISTS\n" + ok(tag);
  };
  const Outcome o =
      play({.script = opened() + "C: A3 LIST \"\" \"*\"\n" + folders + ok(3) + select(4, "a") + fetch(5, "1") +
                      fetched(1, 7, "in a") + ok(5) + "C: A6 LIST \"\" \"*\"\n" + folders + ok(6) + select(7, "b") +
                      fetch(8, "1") + fetched(1, 8, "in b") + ok(8) + "C: A9 LIST \"\" \"*\"\n" + folders + ok(9)},
           [](Mailbox& box, Log& log) {
             for (const Folder& folder : box.folders()) {
               CHECK(box.select(folder.name));
               for (const Summary& mail : box.messages())
                 log.say(std::string(folder.name) + ": " + std::string(mail.subject));
               CHECK(folder.name.size() == 1);
             }
           });
  CHECK(o.log == "a: in a\nb: in b\n");
  CHECK(o.error == "ok");
}

TEST_CASE("a loop that is left leaves nothing behind") {
  const Outcome o = play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") +
                                    fetched(3, 15, "three") + ok(3) + "C: A4 NOOP\n" + ok(4) + bye(5)},
                         [](Mailbox& box, Log& log) {
                           for (const Summary& mail : box.messages()) {
                             log.say(brief(mail));
                             break;
                           }
                           log.say(told(box.refresh()));
                           log.say(told(box.close()));
                         });
  CHECK(o.log == "1 11 one\nok\nok\n");
}

TEST_CASE("an error ends the loop and is kept; the first one counts, and a new loop forgets it") {
  const Outcome o =
      play({.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + "S: A3 NO [SERVERBUG] disk is gone\n" +
                      "C: A4 CREATE x\nS: A4 NO [ALREADYEXISTS] there\n" + fetch(5, "1:3") + ok(5)},
           [](Mailbox& box, Log& log) {
             list(box, log);
             log.say(told(box.error()) + ": " + std::string(box.error().server_text));
             log.say(told(box.create("x")));
             log.say(told(box.error()) + ": " + std::string(box.error().server_text));
             list(box, log);
             log.say(told(box.error()));
           });
  CHECK(o.log ==
        "1 11 one\n"
        "rejected fetch server_fault never 65: disk is gone\n"
        "rejected mailbox mailbox_exists never 65\n"
        "rejected fetch server_fault never 65: disk is gone\n"
        "ok\n");
}

TEST_CASE("an error within a loop is kept beyond inner loops") {
  const Outcome o = play({.script = opened("", 1) + fetch(3, "1") + fetched(1, 11, "one") + ok(3) +
                                    "C: A4 UID STORE 11 +FLAGS.SILENT (\\\\Seen)\nS: A4 NO [NOPERM] no\n"
                                    "C: A5 LIST \"\" \"*\"\n" +
                                    ok(5)},
                         [](Mailbox& box, Log& log) {
                           for (const Summary& mail : box.messages()) {
                             box.flag(mail, Flag::seen);
                             for (const Folder& folder : box.folders()) log.say(std::string(folder.name));
                           }
                           log.say(told(box.error()));
                           box.clear_error();
                           log.say(told(box.error()));
                         });
  CHECK(o.log == "rejected mailbox no_permission never 65\nok\n");
}

TEST_CASE("a set that says everything in a few octets has its bound") {
  const SearchKey keys[] = {key::flagged()};
  const auto search = [&keys](const std::string& answer) {
    const Outcome o = play({.script = opened("ESEARCH") + "C: A3 UID SEARCH RETURN (ALL) FLAGGED\n" + answer + ok(3)},
                           [&keys](Mailbox& box, Log& log) {
                             for (const std::uint32_t uid : box.search(keys)) log.say(std::to_string(uid));
                           });
    return o.log + o.error;
  };
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:4294967295\n") == "limit fetch none never 69");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 7:1000007\n") == "limit fetch none never 69");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:4\n") == "1\n2\n3\n4\nok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:3\n") == "1\n2\n3\nok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:4\nS: * 4 EXISTS\n") == "1\n2\n3\n4\nok");
  CHECK(search("S: * ESEARCH (TAG \"A3\") UID ALL 1:3\nS: * 1 EXPUNGE\n") == "1\n2\n3\nok");
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
