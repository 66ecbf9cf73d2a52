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
// anything. The odd forms of servers that are understood are listed in tests/imap/fetch_test.cpp and its neighbour.
#pragma once

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
  content,      // BODY[...], BINARY[...], RFC822, RFC822.HEADER, RFC822.TEXT
  binary_size,  // BINARY.SIZE[...]
  gm_msgid,     // X-GM-MSGID
  gm_thrid,
  gm_labels,
  envelope,
  structure,  // BODYSTRUCTURE, or BODY without a section
};

// What an event is. The bytes of a value may come in pieces, each under the same name.
enum class Field : std::uint8_t {
  none,   // structure, or something that has no name here
  item,   // the name of the item whose value comes next: item() tells which
  other,  // a value of an item that has no name here
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
  // BODYSTRUCTURE, of the part section(). Those of a part that holds others go on behind them.
  type,
  subtype,
  parameter_name,  // of Content-Type, whether its value has a name of its own below or not
  content_id,
  description,
  encoding,
  octets,
  lines,
  md5,
  disposition,
  language,
  location,
  extension,  // what has no name; and the ENVELOPE of an embedded message, which is not the message's own
  parameter,  // the value of a parameter of Content-Type: of any but
  charset,
  name,  // name=, in whatever coding
  boundary,
  filename,  // Content-Disposition's filename=
  disposition_parameter_name,
  disposition_parameter,  // any other of Content-Disposition's: `filename*0*` (RFC 2231) is one
  part,                   // open: a part begins, or a multipart
  part_end,               // close: it is complete
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

  // Of the part that the last event belongs to; until the reader's next event.
  //
  // Its number, "1.2", as BODY[1.2] wants it, in `out` (RFC 3501 6.4.5); empty for the root of a multipart message, or
  // if `out` is too small. 2 octets for each level and more do: 64 are enough for most, 192 for all. A message within
  // the message has the number of its part, "2", a multipart at its root that number too, a single part at its root
  // "2.1". Whether a root is multipart is not known before it holds something: at its Field::part it counts as single.
  std::string_view section(std::span<char> out) const;
  // How many parts it stands in: 0 for the root.
  std::uint8_t part_depth() const;
  // The part holds parts.
  bool is_multipart() const { return (multipart_ & bit(depth_)) != 0; }

 private:
  // What stands in the list of a part, in this order.
  enum Slot : std::uint8_t {
    slot_type,
    slot_subtype,
    slot_parameters,
    slot_content_id,
    slot_description,
    slot_encoding,
    slot_octets,
    slot_lines,
    slot_md5,
    slot_disposition,
    slot_language,
    slot_location,
    slot_extension,
    slot_envelope,  // of message/rfc822
    slot_body,      // likewise; and the root of a BODYSTRUCTURE
    slot_parts,     // of a multipart, and the subtype behind them
    slot_multipart_parameters,
  };
  struct SlotRow {
    Field field;
    Slot next;
  };
  static const SlotRow slots[];

  static constexpr std::uint8_t no_items = 0xFF;  // this is no FETCH

  // A list is known by the length of its values' paths, `depth`: 2 to Reader::max_depth + 1.
  static constexpr std::uint32_t bit(std::size_t depth) { return std::uint32_t{1} << (depth & 31U); }

  Field item_field(const Event& e);
  Field item_name(const Event& e);
  Field item_value(const Event& e, std::size_t depth) const;
  Field envelope_field(const Event& e, std::size_t depth);
  void begin_structure();
  Field structure_field(const Event& e);
  Field part_value(const Event& e);
  Field odd_value(const Event& e);
  Field value_at(Slot slot, const Event& e);
  Field part_list();
  Field list_value(const Event& e);
  Field parameter(const Event& e, Field name);

  const std::uint16_t* path_ = nullptr;  // of the last event
  std::uint32_t multipart_ = 0;          // bit(depth): this list is a multipart
  std::uint32_t message_ = 0;            // bit(depth): this list is a part that holds a message, whose body is a part
  std::uint16_t address_index_ = 0;
  Item item_ = Item::other;
  AddressPart address_ = AddressPart::display_name;
  std::uint8_t items_ = no_items;  // length of the paths of the items
  std::uint8_t depth_ = 0;         // of the innermost part that is open
  Slot next_ = slot_body;          // what comes next in the innermost part
  Slot list_ = slot_extension;     // which of its lists is open
  Field parameter_ = Field::none;  // what the value of the parameter is
  bool value_next_ = false;        // an item's name was read
  bool begins_ = true;             // a name begins, in distinction to further pieces of one
  bool ended_ = false;             // that part is complete
  bool nil_type_ = false;          // the type of the innermost part is NIL
};

// The name of a content item, taken apart: "BODY[1.2.MIME]<512>", "RFC822.HEADER"; or that of BINARY.SIZE. It is not
// valid if it came in pieces.
struct ContentName {
  // "1.2.MIME", "HEADER"; empty: the whole message. As the server spells it: some put the field names of HEADER.FIELDS
  // in quotes, or leave their parentheses out, so that it is best to ask for one list at a time.
  std::string_view section;
  std::uint64_t origin = 0;  // <512>
  bool partial = false;      // there is an origin
  bool binary = false;       // BINARY[...]: the transfer encoding is undone
  bool valid = false;
};
ContentName read_content_name(std::string_view name);

}  // namespace mailmote::imap
