// Messages: what is said of them, and what is done with them.
#include <algorithm>
#include <cctype>
#include <sstream>

#include "imap_server.hpp"

namespace sim {

namespace {

// The ranges of a set; `*` is `last`.
std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges_of(const std::string& set, std::uint32_t last) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges;
  std::istringstream parts(set);
  const auto number = [last](const std::string& text) {
    return text == "*" ? last : static_cast<std::uint32_t>(std::strtoull(text.c_str(), nullptr, 10));
  };
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t colon = part.find(':');
    const std::uint32_t a = number(part.substr(0, colon));
    const std::uint32_t b = colon == std::string::npos ? a : number(part.substr(colon + 1));
    ranges.emplace_back(std::min(a, b), std::max(a, b));
  }
  return ranges;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// A FETCH tells the name of what it brings: BODY.PEEK[TEXT]<0.5> comes as BODY[TEXT]<0>.
std::string named(std::string item) {
  if (const std::size_t peek = item.find(".PEEK["); peek != std::string::npos) item.erase(peek, 5);
  const std::size_t close = item.rfind(']');
  if (close == std::string::npos) return item;
  const std::size_t dot = item.find('.', close);
  return dot == std::string::npos ? item : item.substr(0, dot) + ">";
}

}  // namespace

// Where they stand in the client's view. False if it names numbers that it cannot know.
bool ImapServer::messages_in(const ImapWord& set, std::vector<std::size_t>& indexes) {
  if (!set.is_set()) return false;
  const bool all = set.text == "1:*";
  if (!by_uid_ && !all && read_at_begin_ < ambiguous_until_) complain("numbers, while messages may go");
  const std::uint32_t last = by_uid_ ? (view_.empty() ? 0 : view_.back()) : static_cast<std::uint32_t>(view_.size());
  for (const auto& [first, end] : ranges_of(set.text, last)) {
    if (!by_uid_ && (first == 0 || end > view_.size()) && !all) return false;
    for (std::size_t i = 0; i < view_.size(); ++i) {
      const std::uint32_t id = by_uid_ ? view_[i] : static_cast<std::uint32_t>(i + 1);
      const bool named = id >= first && id <= end;
      if (named && std::find(indexes.begin(), indexes.end(), i) == indexes.end()) indexes.push_back(i);
    }
  }
  return true;
}

bool ImapServer::search(const ImapWords& words) {
  std::size_t at = 0;
  bool extended = false;
  if (words.size() > 1 && words[0].text == "RETURN") {
    if (!has("ESEARCH")) complain("RETURN without ESEARCH");
    if (!words[1].is_list()) return false;
    extended = true;
    at = 2;
  }
  if (at + 2 < words.size() && words[at].text == "CHARSET") at += 2;
  const std::size_t first = at;
  if (first == words.size()) return false;
  std::string found;
  for (std::size_t i = 0; i < view_.size(); ++i) {
    bool all = true;
    for (at = first; at < words.size();) all = matches(words, at, view_[i]) && all;
    if (all && !box().find(view_[i])->gone)
      found += (found.empty() ? "" : extended ? "," : " ") + std::to_string(by_uid_ ? view_[i] : i + 1);
  }
  if (!extended) {
    untagged("SEARCH" + (found.empty() ? "" : " " + found) + (behaviour_.sloppy ? " " : ""));
  } else {
    untagged("ESEARCH (TAG " + string(tag_) + ")" + (by_uid_ ? " UID" : "") + (found.empty() ? "" : " ALL " + found));
  }
  complete("OK");
  return true;
}

// One key, of the few that are asked here.
bool ImapServer::matches(const ImapWords& keys, std::size_t& at, std::uint32_t uid) {
  const ImapWord& key = keys[at++];
  const StoredMessage& message = *box().find(uid);
  const auto has_flag = [&](const char* flag) { return message.flags.count(flag) != 0; };
  if (key.is_list()) {
    bool all = true;
    for (std::size_t i = 0; i < key.items.size();) all = matches(key.items, i, uid) && all;
    return all;
  }
  if (key.text == "ALL") return true;
  if (key.text == "UNSEEN") return !has_flag("\\Seen");
  if (key.text == "SEEN") return has_flag("\\Seen");
  if (key.text == "DELETED") return has_flag("\\Deleted");
  if (key.text == "UNDELETED") return !has_flag("\\Deleted");
  if (key.text == "NOT") return !matches(keys, at, uid);
  if (key.text == "OR") {
    const bool one = matches(keys, at, uid);
    return matches(keys, at, uid) || one;
  }
  if (key.text == "SUBJECT") return message.mail.subject.find(keys[at++].text) != std::string::npos;
  const bool by_uid = key.text == "UID";
  const std::string set = by_uid ? keys[at++].text : key.text;
  const auto index = static_cast<std::uint32_t>(std::find(view_.begin(), view_.end(), uid) - view_.begin() + 1);
  for (const auto& [first, last] : ranges_of(set, by_uid ? view_.back() : static_cast<std::uint32_t>(view_.size())))
    if ((by_uid ? uid : index) >= first && (by_uid ? uid : index) <= last) return true;
  if (set.find_first_not_of("0123456789:*,") != std::string::npos) complain("a search for " + set);
  return false;
}

