// Plays a script with an imap::Session: the runner of session_test and its kind.
//
//   set start secured | upgrade never | user U | password P | token T | authuser U | anonymous yes | quote yes
//   set secure yes | readonly yes | disabled MECHANISM | mechanism MECHANISM | rx N | tx N | scratch N | text N
//   ! select NAME | examine NAME | create NAME | remove NAME | rename A B | subscribe NAME | unsubscribe NAME
//   ! list REFERENCE PATTERN | lsub REFERENCE PATTERN | status NAME [ITEMS] | noop | capability | namespace | id
//   ! enable WORD | close | unselect | expunge [FIRST LAST] | fetch [uid] FIRST LAST ITEM... | search [uid] unseen |
//   SUBJECT [RETURNS] ! store [uid] FIRST LAST +|-|= FLAG... | copy [uid] FIRST LAST NAME | move [uid] FIRST LAST NAME
//   ! append NAME SIZE [FLAG...] | body OCTETS | idle | done | rest MS | logout | tick MS
//   = ready | notice STATUS CODE | completed COMMAND STATUS CODE | rested | closed
//   = data WORDS                  a whole untagged response: keyword, number, values, as DATA writes them
//   = failed CATEGORY STAGE ADVICE
//   = refused | read_only | unsupported | too_small     what the program was told about the line before
//   = exists N | open yes|no | uid_next N ...            asked by "? exists" and its kind
//
// Names are escaped as in a script. An event may say more than the script asks for: "= notice ok none" holds for
// "notice ok none | text".
#pragma once

#include <mailmote/imap/session.hpp>

#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "../session_player.hpp"

namespace play {

namespace imap = mailmote::imap;

inline const char* word(imap::Command c) {
  constexpr const char* names[] = {
      "none",        "greeting", "capability", "starttls",  "authenticate", "login",  "enable", "id",
      "noop",        "logout",   "select",     "examine",   "create",       "remove", "rename", "subscribe",
      "unsubscribe", "list",     "lsub",       "namespace", "status",       "append", "idle",   "close",
      "unselect",    "expunge",  "search",     "fetch",     "store",        "copy",   "move"};
  return names[static_cast<std::size_t>(c)];
}

inline const char* word(imap::Status s) {
  constexpr const char* names[] = {"ok", "no", "bad", "bye"};
  return names[static_cast<std::size_t>(s)];
}

inline std::string word(imap::Code c) {
  if (c == imap::Code::none) return "none";
  return c == imap::Code::other ? "other" : std::string(imap::name(c));
}

// What a program sees of a response, as one line.
class Words {
 public:
  // False until the response is complete.
  void take(const imap::Event& e) {
    using imap::Kind;
    switch (e.kind) {
      case Kind::begin:
        line_ = std::string(e.bytes);
        if (e.number != 0) line_ += " " + std::to_string(e.number);
        break;
      case Kind::open: line_ += " ("; break;
      case Kind::close: line_ += " )"; break;
      case Kind::code: line_ += " ["; break;
      case Kind::code_end: line_ += " ]"; break;
      case Kind::value:
      case Kind::text:
        if (!within_) line_ += " ";
        line_ += e.bytes;
        within_ = !e.last;
        break;
      default: break;
    }
  }
  const std::string& line() const { return line_; }

 private:
  std::string line_;
  bool within_ = false;
};

class Player final : SessionPlayer {
 public:
  Player(const script::Script& script, const script::Pace& pace) : SessionPlayer(script, pace) {
    for (const auto& [key, value] : script.settings) set(key, value);
  }

  Outcome run() {
    const Block rx(rx_), tx(tx_), scratch(scratch_), text(text_);
    imap::Session session({rx.span(), tx.span(), scratch.span(), text.span()}, settings_);
    session_ = &session;
    session.tick(0);
    session.start();
    return play(session, tx);
  }

