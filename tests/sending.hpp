// One mail from start to end, as the tests of the mailer send it: a plan, and what became of it.
//
// send() plays every plan twice, by the blocking call and by start() and step(), and both have to end alike. The script
// has to be played to its end, unless the plan says that it is cut short.
#pragma once

#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script_network.hpp"

namespace sending {

using mailmote::Delivery;
using mailmote::Envelope;
using mailmote::Error;
using mailmote::Login;
using mailmote::Mailer;
using mailmote::MailerMemory;
using mailmote::MailerOptions;
using mailmote::Message;
using mailmote::Step;

// Octets of the heap, exactly as many as MailerStorage<1024> gives: a mailer that leaves them is caught.
struct Memory {
  explicit Memory(std::size_t recipients = 8) : deliveries(recipients) {}
  Memory(const Memory& other)
      : rx(other.rx), tx(other.tx), scratch(other.scratch), words(other.words), deliveries(other.deliveries.size()) {}
  MailerMemory spans() {
    return {make(rx_, rx), make(tx_, tx), make(scratch_, scratch), make(words_, words), deliveries};
  }

  std::size_t rx = 224, tx = 448, scratch = 224, words = 128;
  std::vector<Delivery> deliveries;

 private:
  static std::span<char> make(std::unique_ptr<char[]>& octets, std::size_t n) {
    octets.reset(new char[n]);
    return {octets.get(), n};
  }
  std::unique_ptr<char[]> rx_, tx_, scratch_, words_;
};

// "ok", or category, stage, reply if there was one, advice, retry and exit status: "rejected envelope 550 none never
// 65".
inline std::string told(const Error& e) {
  if (e.category == mailmote::Category::none) return "ok";
  std::string text = std::string(name(e.category)) + " " + std::string(name(e.stage)) + " ";
  if (e.reply != 0) text += std::to_string(e.reply) + " ";
  return text + std::string(name(e.advice)) + " " + std::string(name(e.retry)) + " " + std::to_string(exit_code(e));
}

// "ops@plant.example 250 taken, zoe@plant.example 550".
inline std::string told(std::span<const Delivery> deliveries) {
  std::string text;
  for (const Delivery& d : deliveries) {
    text += (text.empty() ? "" : ", ") + std::string(d.address) + " " + std::to_string(d.reply);
    if (d.delivered) text += " taken";
  }
  return text;
}

struct Plan {
  std::string script{};
  std::string spec = "{mx.example.org/smtp/notls}";
  Login login{};
  std::string from = "pump3@plant.example";
  std::string to = "ops@plant.example";
  std::string text = "Hi.\n";
  bool eight_bit = false;
  const Message* message = nullptr;  // in place of the five above
  MailerOptions options{};
  script::Pace pace{};
  std::function<void(script::Network&)> network = [](script::Network&) {};
  Memory memory{};
  bool cut_short = false;
};

struct Outcome {
  std::string result;
  std::string words;  // of the server, or of the port
  std::string host;
  Error error;  // but for its texts, which are gone
  std::string deliveries;
  std::string sent, in_clear;
  std::vector<std::string> calls, writes;
  std::string notices, shown, heard;
  unsigned turns = 0;
  unsigned waits = 0;
  std::uint32_t elapsed = 0;
  std::vector<std::uint32_t> opened_at;
  std::string wrong;  // what went against the script
};

// Steps until it is over; between them, time passes.
inline void step_on(Mailer& mailer, script::Network& network) {
  const unsigned waits = network.waits;
  while (mailer.step() == Step::again)
    if (mailer.idle()) network.pass(network.clock + 1'000);
  CHECK(network.waits == waits);
}

inline Outcome send_once(const Plan& plan, bool blocking) {
  script::Network network(plan.script, plan.pace);
  plan.network(network);
  script::Witness witness;
  MailerOptions options = plan.options;
  options.observer = &witness;
  Memory memory(plan.memory);
  mailmote::TextSource text(plan.text);
  const Envelope envelope{plan.from, plan.to, &text, plan.eight_bit};
  const std::uint32_t start = network.clock;
  Outcome o;
  {
    Mailer mailer(network, memory.spans(), options);
    if (blocking) {
      const bool sent(plan.message != nullptr ? mailer.send(plan.spec, plan.login, *plan.message)
                                              : mailer.send(plan.spec, plan.login, envelope));
      CHECK(sent == (mailer.error().category == mailmote::Category::none));
    } else {
      plan.message != nullptr ? mailer.start(plan.spec, plan.login, *plan.message)
                              : mailer.start(plan.spec, plan.login, envelope);
      step_on(mailer, network);
    }
    CHECK_FALSE(mailer.is_open());
    o.error = mailer.error();
    o.deliveries = told(mailer.deliveries());
  }
  o.words = o.error.server_text;
  o.host = o.error.host;
  o.error.server_text = o.error.host = {};
  o.result = told(o.error);
  o.elapsed = network.clock - start;
  CHECK_FALSE(network.is_open());
  o.sent = network.sent(), o.in_clear = network.in_clear();
  o.calls = network.calls, o.writes = network.writes, o.opened_at = network.opened_at;
  o.notices = witness.notices, o.shown = witness.shown, o.heard = witness.heard;
  o.turns = network.turns, o.waits = network.waits;
  o.wrong = network.wrong();
  if (o.wrong.empty() && !plan.cut_short && !network.done()) o.wrong = "never: " + network.waits_for();
  return o;
}

inline Outcome send(const Plan& plan) {
  Outcome blocking = send_once(plan, true), stepping = send_once(plan, false);
  CHECK(blocking.wrong == "");
  CHECK(blocking.result == stepping.result);
  CHECK(blocking.deliveries == stepping.deliveries);
  CHECK(blocking.writes == stepping.writes);
  CHECK(blocking.calls == stepping.calls);
  CHECK(blocking.notices == stepping.notices);
  CHECK(stepping.waits == 0);
  return blocking;
}

// The parts of a usual conversation.
inline const std::string hello =
    "S: 220 mx.example.org ready\n"
    "C: EHLO [192.0.2.7]\n"
    "S: 250-mx.example.org\n"
    "S: 250-SIZE 1000000\n"
    "S: 250-8BITMIME\n"
    "S: 250 PIPELINING\n";
inline const std::string plain_hello =  // one command at a time
    "S: 220 mx.example.org ready\n"
    "C: EHLO [192.0.2.7]\n"
    "S: 250 mx.example.org\n";
inline const std::string envelope =
    "C: MAIL FROM:<pump3@plant.example> SIZE=4\n"
    "C: RCPT TO:<ops@plant.example>\n"
    "C: DATA\n"
    "S: 250 2.1.0 sender ok\n"
    "S: 250 2.1.5 recipient ok\n"
    "S: 354 go on\n";
inline const std::string hi =
    "C: Hi.\n"
    "C: .\n";
inline const std::string bye =
    "C: QUIT\n"
    "S: 221 bye\n";
inline const std::string taken_and_bye =
    "C: QUIT\n"
    "S: 250 2.0.0 queued\n"
    "S: 221 bye\n";
inline const std::string one_mail = hello + envelope + hi + taken_and_bye;

}  // namespace sending
