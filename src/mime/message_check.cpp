// Rule by rule; the first that is broken is told.
#include <mailmote/mime/message_check.hpp>

#include <mailmote/wire/words.hpp>

#include "atom.hpp"
#include "message_ids.hpp"
#include "message_parts.hpp"

namespace mailmote::mime {
namespace {

using Field = MessageFault::Field;
using Reason = Address::Reason;

// RFC 2045 5.1: what stands in a type, or in a subtype.
bool is_token_octet(char c) { return is_atom_octet(c) && c != '/' && c != '=' && c != '?'; }

bool stands_in_message_id(char c) { return is_atom_octet(c) || c == '.'; }

// What the writer writes itself, or must not.
constexpr auto own_headers = wire::make_words(
    "Date From Reply-To To Cc Bcc Subject Message-ID In-Reply-To References Importance X-Priority Priority "
    "Auto-Submitted X-Auto-Response-Suppress MIME-Version ");

// What an Attachment's members are called, where it is one and where it is an inline part.
struct ItemFields {
  Field name, type, content, content_id;
};
constexpr ItemFields attachment_fields{Field::attachment_name, Field::attachment_type, Field::attachment_content,
                                       Field::attachment_content_id};
constexpr ItemFields related_fields{Field::related_name, Field::related_type, Field::related_content,
                                    Field::related_content_id};

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
  bool ids(Field field, std::string_view list);
  bool header(const Header& header);
  bool countable(Field field, std::size_t count);
  bool headers(const Message& m);
  bool item(const Attachment& item, const ItemFields& fields);
  bool content_id(Field field, std::string_view id);
  bool related(const Message& m);
  bool attachments(const Message& m);
  bool text(Field field, std::string_view text);
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
  for (fault.number = 1;; ++fault.number) {
    const Address address = reader.next();
    if (address.kind == Address::Kind::end) break;
    if (address.kind == Address::Kind::refused) return refuse(field, address.offset, address.reason);
    mailbox_seen = true;
  }
  fault.number = 0;
  return true;
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

bool Checker::ids(Field field, std::string_view list) {
  if (!value(field, list, max_references)) return false;
  MessageIds ids(list);
  bool seen = list.empty();
  while (!ids.next().empty()) seen = true;
  return (seen && !ids.refused()) || refuse(field, ids.at());
}

bool Checker::header(const Header& header) {
  const std::string_view name = header.name;
  for (std::size_t i = 0; i < name.size(); ++i) {
    fault.too_long = i == max_header_name;
    if (fault.too_long || !wire::is_printable(name[i]) || name[i] == ' ' || name[i] == ':')
      return refuse(Field::header_name, i);
  }
  const bool own = own_headers.index(name) != wire::no_word || wire::starts_any_case(name, "Content-");
  if (own || name.empty()) return refuse(Field::header_name, 0);
  return value(Field::header_value, header.value, max_header_value);
}

// The writer counts by as many octets as `number` has.
bool Checker::countable(Field field, std::size_t count) {
  fault.too_long = count > max_parts;
  fault.number = fault.too_long ? max_parts + 1 : 0;
  return !fault.too_long || refuse(field, 0);
}

bool Checker::headers(const Message& m) {
  if (!countable(Field::header_name, m.headers.size())) return false;
  for (const Header& h : m.headers) {
    ++fault.number;
    if (!header(h)) return false;
  }
  fault.number = 0;
  return true;
}

bool Checker::item(const Attachment& item, const ItemFields& fields) {
  if (item.content == nullptr) return refuse(fields.content, 0);
  if (!value(fields.name, item.name, max_attachment_name)) return false;
  if (!item.content_id.empty() && !content_id(fields.content_id, item.content_id)) return false;
  // A part that is made of parts may not be in base64: RFC 2045 6.4. What is no text has no lines to keep.
  const bool text = wire::starts_any_case(item.type, "text/");
  if (wire::starts_any_case(item.type, "multipart/") || wire::starts_any_case(item.type, "message/") ||
      (item.encoding == Attachment::Encoding::quoted_printable && !text))
    return refuse(fields.type, 0);
  return pair(fields.type, item.type, max_attachment_type, '/', is_token_octet);
}

// One word, or two and an @ between them: as it stands in cid: URLs. Strictly there are always two (RFC 2045 7), but
// one is what everybody writes and takes.
bool Checker::content_id(Field field, std::string_view id) {
  if (id.find('@') != std::string_view::npos) return pair(field, id, max_content_id, '@', stands_in_message_id);
  for (std::size_t i = 0; i < id.size(); ++i)
    if (i == max_content_id || !stands_in_message_id(id[i])) return refuse(field, i);
  return !id.empty() || refuse(field, 0);
}

bool Checker::related(const Message& m) {
  if (!m.related.empty() && m.html.empty()) return refuse(Field::html, 0, Reason::missing);
  if (!countable(Field::related_content, m.related.size())) return false;
  for (const Attachment& part : m.related) {
    ++fault.number;
    if (!item(part, related_fields) || !content_id(Field::related_content_id, part.content_id)) return false;
  }
  fault.number = 0;
  return true;
}

bool Checker::attachments(const Message& m) {
  if (!countable(Field::attachment_content, attachment_count(m))) return false;
  for (std::size_t i = 0; i < attachment_count(m); ++i) {
    ++fault.number;
    if (!item(attachment_at(m, i), attachment_fields)) return false;
  }
  fault.number = 0;
  return true;
}

bool Checker::text(Field field, std::string_view text) {
  const std::size_t nul = text.find('\0');
  return nul == std::string_view::npos || refuse(field, nul);
}

bool Checker::message(const Message& m) {
  if (!addresses(m) || !value(Field::subject, m.subject, max_subject)) return false;
  if (!m.message_id.empty() && !pair(Field::message_id, m.message_id, max_message_id, '@', stands_in_message_id))
    return false;
  return ids(Field::in_reply_to, m.in_reply_to) && ids(Field::references, m.references) && headers(m) &&
         value(Field::incident, m.incident, max_incident) && related(m) && attachments(m) &&
         text(Field::text, m.text) && text(Field::html, m.html);
}

}  // namespace

MessageFault check(const Message& m) {
  Checker checker;
  static_cast<void>(checker.message(m));
  return checker.fault;
}

std::string_view name(Field field) {
  static constexpr auto names = wire::make_words(
      "from to cc bcc reply_to subject text attachment.name attachment.type attachment.content attachment.content_id "
      "message_id html related.name related.type related.content related.content_id in_reply_to references "
      "headers.name headers.value incident ");
  if (field == Field::none) return {};
  return names.at(static_cast<std::uint8_t>(static_cast<unsigned>(field) - 1));
}

}  // namespace mailmote::mime
