// What changes a mailbox: flags, copies, moves, messages that are put in.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

// Gives its text in pieces, and may say "later" before each.
class TextSourceInPieces final : public Source {
 public:
  TextSourceInPieces(std::string text, std::size_t most, bool later)
      : text_(std::move(text)), most_(most), later_(later) {}
  IoResult read(std::span<char> into) override {
    if (into.empty()) throw std::runtime_error("read into nothing");
    waited_ = later_ && !waited_;
    if (waited_) return {Io::want_read, 0};
    const std::size_t n = std::min({into.size(), most_, text_.size() - at_});
    if (n == 0) return {end, 0};
    text_.copy(into.data(), n, at_);
    at_ += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  Io end = Io::closed;

 private:
  std::string text_;
  std::size_t at_ = 0;
  std::size_t most_;
  bool later_;
  bool waited_ = false;
};

const std::string mail = "Subject: Hi\r\n\r\nHello.\r\n";
const std::string mail_on_the_wire = "C~ Subject: Hi\\r\\n\\r\\nHello.\\r\\n\\r\\n\n";

}  // namespace

TEST_CASE("flags are added, taken away, replaced; by UID, by number, in ranges") {
  const auto flags = Flag::seen | Flag::flagged;
  CHECK(told_by(said("UID STORE 12 +FLAGS.SILENT (\\\\Seen \\\\Flagged)"),
                [&](Mailbox& box) { return box.flag(Messages::uid(12), flags); }) == "ok\n");
  CHECK(told_by(said("UID STORE 12:15 -FLAGS.SILENT (\\\\Seen)"),
                [](Mailbox& box) { return box.unflag(Messages::uids(12, 15), Flag::seen); }) == "ok\n");
  CHECK(told_by(said("STORE 2 FLAGS.SILENT ()"),
                [](Mailbox& box) { return box.set_flags(Messages::number(2), Flags()); }) == "ok\n");
  CHECK(told_by(said("STORE 2:3 +FLAGS.SILENT ($Junk later)"), [](Mailbox& box) {
          Flags keywords;
          keywords.keywords = "$Junk later";
          return box.flag(Messages::numbers(2), keywords);
        }) == "ok\n");
  CHECK(told_by(said("UID STORE 12 +FLAGS.SILENT (\\\\Deleted)"),
                [](Mailbox& box) { return box.remove(Messages::uid(12)); }) == "ok\n");
}

TEST_CASE("a range never holds a message that it does not name") {
  // 900:* would be the last message, whatever its UID.
  CHECK(told_by(said("UID STORE 900:4294967294 +FLAGS.SILENT (\\\\Deleted)"),
                [](Mailbox& box) { return box.remove(Messages::uids(900)); }) == "ok\n");
  CHECK(told_by("", [](Mailbox& box) { return box.remove(Messages::numbers(4)); }) == "ok\n");
  CHECK(told_by("", [](Mailbox& box) { return box.remove(Messages::uids(5, 3)); }) == "ok\n");
}

TEST_CASE("a number that no message has is refused, whatever is asked of it, and nothing is done to others") {
  const auto refused = [](Messages messages, unsigned there, bool one) {
    const auto use = [messages, one](Mailbox& box, Log& log) {
      const auto say = [&log](const Result& r) { log.say(told(r) + ": " + std::string(r.error().server_text)); };
      say(box.flag(messages, Flag::seen));
      say(box.copy(messages, "Old"));
      say(box.move(messages, "Old"));
      TextSink sink;
      if (one) say(box.fetch(messages, sink));
    };
    return play({.script = opened("MOVE", there)}, use).log;
  };
  const auto told_each = [](const std::string& words, bool one) {
    const std::string change = "rejected mailbox message_gone never 65: " + words + "\n";
    return change + change + change + (one ? "rejected fetch message_gone never 65: " + words + "\n" : "");
  };
  CHECK(refused(Messages::number(4), 3, true) == told_each("number 4, there are 3", true));
  CHECK(refused(Messages::number(1), 0, true) == told_each("number 1, there are 0", true));
  CHECK(refused(Messages::numbers(2, 4), 3, false) == told_each("number 4, there are 3", false));
  CHECK(refused(Messages::number(0), 3, false) == told_each("number 0, there are 3", false));
  CHECK(refused(Messages::uid(0), 3, false) == told_each("", false));
}

