// A mailbox that is watched: by IDLE, or by asking again and again.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

std::string told(const Change& change) {
  constexpr const char* kinds[] = {"exists", "gone", "flags"};
  return std::string(kinds[static_cast<unsigned>(change.kind)]) + " " + std::to_string(change.number);
}

// Watches until so many changes came.
Use until(unsigned changes) {
  return [changes](Mailbox& box, Log& log) {
    unsigned n = 0;
    for (const Change& change : box.watch()) {
      log.say(told(change));
      if (++n == changes) break;
    }
  };
}

const std::string idling = opened("IDLE") + "C: A3 IDLE\nS: + idling\n";

}  // namespace

TEST_CASE("what happens in the mailbox, as it happens") {
  const Outcome o = play({.script = idling + "S: * 4 EXISTS\n"
                                             "S: * 1 RECENT\n"
                                             "S: * OK still here\n"
                                             "S: * 2 EXPUNGE\n"
                                             "S: * 3 EXISTS\n"
                                             "S: * 1 FETCH (FLAGS (\\\\Seen))\n"},
                         until(4));
  CHECK(o.log == "exists 4\ngone 2\nexists 3\nflags 1\n");
  CHECK(o.error == "ok");
}

TEST_CASE("something else ends the IDLE first, and the watch goes on behind it") {
  const Outcome o = play(
      {.script = idling + "S: * 4 EXISTS\nC: DONE\n" + ok(3) + "C: A4 FETCH 4 " + summary_items + "\n" +
                 fetched(4, 16, "four") + ok(4) + "C: A5 IDLE\nS: + idling\nS: * 5 EXISTS\nC: DONE\n" + ok(5) + bye(6)},
      [](Mailbox& box, Log& log) {
        for (const Change& change : box.watch()) {
          log.say(told(change));
          if (change.number == 5) break;
          for (const Summary& mail : box.messages(Messages::number(change.number))) log.say(std::string(mail.subject));
        }
        log.say(reading::told(box.close()));
      });
  CHECK(o.log == "exists 4\nfour\nexists 5\nok\n");
}

TEST_CASE("what came while something else was asked within the loop is told behind it") {
  const auto news = [](const std::string& more) {
    return idling + "S: * 4 EXISTS\nC: DONE\n" + ok(3) + "C: A4 FETCH 4 " + summary_items + "\n" +
           fetched(4, 16, "four") + more + ok(4);
  };
  const auto watched = [](const std::string& script) {
    return play({.script = script},
                [](Mailbox& box, Log& log) {
                  for (const Change& change : box.watch()) {
                    log.say(told(change));
                    if (change.kind != Change::Kind::exists || change.number != 4) break;
                    list(box, log, Messages::number(change.number));
                  }
                })
        .log;
  };
  CHECK(watched(news("S: * 5 EXISTS\n")) == "exists 4\n4 16 four\nexists 5\n");
  CHECK(watched(news("S: * 1 EXPUNGE\n")) == "exists 4\n4 16 four\nexists 3\n");
  // One goes, one comes: there are as many as before, and they are others.
  const std::string both = news("S: * 1 EXPUNGE\nS: * 4 EXISTS\n");
  CHECK(watched(both + "C: A5 FETCH 4 " + summary_items + "\n" + fetched(4, 17, "five") + ok(5) +
                "C: A6 IDLE\nS: + idling\nS: * 2 EXPUNGE\n") == "exists 4\n4 16 four\nexists 4\n4 17 five\ngone 2\n");
}

TEST_CASE("what is left of an answer to something else is no change") {
  const Outcome o = play(
      {.script = opened("IDLE") + fetch(3, "1:3") + fetched(1, 11, "one") + fetched(2, 12, "two") + "S: * 4 EXISTS\n" +
                 fetched(3, 15, "three") + ok(3) + "C: A4 IDLE\nS: + idling\nS: * 2 FETCH (FLAGS ())\n"},
      [](Mailbox& box, Log& log) {
        for (const Summary& mail : box.messages()) {
          log.say(brief(mail));
          break;
        }
        until(2)(box, log);
      });
  CHECK(o.log == "1 11 one\nexists 4\nflags 2\n");
}