 private:
  void set(const std::string& key, const std::string& value) {
    mailmote::LoginDemand& login = settings_.login;
    if (key == "start") settings_.start = value == "secured" ? Start::secured : Start::clear;
    if (key == "upgrade") settings_.upgrade = value == "never" ? imap::Upgrade::never : imap::Upgrade::required;
    if (key == "secure") login.hide_password = true;
    if (key == "anonymous") settings_.anonymous = true;
    if (key == "quote") settings_.quote = true;
    if (key == "readonly") settings_.read_only = true;
    if (key == "idle") settings_.idle_ms = static_cast<std::uint32_t>(std::stoul(value));
    if (key == "disabled") login.disabled.add(*mailmote::mechanism_named(value));
    if (key == "mechanism") login.mechanism = mailmote::mechanism_named(value);
    if (key == "rx") rx_ = std::stoul(value);
    if (key == "tx") tx_ = std::stoul(value);
    if (key == "scratch") scratch_ = std::stoul(value);
    if (key == "text") text_ = std::stoul(value);
    if (key == "token") login.token = true;
    if (key == "user") login.credential.authcid = keep(value);
    if (key == "authuser") login.credential.authzid = keep(value);
    if (key == "password" || key == "token") login.credential.secret = keep(value);
  }

  void secure() override { session_->secured(); }

  bool take_event() override {
    const imap::SessionEvent& e = session_->next();
    if (e.kind == imap::EventKind::need_input) return false;
    on_event(e);
    ended_ = e.kind == imap::EventKind::closed || e.kind == imap::EventKind::failed;
    return true;
  }

  void on_event(const imap::SessionEvent& e) {
    using imap::EventKind;
    const auto status = [&] {
      return std::string(word(e.status)) + " " + word(e.code) + " | " + std::string(e.text) + (e.cut ? "..." : "");
    };
    switch (e.kind) {
      case EventKind::need_input: break;
      case EventKind::data:
        words_.take(*e.data);
        if (e.data->kind == imap::Kind::end) saw("data " + words_.line());
        break;
      case EventKind::notice: saw("notice " + status()); break;
      case EventKind::completed: saw("completed " + std::string(word(e.command)) + " " + status()); break;
      case EventKind::ready: saw("ready"); break;
      case EventKind::rested: saw("rested"); break;
      case EventKind::closed: saw("closed"); break;
      case EventKind::failed: saw(failure(session_->error())); break;
    }
  }

  static std::string failure(const mailmote::Error& error) {
    return "failed " + std::string(name(error.category)) + " " + std::string(name(error.stage)) + " " +
           std::string(name(error.advice)) + " | " + std::string(error.server_text);
  }

  // One step of the program; false if it has to wait.
  bool act() override {
    if (at_ == program_.size() || program_[at_][0] == '=') return false;
    std::istringstream line(program_[at_].substr(1));
    std::vector<std::string> words;
    for (std::string word; line >> word;) words.push_back(word == "\"\"" ? "" : script::unescape(word));
    if (words[0] == "body") return body();
    if (words[0] == "tick") {
      now_ += static_cast<std::uint32_t>(std::stoul(words[1]));
      session_->tick(now_);
      ++at_;
      return true;
    }
    if (program_[at_][0] == '?') {
      ++at_;
      saw(words[0] + " " + state(words[0]));
      return true;
    }
    const imap::Put put = command(*session_, words);
    if (put == imap::Put::later) return false;
    ++at_;
    if (put == imap::Put::refused) saw("refused");
    if (put == imap::Put::read_only) saw("read_only");
    if (put == imap::Put::unsupported) saw("unsupported");
    if (put == imap::Put::too_small) saw("too_small");
    return true;
  }

  std::string state(const std::string& what) {
    const imap::MailboxState& m = session_->mailbox();
    if (what == "exists") return std::to_string(m.exists);
    if (what == "recent") return std::to_string(m.recent);
    if (what == "uid_next") return std::to_string(m.uid_next);
    if (what == "uid_validity") return std::to_string(m.uid_validity);
    if (what == "open") return m.open ? "yes" : "no";
    if (what == "read_only") return m.read_only ? "yes" : "no";
    return "?";
  }

  static std::uint32_t number(const std::string& word) {
    return word == "*" ? imap::Range::star : static_cast<std::uint32_t>(std::stoul(word));
  }

  static mailmote::Flags flags_of(const std::vector<std::string>& words, std::size_t from, std::string& keywords) {
    mailmote::Flags flags;
    for (std::size_t i = from; i < words.size(); ++i) {
      if (words[i][0] == '\\') {
        flags.add(mailmote::flag_named(words[i]));
      } else {
        keywords += (keywords.empty() ? "" : " ") + words[i];
      }
    }
    flags.keywords = keywords;
    return flags;
  }

