// Messages: found, fetched, marked, removed.
#include <algorithm>

#include "imap_search.hpp"
#include "imap_server.hpp"
#include "words.hpp"

namespace demo {

// The rows that a set names. Nothing if it names a number that there is not; UIDs that there are not do no harm
// (RFC 3501 6.4.8).
std::optional<std::vector<std::size_t>> ImapServer::named(const MessageSet& set) const {
  const auto count = static_cast<std::uint32_t>(rows_.size());
  if (!by_uid_ && set.highest(count) > count) return std::nullopt;
  const std::uint32_t largest = by_uid_ ? (rows_.empty() ? 0 : rows_.back().uid) : count;
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (set.contains(by_uid_ ? rows_[i].uid : static_cast<std::uint32_t>(i + 1), largest)) found.push_back(i);
  return found;
}

ImapServer::After ImapServer::search(Arguments& arguments) {
  if (Arguments ahead = arguments; same(ahead.word(), "CHARSET")) {
    ahead.space();
    const std::string charset = ahead.astring();
    ahead.space();
    if (!same(charset, "UTF-8") && !same(charset, "US-ASCII")) return no("[BADCHARSET (UTF-8)] UTF-8 is all there is");
    arguments = ahead;
  }
  const Question question = read_search(arguments);
  if (!arguments.done()) return bad("Not a search that is known here");
  const std::uint32_t largest_uid = rows_.empty() ? 0 : rows_.back().uid;
  std::string found = "SEARCH";
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const std::uint32_t uid = rows_[i].uid;
    const auto number = static_cast<std::uint32_t>(i + 1);
    const Marks marks = inbox_.marks(uid);
    const auto largest = static_cast<std::uint32_t>(rows_.size());
    if (!marks.expunged && question({number, uid, largest, largest_uid, *inbox_.mail(uid), marks.flags}))
      found += " " + std::to_string(by_uid_ ? uid : number);
  }
  untagged(found);
  announce(by_uid_ ? Expunges::told : Expunges::hidden);
  return ok("That is all");
}

ImapServer::After ImapServer::fetch(Arguments& arguments) {
  const MessageSet set = arguments.set();
  arguments.space();
  const std::vector<FetchItem> items = read_fetch_items(arguments, by_uid_);
  if (!arguments.done()) return bad("Not what can be fetched here");
  const auto rows = named(set);
  if (!rows) return bad("There is no such message");
  for (const std::size_t row : *rows) fetch_one(row, items);
  announce(by_uid_ ? Expunges::told : Expunges::hidden);
  return ok("That is all");
}

// A mail that another client has expunged meanwhile can still be read.
void ImapServer::fetch_one(std::size_t row, const std::vector<FetchItem>& items) {
  const std::uint32_t uid = rows_[row].uid;
  const bool reads = std::any_of(items.begin(), items.end(), [](const FetchItem& item) { return item.sets_seen; });
  // That it is seen now, announce() says.
  if (reads && !read_only_ && inbox_.marks(uid).flags.count("\\Seen") == 0)
    inbox_.change_flags(uid, FlagChange::add, {"\\Seen"});
  const std::string answer = fetched(items, uid, *inbox_.mail(uid), inbox_.marks(uid).flags);
  untagged(std::to_string(row + 1) + " FETCH (" + answer + ")");
}

ImapServer::After ImapServer::store(Arguments& arguments) {
  const MessageSet set = arguments.set();
  arguments.space();
  const FlagChange change = arguments.skip('+')   ? FlagChange::add
                            : arguments.skip('-') ? FlagChange::remove
                                                  : FlagChange::replace;
  const std::string what = upper(arguments.word());
  const bool silent = what == "FLAGS.SILENT";
  arguments.space();
  const Flags flags = arguments.flags();
  if (!arguments.done() || (what != "FLAGS" && !silent)) return bad("STORE messages +FLAGS (flags)");
  if (read_only_) return no("[READ-ONLY] It was opened to be read");
  const auto rows = named(set);
  if (!rows) return bad("There is no such message");
  for (const std::size_t i : *rows) {
    Row& row = rows_[i];
    const std::uint64_t before = inbox_.change_flags(row.uid, change, flags);
    // Somebody else's change, too? Then the client has to be told.
    if (silent && before == row.change) row.change = inbox_.marks(row.uid).change;
  }
  announce(by_uid_ ? Expunges::told : Expunges::hidden);
  return ok("Kept");
}

ImapServer::After ImapServer::expunge(Arguments& arguments) {
  MessageSet uids;
  if (by_uid_) uids = arguments.set();
  if (!arguments.done()) return bad("EXPUNGE takes no argument, UID EXPUNGE UIDs");
  if (read_only_) return no("[READ-ONLY] It was opened to be read");
  remove_deleted(by_uid_ ? &uids : nullptr);
  announce(Expunges::told);
  return ok("Gone");
}

void ImapServer::remove_deleted(const MessageSet* uids) {
  const std::uint32_t largest = rows_.empty() ? 0 : rows_.back().uid;
  for (const Row& row : rows_) {
    const bool meant = uids == nullptr || uids->contains(row.uid, largest);
    if (meant && inbox_.marks(row.uid).flags.count("\\Deleted") != 0) inbox_.expunge(row.uid);
  }
}

// Into INBOX, for want of another.
ImapServer::After ImapServer::copy(Arguments& arguments) {
  const MessageSet set = arguments.set();
  arguments.space();
  const std::string name = arguments.astring();
  if (!arguments.done()) return bad("COPY messages mailbox");
  if (!same(name, "INBOX")) return no("[TRYCREATE] INBOX is all that there is");
  const auto rows = named(set);
  if (!rows) return bad("There is no such message");
  std::string from, to;
  for (const std::size_t row : *rows) {
    const std::uint32_t uid = inbox_.add(*inbox_.mail(rows_[row].uid), inbox_.marks(rows_[row].uid).flags);
    if (uid == 0) return no("[OVERQUOTA] The store is full");
    from += (from.empty() ? "" : ",") + std::to_string(rows_[row].uid);
    to += (to.empty() ? "" : ",") + std::to_string(uid);
  }
  announce(Expunges::told);
  const std::string code = "[COPYUID " + std::to_string(inbox_.validity()) + " " + from + " " + to + "] ";
  return ok((from.empty() ? std::string() : code) + "Kept");
}

}  // namespace demo