TEST_CASE("the numbers of a refusal are left out where texts of answers leave no room for them") {
  const std::string listed = "C: A3 LIST \"\" \"*\"\nS: * LIST () \"/\" " + std::string(300, 'f') + "\n" + ok(3);
  Plan plan{.script = opened("", 1) + listed + fetch(4, "1") + fetched(1, 11, std::string(300, 's')) + ok(4)};
  plan.memory.text = 256;
  CHECK(play(plan, [](Mailbox& box, Log& log) {
          for (const Folder& folder : box.folders()) {
            CHECK(folder.cut);
            for (const Summary& summary : box.messages()) {
              const Result r = box.remove(Messages::number(4));
              log.say(told(r) + ": " + std::string(r.error().server_text));
              CHECK(summary.subject.starts_with("sss"));
              CHECK(folder.name.starts_with("fff"));
            }
            break;
          }
        }).log == "rejected mailbox message_gone never 65: \n");
}

TEST_CASE("what cannot be a flag is refused before it is sent") {
  for (const char* const word : {"two\r\nwords", "(", "\\Recent", "a\"b"}) {
    CAPTURE(word);
    CHECK(told_by("", [word](Mailbox& box) {
            Flags flags;
            flags.keywords = word;
            return box.flag(Messages::uid(1), flags);
          }) == "input mailbox fix_argument after_fix 65\n");
  }
  CHECK(told_by("", [](Mailbox& box) { return box.flag(Messages::uid(1), Flag::recent); }) ==
        "input mailbox fix_argument after_fix 65\n");
}

TEST_CASE("copies, and where they went") {
  Placed placed;
  CHECK(told_by(said("UID COPY 12 \"Old mail\"", "S: A3 OK [COPYUID 777 12 1201] copied\n"), [&](Mailbox& box) {
          placed = {};
          const Result r = box.copy(Messages::uid(12), "Old mail", &placed);
          CHECK(placed.uid == 1201);
          CHECK(placed.uid_validity == 777);
          return r;
        }) == "ok\n");
  CHECK(told_by(said("UID COPY 12 Old"), [&](Mailbox& box) {
          placed = {};
          const Result r = box.copy(Messages::uid(12), "Old", &placed);
          CHECK(placed.uid == 0);
          return r;
        }) == "ok\n");
  CHECK(told_by(said("UID COPY 12 Old", "S: A3 NO [TRYCREATE] Mailbox doesn't exist: Old\n"), [](Mailbox& box) {
          return box.copy(Messages::uid(12), "Old");
        }) == "rejected mailbox create_mailbox_first after_fix 65\n");
}

TEST_CASE("moves where the server has MOVE") {
  Placed placed;
  CHECK(told_by(
            said("UID MOVE 12 Old", "S: * OK [COPYUID 777 12 1201] moved\nS: * 2 EXPUNGE\nS: A3 OK done\n"),
            [&](Mailbox& box) {
              placed = {};
              const Result r = box.move(Messages::uid(12), "Old", &placed);
              CHECK(placed.uid == 1201);
              CHECK(placed.uid_validity == 777);
              CHECK(box.counts().messages == 2);
              return r;
            },
            "MOVE") == "ok\n");
}

TEST_CASE("moves where it has not: copy, mark, and expunge that one alone") {
  const std::string copied = "C: A3 UID COPY 12 Old\nS: A3 OK [COPYUID 777 12 1201]\n";
  const std::string marked = "C: A4 UID STORE 12 +FLAGS.SILENT (\\\\Deleted)\n" + ok(4);
  Placed placed;
  const auto move = [&](Mailbox& box) {
    placed = {};
    const Result r = box.move(Messages::uid(12), "Old", &placed);
    if (r) CHECK(placed.uid == 1201);
    return r;
  };
  CHECK(told_by(copied + marked + "C: A5 UID EXPUNGE 12\nS: * 2 EXPUNGE\n" + ok(5), move, "UIDPLUS") == "ok\n");
  // Without UIDPLUS it stays marked: EXPUNGE would take what others have marked.
  CHECK(told_by(copied + marked, move) == "ok\n");
  CHECK(told_by("C: A3 UID COPY 12 Old\nS: A3 NO [TRYCREATE] no\n", move) ==
        "rejected mailbox create_mailbox_first after_fix 65\n");
  CHECK(told_by(copied + "C: A4 UID STORE 12 +FLAGS.SILENT (\\\\Deleted)\nS: A4 NO [NOPERM] no\n", move) ==
        "rejected mailbox no_permission never 65\n");
}

