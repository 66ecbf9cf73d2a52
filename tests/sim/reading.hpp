// One seed of IMAP: a server with mailboxes, a client with work to do in them, and what has to hold whatever happens.
#pragma once

#include <string>
#include <vector>

#include "conditions.hpp"
#include "imap_server.hpp"

namespace sim {

struct MailboxName {
  const char* name;  // UTF-8
  const char* wire;
};
inline constexpr MailboxName mailbox_names[] = {
    {"INBOX", "INBOX"}, {"Archive", "Archive"}, {"Entw\xC3\xBCrfe", "Entw&APw-rfe"}, {"a b", "a b"}};

struct ReadingJob : Conditions {
  explicit ReadingJob(std::uint64_t seed);

  ImapBehaviour behaviour;
  bool anonymous;
  bool read_only;
  bool quote;
  std::size_t text;   // octets for the text of a status
  std::size_t steps;  // commands, or calls

  ImapServer server;
  SimNetwork network;

  std::vector<StoreChange> asked;     // all that the client may change; uid 0: whichever
  std::vector<std::string> appended;  // messages that it hands over

  std::string description() const;
  // A message like no other.
  std::string some_message();

  // Then no word of either side is worth anything.
  bool is_falsified() const { return network.falsified_in_clear; }
  // The server lies about what is where.
  bool lies() const { return behaviour.misdeed == ImapMisdeed::expunge_storm; }
  // A literal is longer or shorter than it says.
  bool miscounts() const {
    return behaviour.misdeed == ImapMisdeed::literal_short || behaviour.misdeed == ImapMisdeed::literal_long;
  }

  // The client did nothing that it may not do, and nothing that it was not asked to do.
  void check_conduct(const std::string& shown, const Tally& tally) const;
  // These octets of the message are what it has there. `wire`: the mailbox.
  void check_content(const std::string& wire, std::uint32_t uid, const std::string& section,
                     const std::string& octets) const;
  void check_appended(const std::string& wire, const std::string& message) const;
};

Tally run_mailbox(ReadingJob& job, bool verbose);
Tally run_imap_session(ReadingJob& job, bool verbose);

}  // namespace sim
