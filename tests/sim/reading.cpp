#include "reading.hpp"

#include <algorithm>

namespace sim {

namespace {

ImapBehaviour some_behaviour(Conditions& conditions) {
  ImapBehaviour behaviour =
      ImapBehaviour::rolled(conditions.dice, conditions.all_is_well || conditions.dice.once_in(6));
  behaviour.implicit_tls = conditions.implicit_tls;
  return behaviour;
}

}  // namespace

ReadingJob::ReadingJob(std::uint64_t seed)
    : Conditions(seed, 8'000, 3'000),
      behaviour(some_behaviour(*this)),
      anonymous(user.empty() && (all_is_well || !dice.once_in(8))),
      read_only(dice.once_in(4)),
      quote(dice.once_in(8)),
      text(dice.from(32, 100)),
      steps(dice.from(1, 20)),
      server(behaviour, anonymous ? "anonymous" : user, anonymous ? "mailmote" : known_secret(), Dice(dice.roll())),
      network(server, weather, Dice(dice.roll())) {
  tx += 200;
}

std::string ReadingJob::description() const {
  return Conditions::description() + "  server:  " + behaviour.text() + "\n  work:    " + std::to_string(steps) +
         " steps" + (read_only ? ", read-only" : "") + (anonymous ? ", anonymous" : "") + (quote ? ", quotes" : "") +
         ", text " + std::to_string(text) + "\n";
}

std::string ReadingJob::some_message() {
  std::string message = "Subject: number " + std::to_string(appended.size()) + "\r\n\r\nTHE-BODY\r\n";
  for (std::size_t i = dice.coin() ? 0 : dice.from(0, 600); i != 0; --i)
    message += static_cast<char>(dice.from(1, 255));
  appended.push_back(message);
  return message;
}

void ReadingJob::check_conduct(const std::string& shown, const Tally& tally) const {
  require(!server.injected || tally.end != "ok", "octets behind STARTTLS went unnoticed");
  for (const char* word : {" SELECT ", " STORE ", " EXPUNGE", " MOVE "})
    require(!read_only || network.sent_secured.find(word) == std::string::npos, "a change where all is read-only");
  check_secrets(network, shown, {"AUTHENTICATE", "LOGIN", "SELECT", "EXAMINE", "FETCH", "APPEND", "THE-BODY"});
  if (is_falsified()) return;
  if (!server.complaint.empty()) throw Broken("the server complains: " + server.complaint);
  for (const StoreChange& change : server.store.changes) {
    const StoreChange whichever{change.mailbox, 0, change.what};
    const bool was_asked = std::find(asked.begin(), asked.end(), change) != asked.end() ||
                           std::find(asked.begin(), asked.end(), whichever) != asked.end();
    if (!was_asked && !lies())
      throw Broken("nobody asked for " + change.what + " of " + std::to_string(change.uid) + " in " + change.mailbox);
    if (change.what != "append") continue;
    const std::string& octets = server.store.mailboxes.at(change.mailbox).find(change.uid)->mail.text;
    require(std::find(appended.begin(), appended.end(), octets) != appended.end(), "half a message was appended");
  }
}

void ReadingJob::check_content(const std::string& wire, std::uint32_t uid, const std::string& section,
                               const std::string& octets) const {
  if (is_falsified() || miscounts()) return;
  const StoredMessage* message = server.store.mailboxes.at(wire).find(uid);
  require(message != nullptr, "success, and the server has no such message");
  require(message->mail.section(section) == octets, "success, and the message is another");
}

void ReadingJob::check_appended(const std::string& wire, const std::string& message) const {
  if (is_falsified()) return;
  const bool left = (network.sent_in_clear + network.sent_secured).find(message) != std::string::npos;
  require(left, "success, and the message has not left");
  if (behaviour.misdeed == ImapMisdeed::early_ok) return;  // the server was not there to get it
  const std::vector<StoredMessage>& there = server.store.mailboxes.at(wire).messages;
  require(std::any_of(there.begin(), there.end(), [&](const StoredMessage& m) { return m.mail.text == message; }),
          "success, and the server has no such message");
}

}  // namespace sim