TEST_CASE("moves by number where the server has no MOVE: the numbers may be others' before all is done, the UIDs not") {
  const auto move = [](Messages messages) { return [messages](Mailbox& box) { return box.move(messages, "Old"); }; };
  CHECK(told_by("C: A3 FETCH 2 (UID)\nS: * 2 FETCH (UID 12)\n" + ok(3) + "C: A4 UID COPY 12 Old\nS: * 1 EXPUNGE\n" +
                    ok(4) + "C: A5 UID STORE 12 +FLAGS.SILENT (\\\\Deleted)\n" + ok(5) + "C: A6 UID EXPUNGE 12\n" +
                    ok(6),
                move(Messages::number(2)), "UIDPLUS") == "ok\n");
  CHECK(told_by("C: A3 FETCH 1,3 (UID)\nS: * 3 FETCH (UID 15)\nS: * 1 FETCH (FLAGS () UID 11)\n" + ok(3) +
                    "C: A4 UID COPY 11:15 Old\nS: * 3 EXPUNGE\n" + ok(4) +
                    "C: A5 UID STORE 11:15 +FLAGS.SILENT (\\\\Deleted)\n" + ok(5),
                move(Messages::numbers(1))) == "ok\n");
  const std::string gone = "rejected mailbox message_gone never 65\n";
  CHECK(told_by("C: A3 FETCH 2 (UID)\n" + ok(3), move(Messages::number(2))) == gone);
  CHECK(told_by("C: A3 FETCH 2 (UID)\nS: * 1 FETCH (UID 11)\nS: * 2 FETCH (FLAGS ())\n" + ok(3),
                move(Messages::number(2))) == gone);
  CHECK(
      told_by("C: A3 FETCH 2 (UID)\nS: * 2 FETCH (UID 12)\nS: A3 NO [EXPUNGEISSUED] gone\n", move(Messages::number(2)))
          .starts_with("rejected mailbox"));
  // No server may say this here (RFC 3501 7.4.1). Whose UID it then is, is not known.
  CHECK(told_by("C: A3 FETCH 2 (UID)\nS: * 1 EXPUNGE\nS: * 2 FETCH (UID 13)\n" + ok(3), move(Messages::number(2))) ==
        gone);
}

TEST_CASE("moves a range of UIDs where the server has no MOVE: what comes meanwhile is not lost") {
  const auto move = [](Messages messages) { return [messages](Mailbox& box) { return box.move(messages, "Old"); }; };
  const auto moved = [](const std::string& set) {
    return "C: A4 UID COPY " + set + " Old\nS: * 4 EXISTS\n" + ok(4) + "C: A5 UID STORE " + set +
           " +FLAGS.SILENT (\\\\Deleted)\n" + ok(5) + "C: A6 UID EXPUNGE " + set + "\n" + ok(6);
  };
  const std::string last = "C: A3 FETCH * (UID)\nS: * 1 FETCH (UID 11)\nS: * 3 FETCH (UID 15)\n" + ok(3);
  CHECK(told_by(last + moved("1:15"), move(Messages::uids(1)), "UIDPLUS") == "ok\n");
  CHECK(told_by(last + moved("12:14"), move(Messages::uids(12, 14)), "UIDPLUS") == "ok\n");
  CHECK(told_by(last + moved("15"), move(Messages::uids(15)), "UIDPLUS") == "ok\n");
  // Of no message; and none that is known.
  CHECK(told_by(last, move(Messages::uids(16)), "UIDPLUS") == "ok\n");
  CHECK(told_by("", move(Messages::uids(1)), "UIDPLUS", 0) == "ok\n");
  CHECK(told_by("C: A3 FETCH * (UID)\nS: * 2 FETCH (UID 12)\n" + ok(3), move(Messages::uids(1)), "UIDPLUS") ==
        "rejected mailbox message_gone never 65\n");
}

TEST_CASE("expunge: all that is marked, or some of it") {
  CHECK(told_by(said("EXPUNGE", "S: * 3 EXPUNGE\nS: * 1 EXPUNGE\nS: A3 OK\n"), [](Mailbox& box) {
          const Result r = box.expunge();
          CHECK(box.counts().messages == 1);
          return r;
        }) == "ok\n");
  const auto some = [](Mailbox& box) {
    Request r;
    r.op = Op::expunge;
    r.messages = Messages::uids(12, 15);
    return box.run(r);
  };
  CHECK(told_by(said("UID EXPUNGE 12:15"), some, "UIDPLUS") == "ok\n");
  CHECK(told_by("", some) == "unsupported mailbox server_lacks_it never 69\n");
}

