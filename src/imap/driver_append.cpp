// A message from a source. Its size was promised to the server: a source that gives less, or more, ends the connection
// before the message is complete.
#include "driver.hpp"

namespace mailmote::imap {

Put MailboxDriver::ask_append() {
  const Request& r = *request_;
  const bool fits = r.source != nullptr && r.size != 0 && r.source->size().value_or(r.size) == r.size;
  if (!fits) {
    give_up(Category::io, Advice::check_source, Retry::after_fix);
    return Put::later;
  }
  std::optional<std::int64_t> date;
  if (r.date != 0) date = r.date;
  holds_last_ = false;
  return session_.append(r.mailbox, r.flags, date, r.size);
}

// Reads the message straight into the free part of the outbox: all but its last octet.
void MailboxDriver::feed() {
  while (session_.body_left() > 1) {
    std::span<char> room = session_.body_room();
    if (room.size() == session_.body_left()) room = room.first(room.size() - 1);
    if (room.empty()) return;
    const IoResult got = read_source(room);
    if (got.io != Io::done) return;
    static_cast<void>(session_.put_body({room.data(), got.count}));
  }
  if (session_.body_left() == 1) feed_last();
}

// The last octet goes once the source has told that it was the last.
void MailboxDriver::feed_last() {
  if (!holds_last_) holds_last_ = read_source({&last_octet_, 1}).io == Io::done;
  if (!holds_last_ || outcome_ != Progress::again || session_.body_room().empty()) return;
  char beyond = 0;
  const IoResult got = request_->source->read({&beyond, 1});
  const bool later = got.io == Io::want_read || got.io == Io::want_write;
  if (later) {
    wait_for_source_ = true;
  } else if (got.io == Io::closed) {
    static_cast<void>(session_.put_body({&last_octet_, 1}));
  } else {
    hang_up(Category::io, Advice::check_source, Retry::after_fix);
  }
}

// Octets, or none yet, or the end of it all.
IoResult MailboxDriver::read_source(std::span<char> room) {
  const IoResult got = request_->source->read(room);
  const bool moved = got.io == Io::done && got.count != 0 && got.count <= room.size();
  if (moved) return got;
  if (got.io == Io::want_read || got.io == Io::want_write) {
    wait_for_source_ = true;
  } else {
    hang_up(Category::io, Advice::check_source, Retry::after_fix);
  }
  return {Io::want_read, 0};
}

}  // namespace mailmote::imap
