// The one mailbox: the mails of a Store with their flags, less those that were expunged. A mail's UID is its number.
//
// Threads may use it at the same time. Every change of a mail's flags has a number of its own, so that a connection can
// tell what its client does not know yet. An expunged mail can be read as long as the process lives.
#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "imap_text.hpp"
#include "store.hpp"

namespace demo {

enum class FlagChange { add, remove, replace };

struct Marks {
  Flags flags;
  std::uint64_t change = 0;  // the last one; 0: none yet
  bool expunged = false;
};

class Inbox {
 public:
  explicit Inbox(Store& store) : store_(store) {}

  // What was kept is gone with the process: the UIDs of another one mean other mails.
  std::uint32_t validity() const { return validity_; }

  // Of the mails that are there, in order.
  std::vector<std::uint32_t> uids() const;
  std::uint32_t next_uid() const { return static_cast<std::uint32_t>(store_.count() + 1); }

  std::shared_ptr<const Mail> mail(std::uint32_t uid) const { return store_.mail(uid); }
  Marks marks(std::uint32_t uid) const;
  std::uint64_t last_change() const;

  // The number of the change that was the last one before.
  std::uint64_t change_flags(std::uint32_t uid, FlagChange change, const Flags& flags);
  void expunge(std::uint32_t uid);

  // Its UID, or 0 if the store is full.
  std::uint32_t add(Mail mail, const Flags& flags);

 private:
  Store& store_;
  const std::uint32_t validity_ = static_cast<std::uint32_t>(std::time(nullptr));
  mutable std::mutex mutex_;
  std::uint64_t changes_ = 0;
  std::map<std::uint32_t, Marks> marks_;  // of mails that have any
};

}  // namespace demo
