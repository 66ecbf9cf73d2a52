// Requests that one command or a few of them answer.
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf7.hpp>

#include "driver.hpp"

namespace mailmote::imap {

namespace {

// The steps of MOVE where the server has none.
enum MoveStep : std::uint8_t { at_once, named, copied, marked, expunged };

// Where the value of a field belongs; null: nowhere.
std::uint32_t* count_of(StatusCounts& counts, StatusField field) {
  switch (field) {
    case StatusField::messages: return &counts.messages;
    case StatusField::recent: return &counts.recent;
    case StatusField::uid_next: return &counts.uid_next;
    case StatusField::uid_validity: return &counts.uid_validity;
    case StatusField::unseen: return &counts.unseen;
    default: return nullptr;
  }
}

}  // namespace

void MailboxDriver::begin_request() {
  Cursor& c = request_->cursor;
  if (!c.begun) c.gone = gone_;
  c.unsound = c.unsound && c.begun && is_listing(request_->op);
  switch (request_->op) {
    case Op::list:
    case Op::search: return begin_list();
    case Op::envelope: return texts_.begin(c.level);
    case Op::parts:
      texts_.begin(c.level);
      part_shown_ = true;
      break;
    case Op::folders: texts_.begin(c.level); break;
    case Op::fetch: return begin_body();
    case Op::watch:
      if (!c.begun) c.seen = session_.mailbox().exists;
      break;
    default: return;
  }
  c.begun = true;
}

Put MailboxDriver::ask_request() {
  const Request& r = *request_;
  if (needs_open_mailbox(r.op) && !session_.mailbox().open) {
    give_up(Category::input, Advice::open_mailbox_first, Retry::after_fix);
    return Put::later;
  }
  if (is_elsewhere()) return gone("the mailbox is another one by now");
  switch (r.op) {
    case Op::none: break;
    case Op::select: return ask_select(r.mailbox);
    case Op::folders: return ask_folders();
    case Op::status: return session_.status(r.mailbox);
    case Op::list:
    case Op::search: return ask_list();
    case Op::envelope:
    case Op::parts: return ask_one();
    case Op::fetch: return ask_body();
    case Op::flag:
    case Op::copy:
    case Op::move:
    case Op::expunge: return ask_change();
    case Op::append: return ask_append();
    case Op::create: return session_.create(r.mailbox);
    case Op::remove: return session_.remove(r.mailbox);
    case Op::rename: return session_.rename(r.mailbox, r.target);
    case Op::subscribe: return session_.subscribe(r.mailbox);
    case Op::unsubscribe: return session_.unsubscribe(r.mailbox);
    case Op::watch: return ask_watch();
    case Op::refresh: return session_.noop();
  }
  finish();
  return Put::later;
}

// What it has come to was another mailbox's, or one's that is no longer (RFC 3501 2.3.1.1): its numbers and UIDs are
// others' here.
bool MailboxDriver::is_elsewhere() {
  Cursor& c = request_->cursor;
  const std::uint32_t here = mailbox_mark_ ^ session_.mailbox().uid_validity;
  if (!c.begun || request_->op == Op::folders) return false;
  if (c.mailbox == 0) c.mailbox = here;
  return c.mailbox != here;
}

// What a loop over messages has counted no longer holds, even if its mailbox is opened again.
Put MailboxDriver::ask_select(std::string_view mailbox) {
  const std::uint32_t exists = session_.mailbox().exists;
  const Put put = session_.select(mailbox);
  if (put != Put::done) return put;
  mailbox_mark_ = mark_of(mailbox, 0);
  gone_ += exists + gone_kept + 1;
  return put;
}

// A command of the request was answered with OK.
void MailboxDriver::on_answer() {
  switch (request_->op) {
    case Op::list:
    case Op::search: return on_list_answer();
    case Op::parts:
    case Op::envelope:
    case Op::fetch:
      if (request_->cursor.unsound) return give_up(Category::protocol, Advice::answer_incomplete, Retry::never);
      if (!took_) return give_up(Category::rejected, Advice::message_gone, Retry::never);
      if (request_->op == Op::fetch) request_->cursor = Cursor();  // the next one with it begins anew
      return finish();
    case Op::status:
      if (request_->cursor.unsound || !took_)
        return give_up(Category::protocol, Advice::answer_incomplete, Retry::never);
      return finish();
    case Op::move:
      if (step_ == at_once || step_ == expunged) return finish();
      if (!are_named()) return give_up(Category::rejected, Advice::message_gone, Retry::never);
      if (request_->cursor.next > request_->cursor.seen) return finish();  // UIDs of no message
      ++step_;
      due_ = true;
      return;
    case Op::folders: return on_folders_answer();
    case Op::watch: static_cast<void>(session_.rest(poll_ms_)); return;
    default: return finish();
  }
}

// Those of the messages that there are, perhaps none; whatever the server makes of others, `n:*` has a last message too
// many (RFC 3501 9). False where one was named that there is not, or that is another one by now: what servers say of a
// number beyond the last message differs, and some say that all is well.
bool MailboxDriver::take_range(Range& range) {
  const Messages m = request_->messages;
  const std::uint32_t most = m.by_number ? session_.mailbox().exists : Range::star - 1;
  range = {m.first, m.last < most ? m.last : most};
  // 0 names none, nor does `*` as the first; as the last it names those that there are.
  const bool missing = m.first == 0 || m.first == Range::star || (m.last > most && m.last != Range::star);
  if (!missing && !have_shifted()) return true;
  give_up(Category::rejected, Advice::message_gone, Retry::never);
  if (missing && m.by_number) error_.server_text = tell_numbers(m.first == 0 ? m.first : m.last, most);
  return false;
}

// In memory that is free until the next request.
std::string_view MailboxDriver::tell_numbers(std::uint32_t missing, std::uint32_t most) const {
  Outbox words(texts_.rest());
  words.begin();
  words.put("number ").put_number(missing).put(", there are ").put_number(most);
  return words.commit() ? words.ready() : std::string_view();
}

// Numbers were named, and not just all of them.
bool MailboxDriver::are_some() const {
  const Messages& m = request_->messages;
  return m.by_number && (m.first != 1 || m.last != Range::star);
}

// Numbers have become others' since they were named: in the answer to what was asked before, which passed by, or in
// between two commands of a loop.
bool MailboxDriver::have_shifted() const { return are_some() && request_->cursor.gone != gone_; }

Put MailboxDriver::ask_change() {
  const Request& r = *request_;
  Range range;
  if (r.op == Op::expunge && r.messages.first == 0) return session_.expunge();
  if (step_ != at_once) return ask_to_move();
  if (!take_range(range)) return Put::later;
  if (range.first > range.last) {
    finish();
    return Put::later;
  }
  switch (r.op) {
    case Op::flag: return session_.store(range, ids(), r.change, r.flags);
    case Op::copy: return session_.copy(range, ids(), r.mailbox);
    case Op::expunge: return r.messages.by_number ? Put::refused : session_.expunge(range);
    default: break;
  }
  const Put put = session_.move(range, ids(), r.mailbox);
  return put == Put::unsupported ? begin_move(range) : put;
}

// No MOVE: COPY, STORE and UID EXPUNGE. Numbers may be others' before all is done: they are exchanged for UIDs first,
// and nothing can come between those. A range of UIDs ends with the last message that there is: one that comes later is
// not copied, and must not be marked. Where the server lets nothing change, a copy would be all that comes of it.
Put MailboxDriver::begin_move(const Range& range) {
  if (session_.mailbox().read_only) {
    give_up(Category::rejected, Advice::no_permission, Retry::never);
    return Put::later;
  }
  const bool by_number = request_->messages.by_number;
  const bool is_one = !by_number && range.first == range.last;
  from_ = range.first;
  until_ = by_number ? range.last : session_.mailbox().exists;
  request_->cursor.next = by_number ? 0 : from_;
  request_->cursor.seen = is_one ? from_ : 0;
  step_ = is_one ? copied : named;
  if (is_one || until_ != 0) return ask_to_move();
  finish();
  return Put::later;
}

// Where the server has not even UID EXPUNGE, what was moved stays marked as deleted: an EXPUNGE without names would
// take other messages along.
Put MailboxDriver::ask_to_move() {
  const Range uids{request_->cursor.next, request_->cursor.seen};
  if (step_ == named) return ask_names();
  if (step_ == copied) return session_.copy(uids, Ids::uid, request_->mailbox);
  if (step_ == marked) return session_.store(uids, Ids::uid, FlagChange::add, Flag::deleted);
  const Put put = session_.expunge(uids);
  if (put != Put::unsupported) return put;
  finish();
  return Put::later;
}

// The first and the last of them; where UIDs were named, the last message.
Put MailboxDriver::ask_names() {
  FetchItems items;
  items.uid = true;
  if (!request_->messages.by_number) return session_.fetch(Range::star, Ids::number, items);
  if (from_ == until_) return session_.fetch(from_, Ids::number, items);
  const std::uint32_t ends[] = {from_, until_};
  return session_.fetch(std::span<const std::uint32_t>(ends), Ids::number, items);
}

void MailboxDriver::on_name(const Event& e) {
  if (e.response != Response::fetch || step_ != named) return;
  const Field field = fetch_.read(e);
  if (e.kind == Kind::begin) {
    number_ = e.number;
    uid_ = 0;
  }
  if (field == Field::uid && e.last) static_cast<void>(read_number(e.bytes, uid_));
  if (e.kind != Kind::end || !e.sound || uid_ == 0 || uid_ == Range::star) return;
  const Messages& m = request_->messages;
  Cursor& c = request_->cursor;
  if (m.by_number && number_ == from_) c.next = uid_;
  if (m.by_number ? number_ == until_ : number_ >= until_) c.seen = uid_;
  if (!m.by_number && c.seen > m.last) c.seen = m.last;
}

// Both UIDs are known, and numbers have not become others' meanwhile, which no server may do (RFC 3501 7.4.1).
bool MailboxDriver::are_named() const {
  const Cursor& c = request_->cursor;
  const bool moved_up = step_ == named && c.gone != gone_;
  const bool in_order = c.next <= c.seen || !request_->messages.by_number;
  return c.next != 0 && c.seen != 0 && in_order && !moved_up;
}

// IDLE; or NOOP, again and again, where there is none, or it was announced and then refused. First of all what came
// while something else was asked within the loop: nobody else would tell of it.
Put MailboxDriver::ask_watch() {
  const Cursor& c = request_->cursor;
  const std::uint32_t exists = session_.mailbox().exists;
  if (c.seen != exists || c.gone != gone_) {
    give_change({Change::Kind::exists, exists});
    return Put::later;
  }
  const Put put = polls_ ? Put::unsupported : session_.idle();
  return put == Put::unsupported ? session_.noop() : put;
}

void MailboxDriver::on_status(const Event& e) {
  const StatusField field = status_.read(e);
  const bool whole = e.last && !continued_;
  if (field == StatusField::mailbox) {
    // Case aside: INBOX has any, and some servers tell the name as they keep it. One too long to be seen whole is ours.
    const wire::DecodedName name = wire::decode_utf7(e.bytes, texts_.rest());
    relevant_ = continued_ || !e.last || name.cut || wire::equals_any_case(name.text, request_->mailbox);
  }
  if (e.kind == Kind::begin) relevant_ = false;
  continued_ = e.kind == Kind::value && !e.last;
  took_ = took_ || relevant_;
  if (!relevant_) return;
  std::uint32_t* const count = count_of(*request_->counts, field);
  const bool broken = count != nullptr && !(whole && read_number(e.bytes, *count));
  distrust(broken || (e.kind == Kind::end && !e.sound));
}

void MailboxDriver::on_change(const Event& e) {
  if (e.kind != Kind::end || e.line != Line::untagged) return;
  switch (e.response) {
    case Response::exists: return give_change({Change::Kind::exists, e.number});
    case Response::expunge: return give_change({Change::Kind::gone, e.number});
    case Response::fetch:
      if (!passing_over_) give_change({Change::Kind::flags, e.number});  // else it answers what was asked before
      return;
    default: return;
  }
}

void MailboxDriver::give_change(const Change& change) {
  *request_->changed = change;
  request_->cursor.seen = session_.mailbox().exists;
  request_->cursor.gone = gone_;
  outcome_ = Progress::item;
}

}  // namespace mailmote::imap
