// What an IMAP server keeps: mailboxes with messages, and a record of whatever its one client changed. Messages stay
// here for ever: what is gone is only marked.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "dice.hpp"
#include "mail.hpp"

namespace sim {

struct StoredMessage {
  std::uint32_t uid = 0;
  Mail mail;
  std::set<std::string> flags;
  bool gone = false;
};

struct StoredMailbox {
  std::uint32_t uid_validity = 1;
  std::uint32_t uid_next = 1;
  std::vector<StoredMessage> messages;

  StoredMessage* find(std::uint32_t uid);
  const StoredMessage* find(std::uint32_t uid) const;
  StoredMessage& add(Mail mail, std::set<std::string> flags);
  std::size_t count() const;  // without those that are gone
  std::size_t unseen() const;
};

// By the client. Of a message, where it lay then.
struct StoreChange {
  std::string mailbox;
  std::uint32_t uid = 0;  // 0, where it is looked for: any
  std::string what;       // "+\Seen", "-\Seen", "=\Seen", "append", "copy Archive", "move Archive", "expunge", "create"

  bool operator==(const StoreChange&) const = default;
};

struct MailStore {
  explicit MailStore(Dice& dice);

  std::map<std::string, StoredMailbox> mailboxes;  // by their names on the wire
  std::vector<StoreChange> changes;

  void changed(const std::string& mailbox, std::uint32_t uid, const std::string& what) {
    changes.push_back({mailbox, uid, what});
  }
};

}  // namespace sim
