// The driver's conversation: from the login to LOGOUT, one command after the other.
#include "driver.hpp"

#include <cstring>
#include <new>

#include <mailmote/imap/advice.hpp>
#include <mailmote/imap/driver.hpp>

namespace mailmote::imap {

namespace {

// The words of a refusal lie in front of the texts of answers.
std::span<char> words(std::span<char> text) { return text.first(text.size() / 4); }

Settings session_settings(const DriverSettings& s) {
  Settings settings;
  settings.start = s.start;
  settings.upgrade = s.clear_text ? Upgrade::never : Upgrade::required;
  settings.login = s.login;
  settings.anonymous = s.anonymous;
  settings.quote = s.loser;
  settings.read_only = s.read_only;
  if (s.unlimited) settings.greeting_ms = settings.command_ms = settings.transfer_ms = 0;
  return settings;
}

// How far the work is, as errors have it.
Stage stage_of(Op op) {
  switch (op) {
    case Op::list:
    case Op::search:
    case Op::envelope:
    case Op::parts:
    case Op::fetch: return Stage::fetch;
    case Op::append: return Stage::data;
    case Op::watch: return Stage::idle;
    default: return Stage::mailbox;
  }
}

Driver* make(std::span<std::byte> state, const DriverMemory& memory, const DriverSettings& settings) {
  static_assert(sizeof(MailboxDriver) <= max_driver_state);
  return new (state.data()) MailboxDriver(memory, settings);
}

}  // namespace

constinit const DriverEntry driver{Service::imap, true, &make};

MailboxDriver::MailboxDriver(const DriverMemory& memory, const DriverSettings& settings)
    : half_open_(settings.half_open),
      expunge_at_close_(settings.expunge_at_close),
      ahead_(settings.ahead),
      gone_(std::uint32_t{settings.connection} << 24U),
      poll_ms_(settings.poll_ms),
      notices_(settings.notices),
      mailbox_(settings.mailbox),
      texts_(memory.text.subspan(words(memory.text).size()), settings.charsets),
      settings_(session_settings(settings)),
      session_({memory.rx, memory.tx, memory.scratch, words(memory.text)}, settings_) {}

Counts MailboxDriver::counts() const {
  const MailboxState& m = session_.mailbox();
  return {m.exists, m.recent, m.uid_validity, m.uid_next, m.read_only};
}

void MailboxDriver::advise(Error& error) const {
  imap::advise(error, code_);
  // Servers that say no more than NO to SELECT. (BAD is no word on the mailbox.)
  if (not_opened_ && error.advice == Advice::none) error.advice = Advice::no_such_mailbox;
}

Driver::Progress MailboxDriver::advance() {
  outcome_ = Progress::again;
  wait_for_source_ = false;
  for (;;) {
    speak();
    if (outcome_ != Progress::again) return outcome_;
    const SessionEvent& e = session_.next();
    if (e.kind == EventKind::need_input) return wait_for_source_ ? Progress::waiting : Progress::again;
    listen(e);
    if (outcome_ != Progress::again) return outcome_;
  }
}

// What is due is said, as far as the session takes it.
void MailboxDriver::speak() {
  if (passing_over_) pass_over();
  if (!piece_.empty() || !decoded_.empty()) pour();
  if (due_ && !passing_over_ && outcome_ == Progress::again) follow(ask());
  if (asked_ && session_.wants_body()) feed();
}

// Nobody wants the answer to the last command any more: an IDLE is ended. A message that was promised and is not sent
// ends the connection.
void MailboxDriver::pass_over() {
  if (session_.wants_body()) return hang_up(Category::closed, Advice::not_completed, Retry::reconnect);
  static_cast<void>(session_.done());
}

Put MailboxDriver::ask() {
  switch (work_) {
    case Work::select: return ask_mailbox();
    case Work::request: return ask_request();
    case Work::expunge: return session_.close();
    case Work::logout: return session_.logout();
    case Work::login:
    case Work::nothing: break;
  }
  return Put::later;
}

void MailboxDriver::follow(Put put) {
  switch (put) {
    case Put::done:
      asked_ = true;
      due_ = false;
      return;
    case Put::later: return;
    case Put::refused: return give_up(Category::input, Advice::fix_argument, Retry::after_fix);
    case Put::read_only: return give_up(Category::policy, Advice::opened_read_only, Retry::after_fix);
    case Put::unsupported: return give_up(Category::unsupported, Advice::server_lacks_it, Retry::never);
    case Put::too_small: return give_up(Category::limit, Advice::buffer_too_small, Retry::after_fix);
  }
}

void MailboxDriver::listen(const SessionEvent& e) {
  switch (e.kind) {
    case EventKind::need_input: return;
    case EventKind::data: return on_data(*e.data);
    case EventKind::notice: return on_notice(e);
    case EventKind::completed: return on_completed(e);
    case EventKind::ready: return on_ready();
    case EventKind::rested: due_ = true; return;
    case EventKind::closed: return finish();
    case EventKind::failed: return on_failed(e);
  }
}

// For good. If the server said why, that is a notice, too; a goodbye to a login was one already.
void MailboxDriver::on_failed(const SessionEvent& e) {
  error_ = session_.error();
  if (work_ == Work::select) error_.stage = Stage::mailbox;
  code_ = e.code;
  outcome_ = Progress::failed;
  if (error_.server_text.empty()) return;
  if (e.code == Code::alert) {
    log(e, NoticeKind::alert);
  } else if (e.status == Status::bye && error_.stage != Stage::auth) {
    log(e, NoticeKind::goodbye);
  }
}

void MailboxDriver::on_ready() {
  if (half_open_) {
    ahead_ = Ahead::nothing;
    return finish();
  }
  work_ = Work::select;
  due_ = true;
}

void MailboxDriver::log(const SessionEvent& e, NoticeKind kind) {
  if (notices_ != nullptr) notices_->add({kind, session_.is_secured(), e.cut, e.text});
}

void MailboxDriver::on_notice(const SessionEvent& e) {
  take_placed(e.code);
  if (e.code == Code::alert) return log(e, NoticeKind::alert);
  switch (e.status) {
    case imap::Status::ok: return;
    case imap::Status::no: return log(e, NoticeKind::warning);
    case imap::Status::bad: return log(e, NoticeKind::error);
    case imap::Status::bye:
      if (stage() != Stage::close) log(e, NoticeKind::goodbye);  // else it answers ours
      return;
  }
}

void MailboxDriver::on_completed(const SessionEvent& e) {
  if (e.code == Code::alert) log(e, NoticeKind::alert);
  if (!is_ours(e)) return;
  passing_over_ = false;
  if (!asked_) return;
  asked_ = false;
  const bool refused = e.status != Status::ok && !is_listed_anyway(e);
  const bool was_ahead = work_ == Work::request && ahead_ != Ahead::nothing;
  if (was_ahead) ahead_ = Ahead::nothing;
  if (was_ahead && (refused || !searching_)) {
    due_ = true;  // the loop goes on by itself, behind what has come
    return;
  }
  if (refused && e.command == Command::idle) {
    polls_ = due_ = true;  // NOOP tells of news, too
    return;
  }
  if (refused) {
    refuse(e);
    if (work_ != Work::expunge) return finish();
    keep_words();
  }
  take_placed(e.code);
  switch (work_) {
    case Work::request: return on_answer();
    case Work::expunge:
      work_ = Work::logout;
      due_ = true;
      return;
    default: return finish();
  }
}

// Some of the messages that a listing asked for have gone: the others are there, and it goes on.
bool MailboxDriver::is_listed_anyway(const SessionEvent& e) const {
  return e.code == Code::expunge_issued && request_ != nullptr && request_->op == Op::list && !searching_;
}

// The answer was no.
void MailboxDriver::refuse(const SessionEvent& e) {
  set_error(Category::rejected, Advice::none, Retry::never);
  error_.server_text = e.text;
  error_.text_cut = e.cut;
  code_ = e.code;
  const bool selects = work_ == Work::select || (request_ != nullptr && request_->op == Op::select);
  not_opened_ = selects && e.status == Status::no;
}

// The server has more to say before they are read.
void MailboxDriver::keep_words() {
  const std::span<char> room = texts_.rest();
  std::string_view& words = error_.server_text;
  if (words.size() > room.size()) {
    words.remove_suffix(words.size() - room.size());
    error_.text_cut = true;
  }
  if (!words.empty()) std::memcpy(room.data(), words.data(), words.size());
  words = {room.data(), words.size()};
}

// The request ends by what we found. What is still due of an answer to it is passed over.
void MailboxDriver::give_up(Category category, Advice advice, Retry retry) {
  set_error(category, advice, retry);
  stop_listening();
  finish();
}

// What is still due of an answer is not wanted.
void MailboxDriver::stop_listening() {
  passing_over_ = passing_over_ || asked_;
  asked_ = false;
  ahead_ = Ahead::nothing;
  piece_ = decoded_ = {};
}

// Likewise, and the connection with it.
void MailboxDriver::hang_up(Category category, Advice advice, Retry retry) {
  set_error(category, advice, retry);
  outcome_ = Progress::failed;
}

void MailboxDriver::set_error(Category category, Advice advice, Retry retry) {
  clear_error();
  error_.category = category;
  error_.stage = request_ != nullptr ? stage_of(request_->op) : Stage::mailbox;
  error_.advice = advice;
  error_.retry = retry;
}

void MailboxDriver::clear_error() {
  error_ = Error();
  code_ = Code::none;
  not_opened_ = false;
}

// APPENDUID and COPYUID (RFC 4315); the latter comes in an untagged OK where it answers MOVE.
void MailboxDriver::take_placed(Code code) {
  if (request_ == nullptr || request_->placed == nullptr) return;
  if (code == Code::append_uid || code == Code::copy_uid)
    *request_->placed = {session_.code_number(1), session_.code_number(0)};
}

void MailboxDriver::begin(Request& request) {
  clear_error();
  request_ = &request;
  work_ = Work::request;
  step_ = 0;
  due_ = true;
  took_ = false;
  heard_ = false;  // a response may be half read
  begin_request();
  if (ahead_ != Ahead::nothing) take_ahead();
}

void MailboxDriver::drop() {
  stop_listening();
  request_ = nullptr;
  work_ = Work::nothing;
  due_ = false;
}

void MailboxDriver::close() {
  clear_error();
  const MailboxState& mailbox = session_.mailbox();
  const bool expunges = expunge_at_close_ && mailbox.open && !mailbox.read_only;
  pass_ahead();
  work_ = expunges ? Work::expunge : Work::logout;
  due_ = true;
}

// What the server tells counts for the request under way, if it is what was asked for.
void MailboxDriver::on_data(const Event& e) {
  const bool begins = e.kind == Kind::begin && e.line == Line::untagged;
  if (begins && e.response == Response::expunge && e.number != 0) gone_at_[gone_++ % gone_kept] = e.number;
  if (request_ == nullptr) return;
  if (request_->op == Op::watch) return on_change(e);
  if (e.kind == Kind::begin) heard_ = asked_;
  if (!asked_ || !heard_) return;
  switch (request_->op) {
    case Op::folders: return on_folder(e);
    case Op::status: return on_status(e);
    case Op::move: return on_name(e);
    case Op::list:
    case Op::search:
      if (searching_) return on_search(e);
      return on_fetch(e);
    case Op::envelope:
    case Op::parts:
    case Op::fetch: return on_fetch(e);
    default: return;
  }
}

}  // namespace mailmote::imap
