// Names the values of a STATUS response (RFC 3501 7.2.4, RFC 9051 7.3.4, RFC 7162, 8438, 8474, 7889, 9208).
//
//   imap::StatusReader status;
//   ... for each event of the response, its begin first:
//     if (status.read(event) == imap::StatusField::unseen) imap::read_number(event.bytes, unseen);
//
// A value that has not the form of its item has no name.
#pragma once

#include <cstdint>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class StatusField : std::uint8_t {
  none,
  mailbox,  // whose it is, in modified UTF-7, or UTF-8
  item,     // the name of the item whose value comes next
  other,    // the value of one that has no name here
  messages,
  recent,
  uid_next,
  uid_validity,
  unseen,
  highest_mod_seq,
  size,             // octets of all messages: 63 bits
  deleted,          // messages
  deleted_storage,  // octets
  append_limit,     // octets, or NIL
  mailbox_id,       // a word that does not change when the mailbox is renamed
};

class StatusReader {
 public:
  // Takes every event of the response, its begin first, which resets it.
  StatusField read(const Event& e);

 private:
  StatusField value_ = StatusField::none;  // of the item whose name was read last
  bool active_ = false;                    // it is a STATUS
  bool begins_ = true;                     // the next piece is the first of its value
};

}  // namespace mailmote::imap
