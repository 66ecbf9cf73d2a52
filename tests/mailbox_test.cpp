// What a mailbox says when, from its opening to its end.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

const std::string three = "C: A3 FETCH 1:3 " + summary_items + "\n" + fetched(1, 11, "one") + fetched(2, 12, "two") +
                          fetched(3, 15, "three") + "S: A3 OK done\n";

// What a specification and a login come to before anything is connected.
std::string refused(const std::string& spec, const Login& login = {"pump", "secret"}, const OpenOptions& options = {}) {
  script::Network network("");
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  const Result opened = box.open(spec, login, options);
  CHECK(network.calls.empty());
  CHECK_FALSE(box.is_open());
  CHECK(told(box.error()) == told(opened));
  CHECK(told(box.result()) == told(opened));
  return told(opened);
}

}  // namespace

TEST_CASE("open, list, close: what the server says is what the program sees") {
  const Outcome o = play({.script = opened() + three + bye(4)}, [](Mailbox& box, Log& log) {
    CHECK(box.is_open());
    CHECK(told(box.result()) == "ok");
    const Counts counts = box.counts();
    CHECK(counts.messages == 3);
    CHECK(counts.recent == 1);
    CHECK(counts.uid_validity == 1096);
    CHECK(counts.uid_next == 500);
    CHECK_FALSE(counts.read_only);
    list(box, log);
    log.say(told(box.close()));
    CHECK_FALSE(box.is_open());
    CHECK(box.counts().messages == 0);
  });
  CHECK(o.opened == "ok");
  CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\nok\n");
  CHECK(o.error == "ok");
  CHECK(o.calls == std::vector<std::string>{"open mail.example.org:143", "close"});
}

TEST_CASE("login, mailbox, headers: three round trips, and a fourth for the goodbye") {
  const Outcome o =
      play_once({.script = opened() + three + bye(4), .network = [](script::Network& n) { n.round_trip = 100; }},
                [](Mailbox& box, Log& log) {
                  list(box, log);
                  CHECK(box.close());
                },
                {});
  CHECK(o.wrong == "");
  CHECK(o.turns == 4);
  CHECK(o.elapsed == 400);
  CHECK(o.writes.size() == 4);
}

TEST_CASE("TLS from the start, and by STARTTLS") {
  const Outcome o = play({.script = "TLS\n" + opened() + bye(3), .spec = "{mail.example.org/imap/ssl}INBOX"},
                         [](Mailbox& box, Log&) { CHECK(box.close()); });
  CHECK(o.opened == "ok");
  CHECK(o.calls == std::vector<std::string>{"open mail.example.org:993", "secure mail.example.org", "close"});

  const Outcome upgraded = play({.script = "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\n"
                                           "C: A1 STARTTLS\n"
                                           "S: A1 OK go on\n"
                                           "TLS\n"
                                           "C: A2 CAPABILITY\n"
                                           "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\n"
                                           "S: A2 OK\n"
                                           "C: A3 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
                                           "S: A3 OK [CAPABILITY IMAP4rev1] in\n"
                                           "C: A4 SELECT INBOX\n"
                                           "S: * 0 EXISTS\n"
                                           "S: A4 OK [READ-WRITE] open\n" +
                                           bye(5),
                                 .spec = "{mail.example.org}"},
                                [](Mailbox& box, Log&) { CHECK(box.close()); });
  CHECK(upgraded.opened == "ok");
}

