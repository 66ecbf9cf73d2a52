// Names the values of a FETCH response as the Reader delivers them (RFC 3501 7.4.2, RFC 9051 7.5.2).
//
// ENVELOPE and BODYSTRUCTURE are nested lists whose values are known by their position only. read() turns a position
// into a name, section() into the part number that BODY[1.2] wants. A few octets of state, no tree.
//
//   imap::Fetch fetch;
//   ... for each event of the response, its begin first:
//     switch (fetch.read(event)) {
//       case Field::uid: ...                      // event.bytes holds the number
//       case Field::from: if (fetch.address() == AddressPart::mailbox) ...
//       case Field::filename: ...                 // of the part fetch.section(room)
//     }
//
// An item that does not have the form of its kind yields Field::none or fields that are empty, and costs no other item
// anything. Servers' odd forms that are understood are listed in tests/transcripts/imap.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class Item : std::uint8_t {
  other,
  uid,
  flags,
  size,           // RFC822.SIZE
  internal_date,  // INTERNALDATE
  modseq,
  envelope,
  structure,    // BODYSTRUCTURE, or BODY without a section
  content,      // BODY[...], BINARY[...], RFC822, RFC822.HEADER, RFC822.TEXT
  binary_size,  // BINARY.SIZE[...]
  gm_msgid,     // X-GM-MSGID
  gm_thrid,
  gm_labels,
};

// What an event is. The bytes of a value may come in pieces, each under the same name.
enum class Field : std::uint8_t {
  none,  // structure, or something that has no name here
  item,  // the name of the item whose value comes next: item() tells which
  uid,
  flag,
  size,
  internal_date,
  modseq,
  content,
  binary_size,
  gm_msgid,
  gm_thrid,
  gm_label,
  other,  // a value of an item that has no name here
  // ENVELOPE. Of from to bcc, address() and address_index() tell more.
  date,
  subject,
  from,
  sender,
  reply_to,
  to,
  cc,
  bcc,
  in_reply_to,
  message_id,
  // BODYSTRUCTURE, of the part section()
  part,      // open: a part begins, or a multipart
  part_end,  // close: it is complete
  type,
  subtype,
  charset,         // the values of parameters: those that are asked for most have a name
  name,            // Content-Type's name=, in whatever coding
  boundary,
  parameter_name,  // any other
  parameter,
  content_id,
  description,
  encoding,
  octets,
  lines,
  md5,
  disposition,
  filename,  // Content-Disposition's filename=
  disposition_parameter_name,
  disposition_parameter,
  language,
  location,
  extension,
};

enum class AddressPart : std::uint8_t { display_name, route, mailbox, host };

class Fetch {
 public:
  // Takes every event of a FETCH response, its begin first, which resets it.
  Field read(const Event& e);

  Item item() const { return item_; }

  // Field::from to bcc: which part of which address of the list. An address whose host is NIL begins or ends a group
  // (RFC 3501 7.4.2).
  AddressPart address() const { return address_; }
  std::uint16_t address_index() const { return address_index_; }

  // Field::part to extension: the number of the part, "1.2", as BODY[1.2] wants it, in `out`; empty for the root of a
  // multipart message, or if `out` is too small. 2 octets for each level and more do: 64 are enough for most, 192 for all.
  std::string_view section(std::span<char> out) const;
  // How many parts it stands in: 0 for the root.
  std::uint8_t part_depth() const;
  // The part holds parts.
  bool is_multipart() const;

 private:
  Item item_ = Item::other;
  AddressPart address_ = AddressPart::display_name;
  std::uint16_t address_index_ = 0;
};

// The name of a content item, taken apart: "BODY[1.2.MIME]<512>", "RFC822.HEADER".
struct ContentName {
  std::string_view section;   // "1.2.MIME", "HEADER"; empty: the whole message
  std::uint64_t origin = 0;   // <512>
  bool partial = false;       // there is an origin
  bool binary = false;        // BINARY[...]: the transfer encoding is undone
  bool valid = false;
};
ContentName read_content_name(std::string_view name);

}  // namespace mailmote::imap
