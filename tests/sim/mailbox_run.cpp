// The façade: Mailbox, its calls and its loops, as a program writes them.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>

#include "pieces.hpp"
#include "reading.hpp"

namespace sim {

namespace {

using namespace mailmote;

std::string spec_of(ReadingJob& job) {
  std::string spec = job.spec_front("imap");
  if (job.read_only) spec += "/readonly";
  if (job.anonymous) spec += "/anonymous";
  if (job.quote) spec += "/loser";
  return spec + "}INBOX";
}

// Of messages, whether they were there and fit from the beginning of a loop to its end.
class Witness {
 public:
  template <class Fits>
  Witness(const StoredMailbox& box, Fits fits) {
    for (const StoredMessage& m : box.messages)
      if (!m.gone && fits(m)) due_.insert(m.uid);
  }
  void came(std::uint32_t uid) { require(came_.insert(uid).second, "a message comes for the second time"); }
  // All that fit still have come.
  template <class Fits>
  void check(const StoredMailbox& box, Fits fits) const {
    for (const std::uint32_t uid : due_)
      if (const StoredMessage& m = *box.find(uid); !m.gone && fits(m))
        require(came_.count(uid) != 0, "a loop has left a message out");
  }

 private:
  std::set<std::uint32_t> due_, came_;
};

bool is_any(const StoredMessage&) { return true; }
bool is_unseen(const StoredMessage& m) { return m.flags.count("\\Seen") == 0; }
bool is_pump(const StoredMessage& m) { return m.mail.subject.find("pump") != std::string::npos; }

class MailboxRun {
 public:
  MailboxRun(ReadingJob& job, bool verbose)
      : job_(job),
        dice_(job.dice),
        transcript_(job.network, verbose),
        state_(max_driver_state / sizeof(std::max_align_t) + 1),
        rx_(job.rx + 64),
        tx_(job.tx),
        scratch_(job.scratch),
        text_(256 + job.text),
        words_(192),
        notice_memory_(128),
        notices_(notice_memory_),
        spec_(spec_of(job)),
        login_(job.user, job.token ? std::string_view() : std::string_view(job.secret)) {
    if (job.token) login_ = Login::bearer(job.user, job.secret);
    if (job.user.empty()) login_ = Login();
  }

  Tally run() {
    tally_.wanted = job_.steps;
    MailboxOptions options;
    options.observer = &transcript_;
    options.notices = &notices_;
    options.poll_ms = dice_.time(1'000, 100'000);
    if (!job_.all_is_well && dice_.once_in(5)) options.timeout_ms = dice_.time(1'000, 300'000);
    Mailbox box(job_.network, {std::as_writable_bytes(std::span(state_)), rx_, tx_, scratch_, text_, words_},
                {imap::driver}, options);
    box_ = &box;
    converse();
    const std::size_t sent = job_.network.sent();
    for (int i = 0; i < 3; ++i) require(box.step() != Step::again, "a step after the end");
    box.abort();
    check_silent(job_.network, sent);
    job_.check_conduct(transcript_.shown, tally_);
    return tally_;
  }

 private:
  void converse() {
    OpenOptions options;
    options.expunge_at_close = dice_.once_in(4);
    if (options.expunge_at_close) job_.asked.push_back({"INBOX", 0, "expunge"});
    constexpr Ahead aheads[] = {Ahead::nothing, Ahead::messages, Ahead::unread};
    options.ahead = aheads[dice_.from(0, 2)];
    ahead_ = dice_.coin() ? options.ahead : Ahead::nothing;
    // What is unread is asked for before the loop begins.
    if (options.ahead == Ahead::unread) early_.emplace(job_.server.store.mailboxes.at("INBOX"), is_unseen);
    Result opened = box_->open(spec_, login_, options);
    for (std::size_t i = 0; opened && i < job_.steps && box_->is_open(); ++i) {
      transcript_.line("== step " + std::to_string(i + 1));
      if (step()) {
        ++tally_.done;
      } else {
        transcript_.line("== no success");
      }
      early_.reset();
      // Whatever other mailbox is open in the end.
      if (options.expunge_at_close) job_.asked.push_back({job_.server.selected(), 0, "expunge"});
    }
    const bool was_open = box_->is_open();
    if (was_open) static_cast<void>(box_->close());
    if (opened && was_open && box_->result()) {
      tally_.end = "ok";
    } else {
      tally_.end = name(box_->result() ? box_->error().category : box_->result().error().category);
      require(tally_.end != "none", "a failure without a reason");
    }
    require(!box_->is_open(), "closed, and open");
    transcript_.line("== " + tally_.end);
  }

