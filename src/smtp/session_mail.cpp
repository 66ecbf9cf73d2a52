// Mails: an envelope, a text, and the commands under way.
#include <mailmote/smtp/session.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

// One path and nothing else: what could end it, or the line, cannot be carried. ASCII only (no SMTPUTF8).
bool is_path(std::string_view address) {
  for (const char c : address)
    if (wire::is_control(c) || !wire::is_ascii(c) || c == ' ' || c == '<' || c == '>') return false;
  return true;
}

}  // namespace

// Without PIPELINING one command at a time; with it, none behind DATA, which has to be the last of its group.
bool Session::may_send() const {
  if (state() != State::open || responding_) return false;
  if (pending_count_ == 0) return true;
  const Pending& last = pending_[pending_count_ - 1U];
  return capabilities_.pipelining && pending_count_ < pending_.size() && last.count != UINT16_MAX &&
         last.command != Command::data;
}

Put Session::put_line(Command command, std::string_view verb, std::string_view argument, std::string_view behind) {
  if (!may_send()) return Put::later;
  if (!is_path(argument)) return Put::refused;
  const bool fresh = out_.empty();
  out_.begin();
  out_.put(verb).put(argument).put(behind).put("\r\n");
  if (!out_.commit()) return fresh ? Put::too_small : Put::later;
  expect(command);
  return Put::done;
}

// A reply is due. One of which octets are there already was sent before anything was asked, by whomever.
void Session::expect(Command command) {
  const bool first = pending_count_ == 0;
  if (first && !window().empty()) early_ = true;
  if (pending_count_ != 0 && pending_[pending_count_ - 1U].command == command) {
    ++pending_[pending_count_ - 1U].count;
  } else {
    pending_[pending_count_++] = {command, 1};
  }
  if (first) arm(limit(command));
}

// Whether the oldest command has left whole. Each is a line, and so is what waits in front of it.
bool Session::is_asked() const {
  if (responding_) return false;
  std::size_t unsent = 0, asked = 0;
  for (const char c : out_.ready()) unsent += c == '\n' ? 1 : 0;
  for (std::size_t i = 0; i < pending_count_; ++i) asked += pending_[i].count;
  return unsent < asked;
}

// How long the server may take. A QUIT that nobody answers is not worth waiting for.
std::uint32_t Session::limit(Command command) const {
  constexpr std::uint32_t quit_ms = 5'000;
  if (command == Command::quit) return quit_ms;
  return command == Command::body ? settings_.accept_ms : settings_.command_ms;
}

void Session::answered() {
  if (--pending_[0].count == 0) {
    --pending_count_;
    for (std::size_t i = 0; i < pending_count_; ++i) pending_[i] = pending_[i + 1];
  }
  if (pending_count_ == 0) {
    disarm();
  } else {
    arm(limit(oldest()));
  }
}

Put Session::mail(std::string_view reverse_path, std::optional<std::uint64_t> size, bool eight_bit) {
  if (phase_ != Phase::ready || !may_send()) return Put::later;
  if (!is_path(reverse_path)) return Put::refused;
  const bool fresh = out_.empty();
  out_.begin();
  out_.put("MAIL FROM:<").put(reverse_path).put(">");
  if (size && capabilities_.size) out_.put(" SIZE=").put_number(*size);
  if (eight_bit && capabilities_.eight_bit) out_.put(" BODY=8BITMIME");
  out_.put("\r\n");
  if (!out_.commit()) return fresh ? Put::too_small : Put::later;
  size_ = size;
  expect(Command::mail);
  return Put::done;
}

Put Session::rcpt(std::string_view forward_path) {
  if (phase_ != Phase::ready) return Put::later;
  if (forward_path.empty()) return Put::refused;
  return put_line(Command::rcpt, "RCPT TO:<", forward_path, ">");
}

Put Session::data() {
  if (phase_ != Phase::ready) return Put::later;
  return put_line(Command::data, "DATA", {});
}

Put Session::rset() {
  if (phase_ != Phase::ready) return Put::later;
  return put_line(Command::rset, "RSET", {});
}

Put Session::quit() {
  if (phase_ != Phase::ready) return Put::later;
  const Put put = put_line(Command::quit, "QUIT", {});
  if (put == Put::done) phase_ = Phase::quitting;
  return put;
}

SessionEvent Session::on_mail(Command command, const Reply& reply) {
  const Stage stage = command == Command::body ? Stage::data : Stage::envelope;
  if (!reply.positive() && reply.code < 400) return stop(Category::protocol, stage, reply);
  SessionEvent e;
  e.kind = EventKind::reply;
  e.command = command;
  e.reply = reply;
  if (command != Command::rcpt) {  // another mail begins, or this one is over
    accepted_ = recipients_ = 0;
    stray_ = false;
    mail_accepted_ = command == Command::mail && reply.positive();
  }
  if (command == Command::rcpt) {
    e.index = recipients_++;
    if (reply.positive() && mail_accepted_) ++accepted_;
    if (reply.positive() && !mail_accepted_) stray_ = true;
  }
  if (command == Command::body && discarding_) {
    discarding_ = false;
    return {};
  }
  return e;
}

SessionEvent Session::on_data(const Reply& reply) {
  if (reply.code != 354 && reply.code < 400) return stop(Category::protocol, Stage::data, reply);
  SessionEvent e;
  e.kind = EventKind::reply;
  e.command = Command::data;
  e.reply = reply;
  if (reply.code != 354) return e;
  dots_.reset();
  if (accepted_ == 0) {
    // RFC 2920 3.1: the server waits for a text that nobody would get. An empty one ends it. Where it took recipients
    // without a sender, they would get the empty one: only hanging up is safe.
    if (stray_) return stop(Category::protocol, Stage::data, reply);
    discarding_ = true;
    out_.begin();
    out_.put(".\r\n");
    if (!out_.commit()) return stop(Category::limit, Stage::data, Advice::buffer_too_small);
    expect(Command::body);
    return e;
  }
  phase_ = Phase::body;
  constexpr std::uint64_t octets_a_second = 16ULL * 1024, most = 24ULL * 3600;
  const std::uint64_t seconds = size_ ? *size_ / octets_a_second : 0;
  const auto extra = static_cast<std::uint32_t>(seconds < most ? seconds : most) * 1000U;
  const bool told = size_ && settings_.command_ms != 0;
  arm(told ? settings_.command_ms + extra : settings_.body_ms);
  return e;
}

std::span<char> Session::body_room() {
  constexpr std::size_t worthwhile = 32;  // less is not worth a call: wait until octets have left
  const std::span<char> room = out_.room();
  if (!wants_body() || room.size() < worthwhile) return {};
  return room.last(room.size() / 2);
}

std::size_t Session::put_body(std::string_view text) {
  if (!wants_body() || state() != State::open) return 0;
  const wire::Step step = dots_.encode(text, out_.room());
  out_.filled(step.written);
  return step.taken;
}

Put Session::end_body() {
  if (!wants_body()) return Put::later;
  const std::size_t n = dots_.finish(out_.room());
  if (n == 0) return Put::later;
  out_.filled(n);
  phase_ = Phase::ready;
  expect(Command::body);
  return Put::done;
}

}  // namespace mailmote::smtp
