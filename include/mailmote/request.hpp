// What can be asked of a mailbox, and what comes back: one vocabulary for every protocol that reads mail.
//
//   Summary mail;
//   Request unread = request::unread(mail);
//   box.start(unread);                       // then box.step(): each Step::item is a message in `mail`
//
// A Request is a plain value that the caller owns. It says what is wanted and where an answer goes, and it holds how
// far the work has come: a listing that something else interrupted goes on where it stood. Its texts outlive it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/flags.hpp>
#include <mailmote/search_key.hpp>
#include <mailmote/stream.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote {

// Which messages are meant. Numbers count from 1 and shift when messages go; UIDs stay. Where numbers have shifted
// since a call named one, or there is no message of that number, it is refused (message_gone). UIDs may be those of no
// message: nothing is done to them, and that is success (RFC 3501 6.4.8). A listing gives those that there are.
struct Messages {
  static constexpr std::uint32_t last_of_all = 0xFFFFFFFF;  // as `last`: `*`, all from `first` on, perhaps none

  bool by_number = false;
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  static constexpr Messages uid(std::uint32_t n) { return {false, n, n}; }
  static constexpr Messages number(std::uint32_t n) { return {true, n, n}; }
  static constexpr Messages uids(std::uint32_t first, std::uint32_t last = last_of_all) { return {false, first, last}; }
  static constexpr Messages numbers(std::uint32_t first, std::uint32_t last = last_of_all) {
    return {true, first, last};
  }
};

// Texts of answers are UTF-8, decoded, and lie in the mailbox's memory. Those that a range-for gives stay until its
// next turn, whatever is asked meanwhile: what is listed within it has the room behind them. Other ones stay until the
// same kind of thing is asked for again, or one that usually stands around it: those of a Folder while messages are
// listed, those of a Summary while its envelope and parts are, those of a Part while it is fetched, those of an
// EnvelopeTexts until parts are listed or another envelope is asked for. What is longer than the room is cut, and says
// so.

// One message of a listing. Dovecot gives one that another connection has expunged, until it may say so, as one without
// size, date and texts: after a refresh() it is no longer there.
struct Summary {
  std::uint32_t uid = 0;     // IMAP UID, NNTP article number
  std::uint32_t number = 0;  // where it stands in the mailbox, from 1
  Flags flags;
  std::uint64_t size = 0;     // octets; 0: not told
  std::int64_t received = 0;  // when the server got it, seconds since 1970; 0: not told
  std::string_view date;      // as its sender wrote it
  std::string_view from;      // "Zoë <zoe@plant.example>", separated by commas
  std::string_view to;
  std::string_view subject;
  bool cut = false;  // a text was longer than there was room for

  constexpr operator Messages() const { return Messages::uid(uid); }
};

// The envelope of one message.
struct EnvelopeTexts {
  std::string_view date, subject, from, sender, reply_to, to, cc, bcc, in_reply_to, message_id;
  bool cut = false;
};

// One part of a message. A multipart comes behind its parts: only there the server says what it is. A message within
// the message comes before its parts, and what its disposition says is not told.
struct Part {
  std::string_view section;      // "1.2", as fetch() wants it; "1" of a message that has but one
  std::string_view type;         // "text"
  std::string_view subtype;      // "plain"
  std::string_view charset;      // empty: none was named
  std::string_view filename;     // decoded; empty: none
  std::string_view disposition;  // "attachment"; empty: none
  std::string_view encoding;     // "base64"
  std::string_view content_id;
  std::uint64_t octets = 0;  // as they are encoded
  std::uint32_t lines = 0;   // of text; 0: not told
  bool multipart = false;    // it has no octets of its own; its parts came before it
  bool cut = false;
};

enum FolderAttribute : std::uint32_t {
  folder_no_inferiors = 1,
  folder_no_select = 2,
  folder_marked = 4,
  folder_unmarked = 8,
  folder_has_children = 16,
  folder_has_no_children = 32,
  folder_nonexistent = 64,
  folder_subscribed = 128,
  folder_remote = 256,
  // RFC 6154: what it is for
  folder_all = 512,
  folder_archive = 1024,
  folder_drafts = 2048,
  folder_flagged = 4096,
  folder_junk = 8192,
  folder_sent = 16384,
  folder_trash = 32768,
  folder_important = 65536,
  folder_inbox = 131072,
};

struct Folder {
  std::string_view name;  // UTF-8; as the server sent it if `raw`
  char delimiter = 0;     // between levels; 0: it has none
  std::uint32_t attributes = 0;
  bool raw = false;  // the name is no valid modified UTF-7, and cannot be opened by what stands here
  bool cut = false;
};

// 0: not told. A number that is none, or that 32 bits do not hold, is an error.
struct StatusCounts {
  std::uint32_t messages = 0, recent = 0, unseen = 0, uid_next = 0, uid_validity = 0;
};

// What happened in a mailbox that is watched.
struct Change {
  enum class Kind : std::uint8_t { exists, gone, flags } kind = Kind::exists;
  std::uint32_t number = 0;  // exists: how many messages there are now; gone, flags: which message
};

// The UID that APPEND, COPY and MOVE gave (RFC 4315); 0 where the server does not tell.
struct Placed {
  std::uint32_t uid = 0;
  std::uint32_t uid_validity = 0;
};

