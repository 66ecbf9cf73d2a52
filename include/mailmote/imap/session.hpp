// The client's side of one IMAP connection, without any I/O of its own (RFC 3501, RFC 9051).
//
//   imap::Session session{buffers, settings};
//   session.start();                                   // connected
//   for (;;) {
//     turn(session, network, now);                     // octets go out and come in
//     if (session.wants().tls) ...                     // shake hands, then session.secured()
//     for (auto e = session.next(); e.kind != EventKind::need_input; e = session.next()) use(e);
//   }
//
// It takes the greeting, upgrades to TLS, logs in and says who it is (ID) by itself, as the settings allow, and then
// says `ready`. Commands are the caller's. Each writes one whole command or nothing, and answers `later` when it has to
// be called again: there is no room, or the server has to answer first. Several may be under way; their answers are
// told apart by their tags. What the server says comes as `data`, event for event, whether it was asked for or not;
// names for it are in fetch.hpp, list.hpp and their kind.
//
// Never: a credential in clear (unless Upgrade::never says so), a second try at a login, an octet behind STARTTLS
// before the handshake, an octet of a literal before the server asked for it, a change to the messages of a mailbox
// that was opened read-only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/flags.hpp>
#include <mailmote/imap/capabilities.hpp>
#include <mailmote/imap/code.hpp>
#include <mailmote/imap/command.hpp>
#include <mailmote/imap/reader.hpp>
#include <mailmote/imap/search_key.hpp>
#include <mailmote/link.hpp>
#include <mailmote/sasl_choice.hpp>
#include <mailmote/sasl_response.hpp>

namespace mailmote::imap {

// What TLS has to do with a connection that starts in clear.
enum class Upgrade : std::uint8_t {
  required,  // STARTTLS before anything else is said
  never,     // everything in clear: the user wrote /notls
};

// Outlives the session, and so do its texts.
struct Settings {
  Start start = Start::clear;
  Upgrade upgrade = Upgrade::required;
  LoginDemand login;
  bool anonymous = false;  // logs in as anonymous; no credential is used
  bool quote = false;      // /loser: strings are always quoted
  bool read_only = false;  // /readonly: select() says EXAMINE, and nothing changes the mailbox
  std::uint32_t greeting_ms = 60'000;
  std::uint32_t command_ms = 60'000;
  std::uint32_t transfer_ms = 600'000;  // the answer to FETCH, SEARCH, COPY and their kind; more where a size is told
  // Which response codes an event tells apart: all that have a name. session_code_named knows few of them, in less
  // flash.
  Code (*codes)(std::string_view word) = code_named;
  std::uint32_t idle_ms = 28 * 60'000;  // then IDLE is renewed: servers hang up after 30 minutes (RFC 2177)
};

// The caller's memory.
struct Buffers {
  std::span<char> rx;       // receive window, 64 octets or more
  std::span<char> tx;       // holds the longest command, less its message text; 256 octets or more
  std::span<char> scratch;  // 64 to 65,535 octets: values up to this long arrive whole
  std::span<char> text;     // 32 octets or more: the text of a status, as far as it fits
};

enum class Command : std::uint8_t {
  none,
  greeting,
  capability,
  starttls,
  authenticate,
  login,
  enable,
  id,
  noop,
  logout,
  select,
  examine,
  create,
  remove,
  rename,
  subscribe,
  unsubscribe,
  list,
  lsub,
  name_space,
  status,
  append,
  idle,
  close,
  unselect,
  expunge,
  search,
  fetch,
  store,
  copy,
  move,
};

enum class Status : std::uint8_t { ok, no, bad, bye };

enum class EventKind : std::uint8_t {
  need_input,  // nothing more until octets come
  data,        // see data: one event of what the server says, once it is ready
  notice,      // an untagged OK, NO, BAD or BYE, or an ALERT with any of them: status, code, text
  completed,   // the answer to a command: command, tag, status, code, text
  ready,       // greeted, secured, logged in: commands may go
  rested,      // the time given to rest() is over
  closed,      // LOGOUT was answered, or the server hung up after it
  failed,      // for ever; see error()
};

struct SessionEvent {
  EventKind kind = EventKind::need_input;
  Command command = Command::none;
  Status status = Status::ok;
  Code code = Code::none;       // its numbers: Session::code_number()
  bool cut = false;             // the text was longer than its buffer
  std::uint16_t tag = 0;        // completed: what last_tag() said behind the command
  std::string_view text;        // notice, completed; valid until the next call of next()
  const Event* data = nullptr;  // valid until the next call of next(), or of anything that moves octets
};

enum class [[nodiscard]] Put : std::uint8_t{
    done,         // the command waits to be sent
    later,        // call again: after octets left, or answers came
    refused,      // an argument cannot be carried; nothing was written
    read_only,    // it would change a mailbox that was opened read-only
    unsupported,  // the server has not announced what it needs
    too_small,    // the transmit buffer can never hold it; nothing was written
};

// What is known of the mailbox that is open.
struct MailboxState {
  bool open = false;
  bool read_only = false;
  std::uint32_t exists = 0;
  std::uint32_t recent = 0;
  std::uint32_t uid_validity = 0;  // 0: not told
  std::uint32_t uid_next = 0;      // 0: not told
};

// How messages are named in a command, and in its answers.
enum class Ids : std::uint8_t { uid, number };

// What STATUS is asked for. Bits.
enum StatusItem : std::uint8_t {
  status_messages = 1,
  status_recent = 2,
  status_uid_next = 4,
  status_uid_validity = 8,
  status_unseen = 16,
  status_all = 31,
};

// What a session knows of its conversation, small and used everywhere. It stands before the Link, where a Cortex-M0
// reaches it with the least code.
class SessionState {
 public:
  static constexpr std::size_t max_pending = 4;             // commands that may be unanswered at a time
  static constexpr std::uint32_t max_untagged = 1'000'000;  // responses while a command runs

