// What is wrong with a message, before anything of it is written.
#include <mailmote/mime/writer.hpp>

#include "atom.hpp"

namespace mailmote::mime {
namespace {

using Field = MessageFault::Field;
using Reason = Address::Reason;

// RFC 2045 5.1: what stands in a type, or in a subtype.
bool is_token_octet(char c) { return is_atom_octet(c) && c != '/' && c != '=' && c != '?'; }

bool stands_in_message_id(char c) { return is_atom_octet(c) || c == '.'; }

// Goes through a message, rule by rule. One that is broken answers false, and `fault` tells of it.
struct Checker {
  MessageFault fault;
  bool mailbox_seen = false;  // in a list

  bool message(const Message& m);
  bool addresses(const Message& m);
  bool from(std::string_view from);
  bool list(Field field, std::string_view list);
  bool value(Field field, std::string_view value, std::size_t most);
  bool pair(Field field, std::string_view value, std::size_t most, char middle, bool (*stands)(char));
  bool attachment(const Attachment& attachment);
  bool text(std::string_view text);
  bool refuse(Field field, std::size_t offset, Reason reason = Reason::none);
};

bool Checker::refuse(Field field, std::size_t offset, Reason reason) {
  fault.field = field;
  fault.address = reason;
  fault.offset = static_cast<std::uint16_t>(offset < UINT16_MAX ? offset : UINT16_MAX);
  return false;
}

bool Checker::list(Field field, std::string_view list) {
  AddressReader reader(list);
  for (;;) {
    const Address address = reader.next();
    if (address.kind == Address::Kind::end) return true;
    if (address.kind == Address::Kind::refused) return refuse(field, address.offset, address.reason);
    mailbox_seen = true;
  }
}

// One mailbox, no more and no less.
bool Checker::from(std::string_view from) {
  AddressReader reader(from);
  Address address = reader.next();
  if (address.kind == Address::Kind::end) return refuse(Field::from, 0, Reason::missing);
  if (address.kind == Address::Kind::mailbox) address = reader.next();
  if (address.kind == Address::Kind::end) return true;
  if (address.kind == Address::Kind::refused) return refuse(Field::from, address.offset, address.reason);
  const auto offset = static_cast<std::size_t>(address.path.data() - from.data());
  return refuse(Field::from, offset, Reason::trailing_text);
}

bool Checker::addresses(const Message& m) {
  if (!from(m.from) || !list(Field::to, m.to) || !list(Field::cc, m.cc) || !list(Field::bcc, m.bcc)) return false;
  const bool recipients = mailbox_seen;
  return list(Field::reply_to, m.reply_to) && (recipients || refuse(Field::to, 0, Reason::missing));
}

// Free text of a header.
bool Checker::value(Field field, std::string_view value, std::size_t most) {
  for (std::size_t i = 0; i < value.size() && i < most; ++i)
    if (value[i] == '\r' || value[i] == '\n' || value[i] == '\0') return refuse(field, i);
  if (value.size() <= most) return true;
  fault.too_long = true;
  return refuse(field, most);
}

// Two words of such octets, and `middle` between them.
bool Checker::pair(Field field, std::string_view value, std::size_t most, char middle, bool (*stands)(char)) {
  std::size_t word = 0;  // octets
  bool second = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool divides = value[i] == middle && !second && word != 0;
    if (i == most || (!divides && !stands(value[i]))) return refuse(field, i);
    second = second || divides;
    word = divides ? 0 : word + 1;
  }
  return (second && word != 0) || refuse(field, value.size());
}

bool Checker::attachment(const Attachment& attachment) {
  if (!value(Field::attachment_name, attachment.name, max_attachment_name)) return false;
  // A part that is made of parts may not be in base64: RFC 2045 6.4.
  if (wire::starts_any_case(attachment.type, "multipart/") || wire::starts_any_case(attachment.type, "message/"))
    return refuse(Field::attachment_type, 0);
  return pair(Field::attachment_type, attachment.type, max_attachment_type, '/', is_token_octet);
}

bool Checker::text(std::string_view text) {
  const std::size_t nul = text.find('\0');
  return nul == std::string_view::npos || refuse(Field::text, nul);
}

bool Checker::message(const Message& m) {
  if (!addresses(m) || !value(Field::subject, m.subject, max_subject)) return false;
  if (!m.message_id.empty() && !pair(Field::message_id, m.message_id, max_message_id, '@', stands_in_message_id))
    return false;
  return (m.attachment.content == nullptr || attachment(m.attachment)) && text(m.text);
}

}  // namespace

MessageFault check(const Message& m) {
  Checker checker;
  static_cast<void>(checker.message(m));
  return checker.fault;
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
