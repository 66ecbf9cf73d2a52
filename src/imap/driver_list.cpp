// Listings of messages, and searches. A listing asks for some messages at a time: many where nobody interrupts it, few
// behind an interruption, since the rest of an answer that is under way then is passed over.
//
// Messages of an unread-only listing, and those of a wide range of UIDs, are found by a search first. As many of its
// results as found_ holds are worked off, then the next are searched for.
#include <mailmote/imap/search_key.hpp>

#include "driver.hpp"

namespace mailmote::imap {

namespace {

constexpr std::uint16_t first_chunk = 256, largest_chunk = 4096;
// Of one search: as many as there may be responses. A set says four billion in a few octets.
constexpr std::uint32_t most_results = Session::max_untagged;
constexpr std::uint8_t most_barren = 64;  // answers in a row without a message: so many may have gone, but no more

bool is_tag(std::string_view text, std::uint16_t tag) {
  std::uint32_t number = 0;
  return text.size() > 1 && read_number({text.data() + 1, text.size() - 1}, number) && number == tag;
}

}  // namespace

bool MailboxDriver::searches() const {
  const Request& r = *request_;
  const Messages& m = r.messages;
  const bool wide = !m.by_number && m.last > m.first && m.last - m.first >= first_chunk;
  return r.op == Op::search || r.unread_only || wide;
}

void MailboxDriver::begin_list() {
  Cursor& c = request_->cursor;
  const Messages& m = request_->messages;
  const bool goes_on = c.begun && found_for_ == request_;
  searched_ = searched_ && goes_on;
  searching_ = false;
  barren_ = 0;
  found_for_ = request_;
  if (c.begun) {
    c.chunk = 1;
    return;
  }
  c.begun = true;
  c.chunk = first_chunk;
  const bool from_first = m.first != 0 && !(m.by_number && searches());
  c.next = from_first ? m.first : 1;
  c.last = m.last;
}

Put MailboxDriver::ask_list() {
  if (request_->cursor.next == 0) return nothing_left();  // behind the last number that there can be
  return searches() ? ask_found() : ask_range();
}

Put MailboxDriver::nothing_left() {
  if (request_->cursor.unsound) {
    give_up(Category::protocol, Advice::answer_incomplete, Retry::never);
  } else {
    finish();
  }
  return Put::later;
}

Put MailboxDriver::ask_range() {
  Cursor& c = request_->cursor;
  const Messages& m = request_->messages;
  const std::uint32_t most = m.by_number ? session_.mailbox().exists : Range::star - 1;
  if (m.by_number && !catch_up()) return gone({});
  const std::uint32_t last = c.last < most ? c.last : most;
  if (c.next > last) return nothing_left();
  from_ = c.next;
  until_ = last - from_ < c.chunk ? last : from_ + c.chunk - 1;
  return fetch_summaries(Range{from_, until_}, ids(), c.seen);
}

// Messages that went since `next` was counted may have stood in front of it, and those behind moved up. So many
// messages are asked for once more; those that were given are known by their UIDs. Where the listing has an end, that
// moves up, too: what comes behind it was not asked for. False if nobody knows any more how far.
bool MailboxDriver::catch_up() {
  Cursor& c = request_->cursor;
  const std::uint32_t gone = gone_ - c.gone;
  const bool bounded = c.last != Range::star;
  if (bounded && gone > gone_kept) return false;
  for (; bounded && c.gone != gone_; ++c.gone) {
    const std::uint32_t number = gone_at_[c.gone % gone_kept];
    if (number < c.next) --c.next;
    if (number <= c.last) --c.last;
  }
  c.gone = gone_;
  const bool begins = c.seen == 0 && c.next == request_->messages.first;
  if (!bounded && !begins) c.next = c.next > gone ? c.next - gone : 1;
  return true;
}

Put MailboxDriver::gone(std::string_view why) {
  give_up(Category::rejected, Advice::message_gone, Retry::never);
  error_.server_text = why;
  return Put::later;
}

Put MailboxDriver::fetch_summaries(const MessageSet& set, Ids ids, std::uint32_t seen) {
  FetchItems items;
  items.uid = items.flags = items.size = items.internal_date = items.envelope = true;
  seen_before_ = seen;
  return session_.fetch(set, ids, items);
}

Put MailboxDriver::ask_found() {
  Cursor& c = request_->cursor;
  if (!searched_) return search();
  found_.drop_to(c.next - 1);
  if (!found_.empty()) return request_->op == Op::search ? give_found() : fetch_found();
  return found_.has_more() ? search() : nothing_left();
}

Put MailboxDriver::give_found() {
  *request_->found = found_.first();
  request_->cursor.next = found_.first() + 1;
  outcome_ = Progress::item;
  return Put::later;
}

// As many ranges as a command has room for.
Put MailboxDriver::fetch_found() {
  Range ranges[UidSet::max_ranges];
  std::size_t n = found_.lowest(request_->cursor.chunk, ranges);
  for (;;) {
    from_ = ranges[0].first;
    until_ = ranges[n - 1].last;
    const Put put = fetch_summaries(std::span<const Range>(ranges, n), Ids::uid, request_->cursor.seen);
    if (put != Put::too_small || n == 1) return put;
    n /= 2;
  }
}

// Among what was not worked off yet.
Put MailboxDriver::search() {
  const Request& r = *request_;
  const Messages& m = r.messages;
  const bool bounded = r.op == Op::list && !m.by_number;
  const Range rest{r.cursor.next, bounded ? m.last : Range::star};
  SearchKey some[2];
  some[0] = r.unread_only ? key::unseen() : key::all();
  some[1] = key::numbers({m.first, m.last});
  if (have_shifted()) return gone({});
  std::span<const SearchKey> keys = r.keys;
  if (r.op == Op::list) keys = std::span<const SearchKey>(some, are_some() ? 2 : 1);
  return search_for(keys, r.cursor.next > 1 || bounded ? rest : Range());
}

Put MailboxDriver::search_for(std::span<const SearchKey> keys, const Range& uids) {
  const bool extended = session_.capabilities().has(Capability::esearch);
  const Put put = session_.search(keys, Ids::uid, extended ? return_all : 0, uids);
  if (put != Put::done) return put;
  found_.clear();
  searched_ = false;
  searching_ = true;
  return put;
}

void MailboxDriver::on_search(const Event& e) {
  const SearchField plain = search_.read(e);
  const SearchField field = plain == SearchField::none ? esearch_.read(e) : plain;
  if (e.kind == Kind::begin) {
    set_ = SetReader();
    relevant_ = true;
    continued_ = false;
  }
  if (e.kind == Kind::end) distrust(relevant_ && !e.sound);
  if (e.kind != Kind::value) return;
  std::string_view piece = e.bytes;
  std::uint32_t number = 0;
  switch (field) {
    case SearchField::number:
      if (continued_ || !e.last || !read_number(piece, number)) number = 0;
      found(number, number);
      break;
    case SearchField::tag: relevant_ = is_tag(piece, session_.last_tag()); break;
    case SearchField::all:
      if (!relevant_) break;
      if (!esearch_.uid()) {
        distrust(true);
        break;
      }
      while (set_.next(piece)) found(set_.first(), set_.last());
      if (e.last && set_.end()) found(set_.first(), set_.last());
      distrust(set_.failed());
      break;
    default: break;
  }
  continued_ = !e.last;
}

// Of what was asked for, and was not worked off yet. (`n:*` finds the last message, too, where it lies before n.) No
// message has 0, and none that could be named has the number that means `*`.
void MailboxDriver::found(std::uint32_t first, std::uint32_t last) {
  const std::uint32_t from = request_->cursor.next;
  distrust(last == 0 || last == Range::star);
  if (first < from) first = from;
  if (last == Range::star) last = Range::star - 1;
  if (first <= last) found_.add({first, last});
}

// A SEARCH, or a FETCH of some messages, is complete.
void MailboxDriver::on_list_answer() {
  due_ = true;
  if (searching_) {
    searching_ = false;
    searched_ = true;
    if (found_.size() > most_results) give_up(Category::limit, Advice::none, Retry::never);
    return;
  }
  if (++barren_ > most_barren) return give_up(Category::protocol, Advice::answer_incomplete, Retry::never);
  Cursor& c = request_->cursor;
  c.next = until_ + 1;
  c.chunk = c.chunk < largest_chunk ? static_cast<std::uint16_t>(2 * c.chunk) : largest_chunk;
}

}  // namespace mailmote::imap
