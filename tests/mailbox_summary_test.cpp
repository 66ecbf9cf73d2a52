// Summaries: what is decoded, how addresses are shown, and what becomes of texts that are too long.
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

// Knows one charset, in which everything is a bell.
class Bells final : public mailmote::wire::CharsetConverter {
 public:
  bool begin(std::string_view charset) override { return charset == "x-bells"; }
  mailmote::wire::Step decode(std::string_view in, std::span<char> out) override {
    const std::size_t n = std::min(in.size(), out.size());
    std::fill_n(out.begin(), n, '!');
    return {n, n};
  }
  std::size_t finish(std::span<char>) override { return 0; }
  bool malformed() const override { return false; }
};

}  // namespace

TEST_CASE("a charset that only the program knows") {
  Bells bells;
  for (mailmote::wire::CharsetConverter* const charsets : {static_cast<mailmote::wire::CharsetConverter*>(nullptr),
                                                           static_cast<mailmote::wire::CharsetConverter*>(&bells)}) {
    Plan plan{.script = opened("", 1) + fetch(3, "1") +
                        "S: * 1 FETCH (UID 1 ENVELOPE (NIL \"=?x-bells?Q?abc?=\" NIL NIL NIL NIL NIL NIL NIL NIL))\n" +
                        ok(3)};
    plan.options.charsets = charsets;
    const Outcome o = play(plan, [](Mailbox& box, Log& log) {
      for (const Summary& m : box.messages()) log.say(std::string(m.subject));
    });
    CHECK(o.log == (charsets == nullptr ? "=?x-bells?Q?abc?=\n" : "!!!\n"));
  }
}

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
        "Zo\xc3\xab <zoe@plant.example>, ops@plant.example | \"Doe, John \\\"Jo\\\"\" <john@x.example>\n");
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
  CHECK(from("((\"O\\\\\"Hara\" NIL \"o\" \"x\"))") == "\"O\\\"Hara\" <o@x>\n");
  CHECK(from("((\"=?utf-8?Q?=22=5C=22?=\" NIL \"o\" \"x\")(NIL NIL \"b\" \"y\"))") == "\"\\\"\\\\\\\"\" <o@x>, b@y\n");
  CHECK(from("((\"J. Smith\" NIL \"j\" \"x\"))") == "J. Smith <j@x>\n");
  CHECK(from("((\"A\" NIL \"a\" NIL)(NIL NIL \"b\" \"y\"))") == "A <a>, b@y\n");
  CHECK(from("((\"\" NIL \"a\" \"x\"))") == "a@x\n");
  CHECK(from("((\"A\" NIL NIL NIL)(NIL NIL \"b\" \"y\"))").find("b@y") != std::string::npos);
  CHECK(from("((NIL NIL NIL NIL)(NIL NIL \"b\" \"y\"))") == "b@y\n");
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
  const auto shown = [](const std::string& name) {
    const Outcome o =
        play_once({.script = opened("", 1) + fetch(3, "1") + "S: * 1 FETCH (UID 1 ENVELOPE (NIL NIL ((\"" + name +
                             "\" NIL \"a\" \"x\")) NIL NIL ((NIL NIL \"b\" \"y\")) NIL NIL NIL NIL))\n" + ok(3)},
                  [](Mailbox& box, Log& log) {
                    for (const Summary& m : box.messages())
                      log.say(std::to_string(m.from.size()) + " " + (m.cut ? "cut " : "") + std::string(m.to));
                  },
                  {});
    CHECK(o.wrong == "");
    return o.log;
  };
  for (std::size_t size = 240; size < 275; ++size) {
    CAPTURE(size);
    const std::string expected = size <= 253 ? std::to_string(size + 8) + " " : "0 cut";
    CHECK(shown(std::string(size, ',')).starts_with(expected));
    // A quote takes two octets.
    std::string quotes;
    for (std::size_t i = 0; i < size / 2; ++i) quotes += "\\\\\"";
    CHECK(shown(quotes + std::string(size % 2, ',')).starts_with(expected));
  }
}