TEST_CASE("a mailbox that does not exist is an error of open(), and the connection is closed") {
  const Outcome o = play({.script = hello() + "C: A2 SELECT Nothing\nS: A2 NO [NONEXISTENT] Unknown Mailbox: Nothing\n",
                          .spec = "{mail.example.org/imap/notls}Nothing"},
                         [](Mailbox& box, Log& log) {
                           CHECK_FALSE(box.is_open());
                           log.say(told(box.select("INBOX")));
                         });
  CHECK(o.opened == "rejected mailbox no_such_mailbox never 65");
  CHECK(o.error == o.opened);
  CHECK(o.words == "Unknown Mailbox: Nothing");
  CHECK(o.log == "input connect open_mailbox_first after_fix 65\n");
  CHECK(o.calls.back() == "close");

  const Outcome plain =
      play({.script = hello() + "C: A2 SELECT x\nS: A2 NO no\n", .spec = "{mail.example.org/imap/notls}x"});
  CHECK(plain.opened == "rejected mailbox no_such_mailbox never 65");

  const auto opened_by = [](const std::string& answer) {
    return play(
               {.script = hello() + "C: A2 SELECT x\nS: A2 " + answer + "\n", .spec = "{mail.example.org/imap/notls}x"})
        .opened;
  };
  CHECK(opened_by("NO [NOPERM] no") == "rejected mailbox no_permission never 65");
  CHECK(opened_by("NO [SERVERBUG] no") == "rejected mailbox server_fault never 65");
}

TEST_CASE("BAD to SELECT says nothing about the mailbox") {
  const Outcome o = play({.script = hello() + "C: A2 SELECT x\nS: A2 BAD Command SELECT not allowed here\n",
                          .spec = "{mail.example.org/imap/notls}x"});
  CHECK(o.opened == "rejected mailbox none never 65");
  CHECK(o.words == "Command SELECT not allowed here");
  CHECK(play({.script = opened() + "C: A3 SELECT x\nS: A3 BAD not now\n"}, [](Mailbox& box, Log& log) {
          log.say(told(box.select("x")));
        }).log == "rejected mailbox none never 65\n");
}

TEST_CASE("half open: no mailbox, but what needs none") {
  const Outcome o = play({.script = hello() + "C: A2 CREATE Drafts\nS: A2 OK\n" + bye(3), .open = {.half_open = true}},
                         [](Mailbox& box, Log& log) {
                           CHECK(box.is_open());
                           CHECK(box.counts().messages == 0);
                           log.say(told(box.create("Drafts")));
                           log.say(told(box.close()));
                         });
  CHECK(o.log == "ok\nok\n");
}

TEST_CASE("another mailbox on the same connection; one that cannot be opened leaves none open") {
  const Outcome o = play({.script = opened() +
                                    "C: A3 SELECT \"Entw&APw-rfe 2\"\n"
                                    "S: * 7 EXISTS\n"
                                    "S: A3 OK [READ-ONLY] open\n"
                                    "C: A4 SELECT Nothing\n"
                                    "S: A4 NO no such thing\n" +
                                    bye(5)},
                         [](Mailbox& box, Log& log) {
                           log.say(told(box.select("Entw\xc3\xbcrfe 2")));
                           CHECK(box.counts().messages == 7);
                           CHECK(box.counts().read_only);
                           log.say(told(box.select("Nothing")));
                           CHECK(box.is_open());
                           CHECK(box.counts().messages == 0);
                           log.say(told(box.close()));
                         });
  CHECK(o.log == "ok\nrejected mailbox no_such_mailbox never 65\nok\n");
  CHECK(o.error == "rejected mailbox no_such_mailbox never 65");
}

TEST_CASE("where no mailbox is open there are no messages, and that is no success") {
  const auto use = [](Mailbox& box, Log& log) {
    const auto say = [&box, &log] {
      log.say(told(box.error()));
      box.clear_error();
    };
    for (const Summary& mail : box.messages()) log.say(brief(mail));
    say();
    for (const Summary& mail : box.unread()) log.say(brief(mail));
    say();
    for ([[maybe_unused]] const Change& change : box.watch()) log.say("a change");
    say();
    log.say(told(box.flag(Messages::numbers(1), Flag::seen)));
    log.say(told(box.expunge()));
    CHECK(box.refresh());
  };
  const auto refused = [](const std::string& stage) { return "input " + stage + " open_mailbox_first after_fix 65\n"; };
  const std::string all =
      refused("fetch") + refused("fetch") + refused("idle") + refused("mailbox") + refused("mailbox");
  const auto noop = [](unsigned tag) { return "C: A" + std::to_string(tag) + " NOOP\n" + ok(tag); };
  CHECK(play({.script = hello("IDLE") + noop(2), .open = {.half_open = true}}, use).log == all);
  const Outcome o = play({.script = opened("IDLE") + "C: A3 SELECT Inbix\nS: A3 NO no such mailbox\n" + noop(4)},
                         [&use](Mailbox& box, Log& log) {
                           CHECK_FALSE(box.select("Inbix"));
                           use(box, log);
                         });
  CHECK(o.log == all);
}

