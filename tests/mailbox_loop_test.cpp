// Loops over a mailbox: what an interruption costs, what goes meanwhile, and where an error is kept.
#include <mailmote/texts.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

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

TEST_CASE("a range by number ends where it ended, whatever goes meanwhile") {
  const auto move = [](unsigned tag, unsigned uid, const std::string& gone) {
    return "C: A" + std::to_string(tag) + " UID MOVE " + std::to_string(uid) + " Old\n" + gone + ok(tag);
  };
  const auto moved = [](const std::string& script, Messages which) {
    return play({.script = script},
                [which](Mailbox& box, Log& log) {
                  for (const Summary& mail : box.messages(which)) log.say(brief(mail) + told(box.move(mail, "Old")));
                  log.say(told(box.error()));
                })
        .log;
  };
  const std::string first =
      opened("MOVE", 4) + fetch(3, "1:2") + fetched(1, 11, "one ") + fetched(2, 12, "two ") + ok(3);
  const std::string gone = "S: * 1 EXPUNGE\n";
  const Messages two = Messages::numbers(1, 2);
  // The first two, as they go; the third, which has become the first, is none of them.
  CHECK(moved(first + move(4, 11, gone) + fetch(5, "1") + fetched(1, 12, "two ") + ok(5) + move(6, 12, gone), two) ==
        "1 11 one ok\n1 12 two ok\nok\n");
  // Others go, too: behind the end, and in front of it.
  CHECK(moved(first + move(4, 11, "S: * 4 EXPUNGE\n" + gone) + fetch(5, "1") + fetched(1, 12, "two ") + ok(5) +
                  move(6, 12, gone),
              two) == "1 11 one ok\n1 12 two ok\nok\n");
  CHECK(moved(first + move(4, 11, gone + gone), two) == "1 11 one ok\nok\n");
  CHECK(moved(opened("MOVE", 4) + fetch(3, "2") + fetched(2, 12, "two ") + ok(3) + move(4, 12, "S: * 2 EXPUNGE\n"),
              Messages::number(2)) == "2 12 two ok\nok\n");
  // So many that it is no longer known which they were.
  std::string many;
  for (unsigned i = 0; i != 9; ++i) many += "S: * 30 EXPUNGE\n";
  const std::string forty =
      opened("MOVE", 40) + fetch(3, "1:2") + fetched(1, 11, "one ") + fetched(2, 12, "two ") + ok(3);
  CHECK(moved(forty + move(4, 11, gone + many), two) == "1 11 one ok\nrejected fetch message_gone never 65\n");
}

TEST_CASE("a loop over messages does not go on in another mailbox") {
  const std::string three =
      fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") + fetched(3, 15, "three") + ok(3);
  const auto select = [](unsigned tag, const std::string& name, unsigned validity = 1096, unsigned exists = 3) {
    return "C: A" + std::to_string(tag) + " SELECT " + name + "\nS: * " + std::to_string(exists) +
           " EXISTS\nS: * OK [UIDVALIDITY " + std::to_string(validity) + "] ok\n" + ok(tag);
  };
  // Opens `names` behind the first message.
  const auto wandered = [](const std::string& script, std::initializer_list<const char*> names,
                           Messages which = Messages::numbers(1)) {
    return play({.script = opened() + script},
                [&](Mailbox& box, Log& log) {
                  for (const Summary& mail : box.messages(which)) {
                    log.say(brief(mail));
                    if (mail.uid != 11) continue;
                    for (const char* const name : names) CHECK(box.select(name));
                  }
                  log.say(told(box.error()) + " " + std::string(box.error().server_text));
                })
        .log;
  };
  const std::string another = "1 11 one\nrejected fetch message_gone never 65 the mailbox is another one by now\n";
  CHECK(wandered(three + select(4, "Old"), {"Old"}) == another);
  CHECK(wandered(three + select(4, "INBOX", 1097), {"INBOX"}) == another);  // made anew
  // There and back again: what was counted no longer holds, and UIDs tell what was given.
  CHECK(wandered(three + select(4, "Old") + select(5, "INBOX", 1096, 2) + fetch(6, "1") + fetched(1, 12, "two") +
                     ok(6) + fetch(7, "2") + fetched(2, 15, "three") + ok(7),
                 {"Old", "INBOX"}) == "1 11 one\n1 12 two\n2 15 three\nok \n");
  CHECK(wandered(fetch(3, "1:2") + fetched(1, 11, "one") + fetched(2, 12, "two") + ok(3) + select(4, "Old") +
                     select(5, "INBOX"),
                 {"Old", "INBOX"}, Messages::numbers(1, 2)) == "1 11 one\nrejected fetch message_gone never 65 \n");
}

