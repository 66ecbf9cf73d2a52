// Arguments of IMAP commands, as they go into an Outbox between its begin() and commit() (RFC 3501 9, RFC 9051 9).
//
//   out.begin();
//   out.put("A1 SELECT ");
//   put_mailbox(out, "Entwürfe", 0);      // Entw&APw-rfe
//   out.put("\r\n");
//   if (out.is_spoiled()) ...             // commit() takes it back
//
// Whatever a text holds, it stays one argument: as an atom, in quotes, or as a literal, for which the server asks first
// (a gate) unless it takes it at once. What no argument can carry is refused: it spoils the outbox, and with it the
// whole command. Room is the outbox's concern, and told by its commit().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/flags.hpp>
#include <mailmote/message_set.hpp>
#include <mailmote/outbox.hpp>
#include <mailmote/wire/date.hpp>

namespace mailmote::imap {

using mailmote::MessageSet;
using mailmote::Range;

// How texts may be written, beyond what every server takes. Bits.
enum TextForm : std::uint8_t {
  literal_plus = 1,   // LITERAL+ (RFC 7888): literals need no `+` of the server
  literal_minus = 2,  // LITERAL-: those up to longest_minus_literal octets need none
  always_quoted = 4,  // no atom where a string may stand: /loser
};
constexpr std::size_t longest_minus_literal = 4096;

// Whether the server takes a literal of `size` octets at once. `forms` here and below: TextForm bits.
constexpr bool goes_at_once(std::uint8_t forms, std::uint64_t size) {
  return (forms & literal_plus) != 0 || ((forms & literal_minus) != 0 && size <= longest_minus_literal);
}

// A text of octets other than NUL.
void put_astring(Outbox& out, std::string_view text, std::uint8_t forms);
// Likewise; transcripts leave it out.
void put_secret_astring(Outbox& out, std::string_view text, std::uint8_t forms);

// A mailbox by its name in UTF-8: in modified UTF-7, and never as a literal. INBOX has any case. Refuses what
// wire::Utf7Encoder does not take.
void put_mailbox(Outbox& out, std::string_view name, std::uint8_t forms);
// The same for LIST and LSUB: * and % stay what they are, also in quotes.
inline void put_list_pattern(Outbox& out, std::string_view pattern, std::uint8_t forms) {
  put_mailbox(out, pattern, forms);
}

// "1:3,7:*". An empty set is refused, and a 0.
void put_set(Outbox& out, const MessageSet& set);
void put_range(Outbox& out, const Range& range);

// "(\Seen $Junk)". Refuses \Recent, and keywords that are no atoms.
void put_flags(Outbox& out, const Flags& flags);
// One atom, as a keyword is.
void put_keyword(Outbox& out, std::string_view keyword);

// What a BODY[...] is asked for.
enum class SectionKind : std::uint8_t {
  whole,
  header,
  text,  // of a message: what stands behind its header
  mime,  // the header of a part
  header_fields,
  header_fields_not,  // all of them but those
};

// One section of a message (RFC 3501 6.4.5). Texts outlive it.
struct Section {
  bool wanted = false;
  SectionKind kind = SectionKind::whole;
  bool peek = true;                          // \Seen is not set
  bool binary = false;                       // BINARY, RFC 3516: the transfer encoding is undone; kind whole only
  std::string_view part;                     // "1.2"; empty: the message itself
  std::span<const std::string_view> fields;  // of header_fields: their names
  std::uint64_t offset = 0;                  // octets to leave out at the beginning
  std::uint32_t length = 0;                  // at most so many; 0: all
};

// "1.2", "HEADER", "2.MIME", as a Request names it, to kind and part; empty is the whole message. Numbers count from 1,
// words have any case. Returns where `text` goes wrong, npos if it does not.
std::size_t read_section(std::string_view text, Section& section);

// What FETCH is asked for.
struct FetchItems {
  bool uid = false;
  bool flags = false;
  bool size = false;             // RFC822.SIZE
  bool internal_date = false;    // INTERNALDATE
  bool envelope = false;         // ENVELOPE
  bool structure = false;        // BODYSTRUCTURE
  bool plain_structure = false;  // BODY: the same without extension data
  bool modseq = false;           // RFC 7162
  bool gm_msgid = false;         // X-GM-MSGID and its kind: Gmail's
  bool gm_thrid = false;
  bool gm_labels = false;
  Section section;
};

// "(UID FLAGS BODY.PEEK[1.2.MIME]<0.512>)". Refuses a part that is no number, fields that are no names, what does not
// go together, and nothing at all.
void put_fetch_items(Outbox& out, const FetchItems& items, std::uint8_t forms);

// "\"21-Nov-2026 03:09:25 +0000\"", of seconds since 1970, for APPEND. Refuses what wire::write_date does.
void put_date_time(Outbox& out, std::int64_t seconds);
// "21-Nov-2026", for SEARCH. Refuses days that do not exist, and years of other than four digits.
void put_date(Outbox& out, wire::Date date);

}  // namespace mailmote::imap
