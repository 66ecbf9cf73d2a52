// One mail: its envelope, its text, the verdict, and what the answers make of them.
#include <mailmote/mailer.hpp>

#include <cstring>

#include <mailmote/smtp/advice.hpp>

#include "error.hpp"

namespace mailmote {

// The server's limits are known: write the message as it takes it.
void Mailer::begin_mail() {
  mail_asked_ = data_asked_ = mail_refused_ = false;
  asked_ = 0;
  given_ = 0;
  if (message_ != nullptr && !begin_writer()) return;
  phase_ = Phase::envelope;
  size_ = source_->size();
  check_size();
}

bool Mailer::begin_writer() {
  mime::WriterSettings settings;
  settings.wall_clock = network_.wall_clock();
  settings.eight_bit = session_->capabilities().eight_bit;
  if (!network_.random(settings.seed)) {
    set(error_, {Category::io, Stage::envelope, Advice::no_entropy, Retry::after_fix});
    error_.fault = FaultKind::no_entropy;
    connection_.complete(error_);
    fail();
    return false;
  }
  writer_.emplace(*message_, settings);
  source_ = &*writer_;
  eight_bit_ = writer_->needs_eight_bit();
  return true;
}

// The server may have said how much it takes.
void Mailer::check_size() {
  const std::uint64_t most = session_->capabilities().max_size;
  if (most == 0 || !size_ || *size_ <= most) return;
  set(error_, {Category::limit, Stage::envelope, Advice::message_too_big, Retry::never});
  error_.server_text = numbers(*size_, " octets, the server takes ", most);
  connection_.complete(error_);
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
  if (accepted) clear(error_);
  remember(reply, Stage::data);
}

// The first refusal is the error of this mail.
void Mailer::remember(const smtp::Reply& reply, Stage stage) {
  if (error_.category != Category::none) return;
  set(error_, {Category::rejected, stage, Advice::none, Retry::never});
  error_.reply = reply.code;
  error_.enhanced = reply.enhanced;
  const std::size_t n = reply.text.size() < memory_.words.size() ? reply.text.size() : memory_.words.size();
  if (n != 0) std::memcpy(memory_.words.data(), reply.text.data(), n);
  error_.server_text = {memory_.words.data(), n};
  error_.text_cut = reply.cut || n < reply.text.size();
  connection_.complete(error_);
  smtp::advise(error_);
}

// Words for a limit that was passed, kept where a refusal's would be.
std::string_view Mailer::numbers(std::uint64_t first, std::string_view between, std::uint64_t second) {
  Outbox words(memory_.words);
  words.begin();
  words.put_number(first).put(between).put_number(second);
  return words.commit() ? words.ready() : std::string_view();
}

// Nobody gets this mail. What the server holds of it goes with the connection, or is cleared before the next one.
void Mailer::mail_over() {
  take_back();
  rset_due_ = rset_due_ || mail_asked_;
  phase_ = goal_ == Goal::mail ? Phase::clearing : Phase::closing;
}

void Mailer::feed() {
  switch (phase_) {
    case Phase::envelope: feed_envelope(); break;
    case Phase::text: feed_text(); break;
    case Phase::verdict: feed_verdict(); break;
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
  if (put == smtp::Put::refused) {
    fail({Category::input, stage, Advice::fix_address, Retry::after_fix});
  } else {
    fail({Category::limit, stage, Advice::buffer_too_small, Retry::after_fix});
  }
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
        return feed_verdict();
      case Io::want_read:
      case Io::want_write: source_waits_ = true; return;
      default: return fail({Category::io, Stage::data, Advice::check_source, Retry::after_fix});
    }
  }
}

// QUIT rides along with the end of the text where the server pipelines.
void Mailer::feed_verdict() {
  if (goal_ == Goal::mail_and_close) static_cast<void>(put(session_->quit(), Stage::close));
}

// A source that gives fewer octets than it promised, or more, is not the mail that was meant: one that was read
// already, say, or a file that changed meanwhile.
IoResult Mailer::read_source(std::span<char> room) {
  const IoResult got = source_->read(room);
  const bool whole = given_ != 0 && given_ == size_.value_or(given_);  // no mail is empty
  if (got.io == Io::closed) return whole ? got : IoResult{Io::failed, 0};
  if (got.io != Io::done) return got;
  given_ += got.count;
  const bool sound = got.count != 0 && got.count <= room.size() && given_ <= size_.value_or(UINT64_MAX);
  return sound ? got : IoResult{Io::failed, 0};
}

}  // namespace mailmote
