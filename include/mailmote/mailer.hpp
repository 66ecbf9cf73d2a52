// Sends mail: one call, or one call and a step() for every turn of your loop.
//
//   MailerStorage<1024> memory;                        // every buffer that sending will use
//   Mailer mailer{network, memory};
//   if (auto sent = mailer.send("{smtp.plant.example/submit/tls}", login, alert); !sent) explain(sent.error());
//
//   mailer.start(spec, login, alert);                  // the same in a super-loop
//   while (mailer.step() == Step::again) watchdog_feed();
//
// The specification, the login and the message stay the caller's and outlive the sending. The mail
// goes to every recipient that the server accepts; deliveries() tells of each, and the result is an
// error if one was refused. No result but success means that the server has taken the mail.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/connection.hpp>
#include <mailmote/message.hpp>
#include <mailmote/mime/writer.hpp>
#include <mailmote/network.hpp>
#include <mailmote/result.hpp>
#include <mailmote/sasl.hpp>
#include <mailmote/smtp/session.hpp>
#include <mailmote/spec.hpp>
#include <mailmote/temporary.hpp>

namespace mailmote {

struct Cause;

// What became of one recipient.
struct Delivery {
  std::string_view address;  // as the message has it
  std::uint16_t reply = 0;   // the server's last word on it; 0: there was none
  Enhanced enhanced;
  bool delivered = false;  // the server has taken the mail for this recipient
};

// Memory for one mailer, all of it.
struct MailerMemory {
  std::span<char> rx;              // receive window, 64 octets or more
  std::span<char> tx;              // commands and text: 512 octets do, more makes large mails faster
  std::span<char> scratch;         // 64 octets or more, see smtp::Buffers
  std::span<char> words;           // 128 octets: unquoted names of the specification, then the words of a refusal
  std::span<Delivery> deliveries;  // one for each recipient that a mail may have
};

template <std::size_t Bytes, std::size_t Recipients = 8>
class MailerStorage {
 public:
  static_assert(Bytes >= 1024, "a mailer needs 1024 bytes");

  operator MailerMemory() & {
    const std::span<char> all(bytes_);
    constexpr std::size_t words = 128, quarter = (Bytes - words) / 4;
    return {all.subspan(words, quarter), all.subspan(words + 2 * quarter), all.subspan(words + quarter, quarter),
            all.first(words), deliveries_};
  }

 private:
  std::array<char, Bytes> bytes_{};
  std::array<Delivery, Recipients> deliveries_{};
};

// A mail that is written already: RFC 5322 octets, and who sends it to whom.
struct Envelope {
  std::string_view from{};    // one mailbox; empty: the null reverse path
  std::string_view to{};      // mailboxes, separated by commas
  Source* content = nullptr;  // line ends may be LF or CRLF; dots are doubled on the way
  bool eight_bit = false;     // it has octets above 127; they go out also where the server offers no 8BITMIME
};

struct MailerOptions {
  std::string_view helo{};               // what EHLO says; empty: the address literal of our end
  std::uint8_t attempts = 1;             // connection attempts
  std::uint32_t timeout_ms = 0;          // one deadline for each call, in place of those of each phase; 0: those
  std::optional<Mechanism> mechanism{};  // as /auth=
  Observer* observer = nullptr;
};

// One Network serves one mailer at a time.
class Mailer {
 public:
  Mailer(Network& network, const MailerMemory& memory, const MailerOptions& options = {});
  ~Mailer() { abort(); }
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  // The specification is used to the end, and errors speak of it: a temporary one would be gone by then.
  Result send(Temporary auto&& spec, const Login& login, const Message& message) = delete;
  Result send(Temporary auto&& spec, const Login& login, const Envelope& envelope) = delete;
  Result open(Temporary auto&& spec, const Login& login) = delete;
  void start(Temporary auto&& spec, const Login& login, const Message& message) = delete;
  void start(Temporary auto&& spec, const Login& login, const Envelope& envelope) = delete;
  void start_open(Temporary auto&& spec, const Login& login) = delete;
  void start(std::string_view spec, const Login& login, const Message&& message) = delete;
  void start_send(const Message&& message) = delete;

  // One mail: connect, send, close. Blocks until the server has answered, or a deadline has passed.
  [[nodiscard]] Result send(std::string_view spec, const Login& login, const Message& message);
  [[nodiscard]] Result send(std::string_view spec, const Login& login, const Envelope& envelope);

