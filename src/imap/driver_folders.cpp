// Listings of folders. A loop that is interrupted asks for all of them again, and goes on behind the one that it gave
// last.
#include <mailmote/wire/utf7.hpp>

#include "driver.hpp"

namespace mailmote::imap {

static_assert(static_cast<unsigned>(folder_subscribed) == 1U << static_cast<unsigned>(Attribute::subscribed));
static_assert(static_cast<unsigned>(folder_inbox) == 1U << static_cast<unsigned>(Attribute::inbox));

Put MailboxDriver::ask_folders() {
  const Request& r = *request_;
  index_ = 0;
  relevant_ = r.cursor.next == 0;
  follows_ = r.cursor.next <= 1;
  return r.subscribed_only ? session_.lsub({}, r.pattern) : session_.list({}, r.pattern);
}

void MailboxDriver::on_folder(const Event& e) {
  if (e.response != Response::list && e.response != Response::lsub && e.response != Response::xlist) return;
  Folder& folder = *request_->folder;
  if (e.kind == Kind::begin) {
    folder = Folder();
    took_ = false;
    number_ = 0;
    texts_.begin(request_->cursor.level);
  }
  if (lister_.read(e) == ListField::mailbox) {
    number_ = mark_of(e.bytes, number_);
    if (took_) return;  // a name in pieces
    took_ = true;
    const wire::DecodedName name = wire::decode_utf7(e.bytes, texts_.room());
    texts_.filled(name.text.size(), name.cut || !e.last);
    folder.name = name.text;
    folder.raw = !name.valid;
    folder.cut = texts_.is_cut();
  }
  if (e.kind != Kind::end) return;
  distrust(!e.sound);
  if (!took_ || !e.sound || !is_next_folder()) return;
  folder.delimiter = lister_.delimiter();
  folder.attributes = lister_.attributes().bits();
  outcome_ = Progress::item;
}

// A name in a few octets, known again with certainty enough (FNV-1a). `before`: of the pieces in front of it.
std::uint32_t MailboxDriver::mark_of(std::string_view name, std::uint32_t before) {
  for (const char c : name) before = (before ^ static_cast<unsigned char>(c)) * 16'777'619;
  return before;
}

// It comes behind those that were given: behind the last of them, or where that was deleted, behind the one before it.
bool MailboxDriver::is_next_folder() {
  Cursor& c = request_->cursor;
  const std::uint32_t at = ++index_;
  if (!relevant_) {
    if (at + 1 == c.next) follows_ = number_ == c.last;
    if (at < c.next) return false;
    relevant_ = number_ == c.seen;
    if (relevant_ || at != c.next || !follows_) return false;
    relevant_ = true;
    c.seen = c.last;
  }
  c.last = c.seen;
  c.seen = number_;
  c.next = at;
  return true;
}

// All were told. What was given may have been the last and be deleted by now.
void MailboxDriver::on_folders_answer() {
  const bool deleted = follows_ && index_ + 1 == request_->cursor.next;
  if (request_->cursor.unsound || !(relevant_ || deleted))
    return give_up(Category::protocol, Advice::answer_incomplete, Retry::never);
  finish();
}

}  // namespace mailmote::imap
