// The client's side of one SMTP connection, without any I/O of its own (RFC 5321).
//
//   smtp::Session session{buffers, settings};
//   session.start();                                   // connected
//   for (;;) {
//     turn(session, network, now);                     // octets go out and come in
//     if (session.wants().tls) ...                     // shake hands, then session.secured()
//     for (auto e = session.next(); e.kind != EventKind::need_input; e = session.next()) use(e);
//   }
//
// It greets, upgrades to TLS and logs in by itself, as the settings allow, and then says `ready`.
// Mails are the caller's: mail(), rcpt()..., data(), put_body()..., end_body(); quit(). Each of these
// writes one whole command or nothing, and answers `later` when it has to be called again: there is
// no room, or the server has to answer first. Where the server pipelines (RFC 2920), a whole
// envelope leaves in one write, and every reply comes back as the event of its command, in order.
//
// Never: a credential in clear (unless Upgrade::never says so), a second try at a login, an octet
// behind STARTTLS before the handshake, a text for which no recipient was accepted.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/link.hpp>
#include <mailmote/sasl_choice.hpp>
#include <mailmote/sasl_pump.hpp>
#include <mailmote/smtp/capabilities.hpp>
#include <mailmote/smtp/reader.hpp>
#include <mailmote/wire/dot.hpp>

namespace mailmote::smtp {

// What TLS has to do with a connection that starts in clear.
enum class Upgrade : std::uint8_t {
  required,  // STARTTLS before anything else is said
  never,     // everything in clear: the user wrote /notls
};

enum class Hello : std::uint8_t {
  extended,  // EHLO; HELO where the server refuses it and nothing that is required gets lost
  plain,     // HELO only
};

// Texts outlive the session. Who logs in, and how, is told as the base says.
struct Settings : LoginDemand {
  Start start = Start::clear;
  Upgrade upgrade = Upgrade::required;
  Hello hello = Hello::extended;
  std::string_view name;  // that EHLO says: a domain, or an address literal
  std::uint32_t greeting_ms = 60'000;
  std::uint32_t command_ms = 60'000;
  std::uint32_t body_ms = 600'000;    // a body of unknown size
  std::uint32_t accept_ms = 600'000;  // the reply to the end of the body, RFC 5321 4.5.3.2.6
};

// The caller's memory.
struct Buffers {
  std::span<char> rx;       // receive window, 64 octets or more
  std::span<char> tx;       // holds the longest command: 512 octets do for every legal address
  std::span<char> scratch;  // 64 octets or more; one half for reply lines, one for the text that is kept
};

enum class Command : std::uint8_t { none, greeting, hello, starttls, auth, mail, rcpt, data, body, rset, quit };

struct Reply {
  std::uint16_t code = 0;
  Enhanced enhanced;
  std::string_view text;  // its lines joined by a space; valid until the next call of next()
  bool cut = false;       // the text was longer than its buffer

  // Done as asked: 25x, the mail system's own. A 220 or 221 completes nothing.
  bool positive() const { return code >= 250 && code < 260; }
  bool for_now() const { return code >= 400 && code < 500; }
};

enum class EventKind : std::uint8_t {
  need_input,  // nothing more until octets come
  ready,       // greeted, secured, logged in: mails may go
  reply,       // the answer to mail, rcpt, data, rset, or to the end of a body
  closed,      // QUIT was answered, or the server hung up after it
  failed,      // for ever; see error()
};

struct SessionEvent {
  EventKind kind = EventKind::need_input;
  Command command = Command::none;
  std::uint16_t index = 0;  // command rcpt: which recipient of this mail, from 0
  Reply reply;
};

enum class [[nodiscard]] Put : std::uint8_t{
    done,       // the command waits to be sent
    later,      // call again: after octets left, or replies came
    refused,    // an argument cannot be carried; nothing was written
    too_small,  // the transmit buffer can never hold it; nothing was written
};

// What a session knows of its conversation, small and used everywhere. It stands before the Link, where a Cortex-M0
// reaches it with the least code.
class SessionState {
 public:
  // Commands that may be unanswered at a time: where the server pipelines, so many leave in one write.
  static constexpr std::size_t max_pending = 24;

