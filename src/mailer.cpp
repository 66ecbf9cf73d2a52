// A mailer's conversation: what is said when, and what the answers make of the mail.
#include <mailmote/mailer.hpp>

#include <cstring>

#include <mailmote/smtp/advice.hpp>

namespace mailmote {

namespace {

Error not_completed(Stage stage) {
  Error error;
  error.category = Category::closed;
  error.stage = stage;
  error.advice = Advice::not_completed;
  error.retry = Retry::reconnect;
  return error;
}

}  // namespace

Mailer::Mailer(Network& network, const MailerMemory& memory, const MailerOptions& options)
    : network_(network), memory_(memory), options_(options), connection_(network, options.observer) {
  error_ = not_completed(Stage::spec);
}

Result Mailer::result() const {
  switch (phase_) {
    case Phase::opening:
    case Phase::envelope:
    case Phase::text:
    case Phase::verdict: return connection_.complete(not_completed(session_ ? session_->stage() : Stage::connect));
    default: return error_;
  }
}

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

Step Mailer::step() {
  if (phase_ == Phase::idle || phase_ == Phase::open)
    return error_.category == Category::none ? Step::done : Step::failed;
  switch (connection_.step(session_ ? &*session_ : nullptr)) {
    case Connection::Progress::failed: on_connection_failed(); break;
    case Connection::Progress::opened: begin_session(); break;
    case Connection::Progress::secured: session_->secured(); break;
    case Connection::Progress::again:
    case Connection::Progress::moved: break;
  }
  fed_ = source_waits_ = false;
  if (session_) {
    for (auto e = session_->next(); session_ && e.kind != smtp::EventKind::need_input; e = session_->next()) {
      on_event(e);
      if (!session_) break;
    }
    if (session_) feed();
  }
  idle_ = connection_.idle() && !fed_;
  if (phase_ != Phase::idle && phase_ != Phase::open) return Step::again;
  return error_.category == Category::none ? Step::done : Step::failed;
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

void Mailer::begin_session() {
  std::string_view name = options_.helo;
  if (name.empty()) {
    // RFC 5321 4.1.3: "[192.0.2.1]" or "[IPv6:2001:db8::1]".
    char address[46];
    std::string_view local = network_.local_address(address);
    if (local.empty()) local = "127.0.0.1";
    const bool six = std::memchr(local.data(), ':', local.size()) != nullptr;
    std::size_t n = 0;
    const auto put = [&](std::string_view s) {
      if (s.size() > helo_.size() - n) return;
      std::memcpy(helo_.data() + n, s.data(), s.size());
      n += s.size();
    };
    put(six ? "[IPv6:" : "[");
    put(local);
    put("]");
    name = {helo_.data(), n};
  }
  smtp::Settings s;
  s.start = spec_.starts_with_tls() ? Start::secured : Start::clear;
  s.upgrade = spec_.notls && !spec_.ssl ? smtp::Upgrade::never : smtp::Upgrade::required;
  s.hello = spec_.loser ? smtp::Hello::plain : smtp::Hello::extended;
  s.name = name;
  s.token = !login_.token.empty();
  s.credential.secret = s.token ? login_.token : login_.password;
  s.credential.authcid = spec_.authuser.empty() ? login_.user : spec_.authuser;
  if (!spec_.authuser.empty()) s.credential.authzid = login_.user;
  s.hide_password = spec_.secure;
  s.mechanism = spec_.auth ? spec_.auth : options_.mechanism;
  s.disabled = login_.disabled;
  if (options_.timeout_ms != 0) s.greeting_ms = s.command_ms = s.body_ms = s.accept_ms = 0;
  session_.emplace(smtp::Buffers{memory_.rx, memory_.tx, memory_.scratch}, s);
  session_->tick(network_.now());
  session_->start();
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
      if (mail_refused_) return fail(Error(error_));  // whatever becomes of the connection
      Error error = connection_.complete(session_->error());
      smtp::advise(error);
      fail(error);
    }
  }
}