 protected:
  explicit SessionState(const Settings& settings) : settings_(settings) {}

  enum class Phase : std::uint8_t { login, ready, over };

  // What a `+` of the server lets go on.
  enum class Awaits : std::uint8_t { nothing, literal, challenge, body, idle };

  // Who wants IDLE to end: we, to idle again, have said DONE; the caller's may wait until it has begun.
  enum class Ending : std::uint8_t { none, caller, renewal };

  struct Pending {
    Command command = Command::none;
    std::uint16_t tag = 0;
    std::uint32_t end = 0;  // octets that have left once the command has
  };

  Phase phase_ = Phase::login;
  Awaits awaits_ = Awaits::nothing;
  Mechanism mechanism_ = Mechanism::plain;
  Stage stage_ = Stage::greeting;
  std::uint8_t pending_count_ = 0;
  std::uint8_t answered_ = 0;    // which of the commands under way the response answers
  std::uint8_t challenges_ = 0;  // that were answered
  bool told_ = false;            // capabilities, since the last command of the login
  bool code_tells_ = false;      // words of the code under way are capabilities
  bool responding_ = false;      // a SASL response is on its way to the outbox
  bool body_ = false;            // a message is
  bool streaming_ = false;       // a long literal comes
  bool idling_ = false;
  Ending ending_ = Ending::none;
  bool examined_ = false;  // the mailbox was opened read-only
  bool resting_ = false;
  bool bye_ = false;
  Command command_ = Command::none;  // that is being written; none: what is put goes nowhere
  std::uint16_t last_tag_ = 0;
  SessionEvent event_;
  const Settings& settings_;
  Capabilities capabilities_;
  std::uint32_t untagged_ = 0;
  std::uint32_t line_end_ = 0;  // like Pending::end: of the line that announced a message
  CodeReader code_;
  MailboxState mailbox_;
  std::uint64_t body_left_ = 0;
  std::array<Pending, max_pending> pending_{};  // oldest first; its command is none if there is none
};

class Session : private SessionState, public Link {
 public:
  using SessionState::max_pending;
  using SessionState::max_untagged;

  Session(const Buffers& buffers, const Settings& settings);

  // The connection stands: the greeting is due.
  void start();

  // TLS stands. Nothing that was learnt or received in clear survives.
  void secured();

  // Valid until the next call of anything here.
  const SessionEvent& next();

  const Capabilities& capabilities() const { return capabilities_; }
  const MailboxState& mailbox() const { return mailbox_; }
  std::uint32_t code_number(std::size_t index) const { return code_.number(index); }  // of the event's code
  bool is_ready() const { return phase_ == Phase::ready; }
  bool is_quiet() const { return pending_count_ == 0; }  // every command has its answer
  std::uint16_t last_tag() const { return last_tag_; }   // of the command that was put last
  Stage stage() const { return stage_; }                 // how far the conversation has come

  // Commands: session_command.cpp. Mailbox names are UTF-8.
  Put noop() { return put_bare(Command::noop); }
  Put capability() { return is_ready() ? put_bare(Command::capability) : Put::later; }
  Put enable(std::string_view capability);                 // one word
  Put id() { return is_ready() ? put_id() : Put::later; }  // says who we are, and asks
  Put logout();                                            // once everything else was answered

  // EXAMINE where the settings say read-only. They wait until nothing is under way that might tell of another mailbox.
  Put select(std::string_view mailbox);
  Put examine(std::string_view mailbox) { return open(Command::examine, mailbox); }
  Put create(std::string_view mailbox) { return put_name(Command::create, mailbox); }
  Put remove(std::string_view mailbox) { return put_name(Command::remove, mailbox); }
  Put rename(std::string_view from, std::string_view to);
  Put subscribe(std::string_view mailbox) { return put_name(Command::subscribe, mailbox); }
  Put unsubscribe(std::string_view mailbox) { return put_name(Command::unsubscribe, mailbox); }
  // The wildcards * and % of the pattern stay what they are.
  Put list(std::string_view reference, std::string_view pattern) { return put_list(Command::list, reference, pattern); }
  Put lsub(std::string_view reference, std::string_view pattern) { return put_list(Command::lsub, reference, pattern); }
  Put name_space() { return put_bare(Command::name_space); }
  Put status(std::string_view mailbox, std::uint8_t items = status_all);  // StatusItem bits

