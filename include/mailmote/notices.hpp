// What servers say beside their answers: alerts, warnings, goodbyes. A log of bounded size in the caller's memory.
//
//   NoticeStorage<512> memory;
//   NoticeLog log{memory};
//   Mailbox box{network, memory_of_box, {imap::driver}, {.notices = &log}};
//   for (const ServerNotice& n : log) show(n.text);
//   log.clear();
//
// An alert is to be shown to a person (RFC 3501 7.1), and is data all the same: whoever sat between may have written
// it, where `secured` is false. What does not fit is cut, then counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote {

enum class NoticeKind : std::uint8_t { alert, warning, error, goodbye };  // [ALERT]; untagged NO; BAD; BYE

struct ServerNotice {
  NoticeKind kind = NoticeKind::warning;
  bool secured = false;   // it came inside TLS
  bool cut = false;       // it was longer
  std::string_view text;  // octets of the server's; stays until clear()
};

template <std::size_t Bytes>
class NoticeStorage {
 public:
  operator std::span<char>() & { return bytes_; }

 private:
  std::array<char, Bytes> bytes_{};
};

class NoticeLog {
 public:
  // At most 65,535 octets of `memory` are used.
  explicit NoticeLog(std::span<char> memory);

  void add(const ServerNotice& notice);
  void clear() { used_ = dropped_ = 0; }
  bool empty() const { return used_ == 0; }
  std::uint16_t dropped() const { return dropped_; }  // how many found no room

  class Iterator {
   public:
    explicit Iterator(const char* at) : at_(at) {}
    ServerNotice operator*() const;
    Iterator& operator++();
    bool operator==(const Iterator&) const = default;

   private:
    const char* at_;
  };
  Iterator begin() const { return Iterator(memory_.data()); }
  Iterator end() const { return Iterator(memory_.data() + used_); }

 private:
  std::span<char> memory_;
  std::uint16_t used_ = 0;
  std::uint16_t dropped_ = 0;
};

}  // namespace mailmote
