// The mailbox as a whole: opened, listed, counted, added to, watched.
#include <algorithm>

#include "imap_server.hpp"
#include "words.hpp"

namespace demo {
namespace {

constexpr auto glance = std::chrono::milliseconds(50);  // how often a client that idles is told
constexpr std::string_view system_flags = "\\Answered \\Deleted \\Draft \\Flagged \\Seen";

// The wildcards of LIST (RFC 3501 6.3.8) against INBOX, which stands in no other mailbox: both mean any octets.
bool matches_inbox(std::string_view pattern) {
  constexpr std::string_view name = "INBOX";
  const std::size_t wild = pattern.find_first_of("*%");
  if (wild == std::string_view::npos) return same(pattern, name);
  const std::size_t last = pattern.find_last_of("*%");
  const std::string_view front = pattern.substr(0, wild), back = pattern.substr(last + 1);
  return front.size() + back.size() <= name.size() && same(front, name.substr(0, front.size())) &&
         same(back, name.substr(name.size() - back.size()));
}

}  // namespace

ImapServer::After ImapServer::select(Arguments& arguments) { return open(arguments, false); }
ImapServer::After ImapServer::examine(Arguments& arguments) { return open(arguments, true); }

ImapServer::After ImapServer::open(Arguments& arguments, bool read_only) {
  const std::string name = arguments.astring();
  if (!arguments.done()) return bad("A mailbox is missing");
  state_ = State::logged_in;
  if (!same(name, "INBOX")) return no("[NONEXISTENT] INBOX is all that there is");
  state_ = State::selected;
  read_only_ = read_only;
  rows_.clear();
  untagged("FLAGS (" + std::string(system_flags) + ")");
  untagged("OK [PERMANENTFLAGS (" + (read_only ? std::string() : std::string(system_flags) + " \\*") + ")] Kept");
  announce_new();
  if (rows_.empty()) untagged("0 EXISTS");
  untagged("0 RECENT");
  const auto unseen = std::find_if(rows_.begin(), rows_.end(),
                                   [&](const Row& row) { return inbox_.marks(row.uid).flags.count("\\Seen") == 0; });
  if (unseen != rows_.end()) untagged("OK [UNSEEN " + std::to_string(unseen - rows_.begin() + 1) + "] The first");
  untagged("OK [UIDVALIDITY " + std::to_string(inbox_.validity()) + "] As long as this process lives");
  untagged("OK [UIDNEXT " + std::to_string(inbox_.next_uid()) + "] The next one");
  return ok(read_only ? "[READ-ONLY] Open" : "[READ-WRITE] Open");
}

ImapServer::After ImapServer::list(Arguments& arguments) { return list_as("LIST", arguments); }
ImapServer::After ImapServer::lsub(Arguments& arguments) { return list_as("LSUB", arguments); }

ImapServer::After ImapServer::list_as(std::string_view response, Arguments& arguments) {
  const std::string reference = arguments.astring();
  arguments.space();
  const std::string pattern = arguments.pattern();
  if (!arguments.done()) return bad("A reference and a pattern");
  const std::string start(response);
  // RFC 3501 6.3.8: an empty pattern asks for the delimiter.
  if (pattern.empty()) {
    untagged(start + " (\\Noselect) \"/\" \"\"");
  } else if (matches_inbox(reference + pattern)) {
    untagged(start + " () \"/\" INBOX");
  }
  return ok("That is all");
}

ImapServer::After ImapServer::status(Arguments& arguments) {
  const std::string name = arguments.astring();
  arguments.space();
  arguments.take('(');
  const std::vector<std::uint32_t> uids = inbox_.uids();
  const auto unseen = std::count_if(uids.begin(), uids.end(),
                                    [&](std::uint32_t uid) { return inbox_.marks(uid).flags.count("\\Seen") == 0; });
  std::string told;
  do {
    const std::string item = upper(arguments.word());
    std::uint32_t value = 0;
    if (item == "MESSAGES") {
      value = static_cast<std::uint32_t>(uids.size());
    } else if (item == "UNSEEN") {
      value = static_cast<std::uint32_t>(unseen);
    } else if (item == "UIDNEXT") {
      value = inbox_.next_uid();
    } else if (item == "UIDVALIDITY") {
      value = inbox_.validity();
    } else if (item != "RECENT") {
      arguments.fail();
    }
    told += (told.empty() ? "" : " ") + item + " " + std::to_string(value);
  } while (arguments.skip(' '));
  arguments.take(')');
  if (!arguments.done()) return bad("STATUS mailbox (items)");
  if (!same(name, "INBOX")) return no("[NONEXISTENT] INBOX is all that there is");
  untagged("STATUS INBOX (" + told + ")");
  return ok("That is all");
}

ImapServer::After ImapServer::subscribe(Arguments& arguments) {
  const std::string name = arguments.astring();
  if (!arguments.done()) return bad("A mailbox is missing");
  return same(name, "INBOX") ? ok("As ever") : no("[NONEXISTENT] INBOX is all that there is");
}

ImapServer::After ImapServer::no_other_mailbox(Arguments&) { return no("[CANNOT] INBOX is all that there is"); }

ImapServer::After ImapServer::append(Arguments& arguments) {
  const std::string name = arguments.astring();
  arguments.space();
  Flags flags;
  if (arguments.next_is('(')) {
    flags = arguments.flags();
    arguments.space();
  }
  Mail mail;
  if (arguments.next_is('"')) {
    const auto date = read_imap_date(arguments.astring());
    if (!date) return bad("Not a date");
    mail.received = *date;
    arguments.space();
  }
  if (!arguments.next_is('{')) arguments.fail();
  mail.text = arguments.astring();
  if (!arguments.done()) return bad("APPEND mailbox [flags] [date] literal");
  if (!same(name, "INBOX")) return no("[TRYCREATE] INBOX is all that there is");
  const std::uint32_t uid = inbox_.add(std::move(mail), flags);
  if (uid == 0) return no("[OVERQUOTA] The store is full");
  announce(Expunges::told);
  return ok("[APPENDUID " + std::to_string(inbox_.validity()) + " " + std::to_string(uid) + "] Kept");
}

ImapServer::After ImapServer::check(Arguments& arguments) { return noop(arguments); }

ImapServer::After ImapServer::close(Arguments& arguments) {
  if (!arguments.done()) return bad("CLOSE takes no argument");
  if (!read_only_) remove_deleted(nullptr);
  state_ = State::logged_in;
  return ok("Closed");
}

ImapServer::After ImapServer::unselect(Arguments& arguments) {
  if (!arguments.done()) return bad("UNSELECT takes no argument");
  state_ = State::logged_in;
  return ok("Closed");
}

ImapServer::After ImapServer::idle(Arguments& arguments) {
  if (!arguments.done()) return bad("IDLE takes no argument");
  client_.write("+ Idling\r\n");
  do announce(Expunges::told);
  while (client_.is_quiet(glance));
  std::string line;
  if (client_.read_line(line) != Connection::Line::whole) return After::over;
  return same(line, "DONE") ? ok("Back again") : bad("DONE was due");
}

// --- what has changed since the client was told

void ImapServer::announce(Expunges expunges) {
  if (state_ != State::selected) return;
  if (expunges == Expunges::told) announce_expunges();
  announce_new();
  announce_flags();
}

// RFC 3501 7.4.1: every number is that of the message at that moment.
void ImapServer::announce_expunges() {
  for (std::size_t i = 0; i < rows_.size();) {
    if (!inbox_.marks(rows_[i].uid).expunged) {
      ++i;
      continue;
    }
    untagged(std::to_string(i + 1) + " EXPUNGE");
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void ImapServer::announce_new() {
  const std::uint32_t last = rows_.empty() ? 0 : rows_.back().uid;
  const std::size_t before = rows_.size();
  for (const std::uint32_t uid : inbox_.uids())
    if (uid > last) rows_.push_back({uid, inbox_.marks(uid).change});
  if (rows_.size() != before) untagged(std::to_string(rows_.size()) + " EXISTS");
}

void ImapServer::announce_flags() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Marks marks = inbox_.marks(rows_[i].uid);
    if (marks.expunged || marks.change == rows_[i].change) continue;
    rows_[i].change = marks.change;
    const std::string uid = "UID " + std::to_string(rows_[i].uid);
    untagged(std::to_string(i + 1) + " FETCH (" + uid + " FLAGS " + imap_flags(marks.flags) + ")");
  }
}

}  // namespace demo
