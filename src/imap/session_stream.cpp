// Commands that go on behind their line: APPEND's message, IDLE, and a rest between two commands.
#include <mailmote/imap/session.hpp>

#include <cstring>

namespace mailmote::imap {

Put Session::append(std::string_view mailbox, const Flags& flags, std::optional<std::int64_t> date,
                    std::uint64_t size) {
  begin_command(Command::append);
  put_mailbox_name(mailbox);
  out_.put(' ');
  if (!flags.empty()) {
    put_flags(out_, flags);
    out_.put(' ');
  }
  if (date) {
    put_date_time(out_, *date);
    out_.put(' ');
  }
  const bool at_once = goes_at_once(forms(), size);
  out_.put('{').put_number(size).put(at_once ? "+}" : "}");
  const Put put = end_command();
  if (put != Put::done) return put;
  line_end_ = out_.mark();
  body_left_ = size;
  if (!at_once) {
    awaits_ = Awaits::body;
  } else {
    begin_body();
  }
  return put;
}

// The server takes the message now. Its size is known, and so is the time that it may take.
void Session::begin_body() {
  body_ = true;
  if (oldest() == Command::append) arm_for_answer();
  end_body_if_due();
}

std::size_t Session::put_body(std::string_view octets) {
  if (!body_) return 0;
  const std::span<char> room = out_.room();
  std::size_t n = octets.size() < room.size() ? octets.size() : room.size();
  if (n > body_left_) n = static_cast<std::size_t>(body_left_);
  if (n != 0) std::memmove(room.data(), octets.data(), n);
  out_.filled(n);
  body_left_ -= n;
  end_body_if_due();
  return n;
}

std::span<char> Session::body_room() {
  if (!body_) return {};
  const std::span<char> room = out_.room();
  return body_left_ < room.size() ? room.first(static_cast<std::size_t>(body_left_)) : room;
}

// The line end behind the message ends the command.
void Session::end_body_if_due() {
  if (body_left_ != 0 || out_.room().size() < 2) return;
  out_.put("\r\n");
  body_ = false;
  pending_[pending_count_ - 1U].end = out_.mark();
}

Put Session::idle() {
  if (!capabilities_.has(Capability::idle)) return Put::unsupported;
  if (pending_count_ != 0) return Put::later;
  const Put put = put_bare(Command::idle);
  if (put != Put::done) return put;
  awaits_ = Awaits::idle;
  ending_ = Ending::none;
  return put;
}

// What is not begun yet ends as soon as it is.
Put Session::done() {
  if (oldest() != Command::idle) return Put::later;
  ending_ = Ending::caller;
  if (idling_) say_done();
  return Put::done;
}

void Session::say_done() {
  idling_ = false;
  out_.begin();
  out_.put("DONE\r\n");
  if (!out_.commit()) return stop(Category::limit, Advice::buffer_too_small);
  pending_[0].end = out_.mark();
  arm(settings_.command_ms);
}

Put Session::rest(std::uint32_t milliseconds) {
  if (pending_count_ != 0 || !is_ready()) return Put::later;
  resting_ = true;
  arm(milliseconds != 0 ? milliseconds : 1);
  return Put::done;
}

}  // namespace mailmote::imap
