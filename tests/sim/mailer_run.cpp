// The façade: Mailer, start and step.
#include <algorithm>

#include <mailmote/mailer.hpp>

#include "pieces.hpp"
#include "sending.hpp"

namespace sim {

namespace {

using namespace mailmote;

class MailerRun {
 public:
  MailerRun(SendingJob& job, bool verbose)
      : job_(job),
        transcript_(job.network, verbose),
        rx_(job.rx),
        tx_(job.tx),
        scratch_(job.scratch),
        words_(128),
        deliveries_(job.to.size()),
        spec_(job.spec_front("smtp") + "}"),
        login_(job.user, job.token ? std::string_view() : std::string_view(job.secret)),
        breaks_at_(!job.all_is_well && job.dice.once_in(15) ? job.dice.from(0, job.text.size() - 1) : SIZE_MAX) {
    if (job.token) login_ = Login::bearer(job.user, job.secret);
    if (job.user.empty()) login_ = Login();
    for (const std::string& address : job.to) list_ += (list_.empty() ? "" : ", ") + address;
    job.composed = breaks_at_ == SIZE_MAX && !job.from.empty() && job.dice.once_in(3);
    message_.from = job.from;
    message_.to = list_;
    message_.subject = "pump 3";
    message_.text = job.text;
  }

  Tally run() {
    tally_.wanted = job_.mails;
    MailerOptions options;
    options.observer = &transcript_;
    if (!job_.all_is_well && job_.dice.once_in(5)) options.timeout_ms = job_.dice.time(1'000, 300'000);
    Mailer mailer(job_.network, {rx_, tx_, scratch_, words_, deliveries_}, options);
    if (job_.mails == 1) {
      start(mailer);
      finish(mailer);
    } else {
      mailer.start_open(spec_, login_);
      step_to_end(mailer);
      for (std::size_t i = 0; i < job_.mails && mailer.is_open(); ++i) {
        start_next(mailer);
        finish(mailer);
      }
      if (mailer.is_open()) {
        mailer.start_close();
        step_to_end(mailer);
      }
    }
    const std::size_t sent = job_.network.sent();
    for (int i = 0; i < 3; ++i) require(mailer.step() != Step::again, "a step after the end");
    mailer.abort();
    check_silent(job_.network, sent);
    job_.check_secrets(transcript_.shown);
    return tally_;
  }

 private:
  // A mail that is written already, or one that the mailer writes.
  void start(Mailer& mailer) {
    if (job_.composed) return mailer.start(spec_, login_, message_);
    mailer.start(spec_, login_, envelope());
  }
  void start_next(Mailer& mailer) {
    if (job_.composed) return mailer.start_send(message_);
    mailer.start_send(envelope());
  }

  Envelope envelope() {
    source_.emplace(job_.text, job_.dice, breaks_at_);
    return {job_.from, list_, &*source_, false};
  }

  void step_to_end(Mailer& mailer) {
    while (mailer.step() == Step::again) {
      patience_.step();
      if (mailer.idle()) mailer.wait();
    }
    const Error& error = mailer.error();
    tally_.end = error.category == Category::none ? "ok" : name(error.category);
    transcript_.line("== " + tally_.end + " at " + std::string(name(error.stage)) + ", advice " +
                     std::string(name(error.advice)));
  }

  void finish(Mailer& mailer) {
    const std::size_t before = job_.server.mails.size();
    step_to_end(mailer);
    std::vector<std::string> taken;
    for (const Delivery& d : mailer.deliveries())
      if (d.delivered) taken.emplace_back(d.address);
    if (mailer.result()) require(taken.size() == job_.to.size(), "success, and not for every recipient");
    if (breaks_at_ != SIZE_MAX) require(job_.server.mails.size() == before, "half a mail was completed");
    if (taken.empty()) return;
    job_.check_taken(taken, ++tally_.done);
  }

  SendingJob& job_;
  Transcript transcript_;
  Patience patience_;
  std::vector<char> rx_, tx_, scratch_, words_;
  std::vector<Delivery> deliveries_;
  std::string spec_, list_;
  Login login_;
  std::size_t breaks_at_;
  std::optional<Pieces> source_;
  Message message_;
  Tally tally_;
};

}  // namespace

Tally run_mailer(SendingJob& job, bool verbose) { return MailerRun(job, verbose).run(); }

}  // namespace sim