TEST_CASE("IDLE is renewed before the server loses patience, and the watch does not notice") {
  const Outcome o =
      play_once({.script = idling + "C: DONE\n" + ok(3) + "C: A4 IDLE\nS: + idling\nC: DONE\n" + ok(4) +
                           "C: A5 IDLE\nS: + idling\nS: * 4 EXISTS\nC: DONE\n" + ok(5) + "C: A6 NOOP\n" + ok(6)},
                [](Mailbox& box, Log& log) {
                  until(1)(box, log);
                  log.say(reading::told(box.refresh()));
                },
                {});
  CHECK(o.wrong == "");
  CHECK(o.log == "exists 4\nok\n");
  CHECK(o.elapsed >= 2 * 28 * 60'000);
  CHECK(o.elapsed < 2 * 29 * 60'000);
}

TEST_CASE("without IDLE the server is asked every now and then") {
  const Outcome o = play_once({.script = opened() + "C: A3 NOOP\n" + ok(3) + "C: A4 NOOP\nS: * 4 EXISTS\n" + ok(4) +
                                         "C: A5 NOOP\nS: * 1 EXPUNGE\n" + ok(5),
                               .options = {.poll_ms = 30'000}},
                              until(2), {});
  CHECK(o.wrong == "");
  CHECK(o.log == "exists 4\ngone 1\n");
  CHECK(o.elapsed >= 60'000);
  CHECK(o.elapsed < 61'000);
}

TEST_CASE("what comes while nothing is asked is seen, too") {
  const Outcome o = play({.script = opened() + "C: A3 NOOP\n" + ok(3) + "S: * 4 EXISTS\nC: A4 NOOP\n" + ok(4)},
                         [](Mailbox& box, Log& log) {
                           until(1)(box, log);
                           CHECK(box.refresh());
                         });
  CHECK(o.log == "exists 4\n");
}

TEST_CASE("a watch has no deadline, whatever the limit for a call is") {
  const Outcome o = play_once({.script = idling + "C: DONE\n" + ok(3) + "C: A4 IDLE\nS: + idling\nS: * 4 EXISTS\n",
                               .options = {.timeout_ms = 5'000}},
                              until(1), {});
  CHECK(o.wrong == "");
  CHECK(o.log == "exists 4\n");
  CHECK(o.elapsed >= 28 * 60'000);
  const Outcome late =
      play_once({.script = opened() + "C: A3 NOOP\n", .options = {.timeout_ms = 5'000}, .cut_short = true},
                [](Mailbox& box, Log& log) { log.say(reading::told(box.refresh())); }, {});
  CHECK(late.log == "timeout mailbox none later 75\n");
}

TEST_CASE("a server that hangs up, with a word or without one") {
  const Outcome o = play({.script = idling + "S: * BYE Autologout; idle for too long\nCLOSE\n"}, until(9));
  CHECK(o.log == "");
  CHECK(o.error == "closed idle none reconnect 75");
  CHECK(o.words == "Autologout; idle for too long");
  CHECK(play({.script = idling + "CLOSE\n"}, until(9)).error == "closed idle none reconnect 75");
}

TEST_CASE("a server that refuses IDLE though it offers it is asked every now and then") {
  for (const std::string refusal : {"NO not now", "BAD unknown command"}) {
    CAPTURE(refusal);
    const Plan plan{.script = opened("IDLE") + "C: A3 IDLE\nS: A3 " + refusal + "\nC: A4 NOOP\n" + ok(4) +
                              "C: A5 NOOP\nS: * 4 EXISTS\n" + ok(5) + "C: A6 CREATE Old\n" + ok(6) +
                              "C: A7 NOOP\nS: * 5 EXISTS\n" + ok(7),
                    .options = {.poll_ms = 30'000}};
    const Outcome o = play_once(plan,
                                [](Mailbox& box, Log& log) {
                                  until(1)(box, log);
                                  CHECK(box.create("Old"));
                                  until(1)(box, log);
                                },
                                {});
    CHECK(o.wrong == "");
    CHECK(o.log == "exists 4\nexists 5\n");
    CHECK(o.error == "ok");
    CHECK(o.elapsed >= 30'000);
    CHECK(o.elapsed < 31'000);
  }
  // When it is renewed.
  CHECK(play_once({.script = idling + "C: DONE\n" + ok(3) + "C: A4 IDLE\nS: A4 NO enough\nC: A5 NOOP\nS: * 4 EXISTS\n" +
                             ok(5)},
                  until(1), {})
            .log == "exists 4\n");
  // What refuses even that is an error.
  CHECK(play({.script = opened("IDLE") + "C: A3 IDLE\nS: A3 NO no\nC: A4 NOOP\nS: A4 NO no\n"}, until(9)).error ==
        "rejected idle none never 65");
}

TEST_CASE("a number that the end of IDLE makes another message's is refused; a UID is not, nor are all messages") {
  const auto script = [](const std::string& more) {
    return idling + "S: * 4 EXISTS\nC: DONE\nS: * 1 EXPUNGE\n" + ok(3) + more;
  };
  const auto then = [](const std::function<Result(Mailbox&)>& call) {
    return [call](Mailbox& box, Log& log) {
      until(1)(box, log);
      log.say(reading::told(call(box)));
    };
  };
  const auto seen = [&](Messages messages) {
    return then([messages](Mailbox& box) { return box.flag(messages, Flag::seen); });
  };
  const std::string gone = "exists 4\nrejected mailbox message_gone never 65\n";
  CHECK(play({.script = script("")}, seen(Messages::number(2))).log == gone);
  CHECK(play({.script = script("")}, seen(Messages::numbers(2))).log == gone);
  CHECK(play({.script = script("")}, then([](Mailbox& box) { return box.move(Messages::number(2), "Old"); })).log ==
        gone);
  EnvelopeTexts texts;
  const auto envelope = [&texts](Mailbox& box) { return box.envelope(Messages::number(2), texts); };
  CHECK(play({.script = script("")}, then(envelope)).log == "exists 4\nrejected fetch message_gone never 65\n");
  const std::string flagged = " +FLAGS.SILENT (\\\\Seen)\n" + ok(4);
  CHECK(play({.script = script("C: A4 UID STORE 12" + flagged)}, seen(Messages::uid(12))).log == "exists 4\nok\n");
  CHECK(play({.script = script("C: A4 STORE 1:3" + flagged)}, seen(Messages::numbers(1))).log == "exists 4\nok\n");
}

TEST_CASE("a response that began before a message was asked for is no answer") {
  const std::string content = "S: * 2 FETCH (UID 12 BODY[] \"quoted\")\n";
  script::Network network(opened() + body_fetch(3, 12, "") + content + ok(3) + "C: A4 NOOP\n" + ok(4) +
                          "S~ * 1 FETCH (FL\n" + body_fetch(5, 12, "") + "S: AGS (\\\\Seen))\n" + content + ok(5));
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  TextSink sink;
  CHECK(reading::told(box.fetch(Messages::uid(12), sink)) == "ok");
  Change change;
  Request watch = request::watch(change);
  box.start(watch);
  for (unsigned i = 0; i < 20; ++i) CHECK(box.step() == Step::again);
  box.leave(watch);
  CHECK(reading::told(box.fetch(Messages::uid(12), sink)) == "ok");
  CHECK(sink.text == "quotedquoted");
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("a response that is half read when something is asked") {
  // Watches until all is read that the server says by itself.
  const auto idle = [](Mailbox& box) {
    Change change;
    Request watch = request::watch(change);
    box.start(watch);
    for (unsigned i = 0; i < 30; ++i) CHECK(box.step() == Step::again);
    box.leave(watch);
  };
  const std::string noop = "C: A3 NOOP\n" + ok(3);
  const auto played = [](const std::string& script, const auto& use) {
    script::Network network(opened() + script);
    Memory memory;
    Mailbox box(network, memory.spans(), {imap::driver});
    REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
    use(box);
    CHECK(network.wrong() == "");
    CHECK(network.done());
  };
  // A number stays what it was.
  played(noop + "S~ * 4 EXISTS\\r\nC: A4 NOOP\nS~ \\n\n", [&idle](Mailbox& box) {
    idle(box);
    for (const Change& change : box.watch()) {
      CHECK(told(change) == "exists 4");
      break;
    }
  });
  // A folder that was told before folders were asked for is none of them, and lends its form to none.
  played("C: A3 LIST \"\" \"*\"\nS: * LIST (\\\\Noselect) \".\" a\n" + ok(3) + "C: A4 NOOP\n" + ok(4) +
             "S~ * LIST () \"/\" \nC: A5 LIST \"\" \"*\"\nS: moved\nS: * LIST () \"/\" b\n" + ok(5),
         [&idle](Mailbox& box) {
           for (const Folder& folder : box.folders()) CHECK(folder.attributes == folder_no_select);
           idle(box);
           std::string names;
           for (const Folder& folder : box.folders()) names += std::string(folder.name) + folder.delimiter;
           CHECK(names == "b/");
         });
}

TEST_CASE("step by step, and abort is the way out") {
  script::Network network(idling + "S: * 4 EXISTS\n");
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  Change change;
  Request watch = request::watch(change);
  box.start(watch);
  Step came = Step::again;
  while ((came = box.step()) == Step::again) network.pass(network.clock + 1'000);
  CHECK(came == Step::item);
  CHECK(told(change) == "exists 4");
  for (unsigned i = 0; i < 20; ++i) CHECK(box.step() == Step::again);
  CHECK(box.idle());
  box.abort();
  CHECK(reading::told(box.result()) == "closed idle hung_up reconnect 75");
}
