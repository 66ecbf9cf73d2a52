// Responses: what one means where the conversation stands. What is called from one place is inline where that is less
// code.
#include <mailmote/imap/session.hpp>

#include <cstring>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

// Who speaks, if a greeting begins with that. No IMAP server's does.
Advice other_service(char first) {
  if (first == '+') return Advice::use_pop3;
  // A TLS alert or handshake record (RFC 8446 5.1).
  return first == 0x15 || first == 0x16 ? Advice::use_ssl : Advice::none;
}

constexpr std::size_t least_window = 64, least_text = 32;
constexpr std::uint32_t octets_a_second = 16 * 1024;  // a transfer whose size is told gets a second more for so many

// Of a tag like ours: "A", and a number without leading zeros. 0: none of ours.
std::uint16_t tag_number(std::string_view tag) {
  std::uint32_t n = 0;
  if (tag.size() < 2 || tag[0] != 'A' || tag[1] == '0') return 0;
  if (!read_number({tag.data() + 1, tag.size() - 1}, n) || n > UINT16_MAX) return 0;
  return static_cast<std::uint16_t>(n);
}

bool is_status(Response r) { return r >= Response::ok && r <= Response::preauth; }

Status status_of(Response r) {
  switch (r) {
    case Response::no: return Status::no;
    case Response::bad: return Status::bad;
    case Response::bye: return Status::bye;
    default: return Status::ok;
  }
}

}  // namespace

Session::Session(const Buffers& buffers, const Settings& settings)
    : SessionState(settings),
      Link(buffers.rx, buffers.tx, settings.start),
      text_(buffers.text),
      reader_(buffers.scratch) {}

void Session::start() {
  if (state() != State::open) return;
  if (rx().size() + window().size() < least_window || text_.size() < least_text)
    return stop(Category::limit, Advice::buffer_too_small);
  expect(Command::greeting);
}

void Session::secured() {
  if (state() != State::securing) return;
  forget_clear();
  reader_.reset();
  capabilities_.reset();
  mailbox_ = {};
  stage_ = Stage::capability;
  ask(put_bare(Command::capability));
}

const SessionEvent& Session::next() {
  if (wide && phase_ == Phase::ready && !body_) return next_quickly();
  if (responding_ || body_) go_on_sending();
  return next_of_any();
}

// Most of what comes is values, and the lists that they stand in: nothing to the session.
inline bool Session::passes(const Event& e) {
  return e.kind > Kind::begin && e.kind <= Kind::text && e.response > Response::capability && e.left == 0;
}

// Once the login is over, and as long as the link is open.
inline const SessionEvent& Session::next_quickly() {
  const Event& e = reader_.next(window());
  if (!passes(e)) return next_from(e);
  emit(EventKind::data);  // which the response's begin came with, too
  return event_;
}

const SessionEvent& Session::next_from(const Event& e) {
  event_.kind = EventKind::need_input;
  return take(e) && event_.kind == EventKind::need_input ? next_of_any() : event_;
}

const SessionEvent& Session::next_of_any() {
  if (state() == State::ended) return event_;
  event_.kind = EventKind::need_input;
  while (state() == State::open && event_.kind == EventKind::need_input) {
    if (phase_ == Phase::login && is_elsewhere(window())) break;
    if (!take(reader_.next(window()))) break;
  }
  return event_;
}

// What waits for room.
inline void Session::go_on_sending() {
  if (responding_) respond();
  if (body_) end_body_if_due();
}

// What the session makes of it; false if all that arrived was read.
bool Session::take(const Event& e) {
  event_.data = &e;
  const bool data = phase_ == Phase::ready && e.kind >= Kind::begin && e.kind <= Kind::text;
  if (data) emit(EventKind::data);
  if (data && passes(e)) return true;
  code_.read(e, settings_.codes);
  switch (e.kind) {
    case Kind::need_input: out_of_input(); return false;
    case Kind::begin: on_begin(e); break;
    case Kind::value: on_value(e); break;
    case Kind::text: keep(e); break;
    case Kind::end: on_end(e); break;
    case Kind::failed: stop(is_limit(reader_.fault()) ? Category::limit : Category::protocol); break;
    default: break;
  }
  return true;
}