bool ImapServer::fetch(const ImapWords& words) {
  std::vector<std::size_t> indexes;
  if (words.size() != 2 || !messages_in(words[0], indexes)) return false;
  ImapWords items = words[1].is_list() ? words[1].items : ImapWords{words[1]};
  if (items.empty()) return false;
  bool missing = false;
  for (const std::size_t index : indexes) {
    missing = missing || (box().find(view_[index])->gone && !behaviour_.keeps_expunged);
    fetch_one(index, items);
  }
  complete(missing && !by_uid_ ? "NO" : "OK", missing ? "EXPUNGEISSUED" : "");
  return true;
}

// What is asked of one message, in any order, with more than was asked, in one response or two.
void ImapServer::fetch_one(std::size_t index, const ImapWords& items) {
  StoredMessage* message = box().find(view_[index]);
  if (message->gone && !behaviour_.keeps_expunged) return;
  StoredMessage other;
  std::vector<std::string> names;
  for (const ImapWord& word : items) names.push_back(word.text);
  const bool has_content =
      std::any_of(names.begin(), names.end(), [](const std::string& n) { return n.find('[') != std::string::npos; });
  if (is_due(ImapMisdeed::other_message) && has_content) {
    misdeed_done_ = true;
    index = index == 0 ? view_.size() - 1 : index - 1;
    other = *box().find(view_[index]);
    other.flags.insert("\\Seen");
    message = &other;
  }
  if (by_uid_ && std::find(names.begin(), names.end(), "UID") == names.end()) names.push_back("UID");
  for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[dice_.from(0, i - 1)]);
  std::string all, apart;
  for (const std::string& name : names) {
    const std::string value = named(name) + " " + item(*message, name);
    if (name == "FLAGS" && behaviour_.separate_flags) {
      apart = value + " UID " + std::to_string(message->uid);
    } else {
      all += (all.empty() ? "" : " ") + value;
    }
  }
  if (behaviour_.codes && dice_.once_in(3)) all += (all.empty() ? "" : " ") + std::string("X-WHAT (1 (\"a\" NIL))");
  const std::string begin = std::to_string(index + 1) + " FETCH (";
  const std::string end = behaviour_.sloppy ? " )" : ")";
  if (!apart.empty()) untagged(begin + apart + end);
  if (!all.empty()) untagged(begin + all + end);
}

std::string ImapServer::item(StoredMessage& message, const std::string& name) {
  const Mail& mail = message.mail;
  if (name == "UID") return std::to_string(message.uid);
  if (name == "FLAGS") return flags(message);
  if (name == "RFC822.SIZE") return std::to_string(mail.text.size());
  if (name == "INTERNALDATE") return "\"21-Nov-2026 03:09:25 +0000\"";
  if (name == "ENVELOPE") return envelope(mail);
  if (name == "BODYSTRUCTURE" || name == "BODY") return structure(mail);
  const std::size_t open = name.find('['), close = name.rfind(']');
  if (open == std::string::npos || close == std::string::npos) {
    complain("an item " + name);
    return "NIL";
  }
  if (name.substr(0, open) == "BODY" && !read_only_ && message.flags.insert("\\Seen").second) {
    store.changed(selected_, message.uid, "+\\Seen");
    flags_changed_.insert(message.uid);
  }
  const auto content = mail.section(name.substr(open + 1, close - open - 1));
  if (!content) return "NIL";
  std::string octets = *content;
  const std::size_t dot = name.find('.', close);
  if (dot != std::string::npos) {
    const std::size_t offset = std::strtoul(name.c_str() + close + 2, nullptr, 10);
    octets = offset >= octets.size() ? "" : octets.substr(offset, std::strtoul(name.c_str() + dot + 1, nullptr, 10));
  }
  return string(octets);
}

// In quotes where that can be, or as a literal.
std::string ImapServer::string(const std::string& text) {
  const bool quotable =
      text.size() < 1'000 && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!quotable || dice_.once_in(behaviour_.literal_in)) return literal_head(text.size()) + text;
  std::string quoted = "\"";
  for (const char c : text) quoted += (c == '"' || c == '\\' ? std::string("\\") : std::string()) + c;
  return quoted + "\"";
}