  // One call or loop; whether it succeeded.
  bool step() {
    using Call = bool (MailboxRun::*)();
    constexpr Call calls[] = {
        &MailboxRun::read_unread, &MailboxRun::read_unread, &MailboxRun::list,   &MailboxRun::fetch,
        &MailboxRun::fetch,       &MailboxRun::flag,        &MailboxRun::append, &MailboxRun::search,
        &MailboxRun::folders,     &MailboxRun::status,      &MailboxRun::select, &MailboxRun::watch,
        &MailboxRun::carry,       &MailboxRun::carry,       &MailboxRun::remove, &MailboxRun::refresh};
    const Ahead ahead = std::exchange(ahead_, Ahead::nothing);
    if (ahead != Ahead::nothing) return ahead == Ahead::messages ? list() : read_unread();
    if (open().empty()) return select();
    return (this->*calls[dice_.from(0, std::size(calls) - 1)])();
  }

  std::string open() const { return job_.server.selected(); }
  // The mailbox that is open, or was.
  const StoredMailbox& there() {
    if (!open().empty()) last_open_ = open();
    return job_.server.store.mailboxes.at(last_open_);
  }
  void ask(std::uint32_t uid, const std::string& what) { job_.asked.push_back({open(), uid, what}); }
  bool is_certain() const {
    return !job_.is_falsified() && !job_.lies() && !job_.miscounts() && job_.behaviour.misdeed != ImapMisdeed::no_data;
  }

  // What a call says, and whether that is a success.
  bool judge(const Result& result) {
    const Category category = result ? Category::none : result.error().category;
    transcript_.line("== call: " + std::string(name(category)));
    require(result || category != Category::none, "a failure without a reason");
    return static_cast<bool>(result);
  }

  // Likewise of one that changes the mailbox.
  bool judge_change(const Result& result) {
    if (!job_.read_only) return judge(result);
    require(!result, "a change where nothing may change");
    if (result.error().category != Category::policy) return judge(result);
    if (box_->error().category == Category::policy) box_->clear_error();  // it is what had to come
    return true;
  }

  // A loop that came to its end; whether nothing went wrong.
  bool judge_loop() {
    const bool sound = !box_->error();
    transcript_.line(sound ? "== end of loop" : "== loop: " + std::string(name(box_->error().category)));
    if (!sound) box_->clear_error();
    return sound;
  }

  // A message that the client knows of, as it is named, and its UID; none: there is none.
  struct Named {
    std::uint32_t uid = 0;
    Messages name;
  };
  Named some_message() {
    const std::vector<std::uint32_t>& view = job_.server.view();
    if (view.empty() || !is_certain()) return {};
    const std::size_t index = dice_.from(0, view.size() - 1);
    const bool by_number = dice_.coin();
    return {view[index],
            by_number ? Messages::number(static_cast<std::uint32_t>(index + 1)) : Messages::uid(view[index])};
  }

  void check_summary(const Summary& mail) {
    const StoredMessage* m = there().find(mail.uid);
    require(m != nullptr, "a message that nobody has");
    require(mail.size == m->mail.text.size() || mail.size == 0, "another message's size");
    require(mail.subject == m->mail.subject || (mail.cut && m->mail.subject.starts_with(mail.subject)),
            "another message's subject");
  }

  // for (mail : unread): its parts, one of them, and a flag.
  bool read_unread() {
    const std::string in = open();
    Witness witness = early_ ? *early_ : Witness(there(), is_unseen);
    for (const Summary& mail : box_->unread()) {
      if (!is_certain()) continue;
      check_summary(mail);
      witness.came(mail.uid);
      if (dice_.coin()) read_parts(mail);
      if (dice_.once_in(3)) {
        ask(mail.uid, "+\\Seen");
        judge_change(box_->flag(mail, Flag::seen));
      }
      if (dice_.once_in(8)) return judge_loop();
    }
    return end_loop(witness, in, is_unseen);
  }

  template <class Fits>
  bool end_loop(const Witness& witness, const std::string& in, Fits fits) {
    const bool sound = judge_loop();
    if (sound && is_certain() && box_->is_open()) witness.check(job_.server.store.mailboxes.at(in), fits);
    return sound;
  }