// The greeting is another protocol's.
inline bool Session::is_elsewhere(std::string_view in) {
  if (oldest() != Command::greeting || in.empty() || reader_.in_response()) return false;
  const Advice advice = other_service(in[0]);
  if (advice == Advice::none) return false;
  stop(Category::protocol, advice);
  return true;
}

inline void Session::on_begin(const Event& e) {
  event_.text = {};
  event_.cut = code_tells_ = streaming_ = false;
  event_.command = Command::none;
  if (oldest() == Command::greeting) return on_greeting(e);
  switch (e.line) {
    case Line::tagged: return on_tagged(e);
    case Line::untagged: return on_untagged(e);
    case Line::continuation: break;
  }
  // Nothing goes on that does not wait for it, or has not been asked for yet.
  if (awaits_ == Awaits::nothing || !is_asked(pending_count_ - 1U)) stop(Category::protocol);
}

// The answer to a command under way that has left whole, or none at all.
inline void Session::on_tagged(const Event& e) {
  const std::uint16_t tag = tag_number(e.tag);
  std::size_t index = 0;
  while (index != pending_count_ && pending_[index].tag != tag) ++index;
  const bool answers = e.response == Response::ok || e.response == Response::no || e.response == Response::bad;
  if (tag == 0 || index == pending_count_ || !answers || !may_be_answered(index, e.response))
    return stop(Category::protocol);
  answered_ = static_cast<std::uint8_t>(index);
}

inline void Session::on_untagged(const Event& e) {
  if (++untagged_ > max_untagged) return stop(Category::limit);
  switch (e.response) {
    case Response::preauth: return stop(Category::protocol);  // a greeting, and none is due
    case Response::capability:
      capabilities_.begin();
      told_ = true;
      break;
    case Response::exists: mailbox_.exists = e.number; break;
    case Response::recent: mailbox_.recent = e.number; break;
    case Response::expunge:
      if (e.number != 0 && e.number <= mailbox_.exists) --mailbox_.exists;
      break;
    default: break;
  }
}

inline void Session::on_value(const Event& e) {
  if (e.form == Form::literal && e.left != 0 && !streaming_) on_long_literal(e);
  if (e.response == Response::capability) {
    if (e.last) capabilities_.read(e.bytes);
    return;
  }
  if (!is_status(e.response)) return;
  if (code_tells_ && e.last) capabilities_.read(e.bytes);
  if (code_.code() != Code::capability || code_tells_) return;
  capabilities_.begin();
  code_tells_ = told_ = true;
}

// It tells its size, and gets its time, once; if it is asked for.
inline void Session::on_long_literal(const Event& e) {
  streaming_ = true;
  if (oldest() == Command::fetch) extend_for(e.left);
}

void Session::extend_for(std::uint64_t octets) {
  constexpr std::uint64_t most = std::uint64_t{24} * 3600 * octets_a_second;
  extend(static_cast<std::uint32_t>((octets < most ? octets : most) / octets_a_second) * 1000);
}

// The text of a status, as far as there is room.
inline void Session::keep(const Event& text) {
  const std::size_t used = event_.text.size();
  std::size_t n = text.bytes.size();
  if (n > text_.size() - used) {
    n = text_.size() - used;
    event_.cut = true;
  }
  if (n != 0) std::memcpy(text_.data() + used, text.bytes.data(), n);
  event_.text = {text_.data(), used + n};
}

inline void Session::on_end(const Event& e) {
  event_.code = code_.code();
  event_.status = status_of(e.response);
  if (e.line == Line::continuation) return go_on();
  if (e.line == Line::tagged) return on_answer(event_.status);
  if (is_status(e.response)) return on_status(e);
  if (phase_ == Phase::ready) emit(EventKind::data);
}

// An untagged status. What it says of the mailbox counts; the rest is for a person, if nobody can have put it there.
void Session::on_status(const Event& e) {
  if (oldest() == Command::greeting) return greeted(e.response);
  mind_code();
  if (is_secured() || settings_.upgrade == Upgrade::never) emit(EventKind::notice);
  if (e.response != Response::bye) return;
  // It hangs up. While it judges a login it may still say why, and it has the last word on LOGOUT.
  bye_ = true;
  if (stage_ != Stage::auth && stage_ != Stage::close) refuse(Category::closed);
}

