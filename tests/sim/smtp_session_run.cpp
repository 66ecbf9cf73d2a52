// An smtp::Session and turn(), driven by hand.
#include <mailmote/smtp/session.hpp>

#include "drive.hpp"
#include "sending.hpp"

namespace sim {

namespace {

namespace smtp = mailmote::smtp;
using smtp::EventKind;
using smtp::Put;

class SessionRun {
 public:
  SessionRun(SendingJob& job, bool verbose)
      : job_(job),
        transcript_(job.network, verbose),
        rx_(job.rx),
        tx_(job.tx),
        scratch_(job.scratch),
        session_({rx_, tx_, scratch_}, settings(job)) {}

  Tally run() {
    tally_.end = "network";
    tally_.wanted = job_.mails;
    if (Connector(job_.network, patience_).open(job_.implicit_tls)) converse();
    job_.network.close();
    job_.check_secrets(transcript_.shown);
    return tally_;
  }

 private:
  static smtp::Settings settings(const SendingJob& job) {
    smtp::Settings s;
    s.start = job.implicit_tls ? mailmote::Start::secured : mailmote::Start::clear;
    s.upgrade = job.in_clear ? smtp::Upgrade::never : smtp::Upgrade::required;
    s.name = "[192.0.2.7]";
    if (!job.user.empty()) s.credential = {"", job.user, job.secret};
    s.token = job.token;
    return s;
  }

  void converse() {
    const auto ended = [this] { return ended_; };
    if (!sim::converse(session_, job_.network, transcript_, patience_, ended, [this] { return drain(); })) return;
    check_end(session_, job_.network, transcript_, last_);
  }

  bool drain() {
    bool acted = false;
    for (;;) {
      patience_.step();
      const smtp::SessionEvent e = session_.next();
      if (e.kind != EventKind::need_input) on_event(e);
      if (ended_) return true;
      while (act()) acted = true;
      if (e.kind == EventKind::need_input) return acted;
      acted = true;
    }
  }

  void on_event(const smtp::SessionEvent& e) {
    transcript_.line("== event " + std::to_string(static_cast<int>(e.kind)) + " command " +
                     std::to_string(static_cast<int>(e.command)) + " " + std::to_string(e.reply.code));
    last_ = e.kind;
    ended_ = e.kind == EventKind::closed || e.kind == EventKind::failed;
    if (e.kind == EventKind::ready) ready_ = true;
    if (e.kind == EventKind::closed) tally_.end = "ok";
    if (e.kind == EventKind::failed) {
      tally_.end = name(session_.error().category);
      require(tally_.end != "none", "a failure without a reason");
    }
    if (e.kind != EventKind::reply) return;
    if (e.command == smtp::Command::rcpt) {
      require(e.index < job_.to.size(), "a result for a recipient that was not named");
      if (e.reply.positive()) accepted_.push_back(job_.to[e.index]);
    }
    if (e.command == smtp::Command::body) on_verdict(e.reply);
    if (e.command != smtp::Command::data || session_.wants_body()) return;
    require(e.reply.code != 354 || accepted_.empty(), "an empty mail for a recipient that was accepted");
    over();
  }

  void on_verdict(const smtp::Reply& reply) {
    if (reply.positive()) {
      require(text_done_, "success before the text was over");
      job_.check_taken(accepted_, ++tally_.done);
    }
    over();
  }

  // This mail is over, one way or the other.
  void over() {
    ++mail_;
    step_ = 0;
    at_ = 0;
    text_done_ = false;
    reset_ = true;
    accepted_.clear();
  }

  bool act() {
    if (!ready_ || ended_) return false;
    if (session_.wants_body()) return feed();
    if (step_ == 0 && reset_) {
      if (!session_.is_quiet()) return false;
      reset_ = !put(session_.rset());
      return !reset_;
    }
    if (step_ == 0 && mail_ == job_.mails) return put(session_.quit()) && ++step_ != 0;
    if (mail_ == job_.mails) return false;
    if (step_ == 0) return put(session_.mail(job_.from, job_.text.size(), false)) && ++step_ != 0;
    if (step_ <= job_.to.size()) return put(session_.rcpt(job_.to[step_ - 1])) && ++step_ != 0;
    if (step_ == job_.to.size() + 1) return put(session_.data()) && ++step_ != 0;
    return false;
  }

  bool put(Put put) {
    require(put == Put::done || put == Put::later, "a command was refused");
    return put == Put::done;
  }

  bool feed() {
    if (at_ < job_.text.size()) {
      const std::size_t n = session_.put_body(std::string_view(job_.text).substr(at_, job_.dice.from(1, 100)));
      at_ += n;
      return n != 0;
    }
    text_done_ = session_.end_body() == Put::done;
    return text_done_;
  }

  SendingJob& job_;
  Transcript transcript_;
  Patience patience_;
  std::vector<char> rx_, tx_, scratch_;
  smtp::Session session_;
  Tally tally_;
  bool ready_ = false, ended_ = false, text_done_ = false, reset_ = false;
  EventKind last_ = EventKind::need_input;
  std::size_t mail_ = 0, step_ = 0, at_ = 0;
  std::vector<std::string> accepted_;
};

}  // namespace

Tally run_smtp_session(SendingJob& job, bool verbose) { return SessionRun(job, verbose).run(); }

}  // namespace sim
