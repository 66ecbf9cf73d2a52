// A mailbox that one string opens: listed, read, changed, watched; over whatever protocol the string names.
//
//   MailboxStorage<2048> memory;                         // every buffer that reading will use
//   Mailbox box{network, memory, {imap::driver}};
//   if (auto opened = box.open("{mail.plant.example/imap/ssl}INBOX", login); !opened) return explain(opened.error());
//   for (const Summary& mail : box.unread()) {
//     show(mail.from, mail.subject);                     // decoded, UTF-8, until the loop's next turn
//     if (is_read(mail)) box.flag(mail, Flag::seen);     // anything may be asked in between
//   }
//   if (box.error()) return explain(box.error());        // a loop ends on an error; it is never lost
//
// The same in a super-loop: Request unread = request::unread(summary); box.start(unread); then step() until it no
// longer answers `again`; `item` says that summary holds a message.
//
// The specification and the login stay the caller's and outlive the connection. Nothing is marked as seen, deleted or
// expunged unless it is asked for. A password that was refused is not sent again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/connection.hpp>
#include <mailmote/driver.hpp>
#include <mailmote/network.hpp>
#include <mailmote/notices.hpp>
#include <mailmote/request.hpp>
#include <mailmote/result.hpp>
#include <mailmote/sasl.hpp>
#include <mailmote/spec.hpp>
#include <mailmote/temporary.hpp>

namespace mailmote {

struct Cause;

// Memory for one mailbox, all of it.
struct MailboxMemory {
  std::span<std::byte> state;  // the driver: max_driver_state octets, aligned for anything
  std::span<char> rx;          // receive window, 128 octets or more
  std::span<char> tx;          // commands: 256 octets or more; more makes large uploads faster
  std::span<char> scratch;     // 64 octets or more: a name or header that is longer is cut
  std::span<char> text;        // 256 octets or more: the server's words of a refusal, and texts of answers
  std::span<char> words;       // 192 octets: unquoted names of the specification, and the words of the first error
};

template <std::size_t Bytes>
class MailboxStorage {
 public:
  static_assert(Bytes >= 1280, "a mailbox needs 1280 bytes");

  operator MailboxMemory() & {
    const std::span<char> all(bytes_);
    constexpr std::size_t words = 192, quarter = (Bytes - words) / 4;
    return {state_,
            all.subspan(words, quarter),
            all.subspan(words + quarter, quarter),
            all.subspan(words + 2 * quarter, quarter),
            all.subspan(words + 3 * quarter),
            all.first(words)};
  }

 private:
  alignas(std::max_align_t) std::array<std::byte, max_driver_state> state_{};
  std::array<char, Bytes> bytes_{};
};

struct MailboxOptions {
  std::uint8_t attempts = 1;                   // connection attempts
  std::uint32_t timeout_ms = 0;                // one deadline for each call, in place of those of each phase; 0: those
  bool timeout_for_all = false;                // one for all calls together, from open() on; a watch has none
  std::uint32_t poll_ms = 60'000;              // how often watch() asks where the server does not tell of itself
  std::optional<Mechanism> mechanism{};        // as /auth=
  NoticeLog* notices = nullptr;                // what servers say beside their answers
  wire::CharsetConverter* charsets = nullptr;  // for texts in those that the library does not know: posix::Iconv
  Observer* observer = nullptr;
};

// What imap_open knows as OP_HALFOPEN, OP_READONLY, OP_ANONYMOUS, OP_SECURE and CL_EXPUNGE. What the specification says
// holds, too.
struct OpenOptions {
  bool half_open = false;         // logs in, and opens no mailbox
  bool read_only = false;         // as /readonly
  bool anonymous = false;         // as /anonymous
  bool secure = false;            // as /secure
  bool expunge_at_close = false;  // messages marked as deleted are gone then
  Ahead ahead = Ahead::nothing;   // what the next loop is over: its answer is on its way when open() is done
};

class Mailbox;

// What a range-for runs over: each turn asks for the next item. Another range-for over the same begins anew. The
// mailbox outlives it.
template <class Item>
class Listing {
 public:
  Listing(Mailbox& box, const Request& request, Item* Request::*slot);
  ~Listing();
  Listing(const Listing&) = delete;
  Listing& operator=(const Listing&) = delete;