TEST_CASE("news: what the server tells meanwhile is counted") {
  const Outcome o =
      play({.script = opened() + "C: A3 NOOP\nS: * 2 EXPUNGE\nS: * 8 EXISTS\nS: A3 OK\n"}, [](Mailbox& box, Log& log) {
        log.say(told(box.refresh()));
        CHECK(box.counts().messages == 8);
      });
  CHECK(o.log == "ok\n");
}

TEST_CASE("what cannot be opened is refused before anything is connected") {
  CHECK(refused("{mail.example.org/smtp}") == "input spec not_a_mailbox_service after_fix 64");
  CHECK(refused("{mail.example.org/submit}") == "input spec not_a_mailbox_service after_fix 64");
  CHECK(refused("{mail.example.org/pop3}") == "unsupported spec service_not_linked after_fix 69");
  CHECK(refused("{mail.example.org/nntp}") == "unsupported spec service_not_linked after_fix 69");
  CHECK(refused("{mail.example.org/sssl}") == "input spec fix_spec after_fix 64");
  CHECK(refused("INBOX") == "input spec fix_spec after_fix 64");
  CHECK(refused("{mail.example.org:993}INBOX") == "input spec add_ssl_for_port after_fix 64");
  CHECK(refused("{mail.example.org}", {"pump", ""}) == "input auth no_password after_fix 65");
  CHECK(refused("{mail.example.org}", {"", "secret"}) == "input auth no_user after_fix 65");
  CHECK(refused("{mail.example.org}", {}) == "input auth no_login after_fix 65");
  CHECK(refused("{mail.example.org/user=pump}", {}) == "input auth no_password after_fix 65");
}

TEST_CASE("a buffer that is too small is refused before anything is connected") {
  const auto refused_with = [](auto shrink) {
    script::Network network("");
    Memory memory;
    shrink(memory);
    Mailbox box(network, memory.spans(), {imap::driver});
    return told(box.open("{mail.example.org}", {"pump", "secret"}));
  };
  const std::string expected = "limit spec buffer_too_small after_fix 69";
  CHECK(refused_with([](Memory& m) { m.state = max_driver_state - 1; }) == expected);
  CHECK(refused_with([](Memory& m) { m.rx = 127; }) == expected);
  CHECK(refused_with([](Memory& m) { m.tx = 255; }) == expected);
  CHECK(refused_with([](Memory& m) { m.scratch = 63; }) == expected);
  CHECK(refused_with([](Memory& m) { m.text = 255; }) == expected);
  CHECK(refused_with([](Memory& m) { m.words = 191; }) == expected);
}

TEST_CASE("memory for the driver that does not lie as it has to is refused, too") {
  script::Network network("");
  alignas(std::max_align_t) std::byte state[max_driver_state + 1];
  Memory memory;
  MailboxMemory spans = memory.spans();
  spans.state = std::span<std::byte>(state).subspan(1);
  Mailbox box(network, spans, {imap::driver});
  CHECK(told(box.open("{mail.example.org}", {"pump", "secret"})) == "limit spec buffer_too_small after_fix 69");
}

TEST_CASE("the smallest memory does") {
  Memory memory;
  memory.rx = 128, memory.tx = 256, memory.scratch = 64, memory.text = 256, memory.words = 192;
  const Outcome o = play({.script = opened() + three + bye(4), .memory = memory}, [](Mailbox& box, Log& log) {
    list(box, log);
    log.say(told(box.close()));
  });
  CHECK(o.log == "1 11 one\n2 12 two\n3 15 three\nok\n");
}