 protected:
  enum class Phase : std::uint8_t { login, ready, body, over };

  Phase phase_ = Phase::login;
  Mechanism mechanism_ = Mechanism::plain;
  std::uint8_t challenges_ = 0;  // that were answered
  std::uint8_t pending_count_ = 0;
  EventKind due_ = EventKind::need_input;  // what next() says: closed and failed for ever, else once
  Command answered_ = Command::none;       // what the last reply belongs to
  Stage stage_ = Stage::greeting;          // and how far the conversation had come
  bool helo_ = false;                      // HELO was said, not EHLO
  bool replying_ = false;                  // a reply is under way
  bool early_ = false;                     // and was begun before its command had left
  bool responding_ = false;                // a response is on its way to the outbox
  bool mail_accepted_ = false;
  bool stray_ = false;  // a recipient was accepted though the sender was not
  wire::DotEncoder dots_;
  std::array<Command, max_pending + 1> pending_{};  // what is unanswered, oldest first, then none
  Reply said_;                                      // what the server says, as far as it was read
  std::uint16_t accepted_ = 0;
  std::uint16_t recipients_ = 0;  // that got their reply
  std::uint32_t body_ms_ = 0;     // for the text of this mail
};

class Session : private SessionState, public Link {
 public:
  using SessionState::max_pending;

  Session(const Buffers& buffers, const Settings& settings);

  // The connection stands: the greeting is due.
  void start();

  // TLS stands. Nothing that was learnt or received in clear survives.
  void secured();

  SessionEvent next();

  const Capabilities& capabilities() const { return capabilities_; }
  bool is_ready() const { return phase_ == Phase::ready || wants_body(); }

  // One mail. `size` goes to servers that know SIZE, `eight_bit` asks for BODY=8BITMIME (a server
  // that offers it only). Addresses are the bare path: no angle brackets, no blanks, no control octets.
  Put mail(std::string_view reverse_path, std::optional<std::uint64_t> size, bool eight_bit);
  Put rcpt(std::string_view forward_path);
  Put data() { return put_line(Command::data, {}); }

  // The server waits for the text (354) and has accepted at least one recipient.
  bool wants_body() const { return phase_ == Phase::body; }
  // Takes octets of the text and stuffs its dots; every line end becomes CRLF. How many it took.
  std::size_t put_body(std::string_view text);
  // Free octets to read text into, for put_body() to take from: spares a buffer. May be empty.
  std::span<char> body_room();
  Put end_body();

  Put rset() { return put_line(Command::rset, {}); }
  Put quit();

  std::uint16_t accepted() const { return accepted_; }   // recipients of this mail
  bool is_quiet() const { return pending_count_ == 0; }  // every command has its reply
  Stage stage() const;                                   // how far the conversation has come

 private:
  // Replies: session.cpp
  bool advance();
  bool begin_reply(char first);
  void on_reply();
  void on_greeting();
  void on_hello();
  void upgrade();
  void on_starttls();
  void on_early();
  void broken(const Event& found);
  void out_of_input();
  void say_hello();
  void ask(Command command, std::string_view argument);
  void keep(const Event& text);
  void end_text();
  void stop(Category category, Advice advice);
  void no_room() { stop(Category::limit, Advice::buffer_too_small); }
  void refuse(Category category, Advice advice = Advice::none);

  // Login: session_login.cpp
  void log_in();
  void logged_in();
  void on_auth();
  void answer();
  void pump();

  // Mails and commands: session_mail.cpp
  void on_mail();
  void on_data();
  bool may_send() const;
  Put begin_line(Command command, std::string_view argument);
  Put end_line(Command command);
  Put commit(Command command);
  Put put_line(Command command, std::string_view argument);
  void expect(Command command);
  Command oldest() const { return pending_[0]; }
  bool is_asked() const;
  void answered();
  void arm_for_reply();

  Capabilities capabilities_;
  std::span<char> kept_;  // for the text of a reply
  SaslResponse response_;
  Settings settings_;
  Reader reader_;
};

}  // namespace mailmote::smtp
