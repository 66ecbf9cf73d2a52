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

// In the order of Command, one after the other: smaller than a table of them.
constexpr char verbs[] = "\0HELO \0EHLO \0STARTTLS\0AUTH \0MAIL FROM:<\0RCPT TO:<\0DATA\0.\0RSET\0QUIT";

std::string_view verb(Command command) {
  const char* text = verbs;
  for (auto n = static_cast<unsigned>(command); n != 0; --n) text += std::strlen(text) + 1;
  return text;
}

}  // namespace

// Without PIPELINING one command at a time; with it, none behind DATA, which has to be the last of its group.
bool Session::may_send() const {
  if (responding_) return false;
  if (pending_count_ == 0) return true;
  return capabilities_.pipelining && pending_count_ < max_pending && pending_[pending_count_ - 1U] != Command::data;
}

Put Session::begin_line(Command command, std::string_view argument) {
  if (!may_send() || (command >= Command::mail && phase_ != Phase::ready)) return Put::later;
  if (!is_path(argument)) return Put::refused;
  out_.begin();
  out_.put(verb(helo_ && command == Command::hello ? Command::greeting : command)).put(argument);
  if (command == Command::mail || command == Command::rcpt) out_.put(">");
  return Put::done;
}

Put Session::end_line(Command command) {
  out_.put("\r\n");
  return commit(command);
}

Put Session::commit(Command command) {
  if (!out_.commit()) return out_.empty() ? Put::too_small : Put::later;
  expect(command);
  return Put::done;
}

Put Session::put_line(Command command, std::string_view argument) {
  const Put put = begin_line(command, argument);
  return put == Put::done ? end_line(command) : put;
}

// A reply is due. One of which octets are there already was sent before anything was asked, by whomever.
void Session::expect(Command command) {
  pending_[pending_count_++] = command;
  if (pending_count_ != 1) return;
  if (!window().empty()) early_ = true;
  arm_for_reply();
}

// How long the server may take. A QUIT that nobody answers is not worth waiting for.
void Session::arm_for_reply() {
  constexpr std::uint32_t quit_ms = 5'000;
  const Command command = oldest();
  std::uint32_t limit = settings_.command_ms;
  if (command == Command::greeting) limit = settings_.greeting_ms;
  if (command == Command::body) limit = settings_.accept_ms;
  if (command == Command::quit) limit = quit_ms;
  if (command == Command::none) limit = 0;
  arm(limit);
}

// Whether the oldest command has left whole. Each is a line, and so is what waits in front of it.
bool Session::is_asked() const {
  std::size_t unsent = 0;
  for (const char c : out_.ready()) unsent += c == '\n' ? 1 : 0;
  return !responding_ && unsent < pending_count_;
}

void Session::answered() {
  if (pending_count_ != 0) --pending_count_;
  std::memmove(pending_.data(), pending_.data() + 1, max_pending);
  arm_for_reply();
}

Put Session::mail(std::string_view reverse_path, std::optional<std::uint64_t> size, bool eight_bit) {
  Put put = begin_line(Command::mail, reverse_path);
  if (put != Put::done) return put;
  if (size && capabilities_.size) out_.put(" SIZE=").put_number(*size);
  if (eight_bit && capabilities_.eight_bit) out_.put(" BODY=8BITMIME");
  put = end_line(Command::mail);
  if (put != Put::done) return put;
  body_ms_ = settings_.body_ms;
  if (size && settings_.command_ms != 0) {
    constexpr std::uint32_t octets_a_second = 16 * 1024, most = 24 * 3600 * octets_a_second;
    const std::uint32_t octets = *size < most ? static_cast<std::uint32_t>(*size) : most;
    body_ms_ = settings_.command_ms + octets / octets_a_second * 1000;
  }
  return put;
}

Put Session::rcpt(std::string_view forward_path) {
  return forward_path.empty() ? Put::refused : put_line(Command::rcpt, forward_path);
}

Put Session::quit() {
  const Put put = put_line(Command::quit, {});
  if (put == Put::done) phase_ = Phase::over;
  return put;
}

void Session::on_mail() {
  const bool positive = said_.positive();
  if (!positive && said_.code < 400) return refuse(Category::protocol);
  due_ = EventKind::reply;
  if (answered_ == Command::rcpt) {
    ++recipients_;
    if (positive && mail_accepted_) ++accepted_;
    if (positive && !mail_accepted_) stray_ = true;
    return;
  }
  // Another mail begins, or this one is over. The verdict on a text for nobody is no event: see on_data().
  if (answered_ == Command::body && accepted_ == 0) due_ = EventKind::need_input;
  accepted_ = recipients_ = 0;
  stray_ = false;
  mail_accepted_ = answered_ == Command::mail && positive;
  stage_ = Stage::envelope;
}

void Session::on_data() {
  due_ = EventKind::reply;
  if (said_.code >= 400) {
    stage_ = Stage::envelope;
    return;
  }
  // RFC 2920 3.1: the server may wait for a text that nobody would get. An empty one ends it. Where it took recipients
  // without a sender, they would get the empty one: only hanging up is safe.
  if (said_.code != 354 || (accepted_ == 0 && stray_)) return refuse(Category::protocol);
  if (accepted_ == 0) return ask(Command::body, {});
  dots_.reset();
  phase_ = Phase::body;
  arm(body_ms_);
}

std::span<char> Session::body_room() {
  constexpr std::size_t worthwhile = 32;  // less is not worth a call: wait until octets have left
  const std::span<char> room = out_.room();
  if (!wants_body() || room.size() < worthwhile) return {};
  return room.last(room.size() / 2);
}

std::size_t Session::put_body(std::string_view text) {
  if (!wants_body()) return 0;
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
