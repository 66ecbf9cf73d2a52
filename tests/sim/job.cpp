#include "job.hpp"

#include <algorithm>
#include <cstdio>

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

Weather some_weather(Dice& dice) { return dice.once_in(4) ? Weather::fine() : Weather::rolled(dice); }
Behaviour some_behaviour(Dice& dice) { return dice.once_in(6) ? Behaviour::honest() : Behaviour::rolled(dice); }

}  // namespace

Job::Job(std::uint64_t seed)
    : dice(seed),
      all_is_well(dice.once_in(10)),
      weather(all_is_well ? Weather::fine() : some_weather(dice)),
      behaviour(all_is_well ? Behaviour::honest() : some_behaviour(dice)),
      server(behaviour, Dice(dice.roll())),
      network(server, weather, Dice(dice.roll())) {
  from = dice.once_in(8) ? "" : "pump3@plant.example";
  for (std::size_t i = dice.from(1, 6); i != 0; --i) to.push_back("user" + std::to_string(i) + "@plant.example");
  text = some_text(dice);
  token = dice.once_in(4);
  if (!dice.once_in(4)) user = "alice";
  secret = token ? "ya29." + std::string(dice.from(1, 2000), 't') : "correct-horse-battery";
  knows_secret = all_is_well || !dice.once_in(15);
  in_clear = dice.once_in(6);
  mails = dice.from(1, 3);
  rx = dice.from(64, 200);
  tx = dice.from(80, 600);
  scratch = dice.from(64, 256);
  server.user = user;
  server.secret = knows_secret ? secret : "another";
}

std::string Job::description() const {
  return "  network: " + weather.text() + "\n  server:  " + behaviour.text() +
         "\n  client:  " + std::to_string(to.size()) + " recipients, " + std::to_string(text.size()) + " octets, " +
         std::to_string(mails) + " mails" +
         (user.empty() ? ""
          : token      ? ", token"
                       : ", password") +
         (in_clear ? ", in clear" : "") + ", rx " + std::to_string(rx) + ", tx " + std::to_string(tx) + ", scratch " +
         std::to_string(scratch) + "\n";
}

// Octet for octet, but for line ends; of a composed mail, all of its parts.
bool Job::is_sent_text(const std::string& received) const {
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

void Job::check_secrets(const std::string& shown) const {
  const std::string all = '\0' + user + '\0' + secret;
  // In base64 a text has three looks, by where it begins.
  std::vector<std::string> secrets{secret};
  for (std::size_t skip = 0; skip < 3; ++skip) secrets.push_back(to_base64(all.substr(2 + skip)).substr(4, 20));
  for (const std::string& s : secrets) require(shown.find(s) == std::string::npos, "a secret in the transcript");
  const std::string& clear = network.sent_in_clear;
  if (behaviour.implicit_tls) require(clear.empty(), "octets in clear where TLS comes first");
  if (in_clear) return;
  for (const std::string& s : secrets) require(clear.find(s) == std::string::npos, "a secret in clear");
  for (const char* word : {"AUTH", "MAIL", "RCPT", "DATA", "THE-BODY"})
    require(clear.find(word) == std::string::npos, "a mail or a login in clear");
}

void Job::check_taken(const std::vector<std::string>& recipients, std::size_t delivered) const {
  // Then no word of either side is worth anything.
  if (network.falsified_in_clear || behaviour.misdeed == Misdeed::wrong_code) return;
  // The last one: the next cannot have begun. A server that lies has more than it said.
  require(server.mails.size() >= delivered, "success, and the server has no such mail");
  const ReceivedMail& mail = server.mails.back();
  require(mail.from == from, "success, and the sender is another");
  require(is_sent_text(mail.text), "success, and the text is another");
  if (behaviour.misdeed == Misdeed::refuse) {  // it lied about recipients, in one direction
    for (const std::string& r : recipients)
      require(std::find(mail.to.begin(), mail.to.end(), r) != mail.to.end(), "success, and a recipient is missing");
    return;
  }
  require(mail.to == recipients, "success, and the recipients are others");
}

void Job::check_silent(std::size_t sent) const {
  require(network.sent() == sent, "octets after the end");
  require(network.writes_after_close == 0, "a write after close");
}

void Transcript::line(const std::string& text) const {
  if (verbose_) std::printf("%9.3f  %s\n", static_cast<double>(network_.elapsed_ms) / 1000, text.c_str());
}

namespace {

std::string visible(std::string_view octets) {
  std::string text;
  for (const char c : octets) {
    if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      text += hex;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

void Transcript::sent(std::string_view octets, std::uint32_t hidden) {
  shown += octets;
  line("C: " + visible(octets) + (hidden == 0 ? "" : "[" + std::to_string(hidden) + " hidden]"));
}

void Transcript::received(std::string_view octets) { line("S: " + visible(octets)); }

void Transcript::notice(mailmote::Notice notice, std::string_view text) {
  line("-- notice " + std::to_string(static_cast<int>(notice)) + " " + std::string(text));
}

}  // namespace sim