void Session::mind_code() {
  const std::uint32_t n = code_.number(0);
  switch (code_.code()) {
    case Code::uid_validity: mailbox_.uid_validity = n; break;
    case Code::uid_next: mailbox_.uid_next = n; break;
    case Code::read_only: mailbox_.read_only = true; break;
    case Code::read_write: mailbox_.read_only = is_read_only(); break;
    default: break;
  }
}

// The answer to a command is complete.
void Session::on_answer(Status status) {
  const Pending answered = pending_[answered_];
  const bool newest = answered_ + 1U == pending_count_;
  const bool leaves = (newest && is_under_way()) || !out_.has_left(answered.end);
  if (leaves && !give_up(answered.command, status)) return;
  remove_pending(answered_);
  event_.command = answered.command;
  event_.tag = answered.tag;
  if (stage_ == Stage::close) return refuse(Category::closed);
  if (phase_ == Phase::login) return on_login_answer(answered.command, status);
  emit(EventKind::completed);
  settle(answered.command, status == Status::ok);
}

// A command whose octets have not all left is refused, and what is left of it goes nowhere. It cannot be completed.
// False if the conversation ends by that: a message that the server has begun to take would have to go on.
inline bool Session::give_up(Command command, Status status) {
  if (status == Status::ok && command != Command::idle && command != Command::authenticate) {
    stop(Category::protocol);
    return false;
  }
  if (command == Command::append && awaits_ != Awaits::body) {
    refuse(Category::rejected);
    return false;
  }
  out_.drop();
  awaits_ = Awaits::nothing;
  responding_ = false;
  return true;
}

// What the session itself makes of an answer.
inline void Session::settle(Command command, bool ok) {
  switch (command) {
    case Command::select:
    case Command::examine:
      mailbox_.open = ok;
      if (ok) mind_code();
      if (!ok) mailbox_ = {};
      if (command == Command::examine) mailbox_.read_only = true;
      break;
    case Command::close:
    case Command::unselect:
      if (ok) mailbox_ = {};
      break;
    case Command::idle:
      idling_ = false;
      if (!ok || ending_ != Ending::renewal) break;
      emit(EventKind::need_input);  // nobody else asked for its end
      ask(idle());
      break;
    default: break;
  }
}

// A `+`, and it was due.
inline void Session::go_on() {
  const Awaits awaited = awaits_;
  if (awaited == Awaits::literal) static_cast<void>(out_.open_gate());
  if (awaited == Awaits::literal && out_.is_gated()) return;
  awaits_ = Awaits::nothing;
  switch (awaited) {
    case Awaits::nothing:
    case Awaits::literal: break;
    case Awaits::challenge: return on_challenge();
    case Awaits::body: return begin_body();
    case Awaits::idle:
      idling_ = true;
      arm_for_answer();
      if (ending_ == Ending::caller) say_done();
      break;
  }
}

// All that arrived was read. No end of stream, not even a proper one, completes anything.
void Session::out_of_input() {
  if (ended_by() != Io::done) {
    if (bye_) return refuse(Category::closed);
    return stop(Category::closed, stage_ == Stage::data ? Advice::not_completed : Advice::none);
  }
  if (timed_out()) out_of_time();
}

inline void Session::out_of_time() {
  if (resting_) {
    resting_ = false;
    arm(0);
    return emit(EventKind::rested);
  }
  if (!idling_) return stop(Category::timeout);
  ending_ = Ending::renewal;
  say_done();
}

// It ends by what we found, not by the server's words.
void Session::stop(Category category, Advice advice) {
  event_.text = {};
  event_.cut = false;
  refuse(category, advice);
}

// It ends by the status that was read last.
void Session::refuse(Category category, Advice advice) {
  end();
  phase_ = Phase::over;
  pending_count_ = 0;
  pending_[0].command = Command::none;
  body_ = responding_ = false;
  emit(EventKind::closed);
  if (stage_ == Stage::close) return;  // whatever comes of LOGOUT, it is a proper end
  emit(EventKind::failed);
  Error& error = failure();
  error.category = category;
  error.advice = advice;
  error.stage = stage_;
  error.retry = Retry::after_fix;
  if (category == Category::timeout) error.retry = Retry::later;
  if (category == Category::closed) error.retry = Retry::reconnect;
  error.server_text = event_.text;
  error.text_cut = event_.cut;
}

}  // namespace mailmote::imap
