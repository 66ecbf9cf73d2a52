// A mailer at work: step by step, from a connection to its end.
#include <mailmote/mailer.hpp>

#include <mailmote/smtp/advice.hpp>

namespace mailmote {

namespace {

Error unfinished(Stage stage, Advice advice) {
  Error error;
  error.category = Category::closed;
  error.stage = stage;
  error.advice = advice;
  error.retry = Retry::reconnect;
  return error;
}

}  // namespace

Mailer::Mailer(Network& network, const MailerMemory& memory, const MailerOptions& options)
    : network_(network), memory_(memory), options_(options), connection_(network, options.observer) {
  error_ = unfinished(Stage::spec, Advice::open_first);
}

Result Mailer::result() const {
  switch (phase_) {
    case Phase::opening:
    case Phase::envelope:
    case Phase::text:
    case Phase::verdict: return connection_.complete(unfinished(stage(), Advice::under_way));
    default: return error_;
  }
}

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
  if (session_) {
    for (auto e = session_->next(); e.kind != smtp::EventKind::need_input; e = session_->next()) {
      on_event(e);
      if (!session_) break;
    }
    if (session_) feed();
  }
  idle_ = connection_.idle() && !fed_;
  return is_busy() ? Step::again : outcome();
}

// What becomes of the mail is known. The way the connection ends no longer matters.
bool Mailer::is_settled() const {
  return phase_ == Phase::closing || phase_ == Phase::clearing || (phase_ == Phase::open && goal_ == Goal::mail);
}

void Mailer::on_connection_failed() {
  if (is_settled()) return finish(Phase::idle);
  Error error = connection_.error();
  const bool talking = session_ && error.stage != Stage::tls;
  if (talking && error.category == Category::timeout) error.stage = session_->stage();
  fail(connection_.complete(error));
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
    case smtp::EventKind::failed: {
      if (is_settled()) return finish(Phase::idle);
      if (mail_refused_ && error_.category != Category::none)
        return fail(Error(error_));  // whatever becomes of the connection
      Error error = connection_.complete(session_->error());
      smtp::advise(error);
      fail(error);
    }
  }
}

// Over, and not well: what was not completed stays so.
void Mailer::fail(const Error& error) {
  error_ = error.category == Category::none ? unfinished(stage(), Advice::not_completed) : error;
  take_back();
  finish(Phase::idle);
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
  fail(connection_.complete(unfinished(stage(), Advice::not_completed)));
}

}  // namespace mailmote
