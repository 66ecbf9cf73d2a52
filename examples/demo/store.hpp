// The mails that the demonstration server has taken, in memory, for all its protocols at once.
//
// Threads may use it at the same time. A mail never changes and is numbered as it came, from 1. When the store is
// full it takes no more; it forgets none.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace demo {

struct Mail {
  std::string from;
  std::vector<std::string> to;
  std::string text;           // header and body as they came, lines ended by CRLF, dots not doubled
  std::int64_t received = 0;  // seconds since 1970; 0: when the store got it
};

class Store {
 public:
  static constexpr std::size_t max_mails = 10'000;
  static constexpr std::size_t max_octets = 256 * 1024 * 1024;

  // Its number, or 0 if the store is full.
  std::size_t add(Mail mail) {
    const std::lock_guard lock(mutex_);
    if (mails_.size() == max_mails || mail.text.size() > max_octets - octets_) return 0;
    octets_ += mail.text.size();
    if (mail.received == 0) mail.received = now();
    mails_.push_back(std::make_shared<const Mail>(std::move(mail)));
    arrived_.notify_all();
    return mails_.size();
  }

  std::size_t count() const {
    const std::lock_guard lock(mutex_);
    return mails_.size();
  }

  // Null if there is no such mail.
  std::shared_ptr<const Mail> mail(std::size_t number) const {
    const std::lock_guard lock(mutex_);
    return number != 0 && number <= mails_.size() ? mails_[number - 1] : nullptr;
  }

  // Waits until there are more than `count` mails; false if `time` passes first.
  bool wait_beyond(std::size_t count, std::chrono::milliseconds time) const {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, time, [&] { return mails_.size() > count; });
  }

 private:
  static std::int64_t now() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
  }

  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::vector<std::shared_ptr<const Mail>> mails_;
  std::size_t octets_ = 0;
};

}  // namespace demo
