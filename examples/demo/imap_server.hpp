// The server's side of one IMAP conversation (RFC 3501): shows what the Store has kept as the mailbox INBOX, the only
// one.
//
// CAPABILITY, NOOP, LOGOUT, ID, STARTTLS, LOGIN, AUTHENTICATE PLAIN, SELECT, EXAMINE, LIST, LSUB, STATUS, APPEND, IDLE,
// CHECK, CLOSE, UNSELECT, EXPUNGE, SEARCH, FETCH, STORE, and the UID forms; SASL-IR, LITERAL+, UIDPLUS. A login is
// taken under TLS only; with InClear::allowed without it, too. A mail that comes while a client idles is announced at
// once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account.hpp"
#include "connection.hpp"
#include "imap_arguments.hpp"
#include "imap_fetch.hpp"
#include "inbox.hpp"

namespace demo {

class ImapServer {
 public:
  static constexpr std::size_t max_mail = 32 * 1024 * 1024;
  static constexpr std::size_t max_literal = 64 * 1024;  // of anything but a mail
  static constexpr int max_errors = 10;                  // then we hang up

  ImapServer(Connection& client, Inbox& inbox, const Account& account, InClear in_clear = InClear::refused)
      : client_(client), inbox_(inbox), account_(account), in_clear_(in_clear == InClear::allowed) {}

  // Until the client says LOGOUT, hangs up, or is hung up on.
  void serve();

 private:
  enum class After { goes_on, over };
  enum class State { greeted, logged_in, selected };
  enum class Expunges { hidden, told };  // RFC 3501 7.4.1: not in the answer to FETCH, STORE and SEARCH

  struct Command {
    const char* name;
    State needed;
    bool has_uid_form;
    After (ImapServer::*run)(Arguments&);
  };
  static const Command commands[];

  // A message as this client knows it; its number is its place.
  struct Row {
    std::uint32_t uid;
    std::uint64_t change;  // of its flags, the last that the client was told
  };

  // imap_server.cpp
  enum class Read { whole, refused, gone };
  Read read_command(std::string& command);
  Read take_literal(std::string& command, std::string& line);
  After obey(std::string_view command);
  After run(const Command& command, Arguments& arguments);

  After capability(Arguments& arguments);
  After noop(Arguments& arguments);
  After logout(Arguments& arguments);
  After id(Arguments& arguments);
  After start_tls(Arguments& arguments);
  After log_in(Arguments& arguments);
  After authenticate(Arguments& arguments);
  After judge(bool accepted);
  std::string capabilities() const;
  bool may_log_in() const { return client_.is_secured() || in_clear_; }

  After say(std::string_view status, std::string_view text);
  After ok(std::string_view text) { return say("OK", text); }
  After no(std::string_view text) { return say("NO", text); }
  After bad(std::string_view text);
  void untagged(std::string_view text);

  // imap_mailbox.cpp
  After select(Arguments& arguments);
  After examine(Arguments& arguments);
  After open(Arguments& arguments, bool read_only);
  After list(Arguments& arguments);
  After lsub(Arguments& arguments);
  After list_as(std::string_view response, Arguments& arguments);
  After status(Arguments& arguments);
  After subscribe(Arguments& arguments);
  After no_other_mailbox(Arguments& arguments);
  After append(Arguments& arguments);
  After check(Arguments& arguments);
  After close(Arguments& arguments);
  After unselect(Arguments& arguments);
  After idle(Arguments& arguments);
  void announce(Expunges expunges);
  void announce_expunges();
  void announce_new();
  void announce_flags();

  // imap_messages.cpp
  After search(Arguments& arguments);
  After fetch(Arguments& arguments);
  After store(Arguments& arguments);
  After expunge(Arguments& arguments);
  After copy(Arguments& arguments);
  std::optional<std::vector<std::size_t>> named(const MessageSet& set) const;
  void fetch_one(std::size_t row, const std::vector<FetchItem>& items);
  void remove_deleted(const MessageSet* uids);

  Connection& client_;
  Inbox& inbox_;
  const Account& account_;
  const bool in_clear_;

  State state_ = State::greeted;
  bool read_only_ = false;
  bool by_uid_ = false;  // the command began with UID
  int errors_ = 0;
  std::string tag_;
  std::vector<Row> rows_;
};

}  // namespace demo