TEST_CASE("anonymous, by the specification or by an option") {
  const std::string script =
      "S: * OK [CAPABILITY IMAP4rev1] ready\n"
      "C: A1 LOGIN anonymous mailmote\n"
      "S: A1 OK [CAPABILITY IMAP4rev1] in\n" +
      select();
  CHECK(play({.script = script, .spec = "{mail.example.org/notls/anonymous}INBOX", .login = {}}).opened == "ok");
  CHECK(play({.script = script, .login = {}, .open = {.anonymous = true}}).opened == "ok");
}

TEST_CASE("a login that is refused is not repeated, and says what the server said") {
  const Outcome o = play({.script = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\n"
                                    "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
                                    "S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.\n"});
  CHECK(o.opened == "auth auth password_refused after_fix 77");
  CHECK(o.words == "Authentication failed.");
}

TEST_CASE("names that had to be unquoted stay whole beside the words of an error") {
  const Outcome o = play({.script = "S: * OK [CAPABILITY IMAP4rev1] ready\n"
                                    "C: A1 LOGIN \"pu\\\\\\\\mp\" secret\n"
                                    "S: A1 OK [CAPABILITY IMAP4rev1] in\n"
                                    "C: A2 SELECT Nothing\n"
                                    "S: A2 NO words of the server\n",
                          .spec = "{mail.example.org/notls/user=\"pu\\\\mp\"}Nothing",
                          .login = {"", "secret"}},
                         [](Mailbox& box, Log& log) { log.say(std::string(box.spec().user)); });
  CHECK(o.log == "pu\\mp\n");
  CHECK(o.words == "words of the server");
}

