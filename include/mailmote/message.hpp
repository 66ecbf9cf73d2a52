// A mail as a program writes it: plain texts in UTF-8, addresses as people write them.
//
//   Message alert;
//   alert.from = "Pump 3 <pump3@plant.example>";
//   alert.to = "ops@plant.example, Zoë <zoe@plant.example>";
//   alert.subject = "Überdruck an Pumpe 3";
//   alert.text = "9.3 bar, limit 8.0 bar.\n";
//
// All views and spans, and the Sources of attachments, outlive the sending. A CR, LF or NUL is refused in whatever
// becomes a header, and a NUL in a text, too. Unless `automatic` is switched off, a mail says "Auto-Submitted:
// auto-generated" (RFC 3834): a machine wrote it, and nobody's holiday greeting need answer it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/stream.hpp>

namespace mailmote {

struct Attachment {
  enum class Encoding : std::uint8_t {
    base64,            // any octets
    quoted_printable,  // of a text/ type, in UTF-8: stays legible, its line ends become CRLF; the mail's size is
                       // unknown
  };

  std::string_view name{};                             // file name, UTF-8
  std::string_view type = "application/octet-stream";  // type/subtype, ASCII
  Source* content = nullptr;                           // null: no attachment. Read once, from front to end
  std::string_view content_id{};  // by which the HTML shows it: "logo" for <img src="cid:logo">. No angle brackets
  Encoding encoding = Encoding::base64;
};

// One that the writer does not know. Its value is UTF-8, folded and encoded as it needs.
struct Header {
  std::string_view name;  // "List-Id"; none that a Message writes itself, and none that begins with "Content-"
  std::string_view value;
};

enum class Priority : std::uint8_t { none, low, high };

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

  std::string_view html{};                    // the same as `text`, or in its place if that is empty
  std::span<const Attachment> related{};      // images of the HTML, each with its content_id (RFC 2387)
  std::span<const Attachment> attachments{};  // behind `attachment`, or in its place
  std::string_view in_reply_to{};             // ids of the mails that this one answers, with or without angle brackets
  std::string_view references{};              // ids, the oldest first; empty: as in_reply_to
  std::span<const Header> headers{};

  // What an alert is about, "pump3/pressure" say: any octets, the same each time. Alerts of one sender about one
  // incident refer to one id that is made of it, and stand together where mail is shown as threads (Gmail wants
  // the same subject, too). Exchange is asked for no automatic answer, either (X-Auto-Response-Suppress). Empty: no
  // alert.
  std::string_view incident{};
  Priority priority = Priority::none;  // as Importance, X-Priority and Priority
  bool automatic = true;               // false: a person wrote it
};

}  // namespace mailmote
