// One notice is three octets, and its text: kind and marks, then the length, low octet first.
#include <mailmote/notices.hpp>

#include <cstring>

namespace mailmote {

namespace {

constexpr std::size_t head = 3;
constexpr std::size_t most = 0xFFFF;
constexpr unsigned secured_mark = 16, cut_mark = 32, kind_mask = 15;

constexpr std::size_t octet(char c) { return static_cast<unsigned char>(c); }

std::size_t length_at(const char* at) { return octet(at[1]) | octet(at[2]) << 8; }

}  // namespace

NoticeLog::NoticeLog(std::span<char> memory) : memory_(memory.data(), memory.size() < most ? memory.size() : most) {}

void NoticeLog::add(const ServerNotice& notice) {
  const std::size_t room = memory_.size() - used_;
  if (room <= head) {
    if (dropped_ != most) ++dropped_;
    return;
  }
  const std::size_t fits = room - head;
  const std::size_t n = notice.text.size() < fits ? notice.text.size() : fits;
  const bool cut = notice.cut || n < notice.text.size();
  char* const to = memory_.data() + used_;
  to[0] = static_cast<char>(static_cast<unsigned>(notice.kind) | (notice.secured ? secured_mark : 0U) |
                            (cut ? cut_mark : 0U));
  to[1] = static_cast<char>(n & 0xFFU);
  to[2] = static_cast<char>(n >> 8);
  if (n != 0) std::memcpy(to + head, notice.text.data(), n);
  used_ = static_cast<std::uint16_t>(used_ + head + n);
}

ServerNotice NoticeLog::Iterator::operator*() const {
  const std::size_t marks = octet(at_[0]);
  return {static_cast<NoticeKind>(marks & kind_mask),
          (marks & secured_mark) != 0,
          (marks & cut_mark) != 0,
          {at_ + head, length_at(at_)}};
}

NoticeLog::Iterator& NoticeLog::Iterator::operator++() {
  at_ += head + length_at(at_);
  return *this;
}

}  // namespace mailmote
