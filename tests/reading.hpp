// A mailbox at work as its tests use it: a script for the server, a program, and what came of it.
//
// play() runs every plan several times: at once, by step(), octet by octet, with writes that stall. All have to end
// alike, and the script has to be played to its end, unless the plan says that it is cut short.
#pragma once

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script_network.hpp"

namespace reading {

using namespace mailmote;

// Octets of the heap, exactly as many as MailboxStorage<2048> gives: a mailbox that leaves them is caught.
struct Memory {
  std::size_t state = max_driver_state, rx = 464, tx = 464, scratch = 464, text = 464, words = 192;

  MailboxMemory spans() {
    state_.reset(new std::byte[state]);
    return {{state_.get(), state}, make(0, rx), make(1, tx), make(2, scratch), make(3, text), make(4, words)};
  }

  Memory() = default;
  Memory(const Memory& m) : state(m.state), rx(m.rx), tx(m.tx), scratch(m.scratch), text(m.text), words(m.words) {}

 private:
  std::span<char> make(std::size_t which, std::size_t n) {
    octets_[which].reset(new char[n]);
    return {octets_[which].get(), n};
  }
  std::unique_ptr<std::byte[]> state_;
  std::unique_ptr<char[]> octets_[5];
};

// "ok", or category, stage, advice, retry and exit status: "rejected mailbox no_such_mailbox never 65".
inline std::string told(const Error& e) {
  if (!e) return "ok";
  return std::string(name(e.category)) + " " + std::string(name(e.stage)) + " " + std::string(name(e.advice)) + " " +
         std::string(name(e.retry)) + " " + std::to_string(exit_code(e));
}
inline std::string told(const Result& r) { return told(r.error()); }

// What a program did and saw, line by line.
class Log {
 public:
  void say(const std::string& line) { text_ += line + "\n"; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct Plan {
  std::string script{};
  std::string spec = "{mail.example.org/imap/notls}INBOX";
  Login login{"pump", "secret"};
  OpenOptions open{};
  MailboxOptions options{};
  Memory memory{};
  std::function<void(script::Network&)> network = [](script::Network&) {};
  bool cut_short = false;
};

using Use = std::function<void(Mailbox&, Log&)>;

struct Outcome {
  std::string log;
  std::string opened;
  std::string error;  // that the mailbox kept
  std::string words;  // of the server, with it
  std::string sent;
  std::vector<std::string> calls, writes;
  unsigned turns = 0;
  std::uint32_t elapsed = 0;
  std::string notices;
  std::string wrong;
};

inline Outcome play_once(const Plan& plan, const Use& use, const script::Pace& pace) {
  script::Network network(plan.script, pace);
  plan.network(network);
  Memory memory(plan.memory);
  const std::uint32_t start = network.clock;
  Outcome o;
  Log log;
  {
    Mailbox box(network, memory.spans(), {imap::driver}, plan.options);
    o.opened = told(box.open(plan.spec, plan.login, plan.open));
    if (use) use(box, log);
    o.error = told(box.error());
    o.words = box.error().server_text;
  }
  o.log = log.text();
  CHECK_FALSE(network.is_open());
  o.sent = network.sent();
  o.calls = network.calls, o.writes = network.writes;
  o.turns = network.turns;
  o.elapsed = network.clock - start;
  o.wrong = network.wrong();
  if (o.wrong.empty() && !plan.cut_short && !network.done()) o.wrong = "never: " + network.waits_for();
  return o;
}

// At once; and cut in all manners. The last is the one that is looked at.
inline Outcome play(const Plan& plan, const Use& use = {}) {
  const Outcome whole = play_once(plan, use, {});
  CHECK(whole.wrong == "");
  const script::Pace paces[] = {{.read = 1}, {.read = 7, .write = 1}, {.read = 64, .stall_write = 3, .stall_read = 90}};
  for (const script::Pace& pace : paces) {
    CAPTURE(pace.read);
    const Outcome cut = play_once(plan, use, pace);
    CHECK(cut.wrong == "");
    CHECK(cut.opened == whole.opened);
    CHECK(cut.log == whole.log);
    CHECK(cut.error == whole.error);
    CHECK(cut.words == whole.words);
    CHECK(cut.sent == whole.sent);
    CHECK(cut.calls == whole.calls);
  }
  return whole;
}

// The parts of a usual conversation: 3 messages in INBOX.
inline std::string hello(std::string_view more = "") {
  return "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\n"
         "C: A1 AUTHENTICATE PLAIN AHB1bXAAc2VjcmV0\n"
         "S: A1 OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+" +
         (more.empty() ? std::string() : " " + std::string(more)) + "] welcome\n";
}
inline std::string select(unsigned messages = 3) {
  return "C: A2 SELECT INBOX\n"
         "S: * FLAGS (\\\\Answered \\\\Flagged \\\\Deleted \\\\Seen \\\\Draft)\n"
         "S: * " +
         std::to_string(messages) +
         " EXISTS\n"
         "S: * 1 RECENT\n"
         "S: * OK [UIDVALIDITY 1096] uids are valid\n"
         "S: * OK [UIDNEXT 500] next\n"
         "S: A2 OK [READ-WRITE] opened\n";
}
inline std::string opened(std::string_view more = "", unsigned messages = 3) { return hello(more) + select(messages); }
inline std::string bye(unsigned tag) {
  return "C: A" + std::to_string(tag) + " LOGOUT\nS: * BYE see you\nS: A" + std::to_string(tag) + " OK done\n";
}

// "* 2 FETCH (...)" of a message with a subject.
inline std::string fetched(unsigned number, unsigned uid, const std::string& subject, const std::string& flags = "") {
  return "S: * " + std::to_string(number) + " FETCH (UID " + std::to_string(uid) + " FLAGS (" + flags +
         ") RFC822.SIZE 4321 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700\" "
         "\"" +
         subject +
         "\" ((\"Zoe\" NIL \"zoe\" \"plant.example\")) NIL NIL ((NIL NIL \"ops\" \"plant.example\")) NIL NIL NIL "
         "\"<1@x>\"))\n";
}
inline const std::string summary_items = "(UID FLAGS RFC822.SIZE INTERNALDATE ENVELOPE)";

inline std::string ok(unsigned tag) { return "S: A" + std::to_string(tag) + " OK done\n"; }

// One command and its answer.
inline std::string said(const std::string& command, const std::string& answer = "S: A3 OK done\n") {
  return "C: A3 " + command + "\n" + answer;
}

// What a call comes to while the server says this.
inline std::string told_by(const std::string& script, const std::function<Result(Mailbox&)>& call,
                           std::string_view capabilities = "", unsigned messages = 3) {
  return play({.script = opened(capabilities, messages) + script},
              [&call](Mailbox& box, Log& log) {
                const Result r = call(box);
                CHECK(box.is_open() == (r.error().category != Category::closed && r.error().category != Category::io));
                log.say(told(r));
              })
      .log;
}

// A literal within a FETCH response.
inline std::string literal(const std::string& octets) {
  std::string text = "{" + std::to_string(octets.size()) + "}\\r\\n";
  for (const char c : octets) text += c == '\r' ? "\\r" : c == '\n' ? "\\n" : c == '\\' ? "\\\\" : std::string(1, c);
  return text;
}

inline std::string body_fetch(unsigned tag, unsigned uid, const std::string& section) {
  return "C: A" + std::to_string(tag) + " UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[" + section + "])\n";
}

// What a summary comes to in a line; all that a listing gives; and what is said for one.
inline std::string brief(const Summary& mail) {
  return std::to_string(mail.number) + " " + std::to_string(mail.uid) + " " + std::string(mail.subject);
}

inline void list(Mailbox& box, Log& log, Messages which = Messages::numbers(1)) {
  for (const Summary& mail : box.messages(which)) log.say(brief(mail));
}

inline std::string fetch(unsigned tag, const std::string& set) {
  return "C: A" + std::to_string(tag) + " FETCH " + set + " " + summary_items + "\n";
}
inline std::string uid_fetch(unsigned tag, const std::string& set) {
  return "C: A" + std::to_string(tag) + " UID FETCH " + set + " " + summary_items + "\n";
}

// Takes so many octets at a time, and refuses every other time if it is told to.
class TextSink final : public Sink {
 public:
  explicit TextSink(std::size_t most = 1'000'000, bool stalls = false) : most_(most), stalls_(stalls) {}
  IoResult write(std::string_view bytes) override {
    if (bytes.empty()) throw std::runtime_error("an empty write");
    ++writes;
    waits_ = stalls_ && !waits_;
    if (waits_) return {Io::want_write, 0};
    if (text.size() >= fails_at) return {Io::failed, 0};
    const std::size_t n = std::min({bytes.size(), most_, fails_at - text.size()});
    text += bytes.substr(0, n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::string text;
  std::size_t fails_at = static_cast<std::size_t>(-1);
  unsigned writes = 0;

 private:
  std::size_t most_;
  bool stalls_;
  bool waits_ = false;
};

}  // namespace reading
