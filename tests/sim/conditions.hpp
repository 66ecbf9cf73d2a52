// One seed: whether all is well, which weather, and what the client has. A job of some protocol adds its server to it.
#pragma once

#include <initializer_list>
#include <string>

#include "dice.hpp"
#include "network.hpp"
#include "run.hpp"

namespace sim {

struct Conditions {
  // A misfortune may come anywhere within so many octets.
  Conditions(std::uint64_t seed, std::size_t most_received, std::size_t most_sent);

  Dice dice;
  bool all_is_well;  // fine weather and an honest server: everything has to succeed
  Weather weather;
  bool implicit_tls;
  std::string user, secret;  // no user: no login
  bool token = false;
  bool knows_secret = true;  // else the server knows another
  bool in_clear = false;     // the user wrote /notls
  std::size_t rx, tx, scratch;

  std::string known_secret() const { return knows_secret ? secret : "another"; }
  std::string description() const;
  // The front of a specification, up to the flags that say how it is secured. Draws from the dice.
  std::string spec_front(const char* service);

  // No secret where it may be seen; where TLS has to come first, none of these words of the protocol before it.
  void check_secrets(const SimNetwork& network, const std::string& shown,
                     std::initializer_list<const char*> words) const;
};

}  // namespace sim