std::string ImapServer::envelope(const Mail& mail) {
  const auto text = [&](const char* name) {
    const std::string value = mail.field(name);
    return value.empty() ? std::string("NIL") : string(value);
  };
  const std::string from =
      mail.field("From").empty() ? "NIL" : "((" + string("Pump") + " NIL \"pump\" " + string("plant.example") + "))";
  const std::string to = mail.field("To").empty() ? "NIL" : "((NIL NIL \"alice\" \"plant.example\"))";
  return "(" + text("Date") + " " + text("Subject") + " " + from + " " + from + " " + from + " " + to +
         " NIL NIL NIL " + text("Message-ID") + ")";
}

std::string ImapServer::part(const Mail& mail, const MailPart& part) {
  const std::string octets = mail.text.substr(part.at, part.size);
  std::string s = "(" + string(part.type) + " " + string(part.subtype) + " ";
  s += part.type == "TEXT" ? "(\"CHARSET\" \"utf-8\")" : "NIL";
  s += " NIL NIL " + string(part.encoding) + " " + std::to_string(part.size);
  if (part.type == "TEXT") s += " " + std::to_string(lines_in(octets));
  if (part.filename.empty()) return s + (dice_.coin() ? ")" : " NIL NIL NIL NIL)");
  return s + " NIL (\"attachment\" (\"filename\" " + string(part.filename) + ")))";
}

std::string ImapServer::structure(const Mail& mail) {
  if (mail.boundary.empty()) return part(mail, mail.parts[0]);
  std::string s = "(";
  for (const MailPart& p : mail.parts) s += part(mail, p);
  return s + " \"MIXED\" (\"BOUNDARY\" " + string(mail.boundary) + "))";
}

std::string ImapServer::flags(const StoredMessage& message) const {
  std::string s;
  for (const std::string& flag : message.flags) s += (s.empty() ? "(" : " ") + flag;
  return (s.empty() ? "(" : s) + ")";
}

// STORE set +FLAGS.SILENT (flags)
bool ImapServer::store_flags(const ImapWords& words) {
  if (read_only_) complain("STORE in a mailbox that was opened read-only");
  std::vector<std::size_t> indexes;
  if (words.size() != 3 || !messages_in(words[0], indexes) || !words[2].is_list()) return false;
  const std::string how = words[1].text;
  const bool silent = how.ends_with(".SILENT");
  const char sign = how[0] == 'F' ? '=' : how[0];
  if (how != (sign == '=' ? "" : std::string(1, sign)) + "FLAGS" + (silent ? ".SILENT" : "")) return false;
  for (const std::size_t index : indexes) {
    StoredMessage& message = *box().find(view_[index]);
    if (message.gone) continue;
    if (sign == '=') message.flags.clear();
    for (const ImapWord& flag : words[2].items) {
      if (!flag.is_flag()) return false;
      if (sign == '-') message.flags.erase(flag.text);
      if (sign != '-') message.flags.insert(flag.text);
      store.changed(selected_, message.uid, sign + flag.text);
    }
    if (!silent) untagged(std::to_string(index + 1) + " FETCH (FLAGS " + flags(message) + ")");
  }
  complete("OK");
  return true;
}

// COPY and MOVE.
bool ImapServer::copy(const ImapWords& words) {
  const bool moves = verb_ == "MOVE";
  if (moves && read_only_) complain("MOVE in a mailbox that was opened read-only");
  std::vector<std::size_t> indexes;
  if (words.size() != 2 || !messages_in(words[0], indexes) || !words[1].is_astring()) return false;
  if (store.mailboxes.count(words[1].text) == 0) return complete("NO", "TRYCREATE"), true;
  StoredMailbox& target = store.mailboxes.at(words[1].text);
  std::string from, to;
  for (const std::size_t index : indexes) {
    const StoredMessage* message = box().find(view_[index]);
    if (message->gone) continue;
    const std::uint32_t uid = message->uid;
    from += (from.empty() ? "" : ",") + std::to_string(uid);
    store.changed(selected_, uid, (moves ? "move " : "copy ") + words[1].text);
    const StoredMessage copied = *message;
    to += (to.empty() ? "" : ",") + std::to_string(target.add(copied.mail, copied.flags).uid);
    if (moves) box().find(uid)->gone = true;
  }
  const std::string code = "COPYUID " + std::to_string(target.uid_validity) + " " + from + " " + to;
  const bool tells = has("UIDPLUS") && !from.empty();
  if (tells && moves) untagged("OK [" + code + "] moved");  // RFC 6851 4.3
  complete("OK", tells && !moves ? code : "");
  return true;
}

}  // namespace sim
