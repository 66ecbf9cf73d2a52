#include "mail_store.hpp"

#include <algorithm>

namespace sim {

const StoredMessage* StoredMailbox::find(std::uint32_t uid) const {
  for (const StoredMessage& m : messages)
    if (m.uid == uid) return &m;
  return nullptr;
}

StoredMessage* StoredMailbox::find(std::uint32_t uid) {
  return const_cast<StoredMessage*>(static_cast<const StoredMailbox*>(this)->find(uid));
}

StoredMessage& StoredMailbox::add(Mail mail, std::set<std::string> flags) {
  messages.push_back({uid_next++, std::move(mail), std::move(flags), false});
  return messages.back();
}

std::size_t StoredMailbox::count() const {
  return static_cast<std::size_t>(
      std::count_if(messages.begin(), messages.end(), [](const StoredMessage& m) { return !m.gone; }));
}

std::size_t StoredMailbox::unseen() const {
  return static_cast<std::size_t>(std::count_if(messages.begin(), messages.end(), [](const StoredMessage& m) {
    return !m.gone && m.flags.count("\\Seen") == 0;
  }));
}

MailStore::MailStore(Dice& dice) {
  for (const char* name : {"INBOX", "Archive", "Entw&APw-rfe", "a b"}) {
    StoredMailbox& box = mailboxes[name];
    box.uid_validity = dice.time(1, UINT32_MAX);
    box.uid_next = dice.once_in(8) ? dice.time(4'000'000'000U, 4'294'967'000U) : dice.time(1, 2'000);
    const std::size_t messages = name == std::string("INBOX") ? dice.from(0, 8) : dice.from(0, 1);
    for (std::size_t i = 0; i < messages; ++i) {
      box.uid_next += dice.once_in(3) ? dice.time(1, 20) : 0;
      std::set<std::string> flags;
      if (dice.once_in(3)) flags.insert("\\Seen");
      if (dice.once_in(10)) flags.insert("\\Deleted");
      if (dice.once_in(6)) flags.insert("$Junk");
      box.add(Mail::rolled(dice), flags);
    }
  }
}

}  // namespace sim