  Put close() { return put_bare(Command::close); }  // expunges, but for a mailbox that is open read-only
  Put unselect() { return put_bare(Command::unselect); }
  Put expunge();
  Put expunge(const MessageSet& uids);  // UIDPLUS
  Put search(std::span<const SearchKey> keys, Ids answers);
  // `returns`: SearchReturn bits, for a server with ESEARCH; 0: a SEARCH response. `uids`: only among these.
  Put search(std::span<const SearchKey> keys, Ids answers, std::uint8_t returns, const Range& uids = {});
  Put fetch(const MessageSet& messages, Ids ids, const FetchItems& items);
  Put store(const MessageSet& messages, Ids ids, FlagChange change, const Flags& flags);
  Put copy(const MessageSet& messages, Ids ids, std::string_view mailbox) {
    return transfer(Command::copy, messages, ids, mailbox);
  }
  Put move(const MessageSet& messages, Ids ids, std::string_view mailbox);  // MOVE, RFC 6851

  // A message of `size` octets; `date` is its INTERNALDATE in seconds since 1970. When wants_body(): put_body() until
  // nothing is left; the answer then comes by itself.
  Put append(std::string_view mailbox, const Flags& flags, std::optional<std::int64_t> date, std::uint64_t size);
  bool wants_body() const { return body_; }
  std::uint64_t body_left() const { return body_left_; }
  std::size_t put_body(std::string_view octets);  // as they are; how many it took
  std::span<char> body_room();                    // to read into, for put_body() to take from: spares a buffer

  // Until done(), or until the server ends it; renewed, under another tag, before it loses patience. No other command
  // goes meanwhile.
  Put idle();
  Put done();
  bool is_idling() const { return idling_; }

  // With no command under way: `rested` comes when so much time has passed. A command ends it.
  Put rest(std::uint32_t milliseconds);

 private:
  // Responses: session.cpp
  static bool passes(const Event& e);
  const SessionEvent& next_quickly();
  const SessionEvent& next_from(const Event& e);
  const SessionEvent& next_of_any();
  bool take(const Event& e);
  void go_on_sending();
  bool is_elsewhere(std::string_view in);
  void on_begin(const Event& e);
  void on_tagged(const Event& e);
  void on_untagged(const Event& e);
  void on_value(const Event& e);
  void on_long_literal(const Event& e);
  void extend_for(std::uint64_t octets);
  void keep(const Event& text);
  void on_end(const Event& e);
  void on_status(const Event& e);
  void mind_code();
  void on_answer(Status status);
  bool give_up(Command command, Status status);
  void settle(Command command, bool ok);
  void go_on();
  void out_of_input();
  void out_of_time();
  void emit(EventKind kind) { event_.kind = kind; }
  void stop(Category category, Advice advice = Advice::none);
  void refuse(Category category, Advice advice = Advice::none);

  // From the greeting to `ready`: session_login.cpp
  void on_greeting(const Event& e);
  void greeted(Response greeting);
  void introduced();
  void on_login_answer(Command command, Status status);
  void on_starttls(Status status);
  void log_in();
  void say_login(std::string_view user, std::string_view password);
  void authenticate();
  void on_challenge();
  void respond();
  void logged_in();
  void get_ready();
  void ask(Put put);

  // Commands: session_command.cpp
  bool may_send() const;
  // A command waits for a `+`, or has octets that are still on their way to the outbox.
  bool is_under_way() const { return awaits_ != Awaits::nothing || responding_ || body_; }
  std::uint16_t next_tag() const { return last_tag_ == UINT16_MAX ? 1 : static_cast<std::uint16_t>(last_tag_ + 1); }
  void begin_command(Command command, Ids ids = Ids::number);
  Put end_command();
  void expect(Command command);
  void remove_pending(std::size_t index);
  bool is_asked(std::size_t index) const;
  bool may_be_answered(std::size_t index, Response answer) const;
  bool is_read_only() const { return settings_.read_only || examined_; }
  void arm_for_answer();
  Command oldest() const { return pending_[0].command; }
  std::uint8_t forms() const;
  void put_mailbox_name(std::string_view name);
  Put put_bare(Command command);
  Put put_name(Command command, std::string_view mailbox);
  Put put_list(Command command, std::string_view reference, std::string_view pattern);
  Put put_id();
  Put open(Command command, std::string_view mailbox);
  Put transfer(Command command, const MessageSet& messages, Ids ids, std::string_view mailbox);

  // Commands that go on: session_stream.cpp
  void begin_body();
  void end_body_if_due();
  void say_done();

  SaslResponse response_;
  std::span<char> text_;
  Reader reader_;
};

}  // namespace mailmote::imap
