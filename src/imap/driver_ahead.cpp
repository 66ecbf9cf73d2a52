// What goes along with SELECT, in one write: the question that the first loop would ask. Its answer follows that to
// SELECT, and waits in the network until somebody asks for it.
//
// If it was asked in vain, since there is no room for it or the server refuses it, the loop asks for itself.
#include <mailmote/imap/search_key.hpp>

#include "driver.hpp"

namespace mailmote::imap {

Put MailboxDriver::ask_mailbox() {
  const Put put = ask_select(mailbox_);
  if (put != Put::done || ahead_ == Ahead::nothing) return put;
  // By number: while that is answered, numbers stay what they are (RFC 3501 7.4.1). An empty mailbox may refuse it.
  const SearchKey unseen[] = {key::unseen()};
  const Put also =
      ahead_ == Ahead::unread ? search_for(unseen, {}) : fetch_summaries(Range{1, Range::star}, Ids::number, 0);
  if (also != Put::done) ahead_ = Ahead::nothing;
  return put;
}

// The answer is that to a loop over just what was asked for. For anything else it has to pass by first.
void MailboxDriver::take_ahead() {
  const Request& r = *request_;
  const bool all = r.op == Op::list && r.messages.by_number && r.messages.first == 1 && r.messages.last == Range::star;
  const bool begins = r.cursor.next == 1 && r.cursor.seen == 0;
  if (!all || !begins || r.unread_only != (ahead_ == Ahead::unread)) return pass_ahead();
  static_cast<void>(is_elsewhere());
  asked_ = true;
  due_ = false;
  searching_ = r.unread_only;
  from_ = 1;
  until_ = Range::star;
}

void MailboxDriver::pass_ahead() {
  if (ahead_ == Ahead::nothing) return;
  asked_ = true;
  stop_listening();
}

// Ours is the last command, always, but for a SELECT that something went along with. Who answers that before the SELECT
// is not to be trusted with it: it is asked again.
bool MailboxDriver::is_ours(const SessionEvent& e) {
  const bool last = e.tag == session_.last_tag();
  if (work_ != Work::select) return last;
  const bool selects = e.command == Command::select || e.command == Command::examine;
  if (last && !selects) ahead_ = Ahead::nothing;
  return selects;
}

}  // namespace mailmote::imap