enum class Op : std::uint8_t {
  none,
  select,       // mailbox
  folders,      // pattern, subscribed_only -> folder, item by item
  status,       // mailbox -> counts
  list,         // messages, unread_only -> summary, item by item
  search,       // keys -> found, item by item
  envelope,     // messages (one) -> envelope
  parts,        // messages (one) -> part, item by item
  fetch,        // messages (one), section, offset, keep_unseen, decode -> sink
  flag,         // messages, flags, change
  copy,         // messages, mailbox -> placed
  move,         // likewise
  expunge,      // messages that are marked as deleted: all, or those in `messages` (UIDs)
  append,       // mailbox, source, size, flags, date -> placed
  create,       // mailbox
  remove,       // mailbox
  rename,       // mailbox, target
  subscribe,    // mailbox
  unsubscribe,  // mailbox
  watch,        // -> changed, item by item, without end
  refresh,      // asks for news: what counts() tells
};

// Whose answers are items, one by one.
constexpr bool is_listing(Op op) {
  return op == Op::folders || op == Op::list || op == Op::search || op == Op::parts || op == Op::watch;
}

// What is asked of the mailbox that is open: list to expunge, and watch.
constexpr bool needs_open_mailbox(Op op) { return (op >= Op::list && op <= Op::expunge) || op == Op::watch; }

// How far a request has come. The driver's; a new request starts at the beginning. Of one that fetches a body, it may
// be kept, and a new request for the same body, on another connection even, goes on with it.
struct Cursor {
  bool begun = false;
  bool over = false;          // the listing has come to its end
  bool unsound = false;       // a response that mattered could not be trusted
  std::uint8_t level = 0;     // the mailbox's: behind whose texts its own stand
  std::uint16_t chunk = 0;    // messages to ask for at a time
  std::uint32_t next = 0;     // message, UID or index to go on with
  std::uint32_t last = 0;     // message to end with; the folder given before the last, by a mark of its name
  std::uint32_t seen = 0;     // the highest UID that was given; the folder given last
  std::uint32_t mailbox = 0;  // by a mark: which one all this is about
  std::uint32_t gone = 0;     // how many messages had gone from the mailbox when `next` was counted
  // fetch: octets of the content, as the server has them, that the sink has got decoded; what the decoder kept of them;
  // and how many octets decoded from those that follow are not wanted.
  std::uint64_t octets = 0;
  std::uint64_t ahead = 0;
  wire::Base64Decoder base64{wire::Base64Decoder::Form::lenient};
  wire::QuotedPrintableDecoder quoted;
};

struct Request {
  Op op = Op::none;
  bool unread_only = false;
  bool subscribed_only = false;
  bool keep_unseen = true;  // fetch: the message is not marked as seen
  bool decode = false;      // fetch: the transfer encoding is undone
  FlagChange change = FlagChange::add;
  Messages messages;
  Flags flags;
  std::string_view mailbox;
  std::string_view target;
  std::string_view pattern;
  // "1.2", "HEADER", "1.MIME", "TEXT"; empty: the whole message. Of a part that it has not, Dovecot gives no octets,
  // and calls that success.
  std::string_view section;
  std::string_view encoding;  // fetch, decode: the part's, "base64"
  std::span<const SearchKey> keys;
  std::uint64_t offset = 0;  // fetch: octets of what the sink would get that are not wanted, from the beginning
  std::uint64_t size = 0;    // append: octets that the source gives
  std::int64_t date = 0;     // append: when the message was received, seconds since 1970; 0: now
  Source* source = nullptr;
  Sink* sink = nullptr;

  // Where the answer goes, by what is asked.
  Summary* summary = nullptr;
  EnvelopeTexts* envelope = nullptr;
  Part* part = nullptr;
  Folder* folder = nullptr;
  StatusCounts* counts = nullptr;
  Change* changed = nullptr;
  Placed* placed = nullptr;
  std::uint32_t* found = nullptr;  // a UID
  Cursor cursor;
};

// Listings, for those that step by themselves.
namespace request {

inline Request messages(Summary& into, Messages which = Messages::numbers(1)) {
  Request r;
  r.op = Op::list;
  r.messages = which;
  r.summary = &into;
  return r;
}

inline Request unread(Summary& into) {
  Request r = messages(into);
  r.unread_only = true;
  return r;
}

inline Request search(std::uint32_t& uid, std::span<const SearchKey> keys) {
  Request r;
  r.op = Op::search;
  r.keys = keys;
  r.found = &uid;
  return r;
}

inline Request folders(Folder& into, std::string_view pattern = "*") {
  Request r;
  r.op = Op::folders;
  r.pattern = pattern;
  r.folder = &into;
  return r;
}

inline Request subscribed(Folder& into, std::string_view pattern = "*") {
  Request r = folders(into, pattern);
  r.subscribed_only = true;
  return r;
}

inline Request parts(Part& into, Messages message) {
  Request r;
  r.op = Op::parts;
  r.messages = message;
  r.part = &into;
  return r;
}

inline Request watch(Change& into) {
  Request r;
  r.op = Op::watch;
  r.changed = &into;
  return r;
}

// All of a message as it is, or one part of it decoded.
inline Request fetch(Messages message, Sink& sink) {
  Request r;
  r.op = Op::fetch;
  r.messages = message;
  r.sink = &sink;
  return r;
}

inline Request fetch(Messages message, const Part& part, Sink& sink) {
  Request r = fetch(message, sink);
  r.section = part.section;
  r.encoding = part.encoding;
  r.decode = true;
  return r;
}

}  // namespace request

}  // namespace mailmote