  class Iterator {
   public:
    explicit Iterator(Listing* listing) : listing_(listing) {}
    const Item& operator*() const { return listing_->item_; }
    Iterator& operator++() {
      listing_->advance();
      return *this;
    }
    bool operator!=(std::default_sentinel_t) const { return !listing_->over_; }

   private:
    Listing* listing_;
  };

  Iterator begin();
  std::default_sentinel_t end() const { return {}; }

 private:
  void advance();

  Mailbox& box_;
  Request request_;
  Item item_{};
  bool over_ = false;
  std::uint8_t outer_level_;
};

// One Network serves one mailbox at a time.
class Mailbox {
 public:
  static constexpr std::size_t max_drivers = 4;

  // A driver of the list.
  struct Named {
    Named(const DriverEntry& e) : entry(&e) {}
    const DriverEntry* entry;
  };

  // At most max_drivers; what is named beyond is not known.
  Mailbox(Network& network, const MailboxMemory& memory, std::initializer_list<Named> drivers,
          const MailboxOptions& options = {});
  ~Mailbox() { abort(); }
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // The specification is used to the end, and errors speak of it: a temporary one would be gone by then.
  Result open(Temporary auto&& spec, const Login& login, const OpenOptions& options = {}) = delete;
  void start_open(Temporary auto&& spec, const Login& login, const OpenOptions& options = {}) = delete;

  [[nodiscard]] Result open(std::string_view spec, const Login& login, const OpenOptions& options = {});
  Result select(std::string_view mailbox);  // another mailbox on the same connection (imap_reopen)
  Result close();

  bool is_open() const { return phase_ >= Phase::open; }
  Counts counts() const;  // of the mailbox that is open, as far as the server has told
  Result refresh();       // asks the server for news (imap_ping, imap_check)

  // Listings. What is asked of the mailbox inside the loop interrupts them; they go on where they stood. A loop over
  // messages does not go on in another mailbox: it ends with message_gone, unless its own is open again.
  Listing<Summary> messages(Messages which = Messages::numbers(1));
  Listing<Summary> unread();
  Listing<std::uint32_t> search(std::span<const SearchKey> keys);  // UIDs
  Listing<Folder> folders(std::string_view pattern = "*");
  Listing<Folder> subscribed(std::string_view pattern = "*");
  Listing<Part> parts(Messages message);
  Listing<Change> watch();  // without end: break, or abort()

  // As WINDEV has them: the first item of a listing, then the next; false at the end, or on an error, see error().
  bool first(Request& listing);
  bool next(Request& listing);

  // One message, or a range of them.
  Result envelope(Messages message, EnvelopeTexts& into);
  Result fetch(Messages message, Sink& sink);                    // all of it, as it is
  Result fetch(Messages message, const Part& part, Sink& sink);  // decoded
  Result flag(Messages messages, const Flags& flags);            // adds
  Result unflag(Messages messages, const Flags& flags);          // takes away
  Result set_flags(Messages messages, const Flags& flags);       // replaces
  Result copy(Messages messages, std::string_view mailbox, Placed* placed = nullptr);
  Result move(Messages messages, std::string_view mailbox, Placed* placed = nullptr);
  Result remove(Messages messages);  // marks as deleted
  Result expunge();                  // what is marked as deleted is gone
  Result append(std::string_view mailbox, Source& message, std::uint64_t size, const Flags& flags = {},
                Placed* placed = nullptr);

  // Mailboxes. Names are UTF-8.
  Result status(std::string_view mailbox, StatusCounts& into);
  Result create(std::string_view mailbox);
  Result remove_mailbox(std::string_view mailbox);
  Result rename(std::string_view from, std::string_view to);
  Result subscribe(std::string_view mailbox);
  Result unsubscribe(std::string_view mailbox);

  // Whatever a request says: it blocks until that is done, or of a listing until its next item has come.
  Result run(Request& request);

