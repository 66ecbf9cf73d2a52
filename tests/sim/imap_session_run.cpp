// An imap::Session and turn(), driven by hand: whatever commands the dice say, one after the other or several at a
// time.
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/session.hpp>

#include <algorithm>

#include "drive.hpp"
#include "reading.hpp"

namespace sim {

namespace {

namespace imap = mailmote::imap;
using imap::EventKind;
using imap::Ids;
using imap::Put;
using mailmote::Flag;

// Something to do, and what is known of its success.
struct Step {
  enum class Kind : std::uint8_t {
    open,
    overview,
    content,  // of one message
    flag,
    append,
    search,
    idle,
    rest,
    status,
    list,
    copy,
    move,
    expunge,
    unselect,
    noop,
    capability,
    last = capability,
  };

  Kind kind = Kind::noop;
  std::uint16_t tag = 0;
  std::uint32_t uid = 0;
  std::size_t number = 0;     // 0: by UID
  std::string section, text;  // content; append
  MailboxName target{};
  bool came = false;  // the data that it asked for
};

// What a FETCH response said.
struct Fetched {
  imap::Fetch names;
  std::uint32_t number = 0, uid = 0;
  bool has_content = false;
  std::string item, content;
};

std::uint32_t number_in(std::string_view digits) {
  std::uint32_t n = 0;
  return imap::read_number(digits, n) ? n : 0;
}

class ImapSessionRun {
 public:
  ImapSessionRun(ReadingJob& job, bool verbose)
      : job_(job),
        dice_(job.dice),
        transcript_(job.network, verbose),
        rx_(job.rx),
        tx_(job.tx),
        scratch_(job.scratch),
        text_(job.text),
        settings_(settings(job)),
        most_pending_(dice_.coin() ? 1 : dice_.from(2, 4)),
        session_({rx_, tx_, scratch_, text_}, settings_) {}

  Tally run() {
    tally_.end = "network";
    tally_.wanted = job_.steps;
    if (Connector(job_.network, patience_).open(job_.implicit_tls)) converse();
    job_.network.close();
    job_.check_conduct(transcript_.shown, tally_);
    return tally_;
  }

 private:
  static imap::Settings settings(ReadingJob& job) {
    imap::Settings s;
    s.start = job.implicit_tls ? mailmote::Start::secured : mailmote::Start::clear;
    s.upgrade = job.in_clear ? imap::Upgrade::never : imap::Upgrade::required;
    if (!job.user.empty()) s.login.credential = {"", job.user, job.secret};
    s.login.token = job.token;
    s.anonymous = job.anonymous;
    s.quote = job.quote;
    s.read_only = job.read_only;
    s.idle_ms = job.dice.time(500, 28 * 60'000);
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
      const imap::SessionEvent& e = session_.next();
      const EventKind kind = e.kind;
      if (kind != EventKind::need_input) on_event(e);
      if (ended_) return true;
      while (act()) acted = true;
      if (kind == EventKind::need_input) return acted;
      acted = true;
    }
  }

  // What the session says.

  void on_event(const imap::SessionEvent& e) {
    last_ = e.kind;
    switch (e.kind) {
      case EventKind::need_input: break;
      case EventKind::data: on_data(*e.data); return;
      case EventKind::notice:
        require(job_.in_clear || session_.is_secured(), "a notice that anybody can have put there");
        break;
      case EventKind::completed: on_completed(e); break;
      case EventKind::ready: ready_ = true; break;
      case EventKind::rested:
        resting_ = false;
        succeed();
        break;
      case EventKind::closed: tally_.end = "ok"; break;
      case EventKind::failed:
        tally_.end = name(session_.error().category);
        require(tally_.end != "none", "a failure without a reason");
        break;
    }
    ended_ = e.kind == EventKind::closed || e.kind == EventKind::failed;
    transcript_.line("== event " + std::to_string(static_cast<int>(e.kind)) + " command " +
                     std::to_string(static_cast<int>(e.command)) + " " + std::string(e.text) + " " + tally_.end);
  }