  void read_parts(const Summary& mail) {
    const Mail whole = there().find(mail.uid)->mail;
    for (const Part& part : box_->parts(mail)) {
      if (part.multipart || part.section.empty() || part.section.size() != 1) continue;
      const std::size_t index = static_cast<std::size_t>(part.section[0] - '1');
      require(index < whole.parts.size(), "a part that the message has not");
      const MailPart& known = whole.parts[index];
      require(part.octets == known.size, "another part's size");
      require(part.filename == known.filename, "another part's name");
      if (dice_.once_in(3)) continue;
      Collector sink(dice_, job_.all_is_well || !dice_.once_in(10) ? SIZE_MAX : dice_.from(0, 100));
      if (judge(box_->fetch(mail, part, sink))) require(sink.text == known.decoded, "success, and another part");
    }
  }

  bool list() {
    const std::string in = open();
    Witness witness(there(), is_any);
    for (const Summary& mail : box_->messages()) {
      if (!is_certain()) continue;
      check_summary(mail);
      witness.came(mail.uid);
      if (dice_.once_in(4)) refresh();  // others come between
    }
    return end_loop(witness, in, is_any);
  }

  bool fetch() {
    const Named message = some_message();
    if (message.uid == 0) return refresh();
    constexpr const char* sections[] = {"", "", "HEADER", "TEXT", "1", "1.MIME"};
    Request r;
    r.op = Op::fetch;
    r.messages = message.name;
    r.section = sections[dice_.from(0, std::size(sections) - 1)];
    r.keep_unseen = dice_.coin();
    if (!r.keep_unseen) ask(message.uid, "+\\Seen");
    Collector sink(dice_, job_.all_is_well || !dice_.once_in(10) ? SIZE_MAX : dice_.from(0, 300));
    r.sink = &sink;
    const std::string in = open();
    if (!judge(box_->run(r))) return is_gone(in, message.uid);
    if (is_certain()) job_.check_content(in, message.uid, std::string(r.section), sink.text);
    return true;
  }

  bool is_gone(const std::string& in, std::uint32_t uid) const {
    return job_.server.store.mailboxes.at(in).find(uid)->gone;
  }

  bool flag() {
    const Named message = some_message();
    if (message.uid == 0) return refresh();
    constexpr std::pair<Flag, const char*> flags[] = {
        {Flag::seen, "\\Seen"}, {Flag::flagged, "\\Flagged"}, {Flag::answered, "\\Answered"}};
    const auto& [flag, word] = flags[dice_.from(0, std::size(flags) - 1)];
    const std::size_t how = dice_.from(0, 2);
    ask(message.uid, std::string(1, "+-="[how]) + word);
    if (how == 0) return judge_change(box_->flag(message.name, flag));
    if (how == 1) return judge_change(box_->unflag(message.name, flag));
    return judge_change(box_->set_flags(message.name, flag));
  }

  bool append() {
    const MailboxName& target = mailbox_names[dice_.from(0, std::size(mailbox_names) - 1)];
    const std::string message = job_.some_message();
    job_.asked.push_back({target.wire, 0, "append"});
    const bool breaks = !job_.all_is_well && dice_.once_in(8);
    Pieces source(message, dice_, breaks ? dice_.from(0, message.size() - 1) : SIZE_MAX);
    // A promise that the source does not keep.
    const std::size_t size =
        message.size() + (!breaks && !job_.all_is_well && dice_.once_in(10) ? dice_.from(0, 2) - 1 : 0);
    Placed placed;
    if (!judge(box_->append(target.name, source, size, {}, &placed))) return false;
    require(!breaks && size == message.size(), "success, and not the whole message");
    job_.check_appended(target.wire, message);
    check_placed(target, placed, message);
    return true;
  }

  void check_placed(const MailboxName& target, const Placed& placed, const std::string& message) const {
    if (job_.is_falsified() || placed.uid == 0) return;
    const StoredMailbox& box = job_.server.store.mailboxes.at(target.wire);
    const StoredMessage* m = box.find(placed.uid);
    require(placed.uid_validity == box.uid_validity && m != nullptr && m->mail.text == message, "placed elsewhere");
  }

  bool search() {
    const std::string in = open();
    Witness witness(there(), is_pump);
    const SearchKey keys[] = {key::subject("pump")};
    for (const std::uint32_t uid : box_->search(keys)) {
      if (!is_certain()) continue;
      witness.came(uid);
      const StoredMessage* m = there().find(uid);
      require(m != nullptr && is_pump(*m), "a message that was not looked for");
      if (dice_.once_in(4)) refresh();
    }
    return end_loop(witness, in, is_pump);
  }

