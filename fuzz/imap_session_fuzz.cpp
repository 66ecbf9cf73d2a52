// An IMAP session against a hostile server, as session_player.hpp plays it.
// Never: a secret in clear where TLS is required, a literal before its `+`, an octet after the end, a change where the
// mailbox is read-only.
#include <mailmote/imap/session.hpp>

#include "session_player.hpp"

namespace imap = mailmote::imap;
using imap::EventKind;
using imap::Put;

namespace {

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

class Player final : public fuzz::SessionPlayer {
 public:
  Player(unsigned bits, unsigned program)
      : SessionPlayer(session_),
        settings_(settings_of(bits)),
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

 private:
  void secure() override { session_.secured(); }

  void run_out() override {
    do last_ = session_.next().kind;
    while (last_ != EventKind::failed && last_ != EventKind::closed);
  }

  void check_end() override {
    fuzz::expect(session_.next().kind == last_);
    fuzz::expect(!session_.wants_body() && session_.noop() == Put::later && session_.logout() == Put::later);
  }

  void run() override {
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
    if (is_injected()) return end("injected");
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
    if (e.kind == EventKind::closed) end("");
    if (e.kind == EventKind::failed) end_failed();
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
  bool act() override {
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

  void check_sent() override {
    const bool must_hide =
        !secured_ && settings_.start == mailmote::Start::clear && settings_.upgrade == imap::Upgrade::required;
    if (must_hide) expect_never_sent({"AUTH", "LOGIN", "SELECT", "horse", "Y29ycmVjdC", "NvcnJlY3Qt", "jb3JyZWN0L"});
    if (settings_.read_only) expect_never_sent({"STORE", "EXPUNGE", " SELECT"});
  }

  imap::Settings settings_;
  unsigned program_;
  fuzz::Heap rx_, tx_, scratch_, text_;
  imap::Session session_;
  bool ready_ = false, within_ = false;
  EventKind last_ = EventKind::need_input;
  unsigned step_ = 0;
  int done_ = 0;
};

}  // namespace

void fuzz::run(std::string_view input) { play_whole_and_in_pieces<Player>(input); }