// The server's limits are known: write the message as it takes it.
void Mailer::begin_mail() {
  mail_asked_ = data_asked_ = mail_refused_ = false;
  asked_ = 0;
  given_ = 0;
  if (message_ != nullptr) {
    mime::WriterSettings settings;
    settings.wall_clock = network_.wall_clock();
    settings.eight_bit = session_->capabilities().eight_bit;
    if (!network_.random(settings.seed)) {
      Error error;
      error.category = Category::io;
      error.stage = Stage::envelope;
      error.fault = FaultKind::no_entropy;
      error.advice = Advice::no_entropy;
      error.retry = Retry::after_fix;
      return fail(connection_.complete(error));
    }
    writer_.emplace(*message_, settings);
    source_ = &*writer_;
    eight_bit_ = writer_->needs_eight_bit();
  }
  phase_ = Phase::envelope;
  const std::uint64_t most = session_->capabilities().max_size;
  size_ = source_->size();
  if (most == 0 || !size_ || *size_ <= most) return;
  error_ = Error();
  error_.category = Category::limit;
  error_.stage = Stage::envelope;
  error_.advice = Advice::message_too_big;
  error_ = connection_.complete(error_);
  mail_over();
}

void Mailer::on_reply(const smtp::SessionEvent& event) {
  const smtp::Reply& reply = event.reply;
  switch (event.command) {
    case smtp::Command::mail:
      mail_refused_ = !reply.positive();
      if (mail_refused_) remember(reply, Stage::envelope);
      break;
    case smtp::Command::rcpt: {
      Delivery& delivery = memory_.deliveries[event.index];
      delivery.reply = reply.code;
      delivery.enhanced = reply.enhanced;
      if (!reply.positive()) remember(reply, Stage::envelope);
      break;
    }
    case smtp::Command::data:
      if (session_->wants_body()) {
        phase_ = Phase::text;
        break;
      }
      if (reply.code >= 400) settle(reply);
      mail_over();
      break;
    case smtp::Command::body: on_verdict(reply); break;
    default: break;
  }
}

// The final reply: from here on the mail is the server's, or it is not.
void Mailer::on_verdict(const smtp::Reply& reply) {
  settle(reply);
  if (goal_ == Goal::mail) return finish(Phase::open);
  phase_ = Phase::closing;
}

// The last word to all that were accepted. A refusal is worse than that of one recipient was.
void Mailer::settle(const smtp::Reply& reply) {
  bool accepted = false;
  for (Delivery& delivery : memory_.deliveries.first(recipients_)) {
    if (mail_refused_ || delivery.reply < 200 || delivery.reply >= 300) continue;
    accepted = true;
    delivery.reply = reply.code;
    delivery.enhanced = reply.enhanced;
    delivery.delivered = reply.positive();
  }
  if (reply.positive()) return;
  if (accepted) error_ = Error();
  remember(reply, Stage::data);
}

// The first refusal is the error of this mail.
void Mailer::remember(const smtp::Reply& reply, Stage stage) {
  if (error_.category != Category::none) return;
  Error error;
  error.category = Category::rejected;
  error.stage = stage;
  error.reply = reply.code;
  error.enhanced = reply.enhanced;
  const std::size_t n = reply.text.size() < memory_.words.size() ? reply.text.size() : memory_.words.size();
  if (n != 0) std::memcpy(memory_.words.data(), reply.text.data(), n);
  error.server_text = {memory_.words.data(), n};
  error.text_cut = reply.cut || n < reply.text.size();
  error_ = connection_.complete(error);
  smtp::advise(error_);
}

// Nobody gets this mail. What the server holds of it goes with the connection, or is cleared before the next one.
void Mailer::mail_over() {
  rset_due_ = rset_due_ || mail_asked_;
  phase_ = goal_ == Goal::mail ? Phase::clearing : Phase::closing;
}