  bool folders() {
    std::set<std::string> names;
    for (const Folder& folder : box_->folders()) names.insert(std::string(folder.name));
    if (!judge_loop()) return false;
    for (const MailboxName& m : mailbox_names)
      require(!is_certain() || names.count(m.name) != 0, "a mailbox is missing");
    return true;
  }

  bool status() {
    const MailboxName& target = mailbox_names[dice_.from(0, std::size(mailbox_names) - 1)];
    StatusCounts counts;
    if (!judge(box_->status(target.name, counts))) return false;
    const StoredMailbox& box = job_.server.store.mailboxes.at(target.wire);
    require(job_.is_falsified() || counts.uid_validity == box.uid_validity, "another mailbox's status");
    return true;
  }

  bool select() {
    const MailboxName& target = mailbox_names[dice_.once_in(3) ? dice_.from(1, std::size(mailbox_names) - 1) : 0];
    return judge(box_->select(target.name));
  }

  bool watch() {
    std::size_t most = dice_.from(0, 2);
    const std::uint64_t until = job_.network.elapsed_ms + dice_.time(1, 3'600'000);
    Change change;
    Request request = request::watch(change);
    box_->start(request);
    for (;;) {
      const Step came = box_->step();
      if (came == Step::failed || came == Step::done) return judge(box_->result());
      if (came == Step::item && most-- == 0) break;
      if (job_.network.elapsed_ms >= until) break;
      if (came == Step::again && box_->idle()) box_->wait();
    }
    box_->leave(request);
    return true;
  }

  bool carry() {
    const Named message = some_message();
    if (message.uid == 0) return refresh();
    const MailboxName& target = mailbox_names[dice_.from(1, std::size(mailbox_names) - 1)];
    const bool moves = dice_.coin();
    ask(message.uid, std::string("copy ") + target.wire);
    if (moves) {
      ask(message.uid, std::string("move ") + target.wire);
      ask(message.uid, "+\\Deleted");
      ask(message.uid, "expunge");
    }
    Placed placed;
    const std::string in = open();
    const std::string text = there().find(message.uid)->mail.text;
    const Result result =
        moves ? box_->move(message.name, target.name, &placed) : box_->copy(message.name, target.name, &placed);
    if (!(moves ? judge_change(result) : judge(result))) return false;
    if (!result) return true;
    check_placed(target, placed, text);
    if (is_certain()) check_carried(in, message.uid, target, text, moves);
    return true;
  }

  // It is where it had to go, unless others took it away, and where it was it is gone or marked.
  void check_carried(const std::string& from, std::uint32_t uid, const MailboxName& target, const std::string& text,
                     bool moved) const {
    const StoredMessage& left = *job_.server.store.mailboxes.at(from).find(uid);
    if (left.gone) return;
    const std::vector<StoredMessage>& there = job_.server.store.mailboxes.at(target.wire).messages;
    require(std::any_of(there.begin(), there.end(), [&](const StoredMessage& m) { return m.mail.text == text; }),
            "success, and the message has not come");
    require(!moved || left.flags.count("\\Deleted") != 0, "success, and the message has not gone");
  }

  // Marks one as deleted, and lets all that are go.
  bool remove() {
    const Named message = some_message();
    if (message.uid == 0) return refresh();
    ask(message.uid, "+\\Deleted");
    if (!judge_change(box_->remove(message.name))) return false;
    ask(0, "expunge");
    return judge_change(box_->expunge());
  }

  bool refresh() { return judge(box_->refresh()); }

  ReadingJob& job_;
  Dice& dice_;
  Transcript transcript_;
  std::vector<std::max_align_t> state_;
  std::vector<char> rx_, tx_, scratch_, text_, words_, notice_memory_;
  NoticeLog notices_;
  std::string spec_;
  Login login_;
  Mailbox* box_ = nullptr;
  Ahead ahead_ = Ahead::nothing;  // what the first loop has to be over
  std::optional<Witness> early_;
  std::string last_open_ = "INBOX";
  Tally tally_;
};

}  // namespace

Tally run_mailbox(ReadingJob& job, bool verbose) { return MailboxRun(job, verbose).run(); }

}  // namespace sim
