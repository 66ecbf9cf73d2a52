// One seed of SMTP: a server, and mails to send through it; and what has to hold whatever happens.
#pragma once

#include <string>
#include <vector>

#include "conditions.hpp"
#include "smtp_server.hpp"

namespace sim {

struct SendingJob : Conditions {
  explicit SendingJob(std::uint64_t seed);

  SmtpBehaviour behaviour;
  std::string from, text;
  std::vector<std::string> to;
  bool composed = false;  // the mailer writes the header, and perhaps encodes the text
  std::size_t mails = 1;

  SmtpServer server;
  SimNetwork network;

  std::string description() const;
  bool is_sent_text(const std::string& received) const;

  void check_secrets(const std::string& shown) const;
  // The `delivered`th success, from 1: the server has the mail as it was sent, for these recipients.
  void check_taken(const std::vector<std::string>& recipients, std::size_t delivered) const;
};

Tally run_smtp_session(SendingJob& job, bool verbose);
Tally run_mailer(SendingJob& job, bool verbose);

}  // namespace sim
