// A small IMAP4rev1 server that does what its seed says: see imap_behaviour.hpp.
//
// It judges what it hears by the book, whatever it says itself: `complaint` is the first thing that the client may not
// do. `store` holds what came whole, and every change that the client made, by UID.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "imap_behaviour.hpp"
#include "imap_words.hpp"
#include "mail_store.hpp"
#include "sasl_server.hpp"
#include "server.hpp"

namespace sim {

class ImapServer final : public Server {
 public:
  // Knows one login.
  ImapServer(const ImapBehaviour& behaviour, const std::string& user, const std::string& secret, Dice dice);

  void connected() override;
  void hear(std::string_view octets, bool secured) override;
  bool shake_hands() override;

  MailStore store;
  std::string complaint;  // empty: none
  bool injected = false;  // octets behind the answer to STARTTLS

  // What the client has open, and the UIDs that it has been told of, by number.
  const std::string& selected() const { return selected_; }
  const std::vector<std::uint32_t>& view() const { return view_; }

 private:
  enum class State : std::uint8_t { commands, handshake, sasl, idle, deaf, over };
  enum class Login : std::uint8_t { no, yes, selected };
  // What it is that the server says.
  enum class Answer : std::uint8_t { greeting, plus, plus_for_literal, plus_for_idle, completion, starttls };
  using Handler = bool (ImapServer::*)(const ImapWords&);
  struct Known {
    const char* verb;
    Login needs;
    const char* capability;  // empty: always there
    Handler handler;         // false: those are no arguments of it
  };

  void greet();

  // Octets to commands, and what is said of them: imap_server.cpp
  void take_line();
  void announce_literal(const std::string& line);
  bool may_not_wait(std::size_t size) const;
  void refuse_literal();
  void execute();
  void run(const Known& known, const ImapWords& words);
  bool refuses();
  const Known* known(const std::string& verb) const;
  void complain(const std::string& what);
  void untagged(const std::string& line) { data_ += "* " + styled(line) + "\r\n"; }
  bool answers_later();
  void complete(const std::string& status, const std::string& code = "", const std::string& text = "done");
  bool say(Answer kind, const std::string& news, const std::string& line);
  void say_plus(Answer kind, const std::string& text);
  void put(const std::string& octets);
  void end(Hangup how);
  std::string styled(std::string line) const;
  std::string status_text(const std::string& code, const std::string& text);

  // What goes wrong, once: imap_misdeeds.cpp
  bool is_due(ImapMisdeed misdeed) const;
  bool fits(Answer kind) const;
  bool misbehave(Answer kind, const std::string& news, const std::string& line);
  void accept_early();
  std::string literal_head(std::size_t size);

  // The login: imap_server.cpp
  std::string capabilities() const;
  bool has(const std::string& capability) const;
  bool capability(const ImapWords&);
  bool starttls(const ImapWords&);
  bool login(const ImapWords&);
  bool authenticate(const ImapWords&);
  void go_on(SaslServer::Verdict verdict);
  bool noop(const ImapWords&);
  bool logout(const ImapWords&);
  bool id(const ImapWords&);
  bool enable(const ImapWords&);
  bool idle(const ImapWords&);

  // Mailboxes: imap_server_mailboxes.cpp
  bool select(const ImapWords&);
  bool create(const ImapWords&);
  bool remove(const ImapWords&);
  bool rename(const ImapWords&);
  bool subscribe(const ImapWords&);
  bool list(const ImapWords&);
  bool name_space(const ImapWords&);
  bool status(const ImapWords&);
  bool append(const ImapWords&);
  bool close(const ImapWords&);
  bool expunge(const ImapWords&);
  void expunge_if(const std::set<std::uint32_t>* uids);
  void others_act();
  std::string news();

  // Messages: imap_server_messages.cpp
  bool search(const ImapWords&);
  bool matches(const ImapWords& keys, std::size_t& at, std::uint32_t uid);
  bool fetch(const ImapWords&);
  void fetch_one(std::size_t index, const ImapWords& items);
  std::string item(StoredMessage& message, const std::string& name);
  std::string envelope(const Mail& mail);
  std::string structure(const Mail& mail);
  std::string part(const Mail& mail, const MailPart& part);
  std::string string(const std::string& text);
  std::string flags(const StoredMessage& message) const;
  bool store_flags(const ImapWords&);
  bool copy(const ImapWords&);
  bool messages_in(const ImapWord& set, std::vector<std::size_t>& indexes);

  StoredMailbox& box() { return store.mailboxes.at(selected_); }
  void leave() { login_ = Login::yes, selected_.clear(), view_.clear(); }

  ImapBehaviour behaviour_;
  Dice dice_;
  SaslServer sasl_;
  State state_ = State::commands;
  Login login_ = Login::no;
  bool secured_ = false;

  // What is heard.
  std::string line_;     // since the last line end or literal
  std::string command_;  // all of it
  std::size_t literal_left_ = 0;
  std::size_t read_at_begin_ = 0;  // what the client had read when it began this command
  std::set<std::string> tags_;
  std::string tag_, verb_;
  bool by_uid_ = false;

  // What is said.
  std::size_t said_ = 0;
  std::size_t plus_ends_ = 0;  // the client may go on when it has read so far
  std::size_t said_before_select_ = 0;
  std::size_t ambiguous_until_ = 0;  // numbers are certain when it has
  std::string late_;                 // answers that others overtake
  std::string data_;                 // untagged, of the command under way
  std::size_t answers_ = 0;
  bool misdeed_done_ = false, done_is_due_ = false;

  // The mailbox that is open.
  std::string selected_;
  bool read_only_ = false;
  std::vector<std::uint32_t> view_;        // the UIDs that the client knows of, by number
  std::set<std::uint32_t> flags_changed_;  // by others
};

}  // namespace sim
