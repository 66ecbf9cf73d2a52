#include "conditions.hpp"

#include <vector>

#include "base64.hpp"

namespace sim {

Conditions::Conditions(std::uint64_t seed, std::size_t most_received, std::size_t most_sent)
    : dice(seed),
      all_is_well(dice.once_in(10)),
      weather(all_is_well || dice.once_in(4) ? Weather::fine() : Weather::rolled(dice, most_received, most_sent)),
      implicit_tls(dice.once_in(3)),
      rx(dice.from(64, 200)),
      tx(dice.from(80, 600)),
      scratch(dice.from(64, 256)) {
  token = dice.once_in(4);
  if (!dice.once_in(4)) user = dice.once_in(4) ? "zo\xC3\xAB" : "alice";
  secret = token             ? "ya29." + std::string(dice.from(1, 2000), 't')
           : dice.once_in(4) ? "correct \"horse\" b\xC3\xA4ttery"
                             : "correct-horse-battery";
  knows_secret = all_is_well || !dice.once_in(15);
  in_clear = dice.once_in(6);
}

std::string Conditions::description() const {
  return "  network: " + weather.text() + (implicit_tls ? "; TLS from the first octet" : "") +
         "\n  client:  " + (user.empty() ? "no login" : (token ? "token for " : "password for ") + user) +
         (knows_secret ? "" : ", a wrong one") + (in_clear ? ", in clear" : "") + ", rx " + std::to_string(rx) +
         ", tx " + std::to_string(tx) + ", scratch " + std::to_string(scratch) + "\n";
}

std::string Conditions::spec_front(const char* service) {
  const std::string spec = std::string("{mail.sim.example:2525/") + service;
  if (implicit_tls) return spec + "/ssl";
  if (in_clear) return spec + "/notls";
  return dice.coin() ? spec + "/tls" : spec;
}

void Conditions::check_secrets(const SimNetwork& network, const std::string& shown,
                               std::initializer_list<const char*> words) const {
  const std::string all = '\0' + user + '\0' + secret;
  // In base64 a text has three looks, by where it begins.
  std::vector<std::string> secrets{secret};
  for (std::size_t skip = 0; skip < 3; ++skip) secrets.push_back(to_base64(all.substr(2 + skip)).substr(4, 20));
  for (const std::string& s : secrets) require(shown.find(s) == std::string::npos, "a secret in the transcript");
  const std::string& clear = network.sent_in_clear;
  if (implicit_tls) require(clear.empty(), "octets in clear where TLS comes first");
  if (in_clear) return;
  for (const std::string& s : secrets) require(clear.find(s) == std::string::npos, "a secret in clear");
  for (const char* word : words)
    require(clear.find(word) == std::string::npos, "a login, or what follows it, in clear");
}

}  // namespace sim
