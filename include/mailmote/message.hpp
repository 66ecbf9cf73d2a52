// A mail as a program writes it: plain texts in UTF-8, addresses as people write them.
//
//   Message alert;
//   alert.from = "Pump 3 <pump3@plant.example>";
//   alert.to = "ops@plant.example, Zoë <zoe@plant.example>";
//   alert.subject = "Überdruck an Pumpe 3";
//   alert.text = "9.3 bar, limit 8.0 bar.\n";
//
// All views, and the attachment's Source, outlive the sending. A CR, LF or NUL in anything but `text`
// is refused, and so is a NUL there. Every mail says "Auto-Submitted: auto-generated" (RFC 3834): a machine wrote it,
// and nobody's holiday greeting need answer it.
#pragma once

#include <string_view>

#include <mailmote/stream.hpp>

namespace mailmote {

struct Attachment {
  std::string_view name{};                             // file name, UTF-8
  std::string_view type = "application/octet-stream";  // type/subtype, ASCII
  Source* content = nullptr;                           // null: no attachment. Read once, from front to end
};

struct Message {
  std::string_view from{};      // one mailbox
  std::string_view to{};        // mailboxes, separated by commas
  std::string_view cc{};        // likewise
  std::string_view bcc{};       // likewise; they get the mail, nobody sees them in it
  std::string_view reply_to{};  // likewise; empty: no such header
  std::string_view subject{};
  std::string_view text{};  // lines end in LF or CRLF; what is not UTF-8 is sent all the same, and called unknown-8bit
  Attachment attachment{};
  std::string_view message_id{};  // "left@right", without angle brackets; empty: one is made
};

}  // namespace mailmote