TEST_CASE("step by step: nothing waits, and every item is told") {
  script::Network network(opened() + three + bye(4));
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  const auto run = [&] {
    Step came = Step::again;
    while ((came = box.step()) == Step::again)
      if (box.idle()) network.pass(network.clock + 1'000);
    return came;
  };
  CHECK(told(box.result()) == "closed spec open_mailbox_first reconnect 75");
  box.start_open("{mail.example.org/notls}INBOX", {"pump", "secret"});
  CHECK(told(box.result()) == "closed connect request_under_way reconnect 75");
  CHECK(run() == Step::done);
  CHECK(told(box.result()) == "ok");
  CHECK(box.step() == Step::done);
  Summary mail;
  Request all = request::messages(mail);
  box.start(all);
  std::string seen;
  Step came = Step::again;
  while ((came = run()) == Step::item) seen += std::string(mail.subject) + " ";
  CHECK(came == Step::done);
  CHECK(seen == "one two three ");
  CHECK(box.step() == Step::done);
  box.start_close();
  CHECK(run() == Step::done);
  CHECK_FALSE(box.is_open());
  CHECK(network.waits == 0);
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("first and next") {
  const Outcome o =
      play({.script = opened() + three + "C: A4 FETCH 1:3 " + summary_items + "\n" + fetched(1, 11, "one") +
                      fetched(2, 12, "two") + fetched(3, 15, "three") + "S: A4 OK done\n"},
           [](Mailbox& box, Log& log) {
             Summary mail;
             Request all = request::messages(mail);
             for (unsigned turn = 0; turn < 2; ++turn) {
               for (bool more = box.first(all); more; more = box.next(all)) log.say(std::string(mail.subject));
               CHECK_FALSE(box.next(all));
             }
           });
  CHECK(o.log == "one\ntwo\nthree\none\ntwo\nthree\n");
}

TEST_CASE("abort hangs up at once, at any time, and says what it broke off") {
  for (unsigned steps = 0; steps < 60; ++steps) {
    CAPTURE(steps);
    script::Network network(opened() + three, {.read = 20});
    Memory memory;
    Mailbox box(network, memory.spans(), {imap::driver});
    box.start_open("{mail.example.org/notls}INBOX", {"pump", "secret"});
    unsigned i = 0;
    for (; i < steps && box.step() == Step::again; ++i)
      if (box.idle()) network.pass(network.clock + 1'000);
    const bool was_open = box.is_open();
    Summary mail;
    Request all = request::messages(mail);
    if (was_open) {
      box.start(all);
      for (; i < steps && box.step() != Step::done; ++i)
        if (box.idle()) network.pass(network.clock + 1'000);
    }
    const bool busy = told(box.result()).find("request_under_way") != std::string::npos;
    box.abort();
    CHECK_FALSE(box.is_open());
    CHECK_FALSE(network.is_open());
    if (busy) CHECK(told(box.result()).find("hung_up reconnect 75") != std::string::npos);
    if (!busy) CHECK(told(box.result()) == "ok");
    CHECK(told(box.error()) == told(box.result()));
    CHECK(told(box.select("INBOX")).find("open_mailbox_first") != std::string::npos);
  }
}

TEST_CASE("a call while the mailbox is being opened breaks that off, and is not begun") {
  script::Network network(opened());
  Memory memory;
  Mailbox box(network, memory.spans(), {imap::driver});
  box.start_open("{mail.example.org/notls}INBOX", {"pump", "secret"});
  CHECK(box.step() == Step::again);
  CHECK(told(box.refresh()) == "closed greeting hung_up reconnect 75");
  CHECK_FALSE(network.is_open());
  CHECK(told(box.close()) == "ok");
}

TEST_CASE("close without open is no error, and twice neither") {
  const Outcome o = play({.script = opened() + bye(3)}, [](Mailbox& box, Log&) {
    CHECK(box.close());
    CHECK(box.close());
  });
  CHECK(o.error == "ok");
}

TEST_CASE("a goodbye that nobody answers is one") {
  for (const char* const end : {"CLOSE\n", "S: * BYE\nCLOSE\n", "RESET\n", "S: A3 BAD what\n", "S: garbage\n"}) {
    CAPTURE(end);
    const Outcome o = play({.script = opened() + "C: A3 LOGOUT\n" + end, .cut_short = true},
                           [](Mailbox& box, Log& log) { log.say(told(box.close())); });
    CHECK(o.log == "ok\n");
    CHECK(o.error == "ok");
  }
}

TEST_CASE("expunge at close: only where it was asked for, and never a mailbox that is read-only") {
  const auto close = [](Mailbox& box, Log& log) { log.say(told(box.close())); };
  const OpenOptions expunging{.expunge_at_close = true};
  CHECK(play({.script = opened() + "C: A3 CLOSE\nS: A3 OK\n" + bye(4), .open = expunging}, close).log == "ok\n");
  const Outcome refused =
      play({.script = opened() + "C: A3 CLOSE\nS: A3 NO [NOPERM] not yours\n" + bye(4), .open = expunging}, close);
  CHECK(refused.log == "rejected mailbox no_permission never 65\n");
  CHECK(refused.words == "not yours");  // and not what the server said to LOGOUT
  const std::string examined = "C: A2 EXAMINE INBOX\nS: * 3 EXISTS\nS: A2 OK [READ-ONLY]\n";
  CHECK(
      play({.script = hello() + examined + bye(3), .open = {.read_only = true, .expunge_at_close = true}}, close).log ==
      "ok\n");
  const Outcome cut = play({.script = opened() + "C: A3 CLOSE\nCLOSE\n", .open = expunging}, close);
  CHECK(cut.log == "closed mailbox none reconnect 75\n");
}

TEST_CASE("one network serves one mailbox at a time") {
  script::Network network(opened());
  network.then(opened());
  Memory memory, other_memory;
  Mailbox box(network, memory.spans(), {imap::driver}), other(network, other_memory.spans(), {imap::driver});
  CHECK(box.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  CHECK(other.open("{mail.example.org/notls}INBOX", {"pump", "secret"}));
  CHECK(told(box.refresh()) == "closed connect one_at_a_time later 75");
  CHECK(other.is_open());
}

TEST_CASE("more drivers than a mailbox takes, and none") {
  script::Network network("");
  Memory memory;
  Mailbox none(network, memory.spans(), {});
  CHECK(told(none.open("{mail.example.org}", {"pump", "secret"})) ==
        "unsupported spec service_not_linked after_fix 69");
  Mailbox many(network, memory.spans(), {imap::driver, imap::driver, imap::driver, imap::driver, imap::driver});
  CHECK(told(many.open("{mail.example.org/pop3}", {"pump", "secret"})) ==
        "unsupported spec service_not_linked after_fix 69");
}
