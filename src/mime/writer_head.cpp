// The headers of a message and of its parts, and what stands between the parts.
#include <mailmote/mime/writer.hpp>

#include "boundary.hpp"
#include "fields.hpp"
#include "message_ids.hpp"

namespace mailmote::mime {
namespace {

// With its @.
std::string_view domain_of(std::string_view mailbox) {
  const std::string_view path = AddressReader(mailbox).next().path;
  const std::size_t at = path.rfind('@');
  return {path.data() + at, path.size() - at};
}

void put_ids(Excerpt& page, std::string_view list) {
  MessageIds ids(list);
  for (std::string_view id; !(id = ids.next()).empty();) {
    page.put_space(id.size() + 2);
    page.put('<');
    page.put(id);
    page.put('>');
  }
}

// The id that all alerts of one incident refer to. No mail has it: one that came twice would be dropped as a copy.
// Two digits for each octet, so two incidents never share one.
void put_incident(Excerpt& page, const Message& m) {
  constexpr std::string_view start = "<incident.";
  if (m.incident.empty()) return;
  const std::string_view domain = domain_of(m.from);
  page.put_space(start.size() + 2 * m.incident.size() + domain.size() + 1);
  page.put(start);
  put_hex(page, m.incident);
  page.put(domain);
  page.put('>');
}

void put_priority(Excerpt& page, Priority priority) {
  switch (priority) {
    case Priority::none: break;
    case Priority::low: page.put("Importance: low\r\nX-Priority: 5\r\nPriority: non-urgent\r\n"); break;
    case Priority::high: page.put("Importance: high\r\nX-Priority: 1\r\nPriority: urgent\r\n"); break;
  }
}

}  // namespace

// All of a part that is made of headers, or the next mailbox or header of it: then true, and there is more.
bool Writer::put_part(Excerpt& page, Place& place) const {
  switch (place.part) {
    case Part::date: put_date(page, wall_clock_); break;
    case Part::from: return put_mailbox(page, "From:", place.list);
    case Part::reply_to: return put_mailbox(page, "Reply-To:", place.list);
    case Part::to: return put_mailbox(page, "To:", place.list);
    case Part::cc: return put_mailbox(page, "Cc:", place.list);
    case Part::subject:
      if (!message_.subject.empty()) put_header(page, "Subject", message_.subject);
      break;
    case Part::message_id: put_message_id(page); break;
    case Part::thread: put_thread(page); break;
    case Part::headers: return put_next_header(page, place);
    case Part::mime_head: put_mime_head(page); break;
    case Part::text_head: put_text_head(page, "plain", text_form_); break;
    case Part::html_head: put_html_head(page); break;
    case Part::related_head: put_source_head(page, Level::related, source_at(place)); break;
    case Part::texts_end:
      put_closing(page, Level::related);
      put_closing(page, Level::alternative);
      break;
    case Part::attachment_head: put_source_head(page, Level::mixed, source_at(place)); break;
    case Part::closing: put_closing(page, Level::mixed); break;
    default: break;
  }
  return false;
}

void Writer::put_message_id(Excerpt& page) const {
  page.put("Message-ID: <");
  if (message_.message_id.empty()) {
    put_hex(page, {seed_.data(), seed_.size()});
    page.put(domain_of(message_.from));
  } else {
    page.put(message_.message_id);
  }
  page.put(">\r\n");
}

// What is answered stands in References, too: RFC 5322 3.6.4.
void Writer::put_thread(Excerpt& page) const {
  const Message& m = message_;
  const std::string_view before = m.references.empty() ? m.in_reply_to : m.references;
  if (!m.in_reply_to.empty() || !m.incident.empty()) {
    page.put("In-Reply-To:");
    m.in_reply_to.empty() ? put_incident(page, m) : put_ids(page, m.in_reply_to);
    page.put("\r\n");
  }
  if (before.empty() && m.incident.empty()) return;
  page.put("References:");
  put_incident(page, m);
  put_ids(page, before);
  page.put("\r\n");
}

bool Writer::put_next_header(Excerpt& page, Place& place) const {
  if (place.index == message_.headers.size()) return false;
  const Header& header = message_.headers[place.index++];
  put_header(page, header.name, header.value);
  return true;
}

// "All" asks for no report of a failed delivery, either: it would go to a machine, too.
void Writer::put_mime_head(Excerpt& page) const {
  put_priority(page, message_.priority);
  if (message_.automatic) page.put("Auto-Submitted: auto-generated\r\n");
  if (!message_.incident.empty()) page.put("X-Auto-Response-Suppress: All\r\n");
  page.put("MIME-Version: 1.0\r\n");
  put_opening(page, Level::mixed);
  put_opening(page, Level::alternative);
}

void Writer::put_html_head(Excerpt& page) const {
  put_delimiter(page, Level::alternative);
  put_opening(page, Level::related);
  put_text_head(page, "html", html_form_);
}

void Writer::put_text_head(Excerpt& page, std::string_view subtype, TextBody::Form form) const {
  page.put("Content-Type: text/");
  page.put(subtype);
  page.put("; charset=");
  page.put(form.utf8 ? "utf-8" : "unknown-8bit");  // RFC 1428 3
  page.put("\r\nContent-Transfer-Encoding: ");
  switch (form.encoding) {
    case TextBody::Encoding::seven_bit: page.put("7bit"); break;
    case TextBody::Encoding::eight_bit: page.put("8bit"); break;
    case TextBody::Encoding::quoted_printable: page.put("quoted-printable"); break;
  }
  page.put("\r\n\r\n");
}

void Writer::put_source_head(Excerpt& page, Level level, const Attachment& attachment) const {
  const bool text = attachment.encoding == Attachment::Encoding::quoted_printable;
  put_delimiter(page, level);
  page.put("Content-Type: ");
  page.put(attachment.type);
  if (text) page.put("; charset=utf-8");
  put_plain_name(page, attachment.name);
  page.put("\r\nContent-Transfer-Encoding: ");
  page.put(text ? "quoted-printable" : "base64");
  if (!attachment.content_id.empty()) {
    page.put("\r\nContent-ID: <");
    page.put(attachment.content_id);
    page.put('>');
  }
  page.put("\r\nContent-Disposition: ");
  page.put(level == Level::related ? "inline" : "attachment");
  put_file_name(page, attachment.name);
  page.put("\r\n\r\n");
}

// The header of a multipart, and the boundary before its first part.
void Writer::put_opening(Excerpt& page, Level level) const {
  if (!has(level)) return;
  page.put("Content-Type: multipart/");
  switch (level) {
    case Level::mixed: page.put("mixed"); break;
    case Level::alternative: page.put("alternative"); break;
    case Level::related: page.put("related; type=\"text/html\""); break;  // RFC 2387 3.1
  }
  page.put(";\r\n boundary=\"");
  put_boundary(page, level);
  page.put("\"\r\n\r\n");
  put_delimiter(page, level);
}

void Writer::put_delimiter(Excerpt& page, Level level) const {
  if (!has(level)) return;
  page.put("--");
  put_boundary(page, level);
  page.put("\r\n");
}

void Writer::put_closing(Excerpt& page, Level level) const {
  if (!has(level)) return;
  page.put("--");
  put_boundary(page, level);
  page.put("--\r\n");
}

// Digits are upper case: the levels differ in the octet behind the start.
void Writer::put_boundary(Excerpt& page, Level level) const {
  page.put(boundary_start);
  if (level == Level::alternative) page.put('a');
  if (level == Level::related) page.put('r');
  put_hex(page, {seed_.data(), seed_.size() / 2});
}

}  // namespace mailmote::mime