  // Several mails on one connection. A refused mail leaves the connection open.
  [[nodiscard]] Result open(std::string_view spec, const Login& login);
  [[nodiscard]] Result send(const Message& message);
  [[nodiscard]] Result send(const Envelope& envelope);
  [[nodiscard]] Result close();

  // The same without waiting: start one, then step() until it no longer answers `again`.
  void start(std::string_view spec, const Login& login, const Message& message);
  void start(std::string_view spec, const Login& login, const Envelope& envelope);
  void start_open(std::string_view spec, const Login& login);
  void start_send(const Message& message);
  void start_send(const Envelope& envelope);
  void start_close();
  Step step();
  // Nothing moved in the last step(): time to sleep until the network has something, or a while has passed.
  bool idle() const { return idle_; }
  void wait();

  // Hangs up at once. A mail under way is not completed; one whose fate is known keeps its result.
  void abort();

  // Of the last call, once step() no longer answers `again`; before that, and before any call: not completed.
  Result result() const;
  Error error() const { return result().error(); }
  bool is_open() const { return phase_ == Phase::open; }
  std::span<const Delivery> deliveries() const { return memory_.deliveries.first(recipients_); }
  const smtp::Capabilities* capabilities() const { return session_ ? &session_->capabilities() : nullptr; }

 private:
  // From opening to verdict nobody knows yet what becomes of the mail.
  enum class Phase : std::uint8_t { idle, opening, envelope, text, verdict, clearing, open, closing };
  enum class Goal : std::uint8_t { open, mail, mail_and_close, close };

  void start_connection(std::string_view spec, const Login& login, Goal goal);
  bool read_spec(std::string_view spec, const Login& login);
  bool take(const Message& message);
  bool take(const Envelope& envelope);
  bool take_sender(std::string_view from);
  bool add_recipients(std::string_view list);
  bool refuse(Stage stage, Advice advice);
  bool refuse_field(Advice advice, std::uint16_t offset, std::string_view field, std::uint32_t number = 0);
  bool has_room() const;
  bool is_ready_to_send();
  Result run();

  void on_connection_failed();
  void on_session_failed();
  void begin_session();
  std::string_view address_literal();
  void begin_mail();
  bool begin_writer();
  void check_size();
  void take_events();
  void on_event(const smtp::SessionEvent& event);
  void on_reply(const smtp::SessionEvent& event);
  void on_verdict(const smtp::Reply& reply);
  bool is_busy() const;
  Step outcome() const;
  bool is_settled() const;
  bool is_undecided() const;
  Stage stage() const;
  void settle(const smtp::Reply& reply);
  void feed();
  void feed_envelope();
  void feed_text();
  void feed_verdict();
  IoResult read_source(std::span<char> room);
  bool put(smtp::Put put, Stage stage);
  void remember(const smtp::Reply& reply, Stage stage);
  std::string_view numbers(std::uint64_t first, std::string_view between, std::uint64_t second);
  void mail_over();
  void fail();
  void fail(Cause cause);
  void take_back();
  void finish(Phase phase);

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  Phase phase_ = Phase::idle;
  Goal goal_ = Goal::open;
  bool idle_ = false;
  bool fed_ = false;
  bool source_waits_ = false;  // it said "later" in the last step()
  bool was_open_ = false;      // since the last open(), and nobody has closed it
  bool rset_due_ = false;      // the server still holds the envelope of a refused mail
  bool mail_asked_ = false;
  bool data_asked_ = false;
  bool mail_refused_ = false;
  bool eight_bit_ = false;
  std::uint16_t recipients_ = 0;
  std::uint16_t asked_ = 0;  // recipients that went into an RCPT
  Error error_;              // of this mail, or of the connection

  Network& network_;
  MailerMemory memory_;
  const Message* message_ = nullptr;
  Source* source_ = nullptr;
  std::string_view from_;
  std::optional<std::uint64_t> size_;  // what the source promised to give
  std::uint64_t given_ = 0;            // and what it gave
  Login login_;
  Spec spec_;
  MailerOptions options_;
  Connection connection_;
  std::optional<mime::Writer> writer_;
  std::optional<smtp::Session> session_;
  std::array<char, 53> helo_{};  // "[IPv6:...]"
};

}  // namespace mailmote