TEST_CASE("read-only: nothing of ours changes the mailbox") {
  const std::string script = hello("MOVE UIDPLUS") + "C: A2 EXAMINE INBOX\nS: * 3 EXISTS\nS: A2 OK [READ-ONLY]\n";
  for (const bool by_spec : {true, false}) {
    const Outcome o =
        play({.script = script + "C: A3 UID COPY 1 Old\n" + ok(3),
              .spec = by_spec ? "{mail.example.org/notls/readonly}INBOX" : "{mail.example.org/notls}INBOX",
              .open = {.read_only = !by_spec}},
             [](Mailbox& box, Log& log) {
               CHECK(box.counts().read_only);
               log.say(told(box.flag(Messages::uid(1), Flag::seen)));
               log.say(told(box.remove(Messages::uid(1))));
               log.say(told(box.move(Messages::uid(1), "Old")));
               log.say(told(box.expunge()));
               log.say(told(box.copy(Messages::uid(1), "Old")));
               CHECK(box.is_open());
             });
    const std::string refused = "policy mailbox opened_read_only after_fix 77\n";
    CHECK(o.log == refused + refused + refused + refused + "ok\n");
  }
}

TEST_CASE("read-only: what cannot be moved is not copied either") {
  const std::string script = hello("") + "C: A2 EXAMINE INBOX\nS: * 3 EXISTS\nS: A2 OK [READ-ONLY]\n";
  const Outcome o = play({.script = script, .open = {.read_only = true}}, [](Mailbox& box, Log& log) {
    log.say(told(box.move(Messages::uid(1), "Old")));
    log.say(told(box.move(Messages::number(1), "Old")));
  });
  const std::string refused = "policy mailbox opened_read_only after_fix 77\n";
  CHECK(o.log == refused + refused);
  const std::string selected = hello("") + "C: A2 SELECT INBOX\nS: * 3 EXISTS\nS: A2 OK [READ-ONLY]\n";
  const Outcome by_server = play({.script = selected}, [](Mailbox& box, Log& log) {
    log.say(told(box.move(Messages::uid(1), "Old")));
    log.say(told(box.move(Messages::number(1), "Old")));
  });
  const std::string forbidden = "rejected mailbox no_permission never 65\n";
  CHECK(by_server.log == forbidden + forbidden);
}

TEST_CASE("a message is put into a mailbox") {
  const std::string asks = "C: A3 APPEND Sent (\\\\Seen) {23}\nS: + go ahead\n" + mail_on_the_wire;
  const std::string at_once = "C: A3 APPEND Sent (\\\\Seen) {23+}\n" + mail_on_the_wire;
  for (const std::size_t most : {std::size_t{100}, std::size_t{1}, std::size_t{22}, std::size_t{23}}) {
    for (const bool later : {false, true}) {
      CAPTURE(most);
      const auto append = [&](Mailbox& box) {
        TextSourceInPieces source(mail, most, later);
        Placed placed;
        const Result r = box.append("Sent", source, mail.size(), Flag::seen, &placed);
        CHECK(placed.uid == 3955);
        CHECK(placed.uid_validity == 38505);
        return r;
      };
      CHECK(told_by(at_once + "S: A3 OK [APPENDUID 38505 3955] done\n", append) == "ok\n");
      const Outcome o = play({.script = "S: * OK [CAPABILITY IMAP4rev1] hi\n"
                                        "C: A1 LOGIN pump secret\n"
                                        "S: A1 OK [CAPABILITY IMAP4rev1] in\n" +
                                        select() + asks + "S: A3 OK [APPENDUID 38505 3955] done\n"},
                             [&append](Mailbox& box, Log& log) { log.say(told(append(box))); });
      CHECK(o.log == "ok\n");
    }
  }
}

TEST_CASE("its date, and no flags") {
  CHECK(
      told_by("C: A3 APPEND Sent \"17-Jul-1996 09:44:25 +0000\" {23+}\n" + mail_on_the_wire + ok(3), [](Mailbox& box) {
        TextSource source(mail);
        Request r;
        r.op = Op::append;
        r.mailbox = "Sent";
        r.source = &source;
        r.size = mail.size();
        r.date = 837596665;
        return box.run(r);
      }) == "ok\n");
}

