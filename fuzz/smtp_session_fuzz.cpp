// An SMTP session against a hostile server, as session_player.hpp plays it.
// Never: a secret or a mail in clear where TLS is required, an octet after the end, a mail accepted before it left.
#include <mailmote/smtp/session.hpp>

#include "session_player.hpp"

namespace smtp = mailmote::smtp;
using smtp::EventKind;
using smtp::Put;

namespace {

smtp::Settings settings_of(unsigned bits) {
  smtp::Settings s;
  s.start = (bits & 1U) != 0 ? mailmote::Start::secured : mailmote::Start::clear;
  s.upgrade = (bits & 2U) != 0 ? smtp::Upgrade::never : smtp::Upgrade::required;
  s.hello = (bits & 12U) == 12U ? smtp::Hello::plain : smtp::Hello::extended;
  s.name = "fuzz.example";
  if ((bits & 16U) != 0) s.credential = {"", "alice", "correct-horse-battery-staple"};
  s.token = (bits & 32U) != 0;
  s.hide_password = (bits & 192U) == 192U;
  return s;
}

class Player final : public fuzz::SessionPlayer {
 public:
  Player(unsigned bits, unsigned program)
      : SessionPlayer(session_),
        settings_(settings_of(bits)),
        recipients_(1 + program % 5),
        body_(program / 5 % 4 * 40, '.'),
        mails_(1 + program / 20 % 3),
        rx_(64 + program % 7),
        tx_(program % 3 == 0 ? 80 : 512),
        scratch_(64),
        session_({{rx_.data(), rx_.size()}, {tx_.data(), tx_.size()}, {scratch_.data(), scratch_.size()}}, settings_) {
    session_.tick(now_);
    session_.start();
  }

 private:
  void secure() override { session_.secured(); }

  void run_out() override {
    do last_ = session_.next().kind;
    while (last_ != EventKind::failed && last_ != EventKind::closed);
  }

  void check_end() override {
    fuzz::expect(session_.next().kind == last_);
    fuzz::expect(!session_.wants_body() && session_.quit() == Put::later);
    fuzz::expect(accepted_ <= completed_);
  }

  void run() override {
    for (int i = 0; !ended_; ++i) {
      fuzz::expect(i < 10'000);
      const smtp::SessionEvent e = session_.next();
      if (e.kind != EventKind::need_input) note(e);
      bool acted = false;
      while (act()) acted = true;
      if (e.kind == EventKind::need_input && !acted) return check_deadline();
    }
  }

  void note(const smtp::SessionEvent& e) {
    last_ = e.kind;
    if (is_injected()) return end("injected");
    log += std::to_string(static_cast<int>(e.kind)) + "." + std::to_string(static_cast<int>(e.command)) + "." +
           std::to_string(e.index) + "." + std::to_string(e.reply.code) + " " + std::string(e.reply.text) + "\n";
    fuzz::expect(e.kind != EventKind::reply || e.reply.code >= 200);
    if (e.kind == EventKind::ready) ready_ = true;
    if (e.command == smtp::Command::body && e.reply.positive()) fuzz::expect(++accepted_ <= completed_);
    if (e.command == smtp::Command::rcpt) fuzz::expect(e.index < recipients_);
    // The reply to the lone dot makes no event for the program to act on.
    if (e.reply.code == 354 && !session_.wants_body()) return give_up("discarding");
    if (e.kind == EventKind::closed) end("");
    if (e.kind == EventKind::failed) end_failed();
  }

  // What the program does next: mails one after the other, then QUIT. False: it has to wait.
  bool act() override {
    if (!ready_ || ended_) return false;
    if (session_.wants_body()) return text();
    if (step_ == 0 && mail_ == mails_) return next(session_.quit());
    if (step_ == 0) return next(session_.mail("a@b.example", body_.size(), true));
    if (step_ <= recipients_) return next(session_.rcpt("c@d.example"));
    if (step_ == recipients_ + 1) return next(session_.data());
    if (!session_.is_quiet()) return false;
    ++mail_;
    step_ = 0;
    return true;
  }

  bool next(Put put) {
    fuzz::expect(put == Put::done || put == Put::later);
    if (put == Put::done) ++step_;
    return put == Put::done;
  }

  bool text() {
    if (at_ < body_.size()) {
      const std::size_t n = session_.put_body(std::string_view(body_).substr(at_));
      at_ += n;
      return n != 0;
    }
    if (session_.end_body() != Put::done) return false;
    at_ = 0;
    return true;
  }

  void check_sent() override {
    const bool must_hide =
        !secured_ && settings_.start == mailmote::Start::clear && settings_.upgrade == smtp::Upgrade::required;
    if (must_hide) expect_never_sent({"AUTH", "MAIL", "RCPT", "Y29ycmVjdC", "NvcnJlY3Qt", "jb3JyZWN0L"});
    completed_ = 0;
    for (std::size_t at = sent_.find("\r\n.\r\n"); at != std::string::npos; at = sent_.find("\r\n.\r\n", at + 2))
      ++completed_;
  }

  void check_deadline() {
    if (!session_.has_deadline()) return;
    const std::uint32_t left = session_.deadline() - now_;
    fuzz::expect(left != 0 && left <= 10 * fuzz::minute);
  }

  smtp::Settings settings_;
  std::size_t recipients_;
  std::string body_;
  std::size_t mails_;
  fuzz::Heap rx_, tx_, scratch_;
  smtp::Session session_;
  bool ready_ = false;
  EventKind last_ = EventKind::need_input;
  std::size_t mail_ = 0, step_ = 0, at_ = 0;
  std::size_t accepted_ = 0, completed_ = 0;
};

}  // namespace

void fuzz::run(std::string_view input) { play_whole_and_in_pieces<Player>(input); }
