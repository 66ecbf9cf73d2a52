// What is wrong with a message, before anything of it is written.
#include <mailmote/mime/writer.hpp>

#include "atom.hpp"

namespace mailmote::mime {
namespace {

using Field = MessageFault::Field;
using Reason = Address::Reason;

MessageFault fault(Field field, std::size_t offset, Reason reason = Reason::none) {
  return {field, reason, static_cast<std::uint16_t>(offset < UINT16_MAX ? offset : UINT16_MAX), false};
}

MessageFault check_list(Field field, std::string_view list) {
  AddressReader reader(list);
  for (;;) {
    const Address address = reader.next();
    if (address.kind == Address::Kind::end) return {};
    if (address.kind == Address::Kind::refused) return fault(field, address.offset, address.reason);
  }
}

bool holds_mailbox(std::string_view list) { return AddressReader(list).next().kind == Address::Kind::mailbox; }

// One mailbox, no more and no less.
MessageFault check_from(std::string_view from) {
  AddressReader reader(from);
  const Address sender = reader.next();
  if (sender.kind == Address::Kind::end) return fault(Field::from, 0, Reason::missing);
  if (sender.kind == Address::Kind::refused) return fault(Field::from, sender.offset, sender.reason);
  const Address second = reader.next();
  if (second.kind == Address::Kind::refused) return fault(Field::from, second.offset, second.reason);
  if (second.kind == Address::Kind::end) return {};
  const auto offset = static_cast<std::size_t>(second.path.data() - from.data());
  return fault(Field::from, offset, Reason::trailing_text);
}

MessageFault check_addresses(const Message& m) {
  if (const MessageFault f = check_from(m.from)) return f;
  if (const MessageFault f = check_list(Field::to, m.to)) return f;
  if (const MessageFault f = check_list(Field::cc, m.cc)) return f;
  if (const MessageFault f = check_list(Field::bcc, m.bcc)) return f;
  if (const MessageFault f = check_list(Field::reply_to, m.reply_to)) return f;
  if (holds_mailbox(m.to) || holds_mailbox(m.cc) || holds_mailbox(m.bcc)) return {};
  return fault(Field::to, 0, Reason::missing);
}

// Free text of a header.
MessageFault check_value(Field field, std::string_view value, std::size_t most) {
  for (std::size_t i = 0; i < value.size() && i < most; ++i)
    if (value[i] == '\r' || value[i] == '\n' || value[i] == '\0') return fault(field, i);
  if (value.size() <= most) return {};
  MessageFault long_one = fault(field, most);
  long_one.too_long = true;
  return long_one;
}

// RFC 2045 5.1: what stands in a type, or in a subtype.
bool is_token_octet(char c) { return is_atom_octet(c) && c != '/' && c != '=' && c != '?'; }

// Two words of such octets, and `middle` between them.
MessageFault check_pair(Field field, std::string_view value, std::size_t most, char middle, bool (*stands)(char)) {
  std::size_t word = 0;  // octets
  bool second = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool divides = value[i] == middle && !second && word != 0;
    if (i == most || (!divides && !stands(value[i]))) return fault(field, i);
    second = second || divides;
    word = divides ? 0 : word + 1;
  }
  return second && word != 0 ? MessageFault() : fault(field, value.size());
}

bool stands_in_message_id(char c) { return is_atom_octet(c) || c == '.'; }

MessageFault check_type(std::string_view type) {
  // A part that is made of parts may not be in base64: RFC 2045 6.4.
  if (wire::starts_any_case(type, "multipart/") || wire::starts_any_case(type, "message/"))
    return fault(Field::attachment_type, 0);
  return check_pair(Field::attachment_type, type, max_attachment_type, '/', is_token_octet);
}

MessageFault check_attachment(const Attachment& attachment) {
  if (const MessageFault f = check_value(Field::attachment_name, attachment.name, max_attachment_name)) return f;
  return check_type(attachment.type);
}

MessageFault check_text(std::string_view text) {
  const std::size_t nul = text.find('\0');
  return nul == std::string_view::npos ? MessageFault() : fault(Field::text, nul);
}

}  // namespace

MessageFault check(const Message& m) {
  if (const MessageFault f = check_addresses(m)) return f;
  if (const MessageFault f = check_value(Field::subject, m.subject, max_subject)) return f;
  if (!m.message_id.empty())
    if (const auto f = check_pair(Field::message_id, m.message_id, max_message_id, '@', stands_in_message_id)) return f;
  if (m.attachment.content != nullptr)
    if (const MessageFault f = check_attachment(m.attachment)) return f;
  return check_text(m.text);
}

std::string_view name(Field field) {
  switch (field) {
    case Field::none: break;
    case Field::from: return "from";
    case Field::to: return "to";
    case Field::cc: return "cc";
    case Field::bcc: return "bcc";
    case Field::reply_to: return "reply_to";
    case Field::subject: return "subject";
    case Field::text: return "text";
    case Field::attachment_name: return "attachment.name";
    case Field::attachment_type: return "attachment.type";
    case Field::message_id: return "message_id";
  }
  return {};
}

}  // namespace mailmote::mime