TEST_CASE("a large message through a small buffer") {
  const std::string large(10'000, 'x');
  const Outcome o = play_once({.script = opened() + "C: A3 APPEND Sent {10000+}\nC: " + large + "\n" + ok(3)},
                              [&](Mailbox& box, Log& log) {
                                TextSource source(large);
                                log.say(told(box.append("Sent", source, large.size())));
                              },
                              {.write = 100});
  CHECK(o.wrong == "");
  CHECK(o.log == "ok\n");
}

TEST_CASE("a source that gives less than it promised, or more, ends the connection before the message is complete") {
  const std::string begun = "C: A3 APPEND Sent {23+}\n";
  const auto appended = [&](std::string text, bool later, Io end = Io::closed) {
    const Outcome o = play_once({.script = opened() + begun + mail_on_the_wire, .cut_short = true},
                                [&](Mailbox& box, Log& log) {
                                  TextSourceInPieces source(text, 5, later);
                                  source.end = end;
                                  log.say(told(box.append("Sent", source, 23)));
                                  CHECK_FALSE(box.is_open());
                                },
                                {});
    CHECK(o.wrong == "");
    CHECK(o.sent.find("Hello.\r\n\r\n") == std::string::npos);
    return o.log;
  };
  const std::string expected = "io data check_source after_fix 66\n";
  for (const bool later : {false, true}) {
    CHECK(appended(mail.substr(0, 22), later) == expected);
    CHECK(appended(mail.substr(0, 1), later) == expected);
    CHECK(appended("", later) == expected);
    CHECK(appended(mail + "x", later) == expected);
    CHECK(appended(mail.substr(0, 10), later, Io::failed) == expected);
    CHECK(appended(mail, later, Io::failed) == expected);
  }
}

TEST_CASE("a source that is known not to fit is refused before anything is sent") {
  CHECK(told_by("", [](Mailbox& box) {
          TextSource source(mail);
          const Result r = box.append("Sent", source, 24);
          CHECK(box.is_open());
          CHECK(r.error().category == Category::io);
          return Result();
        }) == "ok\n");
  CHECK(told_by("", [](Mailbox& box) {
          Request r;
          r.op = Op::append;
          r.mailbox = "Sent";
          r.size = 5;
          CHECK(told(box.run(r)) == "io data check_source after_fix 66");
          TextSource nothing("");
          CHECK(told(box.append("Sent", nothing, 0)) == "io data check_source after_fix 66");
          return Result();
        }) == "ok\n");
}

TEST_CASE("a server that does not want the message") {
  const auto append = [](Mailbox& box) {
    TextSource source(mail);
    return box.append("Sent", source, mail.size());
  };
  const std::string login =
      "S: * OK [CAPABILITY IMAP4rev1] hi\nC: A1 LOGIN pump secret\nS: A1 OK [CAPABILITY IMAP4rev1] in\n" + select();
  const auto answered = [&](const std::string& answer) {
    return play({.script = login + "C: A3 APPEND Sent {23}\n" + answer},
                [&append](Mailbox& box, Log& log) {
                  log.say(told(append(box)));
                  CHECK(box.is_open());
                })
        .log;
  };
  CHECK(answered("S: A3 NO [TRYCREATE] no such mailbox\n") == "rejected data create_mailbox_first after_fix 65\n");
  CHECK(answered("S: A3 NO [TOOBIG] too big\n") == "rejected data message_too_big never 65\n");
  CHECK(answered("S: + go\n" + mail_on_the_wire + "S: A3 NO [OVERQUOTA] full\n") ==
        "rejected data over_quota later 75\n");
}

TEST_CASE("an append that something else interrupts cannot be completed, nor can the connection be used") {
  script::Network network(opened() + "C: A3 APPEND Sent {23+}\n" + mail_on_the_wire);
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  class Never final : public Source {
   public:
    IoResult read(std::span<char>) override { return {Io::want_read, 0}; }
  } source;
  Request r;
  r.op = Op::append;
  r.mailbox = "Sent";
  r.source = &source;
  r.size = 23;
  box.start(r);
  for (unsigned i = 0; i < 50; ++i) CHECK(box.step() == Step::again);
  CHECK(told(box.refresh()) == "closed mailbox not_completed reconnect 75");
  CHECK_FALSE(box.is_open());
}
