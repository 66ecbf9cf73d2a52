// The headers of a message and of its parts.
#include <mailmote/mime/writer.hpp>

#include "fields.hpp"

namespace mailmote::mime {

// All of a part that is made of headers, or the next mailbox of it: then true, and there is more.
bool Writer::put_part(Part part, Excerpt& page, AddressReader& list) const {
  switch (part) {
    case Part::date: put_date(page, wall_clock_); break;
    case Part::from: return put_mailbox(page, "From:", list);
    case Part::reply_to: return put_mailbox(page, "Reply-To:", list);
    case Part::to: return put_mailbox(page, "To:", list);
    case Part::cc: return put_mailbox(page, "Cc:", list);
    case Part::subject: put_subject(page, message_.subject); break;
    case Part::message_id: put_message_id(page); break;
    case Part::text_head: put_text_head(page); break;
    case Part::attachment_head: put_attachment_head(page); break;
    case Part::closing:
      put_boundary(page);
      page.put("--\r\n");
      break;
    default: break;
  }
  return false;
}

void Writer::put_message_id(Excerpt& page) const {
  page.put("Message-ID: <");
  if (message_.message_id.empty()) {
    const std::string_view sender = AddressReader(message_.from).next().path;
    const std::size_t domain = sender.rfind('@');
    put_hex(page, {seed_.data(), seed_.size()});
    page.put(std::string_view(sender.data() + domain, sender.size() - domain));
  } else {
    page.put(message_.message_id);
  }
  page.put(">\r\n");
}

void Writer::put_text_head(Excerpt& page) const {
  page.put(
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n");
  if (has_attachment()) {
    page.put("Content-Type: multipart/mixed; boundary=\"");
    put_boundary_name(page);
    page.put("\"\r\n\r\n");
    put_boundary(page);
    page.put("\r\n");
  }
  page.put("Content-Type: text/plain; charset=");
  page.put(utf8_ ? "utf-8" : "unknown-8bit");  // RFC 1428 3
  page.put("\r\nContent-Transfer-Encoding: ");
  switch (encoding_) {
    case Encoding::seven_bit: page.put("7bit"); break;
    case Encoding::eight_bit: page.put("8bit"); break;
    case Encoding::quoted_printable: page.put("quoted-printable"); break;
  }
  page.put("\r\n\r\n");
}

void Writer::put_attachment_head(Excerpt& page) const {
  page.put("\r\n");  // of the boundary: the text keeps its own
  put_boundary(page);
  page.put("\r\nContent-Type: ");
  page.put(message_.attachment.type);
  page.put(
      "\r\n"
      "Content-Transfer-Encoding: base64\r\n"
      "Content-Disposition: attachment");
  put_file_name(page, message_.attachment.name);
  page.put("\r\n\r\n");
}

void Writer::put_boundary(Excerpt& page) const {
  page.put("--");
  put_boundary_name(page);
}

// "=_" stands in no quoted-printable and no base64, and no line of another text begins with "--=_": then it would
// have been encoded.
void Writer::put_boundary_name(Excerpt& page) const {
  page.put("=_");
  put_hex(page, {seed_.data(), seed_.size() / 2});
}

}  // namespace mailmote::mime
