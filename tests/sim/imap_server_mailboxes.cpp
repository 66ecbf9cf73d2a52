// Mailboxes: which there are, what is in them, what others do to them.
#include <algorithm>
#include <cctype>

#include "imap_server.hpp"

namespace sim {

namespace {

// INBOX has any case (RFC 3501 5.1).
std::string name_of(const ImapWord& word) { return equal_in_any_case(word.text, "INBOX") ? "INBOX" : word.text; }

bool is_name(const ImapWord& word) { return word.is_astring() && !word.text.empty(); }

bool is_flag_list(const ImapWord& word) {
  return word.is_list() && std::all_of(word.items.begin(), word.items.end(), [](const ImapWord& w) {
           return w.is_flag() && !equal_in_any_case(w.text, "\\Recent");
         });
}

// * is anything, % anything within a level.
bool matches_pattern(const char* pattern, const char* name) {
  if (*pattern == '\0') return *name == '\0';
  if (*pattern != '*' && *pattern != '%') return *pattern == *name && matches_pattern(pattern + 1, name + 1);
  for (;; ++name) {
    if (matches_pattern(pattern + 1, name)) return true;
    if (*name == '\0' || (*pattern == '%' && *name == '/')) return false;
  }
}

}  // namespace

bool ImapServer::select(const ImapWords& words) {
  if (words.size() != 1 || !is_name(words[0])) return false;
  leave();
  const std::string name = name_of(words[0]);
  if (store.mailboxes.count(name) == 0) {
    complete("NO", "NONEXISTENT", "no such mailbox");
    return true;
  }
  selected_ = name;
  login_ = Login::selected;
  read_only_ = verb_ == "EXAMINE";
  flags_changed_.clear();
  for (const StoredMessage& m : box().messages)
    if (!m.gone) view_.push_back(m.uid);
  untagged("FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft)");
  untagged(std::to_string(view_.size()) + " EXISTS");
  untagged("0 RECENT");
  untagged("OK [UIDVALIDITY " + std::to_string(box().uid_validity) + "] valid");
  if (dice_.coin()) untagged("OK [UIDNEXT " + std::to_string(box().uid_next) + "] next");
  if (dice_.coin()) untagged("OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] kept");
  complete("OK", read_only_ ? "READ-ONLY" : "READ-WRITE");
  return true;
}

bool ImapServer::create(const ImapWords& words) {
  if (words.size() != 1 || !is_name(words[0])) return false;
  const std::string name = name_of(words[0]);
  if (store.mailboxes.count(name) != 0) return complete("NO", "ALREADYEXISTS"), true;
  store.mailboxes[name];
  store.changed(name, 0, "create");
  complete("OK");
  return true;
}

bool ImapServer::remove(const ImapWords& words) {
  if (words.size() != 1 || !is_name(words[0])) return false;
  store.changed(name_of(words[0]), 0, "delete");
  complete("NO", "", "nothing is deleted here");
  return true;
}

bool ImapServer::rename(const ImapWords& words) {
  if (words.size() != 2 || !is_name(words[0]) || !is_name(words[1])) return false;
  complete("NO", "", "nothing is renamed here");
  return true;
}

bool ImapServer::subscribe(const ImapWords& words) {
  if (words.size() != 1 || !is_name(words[0])) return false;
  complete("OK");
  return true;
}

bool ImapServer::list(const ImapWords& words) {
  if (words.size() != 2 || !words[0].is_astring() || !words[1].is_pattern()) return false;
  const std::string pattern = words[0].text + words[1].text;
  for (const auto& [name, content] : store.mailboxes)
    if (matches_pattern(pattern.c_str(), name.c_str()))
      untagged(verb_ + (dice_.coin() ? " () " : " (\\HasNoChildren \\X-What) ") + (dice_.coin() ? "\"/\" " : "NIL ") +
               string(name));
  complete("OK");
  return true;
}

bool ImapServer::name_space(const ImapWords& words) {
  untagged("NAMESPACE ((\"\" \"/\")) NIL NIL");
  complete("OK");
  return words.empty();
}

bool ImapServer::status(const ImapWords& words) {
  if (words.size() != 2 || !is_name(words[0]) || !words[1].is_list() || words[1].items.empty()) return false;
  const std::string name = name_of(words[0]);
  if (store.mailboxes.count(name) == 0) return complete("NO", "NONEXISTENT"), true;
  const StoredMailbox& box = store.mailboxes.at(name);
  std::string items;
  for (const ImapWord& word : words[1].items) {
    const std::size_t n = word.text == "MESSAGES"      ? box.count()
                          : word.text == "UNSEEN"      ? box.unseen()
                          : word.text == "UIDNEXT"     ? box.uid_next
                          : word.text == "UIDVALIDITY" ? box.uid_validity
                                                       : 0;
    items += (items.empty() ? "" : " ") + word.text + " " + std::to_string(n);
  }
  untagged("STATUS " + string(name) + " (" + items + ")");
  complete("OK");
  return true;
}

// APPEND name [flags] [date] literal
bool ImapServer::append(const ImapWords& words) {
  if (words.size() < 2 || words.size() > 4 || !is_name(words[0])) return false;
  std::set<std::string> flags;
  std::size_t at = 1;
  if (words[at].is_list()) {
    if (!is_flag_list(words[at])) return false;
    for (const ImapWord& flag : words[at].items) flags.insert(flag.text);
    ++at;
  }
  if (at < words.size() && words[at].form == ImapWord::Form::quoted && words[at].text.size() == 26) ++at;
  if (at + 1 != words.size() || words[at].form != ImapWord::Form::literal) return false;
  const std::string name = name_of(words[0]);
  if (store.mailboxes.count(name) == 0) return complete("NO", "TRYCREATE"), true;
  StoredMailbox& box = store.mailboxes.at(name);
  const std::uint32_t uid = box.add(Mail::of(words[at].text), flags).uid;
  store.changed(name, uid, "append");
  const bool tells = has("UIDPLUS");
  complete("OK", tells ? "APPENDUID " + std::to_string(box.uid_validity) + " " + std::to_string(uid) : "");
  return true;
}

bool ImapServer::close(const ImapWords& words) {
  if (verb_ == "CLOSE" && !read_only_) expunge_if(nullptr);
  leave();
  complete("OK");
  return words.empty();
}

bool ImapServer::expunge(const ImapWords& words) {
  if (read_only_) complain("EXPUNGE in a mailbox that was opened read-only");
  if (words.size() != (by_uid_ ? 1U : 0U)) return false;
  std::vector<std::size_t> indexes;
  if (by_uid_ && !messages_in(words[0], indexes)) return false;
  std::set<std::uint32_t> uids;
  for (const std::size_t index : indexes) uids.insert(view_[index]);
  expunge_if(by_uid_ ? &uids : nullptr);
  complete("OK");
  return true;
}

// Those that are marked as deleted; of these UIDs only, if there are any.
void ImapServer::expunge_if(const std::set<std::uint32_t>* uids) {
  for (StoredMessage& m : box().messages) {
    if (m.gone || m.flags.count("\\Deleted") == 0 || (uids != nullptr && uids->count(m.uid) == 0)) continue;
    m.gone = true;
    store.changed(selected_, m.uid, "expunge");
  }
}

// Another client does something.
void ImapServer::others_act() {
  if (behaviour_.others_in == 0 || login_ != Login::selected || !dice_.once_in(behaviour_.others_in)) return;
  std::vector<StoredMessage>& messages = box().messages;
  const std::size_t kind = dice_.from(0, 2);
  if (kind == 0 || messages.empty()) {
    if (messages.size() < 30) box().add(Mail::rolled(dice_), {});
    return;
  }
  StoredMessage& m = messages[dice_.from(0, messages.size() - 1)];
  if (kind == 1) {
    m.flags.insert("\\Flagged");
    flags_changed_.insert(m.uid);
  } else if (behaviour_.others_expunge) {
    m.gone = true;
  }
}

// What the client does not know yet, as far as it may be told now.
std::string ImapServer::news() {
  std::string told;
  const auto tell = [&](const std::string& line) { told += "* " + styled(line) + "\r\n"; };
  if (behaviour_.chatty && login_ != Login::no && dice_.once_in(3))
    tell(dice_.coin() ? "OK [ALERT] Disk is full" : dice_.coin() ? "NO nearly full" : "OK");
  if (login_ != Login::selected) return told;
  // RFC 3501 7.4.1: no message goes while numbers are spoken of.
  const bool numbers_hold = !by_uid_ && (verb_ == "FETCH" || verb_ == "STORE" || verb_ == "SEARCH");
  const bool first_come = dice_.coin();
  const auto come = [&] {
    const std::size_t before = view_.size();
    for (const StoredMessage& m : box().messages)
      if (!m.gone && std::find(view_.begin(), view_.end(), m.uid) == view_.end()) view_.push_back(m.uid);
    if (view_.size() != before) tell(std::to_string(view_.size()) + " EXISTS");
  };
  if (first_come) come();
  for (std::size_t i = 0; i < view_.size() && !numbers_hold;) {
    if (!box().find(view_[i])->gone) {
      ++i;
      continue;
    }
    tell(std::to_string(i + 1) + " EXPUNGE");
    view_.erase(view_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (!first_come) come();
  for (std::size_t i = 0; i < view_.size(); ++i)
    if (flags_changed_.erase(view_[i]) != 0)
      tell(std::to_string(i + 1) + " FETCH (FLAGS " + flags(*box().find(view_[i])) + ")");
  return told;
}

}  // namespace sim
