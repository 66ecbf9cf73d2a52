#include "inbox.hpp"

namespace demo {

std::vector<std::uint32_t> Inbox::uids() const {
  const std::uint32_t next = next_uid();
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t> there;
  for (std::uint32_t uid = 1; uid < next; ++uid) {
    const auto found = marks_.find(uid);
    if (found == marks_.end() || !found->second.expunged) there.push_back(uid);
  }
  return there;
}

Marks Inbox::marks(std::uint32_t uid) const {
  const std::lock_guard lock(mutex_);
  const auto found = marks_.find(uid);
  return found == marks_.end() ? Marks() : found->second;
}

std::uint64_t Inbox::last_change() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

std::uint64_t Inbox::change_flags(std::uint32_t uid, FlagChange change, const Flags& flags) {
  const std::lock_guard lock(mutex_);
  Marks& marks = marks_[uid];
  if (change == FlagChange::replace) marks.flags.clear();
  for (const std::string& flag : flags) {
    if (change == FlagChange::remove) {
      marks.flags.erase(flag);
    } else {
      marks.flags.insert(flag);
    }
  }
  const std::uint64_t before = marks.change;
  marks.change = ++changes_;
  return before;
}

void Inbox::expunge(std::uint32_t uid) {
  const std::lock_guard lock(mutex_);
  marks_[uid].expunged = true;
}

std::uint32_t Inbox::add(Mail mail, const Flags& flags) {
  const auto uid = static_cast<std::uint32_t>(store_.add(std::move(mail)));
  if (uid != 0 && !flags.empty()) change_flags(uid, FlagChange::add, flags);
  return uid;
}

}  // namespace demo
