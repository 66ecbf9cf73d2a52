// FETCH responses: which of them is about what was asked, and what of it goes where.
#include <mailmote/imap/internal_date.hpp>

#include "driver.hpp"

namespace mailmote::imap {

// One message, or none: whatever there is to know of a message is asked of one.
Put MailboxDriver::ask_one() {
  if (request_->op == Op::parts && request_->cursor.next == all_parts_given) {
    finish();
    return Put::later;
  }
  FetchItems items;
  items.envelope = request_->op == Op::envelope;
  items.structure = request_->op == Op::parts;
  index_ = 0;
  return fetch_one(items);
}

Put MailboxDriver::fetch_one(FetchItems& items) {
  const Messages& m = request_->messages;
  Range range;
  if (m.first != m.last || m.first == 0 || m.first == Range::star) {
    give_up(Category::input, Advice::one_message, Retry::after_fix);
    return Put::later;
  }
  if (!take_range(range)) return Put::later;
  from_ = until_ = range.first;
  items.uid = true;
  return session_.fetch(range, ids(), items);
}

void MailboxDriver::on_fetch(const Event& e) {
  if (e.response != Response::fetch || took_) return;
  const Field field = fetch_.read(e);
  if (e.kind == Kind::begin) return begin_message(e);
  if (e.kind == Kind::end) return end_message(e);
  if (field != Field::none) on_field(field, e);
  if (e.kind == Kind::value) continued_ = !e.last;
}

void MailboxDriver::begin_message(const Event& begin) {
  number_ = begin.number;
  uid_ = 0;
  relevant_ = continued_ = pouring_ = false;
  list_ = Field::none;
  if (request_->op == Op::list) {
    *request_->summary = Summary();
    texts_.begin(request_->cursor.level);
  }
  if (request_->op == Op::envelope) {
    *request_->envelope = EnvelopeTexts();
    texts_.begin(request_->cursor.level);
  }
}

// As far as it is known: the UID may come behind what it belongs to.
bool MailboxDriver::may_be_asked() const {
  const bool by_number = request_->messages.by_number && !(request_->op == Op::list && searches());
  if (by_number) return number_ >= from_ && number_ <= until_;
  return uid_ == 0 || (uid_ >= from_ && uid_ <= until_);
}

void MailboxDriver::on_field(Field field, const Event& e) {
  if (field == Field::uid && !continued_ && e.last) static_cast<void>(read_number(e.bytes, uid_));
  if (field == Field::item) {
    const Op op = request_->op;
    const Item wanted = op == Op::parts ? Item::structure : op == Op::fetch ? Item::content : Item::envelope;
    if (fetch_.item() != wanted || !may_be_asked()) return;
    if (op == Op::fetch) return on_content_name(e);
    relevant_ = true;
    return;
  }
  switch (request_->op) {
    case Op::list: return take_summary(field, e);
    case Op::envelope: return take_envelope(field, e);
    case Op::parts:
      if (relevant_) take_part(field, e);
      return;
    default:
      if (field == Field::content && pouring_) on_content(e);
      return;
  }
}

// What came is the answer if all of it is sound and about what was asked.
void MailboxDriver::end_message(const Event& end) {
  if (!relevant_) return;
  const bool by_uid = !request_->messages.by_number || request_->op == Op::list;
  const bool told = uid_ != 0 && uid_ != Range::star;
  if (!end.sound || (by_uid && !told)) {
    distrust(true);
    return;
  }
  if (request_->op != Op::list) {
    took_ = may_be_asked();
    distrust(!took_);
    return;
  }
  if (!may_be_asked()) return;
  if (searches() ? !found_.has(uid_) : uid_ <= seen_before_) return;
  give_summary();
}

void MailboxDriver::give_summary() {
  Summary& summary = *request_->summary;
  Cursor& c = request_->cursor;
  summary.uid = uid_;
  summary.number = number_;
  const bool by_number = request_->messages.by_number && !searches();
  const std::uint32_t next = (by_number ? number_ : uid_) + 1;
  if (next > c.next) c.next = next;
  if (uid_ > c.seen) c.seen = uid_;
  barren_ = 0;
  outcome_ = Progress::item;
}

// A header's text, decoded. Of one that comes in pieces, the first is all that there is room for.
void MailboxDriver::take_text(std::string_view& text, bool& cut, const Event& e) {
  if (e.kind != Kind::value || continued_ || e.form == Form::nil) return;
  list_ = Field::none;
  texts_.open();
  texts_.put_header(e.bytes);
  text = texts_.text();
  cut = cut || texts_.is_cut() || !e.last;
}

void MailboxDriver::take_addresses(std::string_view& text, bool& cut, Field field, const Event& e) {
  if (e.kind != Kind::value || continued_) return;
  if (list_ != field) addresses_.begin(texts_);
  list_ = field;
  addresses_.take(fetch_.address(), e, texts_);
  text = addresses_.whole(texts_);
  cut = cut || addresses_.is_cut();
}

void MailboxDriver::take_keyword(const Event& e) {
  Summary& summary = *request_->summary;
  if (list_ != Field::flag) texts_.open();
  list_ = Field::flag;
  const std::size_t before = texts_.text().size();
  if (before != 0) texts_.put(" ");
  texts_.put(e.bytes);
  if (texts_.is_cut()) {
    texts_.cut_to(before);
    summary.cut = true;
  }
  summary.flags.keywords = texts_.text();
}

void MailboxDriver::take_summary(Field field, const Event& e) {
  Summary& s = *request_->summary;
  switch (field) {
    case Field::flag:
      if (continued_ || !e.last) return;
      if (const Flag flag = flag_named(e.bytes); flag != Flag::other) {
        s.flags.add(flag);
      } else {
        take_keyword(e);
      }
      return;
    case Field::size:
      if (!continued_ && e.last) static_cast<void>(read_number(e.bytes, s.size));
      return;
    case Field::internal_date:
      if (!continued_ && e.last) static_cast<void>(read_internal_date(e.bytes, s.received));
      return;
    case Field::date: return take_text(s.date, s.cut, e);
    case Field::subject: return take_text(s.subject, s.cut, e);
    case Field::from: return take_addresses(s.from, s.cut, field, e);
    case Field::to: return take_addresses(s.to, s.cut, field, e);
    default: return;
  }
}

void MailboxDriver::take_envelope(Field field, const Event& e) {
  EnvelopeTexts& t = *request_->envelope;
  switch (field) {
    case Field::date: return take_text(t.date, t.cut, e);
    case Field::subject: return take_text(t.subject, t.cut, e);
    case Field::in_reply_to: return take_text(t.in_reply_to, t.cut, e);
    case Field::message_id: return take_text(t.message_id, t.cut, e);
    case Field::from: return take_addresses(t.from, t.cut, field, e);
    case Field::sender: return take_addresses(t.sender, t.cut, field, e);
    case Field::reply_to: return take_addresses(t.reply_to, t.cut, field, e);
    case Field::to: return take_addresses(t.to, t.cut, field, e);
    case Field::cc: return take_addresses(t.cc, t.cut, field, e);
    case Field::bcc: return take_addresses(t.bcc, t.cut, field, e);
    default: return;
  }
}

}  // namespace mailmote::imap