void Mailer::feed() {
  switch (phase_) {
    case Phase::envelope: feed_envelope(); break;
    case Phase::text: feed_text(); break;
    case Phase::verdict:
      // QUIT rides along with the end of the text where the server pipelines.
      if (goal_ == Goal::mail_and_close) static_cast<void>(put(session_->quit(), Stage::close));
      break;
    case Phase::clearing:
      if (session_->is_quiet()) finish(Phase::open);
      break;
    case Phase::closing: static_cast<void>(put(session_->quit(), Stage::close)); break;
    case Phase::idle:
    case Phase::opening:
    case Phase::open: break;
  }
}

// Whether a command went into the outbox. What cannot be said at all ends the mail.
bool Mailer::put(smtp::Put put, Stage stage) {
  if (put == smtp::Put::done) {
    fed_ = true;
    return true;
  }
  if (put == smtp::Put::later) return false;
  Error error;
  error.stage = stage;
  error.category = put == smtp::Put::refused ? Category::input : Category::limit;
  error.advice = put == smtp::Put::refused ? Advice::fix_address : Advice::buffer_too_small;
  error.retry = Retry::after_fix;
  fail(connection_.complete(error));
  return false;
}

void Mailer::feed_envelope() {
  if (mail_refused_ && session_->is_quiet()) return mail_over();
  if (rset_due_) {
    rset_due_ = !put(session_->rset(), Stage::envelope);
    if (rset_due_) return;
  }
  if (!mail_asked_) {
    mail_asked_ = put(session_->mail(from_, size_, eight_bit_), Stage::envelope);
    if (!mail_asked_) return;
  }
  while (!mail_refused_ && asked_ < recipients_) {
    if (!put(session_->rcpt(memory_.deliveries[asked_].address), Stage::envelope)) return;
    ++asked_;
  }
  if (mail_refused_ || data_asked_) return;
  const bool nobody = session_->is_quiet() && session_->accepted() == 0;
  if (nobody) return mail_over();
  data_asked_ = put(session_->data(), Stage::data);
}

// Reads the text straight into the free half of the outbox and stuffs its dots on the way down.
void Mailer::feed_text() {
  for (;;) {
    const std::span<char> room = session_->body_room();
    if (room.empty()) return;
    const IoResult got = read_source(room);
    switch (got.io) {
      case Io::done:
        static_cast<void>(session_->put_body({room.data(), got.count}));
        fed_ = true;
        break;
      case Io::closed:
        if (!put(session_->end_body(), Stage::data)) return;
        phase_ = Phase::verdict;
        return feed();
      case Io::want_read:
      case Io::want_write: source_waits_ = true; return;
      default: {
        Error error;
        error.category = Category::io;
        error.stage = Stage::data;
        error.advice = Advice::check_source;
        error.retry = Retry::after_fix;
        return fail(connection_.complete(error));
      }
    }
  }
}

// A source that gives fewer octets than it promised, or more, is not the mail that was meant: one that was read
// already, say, or a file that changed meanwhile.
IoResult Mailer::read_source(std::span<char> room) {
  const IoResult got = source_->read(room);
  if (got.io == Io::closed) return given_ == size_.value_or(given_) ? got : IoResult{Io::failed, 0};
  if (got.io != Io::done) return got;
  given_ += got.count;
  const bool sound = got.count != 0 && got.count <= room.size() && given_ <= size_.value_or(UINT64_MAX);
  return sound ? got : IoResult{Io::failed, 0};
}

// Over, and not well: what was not completed stays so.
void Mailer::fail(const Error& error) {
  error_ = error;
  for (Delivery& delivery : memory_.deliveries.first(recipients_)) {
    if (delivery.delivered || delivery.reply >= 300) continue;
    delivery.reply = error.reply;  // that it was accepted is no longer the last word
    delivery.enhanced = error.enhanced;
  }
  connection_.close();
  session_.reset();
  writer_.reset();
  phase_ = Phase::idle;
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
  fail(error());
}

}  // namespace mailmote
