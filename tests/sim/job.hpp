// One seed: a network, a server, and mails to send through them; and what has to hold whatever happens.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <mailmote/observer.hpp>

#include "network.hpp"
#include "smtp_server.hpp"

namespace sim {

// A promise was broken.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}

struct Job {
  explicit Job(std::uint64_t seed);

  Dice dice;
  bool all_is_well;  // fine weather and an honest server: every mail has to arrive
  Weather weather;
  Behaviour behaviour;
  std::string from, text;
  std::vector<std::string> to;
  std::string user, secret;  // no user: no login
  bool token = false;
  bool knows_secret = true;  // else the server knows another
  bool in_clear = false;     // the user wrote /notls
  bool composed = false;     // the mailer writes the header, and perhaps encodes the text
  std::size_t mails = 1;
  std::size_t rx = 64, tx = 512, scratch = 128;

  SmtpServer server;
  SimNetwork network;

  std::string description() const;
  bool is_sent_text(const std::string& received) const;

  void check_secrets(const std::string& shown) const;
  // The `delivered`th success, from 1: the server has the mail as it was sent, for these recipients.
  void check_taken(const std::vector<std::string>& recipients, std::size_t delivered) const;
  // Nothing is said any more.
  void check_silent(std::size_t sent) const;
};

// Keeps the transcript, and prints it if it is wanted.
class Transcript final : public mailmote::Observer {
 public:
  Transcript(SimNetwork& network, bool verbose) : network_(network), verbose_(verbose) {}
  void sent(std::string_view octets, std::uint32_t hidden) override;
  void received(std::string_view octets) override;
  void notice(mailmote::Notice notice, std::string_view text) override;
  void line(const std::string& text) const;

  std::string shown;  // all of the client's octets that may be seen

 private:
  SimNetwork& network_;
  bool verbose_;
};

// Ends an endless run.
class Patience {
 public:
  explicit Patience(const SimNetwork& network) : network_(network) {}
  void step() {
    require(++steps_ < 500'000, "it goes on and on: steps");
    require(network_.elapsed_ms < 3ULL * 3600 * 1000, "it goes on and on: three hours");
  }

 private:
  const SimNetwork& network_;
  std::size_t steps_ = 0;
};

// What became of it, for the statistics: how many mails the client knows to be delivered.
struct Tally {
  std::size_t delivered = 0;
  std::string end;  // "ok", or the category of the error
};

Tally run_session(Job& job, bool verbose);
Tally run_mailer(Job& job, bool verbose);

}  // namespace sim
