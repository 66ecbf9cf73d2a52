// An SMTP session against a hostile server. The input is what the server says, whatever it is told:
//
//   octets 0 and 1      settings of the session, and what the program does with it
//   \x01                the client may send now all that it has, and shake hands; not before
//   \x02                a minute passes
//   all else            octets of the server
//
// The events are the same however the octets between two \x01 are cut. Never: a secret or a mail in clear where TLS is
// required, an octet after the end, a mail accepted before it left, a deadline that octets moved. It always ends.
#include <mailmote/smtp/session.hpp>

#include "fuzz.hpp"

namespace smtp = mailmote::smtp;
using mailmote::Io;
using mailmote::Link;
using smtp::EventKind;
using smtp::Put;

namespace {

constexpr std::uint32_t minute = 60'000;

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

class Player {
 public:
  Player(unsigned bits, unsigned program)
      : settings_(settings_of(bits)),
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

  // Octets that arrive together.
  void hear(std::string_view octets) {
    while (!octets.empty() && !ended_) {
      if (session_.wants().tls) return give_up("injected");  // behind the answer to STARTTLS: meant for the handshake
      const std::span<char> rx = session_.rx();
      fuzz::expect(!rx.empty());
      const std::size_t n = std::min(rx.size(), octets.size());
      std::memcpy(rx.data(), octets.data(), n);
      const std::uint32_t deadline = session_.deadline();
      session_.rx_done(n);
      fuzz::expect(session_.deadline() == deadline);
      octets.remove_prefix(n);
      run();
    }
  }

  // The client's turn.
  void speak() {
    for (int i = 0; i < 100 && !ended_; ++i) {
      if (session_.wants().tls) {
        fuzz::expect(session_.tx().empty());
        session_.secured();
        secured_ = true;
      }
      const std::string_view tx = session_.tx();
      if (tx.empty() && !act()) break;
      note_sent(session_.tx());
      session_.tx_done(session_.tx().size());
      run();
    }
  }

  void pass(std::uint32_t milliseconds) {
    now_ += milliseconds;
    session_.tick(now_);
    run();
  }

  // The connection breaks; whatever was under way ends now.
  void finish() {
    if (session_.wants().tls) return give_up("injected");
    session_.eof(Io::closed);
    run();
    fuzz::expect(ended_);
    for (int i = 0; i < 3; ++i) {
      fuzz::expect(session_.tx().empty() && session_.wants().closed && !session_.wants().write);
      fuzz::expect(session_.next().kind == last_);
      fuzz::expect(!session_.wants_body() && session_.quit() == Put::later);
    }
    fuzz::expect(accepted_ <= completed_);
  }

  std::string log;

 private:
  // Here the moment counts at which octets come: the rest is not compared.
  void give_up(const char* why) {
    end(why);
    session_.secured();
    session_.eof(Io::failed);
    do last_ = session_.next().kind;
    while (last_ != EventKind::failed && last_ != EventKind::closed);
  }

  void end(const char* why) {
    ended_ = true;
    log += why;
  }

  void run() {
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
    // A moment earlier or later, the same attack: see hear().
    if (session_.error().advice == mailmote::Advice::tampered_starttls) return end("injected");
    log += std::to_string(static_cast<int>(e.kind)) + "." + std::to_string(static_cast<int>(e.command)) + "." +
           std::to_string(e.index) + "." + std::to_string(e.reply.code) + " " + std::string(e.reply.text) + "\n";
    fuzz::expect(e.kind != EventKind::reply || e.reply.code >= 200);
    if (e.kind == EventKind::ready) ready_ = true;
    if (e.command == smtp::Command::body && e.reply.positive()) fuzz::expect(++accepted_ <= completed_);
    if (e.command == smtp::Command::rcpt) fuzz::expect(e.index < recipients_);
    // The reply to the lone dot makes no event for the program to act on.
    if (e.reply.code == 354 && !session_.wants_body()) return give_up("discarding");
    if (e.kind != EventKind::closed && e.kind != EventKind::failed) return;
    if (e.kind == EventKind::failed) {
      const mailmote::Error& error = session_.error();
      fuzz::expect(error.category != mailmote::Category::none);
      log += std::to_string(static_cast<int>(error.category)) + "." + std::to_string(static_cast<int>(error.stage));
    }
    end("");
  }

  // What the program does next: mails one after the other, then QUIT. False: it has to wait.
  bool act() {
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

  void note_sent(std::string_view octets) {
    sent_ += octets;
    const bool must_hide =
        !secured_ && settings_.start == mailmote::Start::clear && settings_.upgrade == smtp::Upgrade::required;
    for (const char* word : {"AUTH", "MAIL", "RCPT", "Y29ycmVjdC", "NvcnJlY3Qt", "jb3JyZWN0L"})
      fuzz::expect(!must_hide || sent_.find(word) == std::string::npos);
    completed_ = 0;
    for (std::size_t at = sent_.find("\r\n.\r\n"); at != std::string::npos; at = sent_.find("\r\n.\r\n", at + 2))
      ++completed_;
  }

  void check_deadline() {
    if (!session_.has_deadline()) return;
    const std::uint32_t left = session_.deadline() - now_;
    fuzz::expect(left != 0 && left <= 10 * minute);
  }

  smtp::Settings settings_;
  std::size_t recipients_;
  std::string body_;
  std::size_t mails_;
  fuzz::Heap rx_, tx_, scratch_;
  smtp::Session session_;
  std::uint32_t now_ = 0xFFFF0000;
  bool ready_ = false, ended_ = false, secured_ = false;
  EventKind last_ = EventKind::need_input;
  std::size_t mail_ = 0, step_ = 0, at_ = 0;
  std::string sent_;
  std::size_t accepted_ = 0, completed_ = 0;
};

bool is_mark(char c) { return c == '\x01' || c == '\x02'; }

// `cut(octets, feed)` divides what comes between two marks.
template <class Cut>
std::string play(std::string_view input, Cut cut) {
  if (input.size() < 2) return "";
  Player player(static_cast<unsigned char>(input[0]), static_cast<unsigned char>(input[1]));
  for (input.remove_prefix(2); !input.empty();) {
    const std::size_t n = std::min(input.size(), input.find_first_of("\x01\x02"));
    if (n != 0) cut(input.substr(0, n), [&](std::string_view piece) { player.hear(piece); });
    input.remove_prefix(n);
    if (input.empty()) break;
    if (is_mark(input.front())) input.front() == '\x01' ? player.speak() : player.pass(minute);
    input.remove_prefix(1);
  }
  player.finish();
  return player.log;
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::string whole = play(input, [](std::string_view octets, auto feed) { feed(octets); });
  const std::string pieces = play(input, [&](std::string_view octets, auto feed) { in_pieces(octets, dice, feed); });
  expect(whole == pieces);
}
