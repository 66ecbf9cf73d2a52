// An IMAP session against a hostile server. The input is what the server says, whatever it is told:
//
//   octets 0 and 1      settings of the session, and what the program does with it
//   \x01                the client may send now all that it has, and shake hands; not before
//   \x02                a minute passes
//   all else            octets of the server
//
// The events are the same however the octets between two \x01 are cut. Never: a secret in clear where TLS is required,
// a literal before its `+`, an octet after the end, a change where the mailbox is read-only. It always ends.
#include <mailmote/imap/session.hpp>

#include "fuzz.hpp"

namespace imap = mailmote::imap;
using imap::EventKind;
using imap::Put;
using mailmote::Io;

namespace {

constexpr std::uint32_t minute = 60'000;

imap::Settings settings_of(unsigned bits) {
  imap::Settings s;
  s.start = (bits & 1U) != 0 ? mailmote::Start::secured : mailmote::Start::clear;
  s.upgrade = (bits & 2U) != 0 ? imap::Upgrade::never : imap::Upgrade::required;
  s.login.credential = {"",
                        (bits & 4U) != 0 ? "alice"
                                         : "al\xC3\xAD"
                                           "ce",
                        "correct-horse-battery-staple"};
  s.login.token = (bits & 24U) == 24U;
  s.login.hide_password = (bits & 96U) == 96U;
  s.anonymous = (bits & 224U) == 160U;
  s.read_only = (bits & 16U) != 0;
  s.quote = (bits & 128U) != 0;
  return s;
}

class Player {
 public:
  Player(unsigned bits, unsigned program)
      : settings_(settings_of(bits)),
        program_(program),
        rx_(64 + program % 7),
        tx_(program % 3 == 0 ? 192 : 512),
        scratch_(64 + program % 5),
        text_(32 + program % 64),
        session_({{rx_.data(), rx_.size()},
                  {tx_.data(), tx_.size()},
                  {scratch_.data(), scratch_.size()},
                  {text_.data(), text_.size()}},
                 settings_) {
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
      fuzz::expect(!session_.wants_body() && session_.noop() == Put::later && session_.logout() == Put::later);
    }
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
      const imap::SessionEvent& e = session_.next();
      const EventKind kind = e.kind;
      if (kind != EventKind::need_input) note(e);
      if (kind == EventKind::need_input) return;
    }
  }

  void note(const imap::SessionEvent& e) {
    last_ = e.kind;
    // A moment earlier or later, the same attack: see hear().
    if (session_.error().advice == mailmote::Advice::tampered_starttls) return end("injected");
    if (e.kind == EventKind::data) return note_data(*e.data);
    log += std::to_string(static_cast<int>(e.kind)) + "." + std::to_string(static_cast<int>(e.command)) + "." +
           std::to_string(static_cast<int>(e.status)) + "." + std::to_string(static_cast<int>(e.code)) + " " +
           std::string(e.text) + "\n";
    if (e.kind == EventKind::ready) {
      ready_ = true;
      fuzz::expect(secured_ || settings_.start == mailmote::Start::secured ||
                   settings_.upgrade == imap::Upgrade::never);
    }
    if (e.kind == EventKind::completed) fuzz::expect(e.tag != 0 && e.tag <= session_.last_tag());
    if (e.kind != EventKind::closed && e.kind != EventKind::failed) return;
    if (e.kind == EventKind::failed) {
      const mailmote::Error& error = session_.error();
      fuzz::expect(error.category != mailmote::Category::none);
      log += std::to_string(static_cast<int>(error.category)) + "." + std::to_string(static_cast<int>(error.stage));
    }
    end("");
  }

  // Pieces of a value are joined: where it is cut is not the server's to say.
  void note_data(const imap::Event& e) {
    fuzz::expect(ready_);
    if (!within_) log += std::to_string(static_cast<int>(e.kind)) + ",";
    const bool value = e.kind == imap::Kind::value || e.kind == imap::Kind::text;
    if (value || e.kind == imap::Kind::begin) log.append(e.bytes);
    within_ = value && !e.last;
    if (!within_) log += "\n";
  }

  // What the program does next; false: it has to wait.
  bool act() {
    if (!ready_ || ended_) return false;
    if (session_.wants_body()) {
      const std::string_view body = "0123456789";
      return session_.put_body(
                 {body.data(), session_.body_left() < 10 ? static_cast<std::size_t>(session_.body_left()) : 10}) != 0;
    }
    if (session_.is_idling() && done_ < 3) return ++done_ != 0 && session_.done() == Put::done;
    if (step_ > 12) return false;
    const Put put = command((program_ + step_) % 12);
    if (put == Put::later) return false;
    fuzz::expect(put != Put::too_small);
    if (settings_.read_only && changes((program_ + step_) % 12)) fuzz::expect(put == Put::read_only);
    ++step_;
    return true;
  }

  static bool changes(unsigned what) { return what == 3 || what == 4; }

  Put command(unsigned what) {
    using imap::Ids;
    const imap::Range range{1, imap::Range::star};
    const imap::MessageSet set(range);
    const mailmote::SearchKey keys[] = {mailmote::key::unseen(), mailmote::key::from("Zo\xC3\xAB")};
    imap::FetchItems items;
    items.uid = items.flags = items.envelope = true;
    switch (what) {
      case 0: return session_.select("Entw\xC3\xBCrfe");
      case 1: return session_.fetch(set, Ids::number, items);
      case 2: return session_.search(keys, Ids::uid);
      case 3: return session_.store(set, Ids::uid, mailmote::FlagChange::add, mailmote::Flags(mailmote::Flag::seen));
      case 4: return session_.expunge();
      case 5: return session_.idle();
      case 6: return session_.append("IN\"BOX", {}, {}, program_ % 40);
      case 7: return session_.status("a b");
      case 8: return session_.list("", "*");
      case 9: return session_.noop();
      case 10: return session_.copy(set, Ids::uid, "x");
      default: return step_ == 12 ? session_.logout() : session_.noop();
    }
  }

  void note_sent(std::string_view octets) {
    sent_ += octets;
    const bool must_hide =
        !secured_ && settings_.start == mailmote::Start::clear && settings_.upgrade == imap::Upgrade::required;
    for (const char* word : {"AUTH", "LOGIN", "SELECT", "horse", "Y29ycmVjdC", "NvcnJlY3Qt", "jb3JyZWN0L"})
      fuzz::expect(!must_hide || sent_.find(word) == std::string::npos);
    if (settings_.read_only)
      for (const char* word : {"STORE", "EXPUNGE", " SELECT"}) fuzz::expect(sent_.find(word) == std::string::npos);
  }

  imap::Settings settings_;
  unsigned program_;
  fuzz::Heap rx_, tx_, scratch_, text_;
  imap::Session session_;
  std::uint32_t now_ = 0xFFFF0000;
  bool ready_ = false, ended_ = false, secured_ = false, within_ = false;
  EventKind last_ = EventKind::need_input;
  unsigned step_ = 0;
  int done_ = 0;
  std::string sent_;
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
