// What goes wrong: servers that hang up, fall silent, talk nonsense or warn.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

// All that a program may want of a mailbox.
const std::string whole = opened("IDLE MOVE UIDPLUS") + "C: A3 UID SEARCH UNSEEN\nS: * SEARCH 11 12\n" + ok(3) +
                          "C: A4 UID FETCH 11:12 " + summary_items + "\n" + fetched(1, 11, "one") +
                          fetched(2, 12, "two") + ok(4) +
                          "C: A5 UID FETCH 11 (UID BODY.PEEK[])\nS~ * 1 FETCH (UID 11 BODY[] {5}\\r\\nHello)\\r\\n\n" +
                          ok(5) + "C: A6 UID FETCH 12 " + summary_items + "\n" + fetched(2, 12, "two") + ok(6) +
                          "C: A7 UID FETCH 12 (UID BODY.PEEK[])\nS~ * 2 FETCH (UID 12 BODY[] {5}\\r\\nagain)\\r\\n\n" +
                          ok(7) + "C: A8 UID STORE 11:12 +FLAGS.SILENT (\\\\Seen)\n" + ok(8) +
                          "C: A9 LIST \"\" \"*\"\nS: * LIST () \"/\" INBOX\n" + ok(9) + bye(10);

class Text final : public Sink {
 public:
  IoResult write(std::string_view bytes) override {
    text += bytes;
    return {Io::done, static_cast<std::uint32_t>(bytes.size())};
  }
  std::string text;
};

void use(Mailbox& box, Log& log) {
  for (const Summary& mail : box.unread()) {
    Text text;
    const Result fetched = box.fetch(mail, text);
    log.say(std::string(mail.subject) + (fetched ? ": " + text.text : ": " + told(fetched)));
  }
  log.say(told(box.flag(Messages::uids(11, 12), Flag::seen)));
  for (const Folder& folder : box.folders()) log.say(std::string(folder.name));
  log.say(told(box.close()));
}

std::size_t octets_of(const std::string& script) {
  return script::Transport(script::parse(script), {}).server_octets();
}

}  // namespace

TEST_CASE("the whole of it") {
  const Outcome o = play({.script = whole}, use);
  CHECK(o.opened == "ok");
  CHECK(o.log == "one: Hello\ntwo: again\nok\nINBOX\nok\n");
  CHECK(o.error == "ok");
}

TEST_CASE("a connection that ends anywhere is an error, and never a success") {
  const std::size_t octets = octets_of(whole), goodbye = octets_of(bye(10));
  for (const Io how : {Io::closed, Io::truncated, Io::failed}) {
    for (std::size_t cut = 0; cut + goodbye < octets; ++cut) {
      CAPTURE(cut);
      const Outcome o = play_once({.script = whole, .cut_short = true}, use, {.cut = cut, .cut_by = how});
      CHECK(o.wrong == "");
      CHECK(o.error.starts_with("closed "));
      CHECK(o.calls.back() == "close");
      if (o.opened != "ok") CHECK(o.opened == o.error);
    }
  }
}

TEST_CASE("octets that come one by one, with the end at any of them") {
  const std::size_t octets = octets_of(whole), goodbye = octets_of(bye(10));
  for (std::size_t cut = 0; cut + goodbye < octets; cut += 7) {
    CAPTURE(cut);
    const Outcome slowly = play_once({.script = whole, .cut_short = true}, use, {.read = 1, .cut = cut});
    const Outcome at_once = play_once({.script = whole, .cut_short = true}, use, {.cut = cut});
    CHECK(slowly.opened == at_once.opened);
    CHECK(slowly.log == at_once.log);
    CHECK(slowly.error == at_once.error);
  }
}