  // The same without waiting: start one, then step() until it no longer answers `again`. After `item`, step() goes on.
  void start_open(std::string_view spec, const Login& login, const OpenOptions& options = {});
  void start(Request& request);  // begins it, or goes on with it; what is under way is interrupted
  void start_close();
  Step step();
  // The request is no longer wanted, and is not touched any more. (A Listing does so when it is left.)
  void leave(Request& request);
  // Nothing moved in the last step(): time to sleep until the network has something, or a while has passed.
  bool idle() const { return idle_; }
  void wait();

  // Hangs up at once. Not to be called by a Sink or Source: the driver that it would end is at work then.
  void abort();

  // Of the last call, once step() no longer answers `again`; before that: not completed.
  Result result() const;
  // The first error since open(), the beginning of a loop (of an outer one; while the mailbox is open), or
  // clear_error(); whether somebody looked at it or not.
  const Error& error() const { return error_; }
  void clear_error() { error_ = Error(); }

  const Spec& spec() const { return spec_; }

 private:
  template <class>
  friend class Listing;

  enum class Phase : std::uint8_t { idle, opening, closing, open, running };

  // What comes before the first word: mailbox_open.cpp
  bool take_spec(std::string_view spec, const Login& login, const OpenOptions& options);
  const DriverEntry* driver_for(Service service) const;
  bool refuse(Cause cause);
  bool refuse_service();
  void begin_driver();

  bool is_ready();
  void interrupt();
  void renew();
  bool is_busy() const { return phase_ != Phase::idle && phase_ != Phase::open; }
  Step outcome() const { return last_ ? Step::failed : Step::done; }
  Step follow(Driver::Progress progress);
  Step on_done();
  Step on_failed();
  void on_connection_failed();
  void enter_loop();
  void begin_loop();
  void leave_loop(std::uint8_t outer_level);
  void rewind(Request& listing);
  bool turn(Request& loop, std::uint8_t outer_level);
  void remember();
  void fail(Cause cause);
  void finish(Phase phase);
  Result finished();
  Result change(Messages messages, const Flags& flags, FlagChange change);
  Result carry(Op op, Messages messages, std::string_view mailbox, Placed* placed);
  Result name(Op op, std::string_view mailbox, std::string_view target = {});

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  Phase phase_ = Phase::idle;
  bool idle_ = false;
  bool held_ = false;      // a sink takes nothing: no octets may move
  bool waiting_ = false;   // a source or sink is asked again soon
  bool endless_ = false;   // a watch has no deadline
  bool had_item_ = false;  // in the last step()
  bool half_open_ = false;
  bool expunge_at_close_ = false;
  Ahead ahead_ = Ahead::nothing;
  bool was_open_ = false;        // since the last open(), and nobody has closed it
  std::uint8_t loops_ = 0;       // range-fors that are under way
  std::uint8_t level_ = 0;       // behind their texts: see Texts
  std::uint8_t opened_ = 0;      // how many connections there were
  std::uint8_t words_used_ = 0;  // of memory_.words, by names of the specification
  Error last_;                   // of the last call
  Error error_;

  Network& network_;
  MailboxMemory memory_;
  Driver* driver_ = nullptr;  // lives in memory_.state
  Request* current_ = nullptr;
  const DriverEntry* entry_ = nullptr;
  std::array<const DriverEntry*, max_drivers> drivers_{};
  Login login_;
  Spec spec_;
  MailboxOptions options_;
  Connection connection_;
};

template <class Item>
Listing<Item>::Listing(Mailbox& box, const Request& request, Item* Request::*slot)
    : box_(box), request_(request), outer_level_(box.level_) {
  request_.*slot = &item_;
  box_.enter_loop();
}

template <class Item>
Listing<Item>::~Listing() {
  box_.leave(request_);
  box_.leave_loop(outer_level_);
}

template <class Item>
typename Listing<Item>::Iterator Listing<Item>::begin() {
  box_.rewind(request_);
  advance();
  return Iterator(this);
}

template <class Item>
void Listing<Item>::advance() {
  over_ = !box_.turn(request_, outer_level_);
}

}  // namespace mailmote
