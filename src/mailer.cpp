// A mailer at work: step by step, from a connection to its end.
#include <mailmote/mailer.hpp>

#include <mailmote/smtp/advice.hpp>

#include "error.hpp"

namespace mailmote {

Mailer::Mailer(Network& network, const MailerMemory& memory, const MailerOptions& options)
    : network_(network), memory_(memory), options_(options), connection_(network, options.observer) {
  set(error_, {Category::closed, Stage::spec, Advice::open_first, Retry::reconnect});
}

Result Mailer::result() const {
  Error error = error_;
  if (is_undecided()) {
    set(error, {Category::closed, stage(), Advice::under_way, Retry::reconnect});
    connection_.complete(error);
  }
  return error;
}

bool Mailer::is_undecided() const { return phase_ >= Phase::opening && phase_ <= Phase::verdict; }

Stage Mailer::stage() const { return session_ ? session_->stage() : Stage::connect; }

// Every call that blocks is a loop over step().

Result Mailer::run() {
  while (step() == Step::again)
    if (idle()) wait();
  return result();
}

Result Mailer::send(std::string_view spec, const Login& login, const Message& message) {
  start(spec, login, message);
  return run();
}

Result Mailer::send(std::string_view spec, const Login& login, const Envelope& envelope) {
  start(spec, login, envelope);
  return run();
}

Result Mailer::open(std::string_view spec, const Login& login) {
  start_open(spec, login);
  return run();
}

Result Mailer::send(const Message& message) {
  start_send(message);
  return run();
}

Result Mailer::send(const Envelope& envelope) {
  start_send(envelope);
  return run();
}

Result Mailer::close() {
  start_close();
  return run();
}

// A Source wakes nobody: it is asked again soon.
void Mailer::wait() {
  constexpr std::uint32_t source_ms = 20;
  connection_.wait(session_ ? &*session_ : nullptr, source_waits_ ? source_ms : Connection::longest_wait_ms);
}

bool Mailer::is_busy() const { return phase_ != Phase::idle && phase_ != Phase::open; }

Step Mailer::outcome() const { return error_.category == Category::none ? Step::done : Step::failed; }

Step Mailer::step() {
  if (!is_busy()) return outcome();
  switch (connection_.step(session_ ? &*session_ : nullptr)) {
    case Connection::Progress::failed: on_connection_failed(); break;
    case Connection::Progress::opened: begin_session(); break;
    case Connection::Progress::secured: session_->secured(); break;
    case Connection::Progress::again:
    case Connection::Progress::moved: break;
  }
  fed_ = source_waits_ = false;
  take_events();
  if (session_) feed();
  idle_ = connection_.idle() && !fed_;
  return is_busy() ? Step::again : outcome();
}

void Mailer::take_events() {
  while (session_) {
    const smtp::SessionEvent event = session_->next();
    if (event.kind == smtp::EventKind::need_input) return;
    on_event(event);
  }
}

// What becomes of the mail is known. The way the connection ends no longer matters.
bool Mailer::is_settled() const {
  return phase_ == Phase::closing || phase_ == Phase::clearing || (phase_ == Phase::open && goal_ == Goal::mail);
}

void Mailer::on_connection_failed() {
  if (is_settled()) return finish(Phase::idle);
  error_ = connection_.error();
  const bool talking = session_ && error_.stage != Stage::tls;
  if (talking && error_.category == Category::timeout) error_.stage = session_->stage();
  connection_.complete(error_);
  fail();
}

void Mailer::on_event(const smtp::SessionEvent& event) {
  switch (event.kind) {
    case smtp::EventKind::need_input: break;
    case smtp::EventKind::ready:
      if (goal_ == Goal::open) {
        finish(Phase::open);
      } else {
        begin_mail();
      }
      break;
    case smtp::EventKind::reply: on_reply(event); break;
    case smtp::EventKind::closed: finish(Phase::idle); break;
    case smtp::EventKind::failed: on_session_failed(); break;
  }
}

void Mailer::on_session_failed() {
  if (is_settled()) return finish(Phase::idle);
  if (mail_refused_ && error_.category != Category::none) return fail();  // whatever becomes of the connection
  error_ = session_->error();
  connection_.complete(error_);
  smtp::advise(error_);
  fail();
}

// Over, and not well: what was not completed stays so.
void Mailer::fail() {
  if (error_.category == Category::none)
    set(error_, {Category::closed, stage(), Advice::not_completed, Retry::reconnect});
  take_back();
  finish(Phase::idle);
}

void Mailer::fail(Cause cause) {
  set(error_, cause);
  connection_.complete(error_);
  fail();
}

// Where recipients were accepted and the mail was not taken, that they were is not the last word.
void Mailer::take_back() {
  for (Delivery& delivery : memory_.deliveries.first(recipients_)) {
    const bool accepted = delivery.reply >= 200 && delivery.reply < 300;
    if (delivery.delivered || !accepted) continue;
    delivery.reply = error_.reply;
    delivery.enhanced = error_.enhanced;
  }
}

void Mailer::finish(Phase phase) {
  phase_ = phase;
  writer_.reset();
  was_open_ = was_open_ || phase == Phase::open;
  if (phase == Phase::open) return;
  connection_.close();
  session_.reset();
}

void Mailer::abort() {
  if (phase_ == Phase::idle) return;
  if (is_settled() || phase_ == Phase::open) return finish(Phase::idle);
  fail({Category::closed, stage(), Advice::not_completed, Retry::reconnect});
}

}  // namespace mailmote