  imap::Put command(imap::Session& s, std::vector<std::string> words) {
    const std::string verb = words[0];
    imap::Ids ids = imap::Ids::number;
    if (words.size() > 1 && words[1] == "uid") {
      ids = imap::Ids::uid;
      words.erase(words.begin() + 1);
    }
    words.resize(std::max<std::size_t>(words.size(), 2));
    const std::string& a = words[1];
    if (verb == "select") return s.select(a);
    if (verb == "examine") return s.examine(a);
    if (verb == "create") return s.create(a);
    if (verb == "remove") return s.remove(a);
    if (verb == "rename") return s.rename(a, words[2]);
    if (verb == "subscribe") return s.subscribe(a);
    if (verb == "unsubscribe") return s.unsubscribe(a);
    if (verb == "list") return s.list(a, words[2]);
    if (verb == "lsub") return s.lsub(a, words[2]);
    if (verb == "status")
      return words.size() == 3 ? s.status(a, static_cast<std::uint8_t>(std::stoul(words[2]))) : s.status(a);
    if (verb == "noop") return s.noop();
    if (verb == "capability") return s.capability();
    if (verb == "namespace") return s.name_space();
    if (verb == "id") return s.id();
    if (verb == "enable") return s.enable(a);
    if (verb == "close") return s.close();
    if (verb == "unselect") return s.unselect();
    if (verb == "expunge" && a.empty()) return s.expunge();
    if (verb == "logout") return s.logout();
    if (verb == "idle") return s.idle();
    if (verb == "done") return s.done();
    if (verb == "rest") return s.rest(number(a));
    if (verb == "append") {
      std::string keywords;
      const mailmote::Flags flags = flags_of(words, 3, keywords);
      return s.append(a, flags, {}, std::stoull(words[2]));
    }
    if (verb == "search") {
      const mailmote::SearchKey keys[] = {a == "unseen" ? mailmote::key::unseen() : mailmote::key::subject(a)};
      return s.search(keys, ids, static_cast<std::uint8_t>(words.size() > 2 ? std::stoul(words[2]) : 0));
    }
    return on_messages(s, verb, ids, words);
  }

  imap::Put on_messages(imap::Session& s, const std::string& verb, imap::Ids ids,
                        const std::vector<std::string>& words) {
    const imap::Range range{number(words[1]), number(words[2])};
    const imap::MessageSet set(range);
    if (verb == "expunge") return s.expunge(set);
    if (verb == "copy") return s.copy(set, ids, words[3]);
    if (verb == "move") return s.move(set, ids, words[3]);
    if (verb == "store") {
      std::string keywords;
      const mailmote::Flags flags = flags_of(words, 4, keywords);
      const auto change = words[3] == "+"   ? mailmote::FlagChange::add
                          : words[3] == "-" ? mailmote::FlagChange::remove
                                            : mailmote::FlagChange::replace;
      return s.store(set, ids, change, flags);
    }
    imap::FetchItems items;
    for (std::size_t i = 3; i < words.size(); ++i) add_item(items, words[i]);
    return s.fetch(set, ids, items);
  }

  void add_item(imap::FetchItems& items, const std::string& word) {
    if (word == "uid") items.uid = true;
    if (word == "flags") items.flags = true;
    if (word == "envelope") items.envelope = true;
    if (word == "structure") items.structure = true;
    if (word == "body") items.section.wanted = true;
  }

  // Octets of a message that is appended.
  bool body() {
    const std::string all = script::unescape(program_[at_].substr(7));
    const std::size_t left = all.size() - given_;
    const Block copy(left);
    all.copy(copy.data.get(), left, given_);
    const std::size_t taken = session_->put_body({copy.data.get(), left});
    given_ += taken;
    if (given_ != all.size()) return taken != 0;
    given_ = 0;
    ++at_;
    return true;
  }

  bool is_deaf() override {
    const imap::EventKind again = session_->next().kind;
    const bool sticky = again == imap::EventKind::closed || again == imap::EventKind::failed;
    return sticky && !session_->wants_body() && session_->noop() == imap::Put::later &&
           session_->logout() == imap::Put::later && session_->put_body("x") == 0 && session_->body_room().empty();
  }

  imap::Session* session_ = nullptr;
  imap::Settings settings_;
  std::size_t rx_ = 64, tx_ = 512, scratch_ = 64, text_ = 128;
  std::size_t given_ = 0;
  Words words_;
};

inline Outcome play(const script::Script& script, const script::Pace& pace) { return Player(script, pace).run(); }

}  // namespace play
