#include "sending.hpp"

#include <algorithm>

namespace sim {

namespace {

std::string some_text(Dice& dice) {
  constexpr const char* pieces[] = {
      "\r\n", "\n", ".", "..", "\n.\n", "\r\n.\r\n", "hello", "x", "a longer line of text", "QUIT"};
  std::string text;
  const std::size_t n = dice.coin() ? dice.from(0, 20) : dice.from(0, 400);
  for (std::size_t i = 0; i < n; ++i) text += pieces[dice.from(0, std::size(pieces) - 1)];
  return text + "\nTHE-BODY\n";
}

SmtpBehaviour some_behaviour(Conditions& conditions) {
  const bool honest = conditions.all_is_well || conditions.dice.once_in(6);
  SmtpBehaviour behaviour = honest ? SmtpBehaviour::honest() : SmtpBehaviour::rolled(conditions.dice);
  behaviour.implicit_tls = conditions.implicit_tls;
  return behaviour;
}

}  // namespace

SendingJob::SendingJob(std::uint64_t seed)
    : Conditions(seed, 900, 4'000),
      behaviour(some_behaviour(*this)),
      server(behaviour, user, known_secret(), Dice(dice.roll())),
      network(server, weather, Dice(dice.roll())) {
  from = dice.once_in(8) ? "" : "pump3@plant.example";
  for (std::size_t i = dice.from(1, 6); i != 0; --i) to.push_back("user" + std::to_string(i) + "@plant.example");
  text = some_text(dice);
  mails = dice.from(1, 3);
}

std::string SendingJob::description() const {
  return Conditions::description() + "  server:  " + behaviour.text() + "\n  work:    " + std::to_string(to.size()) +
         " recipients, " + std::to_string(text.size()) + " octets, " + std::to_string(mails) + " mails\n";
}

// Octet for octet, but for line ends; of a composed mail, all of its parts.
bool SendingJob::is_sent_text(const std::string& received) const {
  if (composed)
    return received.starts_with("Date: ") && received.find("\r\nSubject: pump 3\r\n") != std::string::npos &&
           received.find("\r\nTHE-BODY\r\n") != std::string::npos && received.ends_with("\r\n");
  std::string wire;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) wire += '\r';
    wire += text[i];
  }
  return received == wire;
}

void SendingJob::check_secrets(const std::string& shown) const {
  Conditions::check_secrets(network, shown, {"AUTH", "MAIL", "RCPT", "DATA", "THE-BODY"});
}

void SendingJob::check_taken(const std::vector<std::string>& recipients, std::size_t delivered) const {
  // Then no word of either side is worth anything.
  if (network.falsified_in_clear || behaviour.misdeed == SmtpMisdeed::wrong_code) return;
  // The last one: the next cannot have begun. A server that lies has more than it said.
  require(server.mails.size() >= delivered, "success, and the server has no such mail");
  const ReceivedMail& mail = server.mails.back();
  require(mail.from == from, "success, and the sender is another");
  require(is_sent_text(mail.text), "success, and the text is another");
  if (behaviour.misdeed == SmtpMisdeed::refuse) {  // it lied about recipients, in one direction
    for (const std::string& r : recipients)
      require(std::find(mail.to.begin(), mail.to.end(), r) != mail.to.end(), "success, and a recipient is missing");
    return;
  }
  require(mail.to == recipients, "success, and the recipients are others");
}

}  // namespace sim