TEST_CASE("nor does a search, or a watch") {
  const std::string select = "SELECT Old\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 1097] ok\n";
  const Outcome o = play({.script = opened("IDLE") + "C: A3 UID SEARCH ALL\nS: * SEARCH 11 12\n" + ok(3) + "C: A4 " +
                                    select + ok(4) + "C: A5 IDLE\nS: + idling\nS: * 4 EXISTS\nC: DONE\n" + ok(5) +
                                    "C: A6 SELECT INBOX\nS: * 3 EXISTS\n" + ok(6)},
                         [](Mailbox& box, Log& log) {
                           const SearchKey all[] = {key::all()};
                           for (const std::uint32_t uid : box.search(all)) {
                             log.say(std::to_string(uid));
                             CHECK(box.select("Old"));
                           }
                           log.say(told(box.error()));
                           for (const Change& change : box.watch()) {
                             log.say(std::to_string(change.number));
                             CHECK(box.select("INBOX"));
                           }
                           log.say(told(box.error()));
                         });
  CHECK(o.log ==
        "11\nrejected fetch message_gone never 65\n"
        "4\nrejected idle message_gone never 65\n");
}

TEST_CASE("a lot of messages that have all gone, and those that took their numbers") {
  std::string gone;
  for (unsigned i = 0; i != 256; ++i) gone += "S: * 1 EXPUNGE\n";
  const Outcome o = play_once(
      {.script = opened("", 257) + fetch(3, "1:256") + gone + ok(3) + fetch(4, "1") + fetched(1, 257, "last") + ok(4)},
      [](Mailbox& box, Log& log) { list(box, log); }, {});
  CHECK(o.wrong == "");
  CHECK(o.log == "1 257 last\n");
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

TEST_CASE("a second loop over the same begins anew") {
  const std::string three = fetched(1, 11, "one") + fetched(2, 12, "two") + fetched(3, 15, "three");
  const Outcome o = play({.script = opened() + fetch(3, "1:3") + three + ok(3) + fetch(4, "1:3") + three + ok(4) +
                                    fetch(5, "1:3") + three + ok(5)},
                         [](Mailbox& box, Log& log) {
                           auto messages = box.messages();
                           for (const Summary& mail : messages) log.say(brief(mail));
                           for (const Summary& mail : messages) {
                             log.say(brief(mail));
                             if (mail.uid == 12) break;
                           }
                           for (const Summary& mail : messages) log.say(brief(mail));
                         });
  CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\n1 11 one\n2 12 two\n1 11 one\n2 12 two\n3 15 three\n");
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

TEST_CASE("a message that could not be trusted is not forgotten when something else is asked within the loop") {
  const std::string broken = "S: * 2 FETCH (UID 12 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)\n";
  const auto noop = [](unsigned tag) { return "C: A" + std::to_string(tag) + " NOOP\n" + ok(tag); };
  const Outcome o = play(
      {.script = opened() + fetch(3, "1:3") + fetched(1, 11, "one") + broken + fetched(3, 15, "three") + ok(3) +
                 noop(4) + fetch(5, "2") + broken + ok(5) + fetch(6, "3") + fetched(3, 15, "three") + ok(6) + noop(7)},
      [](Mailbox& box, Log& log) {
        for (const Summary& mail : box.messages()) log.say(brief(mail) + " " + told(box.refresh()));
      });
  CHECK(o.log == "1 11 one ok\n3 15 three ok\n");
  CHECK(o.error == "protocol fetch answer_incomplete never 76");
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

namespace {

// "S: * LIST () "/" name", and the command before it.
std::string listed(unsigned tag, const std::string& name) {
  return "C: A" + std::to_string(tag) + " LIST \"\" \"*\"\nS: * LIST () \"/\" " + name + "\n" + ok(tag);
}

// A message of one part, whose file has this name.
std::string with_part(unsigned tag, unsigned uid, const std::string& file) {
  return "C: A" + std::to_string(tag) + " UID FETCH " + std::to_string(uid) +
         " (UID BODYSTRUCTURE)\nS: * 1 FETCH (UID " + std::to_string(uid) +
         " BODYSTRUCTURE (\"text\" \"plain\" (\"name\" \"" + file + "\") NIL NIL \"7bit\" 4 1))\n" + ok(tag);
}

std::string with_envelope(unsigned tag, unsigned uid, const std::string& subject) {
  return "C: A" + std::to_string(tag) + " UID FETCH " + std::to_string(uid) + " (UID ENVELOPE)\nS: * 1 FETCH (UID " +
         std::to_string(uid) + " ENVELOPE (NIL \"" + subject + "\" NIL NIL NIL NIL NIL NIL NIL NIL))\n" + ok(tag);
}

}  // namespace

TEST_CASE("texts stay until their loop's next turn, whatever is listed within it") {
  const std::string script = opened("", 1) + fetch(3, "1") + fetched(1, 11, "outer") + ok(3) + listed(4, "Trash") +
                             fetch(5, "1") + fetched(1, 11, "inner") + ok(5) + with_part(6, 11, "file.txt") +
                             with_envelope(7, 11, "whole");
  const Outcome o = play({.script = script}, [](Mailbox& box, Log& log) {
    for (const Summary& mail : box.messages()) {
      for (const Folder& folder : box.folders()) log.say(std::string(mail.subject) + " " + std::string(folder.name));
      for (const Summary& same : box.messages()) {
        for (const Part& part : box.parts(same)) {
          EnvelopeTexts envelope;
          CHECK(box.envelope(same, envelope));
          log.say(std::string(mail.subject) + " " + std::string(same.subject) + " " + std::string(part.filename) + " " +
                  std::string(envelope.subject));
        }
        log.say(std::string(mail.subject) + " " + std::string(same.subject));
      }
      log.say(std::string(mail.subject) + " " + std::string(mail.from));
    }
  });
  CHECK(o.log == "outer Trash\nouter inner file.txt whole\nouter inner\nouter Zoe <zoe@plant.example>\n");
  CHECK(o.error == "ok");
}

TEST_CASE("a loop that is over leaves its room to the next one") {
  std::string script = opened("", 1) + fetch(3, "1") + fetched(1, 11, "outer") + ok(3);
  for (unsigned tag = 4; tag < 44; ++tag) script += listed(tag, std::string(100, 'f'));
  const Outcome o = play({.script = script}, [](Mailbox& box, Log& log) {
    unsigned cut = 0;
    for (const Summary& mail : box.messages()) {
      for (unsigned i = 0; i < 20; ++i)
        for (const Folder& folder : box.folders()) cut += folder.cut;
      CHECK(mail.subject == "outer");
    }
    for (unsigned i = 0; i < 20; ++i)
      for (const Folder& folder : box.folders()) cut += folder.cut;
    log.say(std::to_string(cut));
  });
  CHECK(o.log == "0\n");
}

TEST_CASE("loops within loops, deeper than there are levels: no room for a text, and it is called cut") {
  std::string script = opened();
  for (unsigned depth = 0; depth <= Texts::levels; ++depth) script += listed(3 + depth, "f" + std::to_string(depth));
  std::function<void(Mailbox&, Log&, unsigned)> nest = [&nest](Mailbox& box, Log& log, unsigned depth) {
    for (const Folder& folder : box.folders()) {
      if (depth < Texts::levels) {
        CHECK(folder.name == "f" + std::to_string(depth));
        nest(box, log, depth + 1);
        CHECK(folder.name == "f" + std::to_string(depth));
      } else {
        CHECK(folder.name.empty());
        CHECK(folder.cut);
        log.say("depth " + std::to_string(depth));
      }
      break;
    }
  };
  Plan plan{.script = script, .cut_short = true};
  plan.memory.text = 65'535;
  CHECK(play(plan, [&nest](Mailbox& box, Log& log) { nest(box, log, 0); }).log ==
        "depth " + std::to_string(unsigned{Texts::levels}) + "\n");
}
