// Mailboxes as such: their names, what is done with them, and how much is in them.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

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

TEST_CASE("a loop over folders that removes some, or makes others: none is left out") {
  const auto folders = [](unsigned tag, std::initializer_list<const char*> names) {
    std::string script = "C: A" + std::to_string(tag) + " LIST \"\" \"*\"\n";
    for (const char* const name : names) script += "S: * LIST () \"/\" " + std::string(name) + "\n";
    return script + ok(tag);
  };
  const auto removed = [](unsigned tag, const std::string& name) {
    return "C: A" + std::to_string(tag) + " DELETE " + name + "\n" + ok(tag);
  };
  // Removes those of one letter.
  const auto tidied = [](const std::string& script) {
    const Outcome o = play({.script = opened() + script}, [](Mailbox& box, Log& log) {
      for (const Folder& folder : box.folders()) {
        log.say(std::string(folder.name));
        if (folder.name.size() == 1) CHECK(box.remove_mailbox(folder.name));
      }
    });
    return o.log + o.error;
  };
  CHECK(tidied(folders(3, {"a", "b", "INBOX", "c"}) + removed(4, "a") + folders(5, {"b", "INBOX", "c"}) +
               removed(6, "b") + folders(7, {"INBOX", "c"}) + removed(8, "c") + folders(9, {"INBOX"})) ==
        "a\nb\nINBOX\nc\nok");
  // What else goes, or comes, moves the rest.
  CHECK(tidied(folders(3, {"INBOX", "c", "Old", "Sent"}) + removed(4, "c") +
               folders(5, {"\"A new one\"", "INBOX", "c", "Old", "Sent"})) == "INBOX\nc\nOld\nSent\nok");
  CHECK(tidied(folders(3, {"INBOX", "c", "Old"}) + removed(4, "c") + folders(5, {"Old"})) ==
        "INBOX\nc\nprotocol mailbox answer_incomplete never 76");
  CHECK(tidied(folders(3, {"INBOX", "c"}) + removed(4, "c") + folders(5, {})) ==
        "INBOX\nc\nprotocol mailbox answer_incomplete never 76");
  // A server that tells one twice does not keep us for ever.
  CHECK(tidied(folders(3, {"INBOX", "c", "INBOX", "Old"}) + removed(4, "c") + folders(5, {"INBOX", "INBOX", "Old"})) ==
        "INBOX\nc\nINBOX\nOld\nok");
}

TEST_CASE("a folder that cannot be trusted is left out, and not in silence") {
  CHECK(play({.script = opened() + "C: A3 LIST \"\" \"*\"\nS: * LIST () \"/\" a (\nS: * LIST () \"/\" b\n" + ok(3)},
             [](Mailbox& box, Log& log) {
               for (const Folder& folder : box.folders()) log.say(std::string(folder.name));
               log.say(told(box.error()));
             })
            .log == "b\nprotocol mailbox answer_incomplete never 76\n");
}

TEST_CASE("mailboxes: names in UTF-8, and what comes of them") {
  CHECK(told_by(said("CREATE Entw&APw-rfe"), [](Mailbox& box) { return box.create("Entw\xc3\xbcrfe"); }) == "ok\n");
  CHECK(told_by(said("DELETE Old"), [](Mailbox& box) { return box.remove_mailbox("Old"); }) == "ok\n");
  CHECK(told_by(said("RENAME Old \"Old mail\""), [](Mailbox& box) { return box.rename("Old", "Old mail"); }) == "ok\n");
  CHECK(told_by(said("SUBSCRIBE News"), [](Mailbox& box) { return box.subscribe("News"); }) == "ok\n");
  CHECK(told_by(said("UNSUBSCRIBE News"), [](Mailbox& box) { return box.unsubscribe("News"); }) == "ok\n");
  CHECK(told_by(said("CREATE x", "S: A3 NO [ALREADYEXISTS] there\n"), [](Mailbox& box) { return box.create("x"); }) ==
        "rejected mailbox mailbox_exists never 65\n");
  CHECK(told_by(said("DELETE x", "S: A3 NO Mailbox does not exist\n"),
                [](Mailbox& box) { return box.remove_mailbox("x"); }) == "rejected mailbox no_such_mailbox never 65\n");
  for (const std::string_view name :
       {std::string_view("a\r\nb"), std::string_view("a\0b", 3), std::string_view("\xff")})
    CHECK(told_by("", [name](Mailbox& box) { return box.create(name); }) ==
          "input mailbox fix_argument after_fix 65\n");
}