TEST_CASE("a server that falls silent, wherever it is") {
  const auto silent = [](const std::string& script, const Use& program) {
    return play_once({.script = script, .cut_short = true}, program, {});
  };
  const Outcome greeting = silent("", {});
  CHECK(greeting.opened == "timeout greeting perhaps_ssl later 75");
  CHECK(greeting.elapsed == 60'000);
  CHECK(silent("S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\nC: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n", {})
            .opened == "timeout auth none later 75");
  CHECK(silent(hello() + "C: A2 SELECT INBOX\nS: * 3 EXISTS\n", {}).opened == "timeout mailbox none later 75");
  const Outcome search = silent(opened() + "C: A3 UID SEARCH UNSEEN\n", use);
  CHECK(search.error == "timeout fetch none later 75");
  CHECK(search.elapsed == 600'000);
}

TEST_CASE("one deadline for each call") {
  const MailboxOptions options{.timeout_ms = 2'000};
  const Outcome o = play_once({.script = opened() + "C: A3 FETCH 1:3 " + summary_items + "\n" + fetched(1, 11, "one"),
                               .options = options,
                               .cut_short = true},
                              [](Mailbox& box, Log& log) {
                                for (const Summary& mail : box.messages()) log.say(std::string(mail.subject));
                              },
                              {});
  CHECK(o.wrong == "");
  CHECK(o.log == "one\n");
  CHECK(o.error == "timeout fetch none later 75");
  CHECK(o.elapsed >= 2'000);
  CHECK(o.elapsed < 4'100);
  CHECK(
      play_once({.script = "", .options = options, .cut_short = true}, {}, {}).opened.starts_with("timeout greeting"));
}

TEST_CASE("one deadline for all calls together") {
  const MailboxOptions options{.timeout_ms = 2'000, .timeout_for_all = true};
  const Outcome o = play_once({.script = opened() + "C: A3 FETCH 1:3 " + summary_items + "\n" + fetched(1, 11, "one"),
                               .options = options,
                               .cut_short = true},
                              [](Mailbox& box, Log& log) {
                                for (const Summary& mail : box.messages()) log.say(std::string(mail.subject));
                                log.say(told(box.refresh()));
                              },
                              {});
  CHECK(o.wrong == "");
  CHECK(o.log == "one\nclosed connect open_mailbox_first reconnect 75\n");
  CHECK(o.error == "timeout fetch none later 75");
  CHECK(o.elapsed >= 2'000);
  CHECK(o.elapsed < 2'100);
}

TEST_CASE("nonsense ends the connection, for good") {
  for (const char* const line : {"S: A99 OK not ours\n", "S: A2 OK once more\n", "S: garbage\n", "S: + go on\n",
                                 "S~ * 1 FETCH (UID {\n", "S: * PREAUTH hi\n", "S~ \\x16\\x03\\x01\\x00\n"}) {
    CAPTURE(line);
    const Outcome o = play_once(
        {.script = opened() + "C: A3 UID SEARCH UNSEEN\n" + line + "S: * SEARCH 11\n" + ok(3), .cut_short = true}, use,
        {});
    CHECK(o.wrong == "");
    CHECK(o.error.starts_with("protocol fetch "));
    CHECK(o.log.find("input") == std::string::npos);
  }
}

TEST_CASE("after the connection has ended everything says so, and it can be opened again") {
  script::Network network(opened() + "C: A3 NOOP\nCLOSE\n");
  network.then(opened());
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  CHECK(told(box.refresh()) == "closed mailbox none reconnect 75");
  CHECK_FALSE(box.is_open());
  CHECK(told(box.refresh()) == "closed connect open_mailbox_first reconnect 75");
  CHECK(told(box.error()) == "closed mailbox none reconnect 75");
  Summary mail;
  Request all = request::messages(mail);
  CHECK_FALSE(box.first(all));
  CHECK(box.step() == Step::failed);
  CHECK(told(box.error()) == "closed mailbox none reconnect 75");
  CHECK(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  CHECK(told(box.error()) == "ok");
}

TEST_CASE("a listing that the end of the connection interrupted does not go on by itself") {
  script::Network network(opened() + "C: A3 FETCH 1:3 " + summary_items + "\n" + fetched(1, 11, "one") + "CLOSE\n");
  // Meanwhile messages may have gone: it looks through all of them, and knows by its UID what was given.
  network.then(opened() + fetch(3, "1") + fetched(1, 11, "one") + ok(3) + fetch(4, "2:3") + fetched(2, 12, "two") +
               fetched(3, 15, "three") + ok(4));
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  Summary mail;
  Request all = request::messages(mail);
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  CHECK(box.first(all));
  CHECK_FALSE(box.next(all));
  CHECK_FALSE(box.next(all));
  // Its owner may let it.
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  all.cursor.over = false;
  CHECK(box.next(all));
  CHECK(mail.subject == "two");
  CHECK(box.next(all));
  CHECK(mail.subject == "three");
  CHECK_FALSE(box.next(all));
  CHECK(told(box.result()) == "ok");
  CHECK(network.wrong() == "");
}

TEST_CASE("a loop that opens the mailbox again leaves out none that moved up meanwhile") {
  script::Network network(opened() + fetch(3, "1:3") + fetched(1, 11, "one") + "CLOSE\n");
  network.then(opened("", 2) + fetch(3, "1") + fetched(1, 12, "two") + ok(3) + fetch(4, "2") + fetched(2, 15, "three") +
               ok(4));
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  std::string seen;
  for (const Summary& mail : box.messages()) {
    seen += std::string(mail.subject) + " ";
    if (mail.uid != 11) continue;
    CHECK(told(box.refresh()) == "closed fetch none reconnect 75");
    REQUIRE(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  }
  CHECK(seen == "one two three ");
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("what servers say beside their answers goes to the log") {
  NoticeStorage<400> storage;
  NoticeLog notices(storage);
  const auto noted = [&notices] {
    constexpr const char* kinds[] = {"alert", "warning", "error", "goodbye"};
    std::string text;
    for (const ServerNotice n : notices)
      text += std::string(kinds[static_cast<unsigned>(n.kind)]) + (n.secured ? " secured: " : ": ") +
              std::string(n.text) + "\n";
    notices.clear();
    return text;
  };
  const auto refresh = [](Mailbox& box, Log&) { CHECK(box.refresh()); };
  const Outcome o = play_once({.script = opened() + "C: A3 NOOP\n"
                                                    "S: * NO Disk is 98% full\n"
                                                    "S: * BAD What was that\n"
                                                    "S: * OK [ALERT] System goes down at 5\n"
                                                    "S: * OK nothing special\n"
                                                    "S: A3 OK [ALERT] and so do you\n",
                               .options = {.notices = &notices}},
                              refresh, {});
  CHECK(o.wrong == "");
  CHECK(noted() ==
        "warning: Disk is 98% full\nerror: What was that\nalert: System goes down at 5\nalert: and so do you\n");
  const Outcome secured = play_once({.script = "TLS\n" + opened() + "C: A3 NOOP\nS: * BYE out of here\nCLOSE\n",
                                     .spec = "{mail.example.org/ssl}INBOX",
                                     .options = {.notices = &notices}},
                                    [](Mailbox& box, Log&) { CHECK_FALSE(box.refresh()); }, {});
  CHECK(secured.wrong == "");
  CHECK(secured.words == "out of here");
  CHECK(noted() == "goodbye secured: out of here\n");
  const Outcome login = play_once({.script = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
                                             "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
                                             "S: A1 NO [ALERT] Application-specific password required\n",
                                   .options = {.notices = &notices}},
                                  {}, {});
  CHECK(login.opened == "auth auth gmail_second_factor after_fix 77");
  CHECK(noted() == "alert: Application-specific password required\n");
  const Outcome shut = play_once({.script = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
                                            "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
                                            "S: * BYE out of here\nCLOSE\n",
                                  .options = {.notices = &notices}},
                                 {}, {});
  CHECK(shut.words == "out of here");
  CHECK(noted() == "goodbye: out of here\n");
}

TEST_CASE("a server that hangs up with a word that means something") {
  CHECK(play({.script = "S: * BYE [UNAVAILABLE] too many connections\nCLOSE\n"}).opened ==
        "rejected greeting server_trouble later 75");
  CHECK(
      play({.script = opened() + "C: A3 NOOP\nS: * BYE [UNAVAILABLE] going down\nCLOSE\n"}, [](Mailbox& box, Log& log) {
        log.say(told(box.refresh()));
      }).log == "closed mailbox server_trouble later 75\n");
}

TEST_CASE("163.com: it wants to know who asks before it opens a mailbox") {
  CHECK(play({.script = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN ID] hi\n"
                        "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
                        "S: A1 OK [CAPABILITY IMAP4rev1 ID] in\n"
                        "C: A2 ID (\"name\" \"Mailmote\")\n"
                        "C: A3 SELECT INBOX\n"
                        "S: * ID NIL\n"
                        "S: A2 OK\n"
                        "S: * 0 EXISTS\n"
                        "S: A3 OK [READ-WRITE]\n"})
            .opened == "ok");
  CHECK(play({.script =
                  hello() + "C: A2 SELECT INBOX\nS: A2 NO SELECT Unsafe Login. Please contact kefu@188.com for help\n"})
            .opened == "rejected mailbox unsafe_login after_fix 65");
}
