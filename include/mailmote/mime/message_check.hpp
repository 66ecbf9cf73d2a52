// What is wrong with a Message, before anything of it is written or sent.
//
//   if (const mime::MessageFault fault = mime::check(message)) tell(name(fault.field), fault.offset);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <mailmote/message.hpp>
#include <mailmote/mime/address.hpp>

namespace mailmote::mime {

struct MessageFault {
  enum class Field : std::uint8_t {
    none,
    from,
    to,
    cc,
    bcc,
    reply_to,
    subject,
    text,
    attachment_name,
    attachment_type,
    attachment_content,  // there is none
    attachment_content_id,
    message_id,
    html,
    related_name,
    related_type,
    related_content,
    related_content_id,
    in_reply_to,
    references,
    header_name,
    header_value,
    incident,
  };
  Field field = Field::none;
  Address::Reason address =
      Address::Reason::none;  // from, to, cc, bcc, reply_to, html; elsewhere the octet itself is at fault
  std::uint16_t offset = 0;   // of the offending octet, or the first too many, in the field; 65535 at most
  // Which of the addresses of a list, of attachments (`attachment` is the first), related or headers, from 1. 0: there
  // is no more than one.
  std::uint32_t number = 0;
  bool too_long = false;  // that octet is one too many
  explicit operator bool() const { return field != Field::none; }
};

// "from", "reply_to", "attachment.name", ... as the members of Message; empty for none.
std::string_view name(MessageFault::Field field);

constexpr std::size_t max_subject = 998;  // octets, before they are encoded
constexpr std::size_t max_attachment_name = 255;
constexpr std::size_t max_attachment_type = 127;
constexpr std::size_t max_content_id = 250;
constexpr std::size_t max_message_id = 250;
constexpr std::size_t max_reference = 900;    // one of in_reply_to and references: it stands on one line
constexpr std::size_t max_references = 4096;  // all of them
constexpr std::size_t max_header_name = 50;   // so that the value begins on the same line
constexpr std::size_t max_header_value = 998;
constexpr std::size_t max_incident = 64;
constexpr std::size_t max_parts = UINT16_MAX - 1;  // and headers

// The first thing that is wrong with `message`; none if it can be written. No sender and no recipient are told as
// `missing`, in from and to; likewise html, where there are inline parts that it should show.
MessageFault check(const Message& message);

}  // namespace mailmote::mime