TEST_CASE("a name that no buffer holds") {
  CHECK(told_by("", [](Mailbox& box) { return box.create(std::string(600, 'x')); }) ==
        "limit mailbox buffer_too_small after_fix 69\n");
}

TEST_CASE("status") {
  StatusCounts counts;
  const auto status = [&counts](Mailbox& box) {
    counts = {};
    return box.status("Old mail", counts);
  };
  const std::string ask = "STATUS \"Old mail\" (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)";
  CHECK(
      told_by(
          said(ask,
               "S: * STATUS \"Old mail\" (MESSAGES 231 UIDNEXT 44292 UIDVALIDITY 7 UNSEEN 3 RECENT 1 X 5)\nS: A3 OK\n"),
          status) == "ok\n");
  CHECK(counts.messages == 231);
  CHECK(counts.recent == 1);
  CHECK(counts.unseen == 3);
  CHECK(counts.uid_next == 44292);
  CHECK(counts.uid_validity == 7);
  CHECK(told_by(said(ask,
                     "S: * STATUS \"OLD MAIL\" (MESSAGES 4)\nS: * STATUS Other (MESSAGES 5)\n"
                     "S: * STATUS \"Old mail 2\" (MESSAGES 6)\nS: A3 OK\n"),
                status) == "ok\n");
  CHECK(counts.messages == 4);
  CHECK(told_by(said(ask, "S: A3 OK\n"), status) == "protocol mailbox answer_incomplete never 76\n");
  CHECK(told_by(said(ask, "S: * STATUS \"Old mai\" (MESSAGES 5)\nS: A3 OK\n"), status) ==
        "protocol mailbox answer_incomplete never 76\n");
  CHECK(told_by(said(ask, "S: A3 NO [NONEXISTENT] no\n"), status) == "rejected mailbox no_such_mailbox never 65\n");
}

TEST_CASE("status of a mailbox whose name is more than ASCII") {
  StatusCounts counts;
  const auto status = [&counts](Mailbox& box) {
    counts = {};
    return box.status("Entw\xc3\xbcrfe", counts);
  };
  const std::string ask = "STATUS Entw&APw-rfe (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)";
  for (const char* told : {"Entw&APw-rfe", "\"Entw&APw-rfe\"", "\"Entw\xc3\xbcrfe\""}) {
    CHECK(told_by(said(ask, "S: * STATUS " + std::string(told) + " (MESSAGES 4)\nS: A3 OK\n"), status) == "ok\n");
    CHECK(counts.messages == 4);
  }
}

TEST_CASE("a number of STATUS that is none, or that 32 bits do not hold, is not taken for 0") {
  StatusCounts counts;
  const auto status = [&counts](Mailbox& box) { return box.status("Sent", counts); };
  const auto answered = [&](const std::string& items) {
    return told_by(
        said("STATUS Sent (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)", "S: * STATUS Sent (" + items + "\nS: A3 OK\n"),
        status);
  };
  const std::string incomplete = "protocol mailbox answer_incomplete never 76\n";
  for (const std::string item : {"MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN"}) {
    CAPTURE(item);
    CHECK(answered(item + " 4294967295)") == "ok\n");
    CHECK(answered(item + " 4294967296)") == incomplete);
    CHECK(answered(item + " 99999999999999999999)") == incomplete);
  }
  for (const char* const value : {"-1", "1x", "NIL", "\"\""})
    CHECK(answered("UNSEEN " + std::string(value) + ")") == incomplete);
  CHECK(answered("UNSEEN " + std::string(500, '0') + "7)") == incomplete);  // its last piece alone is a number
  CHECK(answered("MESSAGES 5") == incomplete);                              // a list without an end
}