  void on_data(const imap::Event& e) {
    using imap::Response;
    require(ready_, "data before the login");
    if (e.line != imap::Line::untagged) return;
    switch (e.response) {
      case Response::fetch: return on_fetch(e);
      case Response::exists:
        if (e.kind == imap::Kind::begin && e.number > view_.size()) view_.resize(std::min(e.number, 1'000U), 0);
        return;
      case Response::expunge:
        if (e.kind == imap::Kind::begin && e.number - 1U < view_.size())
          view_.erase(view_.begin() + static_cast<std::ptrdiff_t>(e.number) - 1);
        return;
      case Response::search:
      case Response::esearch: return came(Step::Kind::search);
      case Response::status: return came(Step::Kind::status);
      case Response::list: return came(Step::Kind::list);
      case Response::capability: return came(Step::Kind::capability);
      default: return;
    }
  }

  void came(Step::Kind kind) {
    for (Step& step : pending_)
      if (step.kind == kind) step.came = true;
  }

  void on_fetch(const imap::Event& e) {
    using imap::Field;
    if (e.kind == imap::Kind::begin) {
      fetched_ = {};
      fetched_.number = e.number;
    }
    switch (fetched_.names.read(e)) {
      case Field::uid: fetched_.uid = number_in(e.bytes); break;
      case Field::item:
        if (fetched_.names.item() == imap::Item::content) fetched_.item = e.bytes;
        break;
      case Field::content:
        fetched_.has_content = true;
        fetched_.content += e.bytes;
        break;
      default: break;
    }
    if (e.kind == imap::Kind::end && e.sound) on_message();
  }

  // Then a message may come in place of another.
  bool is_lied_to() const {
    return job_.is_falsified() || job_.lies() || job_.behaviour.misdeed == ImapMisdeed::other_message ||
           job_.miscounts();
  }

  void on_message() {
    const Fetched& f = fetched_;
    if (f.uid != 0 && f.number - 1U < view_.size()) view_[f.number - 1] = f.uid;
    came(Step::Kind::overview);
    if (!f.has_content) return;
    for (Step& step : pending_) {
      if (step.kind != Step::Kind::content || step.came) continue;
      if (step.number != 0 && step.number == f.number)
        require(step.uid == f.uid || is_lied_to(), "a number has become another message's");
      if (step.uid != f.uid || !equal_in_any_case(f.item, "BODY[" + step.section + "]")) continue;
      step.came = true;
      step.text = f.content;
      return;
    }
  }

  void on_completed(const imap::SessionEvent& e) {
    if (e.command == imap::Command::id) return;  // the session's own
    // IDLE has another tag each time that it is renewed, and no company.
    const bool idled = e.command == imap::Command::idle;
    const auto step =
        std::find_if(pending_.begin(), pending_.end(), [&](const Step& s) { return idled || s.tag == e.tag; });
    require(step != pending_.end(), "an answer to nothing");
    const Step done = *step;
    pending_.erase(step);
    if (done.kind == Step::Kind::idle) idle_until_ = 0;
    if (e.status != imap::Status::ok) return;
    check_placed(done, e);
    on_success(done);
    check_mailbox();
  }

  // Where a message came to lie, as the code tells.
  void check_placed(const Step& step, const imap::SessionEvent& e) const {
    if (job_.is_falsified() || (e.code != imap::Code::append_uid && e.code != imap::Code::copy_uid)) return;
    const StoredMailbox& box = job_.server.store.mailboxes.at(step.target.wire);
    require(session_.code_number(0) == box.uid_validity, "a UIDVALIDITY that is another");
    const StoredMessage* message = box.find(session_.code_number(1));
    require(message != nullptr, "a UID that nothing has");
    if (step.kind == Step::Kind::append) require(message->mail.text == step.text, "the UID of another message");
  }

  // What the session knows of the mailbox is what the server said.
  void check_mailbox() const {
    if (job_.is_falsified() || job_.lies() || open_.empty()) return;
    const imap::MailboxState& box = session_.mailbox();
    require(box.open && box.exists == view_.size(), "a miscount");
    require(box.uid_validity == job_.server.store.mailboxes.at(open_).uid_validity, "another UIDVALIDITY");
    require(box.read_only == job_.read_only, "read-only, or not");
  }

  void on_success(const Step& step) {
    switch (step.kind) {
      case Step::Kind::open: open_ = step.target.wire; break;
      case Step::Kind::unselect: close(); break;
      case Step::Kind::append: job_.check_appended(step.target.wire, step.text); break;
      case Step::Kind::content:
        if (step.came) job_.check_content(step.target.wire, step.uid, step.section, step.text);
        if (!step.came && !is_gone(step)) return;
        break;
      case Step::Kind::search:
      case Step::Kind::status:
      case Step::Kind::list:
      case Step::Kind::capability:
        if (!step.came) return;
        break;
      default: break;
    }
    succeed();
  }

  bool is_gone(const Step& step) const {
    const StoredMessage* message = job_.server.store.mailboxes.at(step.target.wire).find(step.uid);
    return message == nullptr || message->gone;
  }

  void succeed() { ++tally_.done; }

  // What the program does next; false if it has to wait.
  bool act() {
    if (!ready_ || ended_) return false;
    if (session_.wants_body()) return feed();
    if (idle_until_ != 0) {
      require(session_.noop() == Put::later, "a command in IDLE");
      if (job_.network.elapsed_ms < idle_until_ || session_.done() != Put::done) return false;
      idle_until_ = 0;
      return true;
    }
    if (resting_) return false;
    if (taken_ == job_.steps) return pending_.empty() && session_.logout() == Put::done;
    if (pending_.size() >= most_pending_ || (!pending_.empty() && is_alone(pending_.back().kind))) return false;
    if (!has_next_) next_ = some_step();
    has_next_ = true;
    return try_next();
  }

  bool feed() {
    const Step& step = pending_.back();
    require(step.kind == Step::Kind::append, "a message is wanted, and none was announced");
    const std::size_t at = step.text.size() - static_cast<std::size_t>(session_.body_left());
    return session_.put_body(std::string_view(step.text).substr(at, dice_.from(1, 100))) != 0;
  }

  bool try_next() {
    // What was chosen may have gone meanwhile, or have another number.
    if (next_.number != 0 &&
        !(pending_.empty() && next_.number <= view_.size() && view_[next_.number - 1] == next_.uid)) {
      if (pending_.empty()) next_.number = 0;
      return pending_.empty();
    }
    if (is_alone(next_.kind) && !pending_.empty()) return false;
    const std::size_t asked = job_.asked.size();
    const Put put = this->put(next_);
    if (put != Put::done) job_.asked.resize(asked);
    if (put == Put::later) return false;
    require(put != Put::refused && put != Put::too_small, "a command was refused");
    require(put != Put::read_only || job_.read_only, "a mailbox is not read-only");
    has_next_ = false;
    ++taken_;
    if (put != Put::done) {  // the server cannot, or the mailbox is read-only
      succeed();
      return true;
    }
    next_.tag = session_.last_tag();
    if (next_.kind == Step::Kind::rest) return true;
    if (next_.kind == Step::Kind::open) close();
    pending_.push_back(next_);
    return true;
  }

  // What comes next; something that can be done where things stand.
  Step some_step() {
    Step step;
    step.kind = static_cast<Step::Kind>(dice_.from(0, static_cast<std::size_t>(Step::Kind::last)));
    step.target = mailbox_names[dice_.from(0, std::size(mailbox_names) - 1)];
    if (open_.empty() && needs_mailbox(step.kind)) {
      step.kind = Step::Kind::open;
    }
    if (step.kind == Step::Kind::open && !dice_.once_in(4)) step.target = mailbox_names[0];
    if (step.kind == Step::Kind::append) step.text = job_.some_message();
    if (!needs_message(step.kind)) return step;
    for (const std::uint32_t uid : view_)
      if (uid != 0) known_.push_back(uid);
    if (known_.empty()) {
      step.kind = view_.empty() ? Step::Kind::noop : Step::Kind::overview;
      return step;
    }
    step.uid = known_[dice_.from(0, known_.size() - 1)];
    known_.clear();
    if (dice_.coin())
      step.number = static_cast<std::size_t>(std::find(view_.begin(), view_.end(), step.uid) - view_.begin()) + 1;
    if (step.kind == Step::Kind::content) {
      constexpr const char* sections[] = {"", "", "HEADER", "TEXT", "1", "1.MIME"};
      step.section = sections[dice_.from(0, std::size(sections) - 1)];
    }
    return step;
  }

  void close() {
    open_.clear();
    view_.clear();
  }

  // What is said meanwhile would be another mailbox's.
  static bool is_alone(Step::Kind kind) { return kind == Step::Kind::open || kind == Step::Kind::unselect; }
  static bool needs_message(Step::Kind kind) {
    using Kind = Step::Kind;
    return kind == Kind::content || kind == Kind::flag || kind == Kind::copy || kind == Kind::move;
  }
  static bool needs_mailbox(Step::Kind kind) {
    using Kind = Step::Kind;
    return needs_message(kind) || kind == Kind::overview || kind == Kind::search || kind == Kind::expunge ||
           kind == Kind::unselect;
  }

  Put put(Step& step) {
    const imap::MessageSet set(step.number != 0 ? static_cast<std::uint32_t>(step.number) : step.uid);
    const Ids ids = step.number != 0 ? Ids::number : Ids::uid;
    const char* name = step.target.name;
    switch (step.kind) {
      case Step::Kind::open: return session_.select(name);
      case Step::Kind::overview: return put_overview();
      case Step::Kind::content: return put_content(step, set, ids);
      case Step::Kind::flag: return put_flag(step, set, ids);
      case Step::Kind::append:
        job_.asked.push_back({step.target.wire, 0, "append"});
        return session_.append(name, dice_.coin() ? Flag::seen : mailmote::Flags(), {}, step.text.size());
      case Step::Kind::search: return put_search();
      case Step::Kind::idle: return put_idle();
      case Step::Kind::rest: return put_rest();
      case Step::Kind::status: return session_.status(name);
      case Step::Kind::list: return session_.list("", dice_.coin() ? "*" : "%");
      case Step::Kind::copy:
        ask(step.uid, std::string("copy ") + step.target.wire);
        return session_.copy(set, ids, name);
      case Step::Kind::move:
        ask(step.uid, std::string("move ") + step.target.wire);
        return session_.move(set, ids, name);
      case Step::Kind::expunge: return put_expunge();
      case Step::Kind::unselect: return put_unselect();
      case Step::Kind::noop: return session_.noop();
      case Step::Kind::capability: return session_.capability();
    }
    return Put::refused;
  }

  void ask(std::uint32_t uid, const std::string& what) { job_.asked.push_back({open_, uid, what}); }

  Put put_overview() {
    imap::FetchItems items;
    items.uid = items.flags = true;
    items.size = dice_.coin();
    items.envelope = dice_.coin();
    items.structure = dice_.coin();
    // By numbers only where nobody can take them for others.
    if (pending_.empty() && !view_.empty())
      return session_.fetch(imap::Range{1, imap::Range::star}, Ids::number, items);
    return session_.fetch(imap::Range{1, imap::Range::star}, Ids::uid, items);
  }

  Put put_content(Step& step, const imap::MessageSet& set, Ids ids) {
    step.target.wire = wire_of(open_);
    imap::FetchItems items;
    items.uid = true;
    items.flags = dice_.coin();
    imap::Section& section = items.section;
    section.wanted = true;
    section.peek = dice_.coin();
    if (!section.peek) ask(step.uid, "+\\Seen");
    if (step.section == "HEADER") section.kind = imap::SectionKind::header;
    if (step.section == "TEXT") section.kind = imap::SectionKind::text;
    if (step.section.starts_with("1")) section.part = "1";
    if (step.section == "1.MIME") section.kind = imap::SectionKind::mime;
    return session_.fetch(set, ids, items);
  }

  static const char* wire_of(const std::string& wire) {
    for (const MailboxName& m : mailbox_names)
      if (wire == m.wire) return m.wire;
    return "";
  }

  Put put_flag(const Step& step, const imap::MessageSet& set, Ids ids) {
    constexpr std::pair<Flag, const char*> flags[] = {
        {Flag::seen, "\\Seen"}, {Flag::flagged, "\\Flagged"}, {Flag::deleted, "\\Deleted"}, {Flag::other, "work"}};
    const auto& [flag, word] = flags[dice_.from(0, std::size(flags) - 1)];
    const auto change = static_cast<mailmote::FlagChange>(dice_.from(0, 2));
    ask(step.uid, std::string(1, "+-="[static_cast<std::size_t>(change)]) + word);
    mailmote::Flags some(flag);
    if (flag == Flag::other) some.keywords = word;
    return session_.store(set, ids, change, some);
  }

  Put put_search() {
    const imap::SearchKey keys[] = {imap::key::either(), imap::key::unseen(), imap::key::negate(),
                                    imap::key::subject(dice_.coin() ? "pump" : "p\xC3\xBCmp"), imap::key::all()};
    const Ids ids = pending_.empty() && dice_.coin() ? Ids::number : Ids::uid;
    std::uint8_t returns = 0;
    if (session_.capabilities().has(imap::Capability::esearch) && dice_.coin()) returns = imap::return_all;
    return session_.search(keys, ids, returns);
  }

  Put put_idle() {
    const Put put = session_.idle();
    if (put == Put::done) idle_until_ = job_.network.elapsed_ms + dice_.time(1, 2 * settings_.idle_ms);
    return put;
  }

  Put put_rest() {
    const Put put = session_.rest(dice_.time(1, 100'000));
    resting_ = put == Put::done;
    return put;
  }

  Put put_expunge() {
    if (dice_.coin() && !view_.empty() && view_[0] != 0) {
      ask(view_[0], "expunge");
      return session_.expunge(imap::MessageSet(view_[0]));
    }
    ask(0, "expunge");
    return session_.expunge();
  }

  Put put_unselect() {
    if (dice_.coin() && session_.capabilities().has(imap::Capability::unselect)) return session_.unselect();
    ask(0, "expunge");
    return session_.close();
  }

  ReadingJob& job_;
  Dice& dice_;
  Transcript transcript_;
  Patience patience_;
  std::vector<char> rx_, tx_, scratch_, text_;
  imap::Settings settings_;
  std::size_t most_pending_;
  imap::Session session_;
  Tally tally_;
  bool ready_ = false, ended_ = false;
  EventKind last_ = EventKind::need_input;

  std::vector<Step> pending_;
  Step next_;
  bool has_next_ = false;
  std::size_t taken_ = 0;
  std::string open_;                 // by its name on the wire; empty: none
  std::vector<std::uint32_t> view_;  // UIDs by number; 0: not known
  std::vector<std::uint32_t> known_;
  Fetched fetched_;
  std::uint64_t idle_until_ = 0;
  bool resting_ = false;
};

}  // namespace

Tally run_imap_session(ReadingJob& job, bool verbose) { return ImapSessionRun(job, verbose).run(); }

}  // namespace sim
