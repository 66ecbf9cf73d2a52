// What a mailbox asks of a protocol: requests in, answers out, over a Link that somebody else moves octets for.
//
// A program names the drivers that it links; one that it does not name costs nothing:
//
//   mailmote::Mailbox box{network, memory, {mailmote::imap::driver, mailmote::pop3::driver}};
//
// A driver lives in memory that the caller of make() gives, until end(). It does no I/O and never waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/link.hpp>
#include <mailmote/request.hpp>
#include <mailmote/result.hpp>
#include <mailmote/sasl_choice.hpp>
#include <mailmote/spec.hpp>
#include <mailmote/wire/charset.hpp>

namespace mailmote {

class NoticeLog;

// Octets that hold the largest driver.
inline constexpr std::size_t max_driver_state = sizeof(void*) == 8 ? 1536 : 1024;

// What is asked for in one breath with the mailbox: a loop over just that, if it comes next and soon, saves a round
// trip. Until then the answer waits in the network, while its time runs. Whatever else comes next waits until it has
// passed by.
enum class Ahead : std::uint8_t {
  nothing,
  messages,  // for Mailbox::messages(), all of them: where there are thousands, what is asked in the loop waits long
  unread,    // for Mailbox::unread(): which ones they are
};

// What a driver needs to know of the specification and the login. Texts outlive the driver.
struct DriverSettings {
  Start start = Start::clear;
  bool clear_text = false;  // /notls: nothing is upgraded
  bool anonymous = false;
  bool loser = false;
  bool read_only = false;
  bool half_open = false;       // no mailbox is opened
  std::uint8_t connection = 0;  // which one of the mailbox's: numbers counted on another do not hold
  Ahead ahead = Ahead::nothing;
  bool expunge_at_close = false;
  bool unlimited = false;  // no phase has a deadline of its own
  LoginDemand login;
  std::string_view mailbox;        // opened after the login
  std::uint32_t poll_ms = 60'000;  // watch, where the server does not tell of itself
  NoticeLog* notices = nullptr;
  wire::CharsetConverter* charsets = nullptr;
};

struct DriverMemory {
  std::span<char> rx;  // receive window
  std::span<char> tx;
  std::span<char> scratch;  // values up to this long arrive whole
  std::span<char> text;     // the server's words of a refusal, and the texts of answers
};

// Of the mailbox that is open, as far as the server has told.
struct Counts {
  std::uint32_t messages = 0, recent = 0, uid_validity = 0, uid_next = 0;
  bool read_only = false;
};

class Driver {
 public:
  enum class Progress : std::uint8_t {
    again,    // octets have to move first
    waiting,  // a source has nothing yet: advance() soon again
    held,     // a sink takes nothing now: likewise, and no octets may move meanwhile
    item,     // the request's answer holds one; advance() goes on
    done,     // the request is completed, or refused: see error()
    failed,   // the connection is of no more use: see error()
  };

  virtual Link& link() = 0;
  virtual void connected() = 0;  // the connection stands, with TLS where it starts so: logs in, opens the mailbox
  virtual void secured() = 0;

  // Begins `request`, or goes on with it where its cursor stands; it and what it points to stay until `done`, `failed`,
  // or drop(). One at a time.
  virtual void begin(Request& request) = 0;
  // What is under way is no longer wanted. Answers to it that are still due are passed over before another request
  // goes out. The request is not touched any more.
  virtual void drop() = 0;
  // Says goodbye, until `done`; expunges first where the settings want it. Nothing is under way.
  virtual void close() = 0;

  // After octets moved. Before the first begin(): `done` when the login is over and the mailbox is open.
  virtual Progress advance() = 0;

  // Its texts stay until the next begin(), beyond end() too.
  virtual const Error& error() const = 0;
  // Adds advice to an error of this conversation, once its host is known.
  virtual void advise(Error& error) const = 0;
  virtual Stage stage() const = 0;  // how far the conversation has come
  virtual Counts counts() const = 0;

  virtual void end() = 0;  // the driver is no more

 protected:
  ~Driver() = default;
};

// A protocol, as a program names it.
struct DriverEntry {
  Service service = Service::imap;
  bool wants_login = true;  // nothing can be read without one
  // `state` holds max_driver_state octets, aligned for anything.
  Driver* (*make)(std::span<std::byte> state, const DriverMemory& memory, const DriverSettings& settings) = nullptr;
};

}  // namespace mailmote
