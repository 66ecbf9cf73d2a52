// The headers of a message and of its parts, and what stands between the parts.
#include <mailmote/mime/writer.hpp>

#include <mailmote/wire/ascii.hpp>

#include "fields.hpp"
#include "message_ids.hpp"
#include "message_parts.hpp"
#include "writer_plan.hpp"

namespace mailmote::mime {
namespace {

// With its @.
std::string_view domain_of(std::string_view mailbox) {
  const std::string_view path = AddressReader(mailbox).next().path;
  const char* const end = path.data() + path.size();
  const char* at = end;
  while (*--at != '@') {}  // there is one
  return {at, static_cast<std::size_t>(end - at)};
}

void put_ids(Excerpt& page, std::string_view list) {
  MessageIds ids(list);
  for (std::string_view id; !(id = ids.next()).empty();) page.put_word(id, '<');
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

constexpr const char* parts = plan.data() + packed_plan().parts;
constexpr const char* behind_parts = plan.data() + packed_plan().behind_parts;

// A list of mailboxes that was checked has one, if anything.
bool is_any(std::string_view list) {
  for (const char c : list)
    if (!wire::is_blank(c)) return true;
  return false;
}

// What stands for itself at the front of the plan.
std::string_view literal_at(const char* at) {
  std::size_t n = 0;
  while (static_cast<unsigned char>(at[n] - ' ') < sign::condition - ' ') ++n;
  return {at, n};
}

}  // namespace

// A line of the plan, or the next item of a list that stands in it; no more than its beginning where a body follows.
// (What is inline here has one caller: a function of its own would be kept beside the copy that is used.)
void Writer::put_line(Excerpt& page, Place& place) const {
  for (;;) {
    const std::string_view literal = literal_at(place.at);
    page.put(literal);
    const char* const at = place.at + literal.size();
    place.at = at + 1;
    switch (*at) {
      case sign::line_end: return page.end_line();
      case sign::value: put_value(page, *place.at++, place); break;
      case sign::list:
        place.at = at;
        if (put_item(page, at[1], place)) return;
        place.at = at + 2;
        break;
      case sign::leave: go_to_next_part(place); break;
      case sign::again:
        ++place.part;
        place.at = parts;
        break;
      case sign::end:
      case sign::body: place.at = at; return;
      default:
        place.at = at + 2;
        if (!holds(static_cast<char>(*at & 0x7f), place)) place.at += static_cast<unsigned char>(at[1]);
        break;
    }
  }
}

// This one, or the first behind it that there is.
inline void Writer::go_to_next_part(Place& place) const {
  while (place.part < first_source && !has(place.part)) ++place.part;
  if (place.part == first_attachment() + attachment_count(message_)) place.at = behind_parts;
}

// False: there is no other.
inline bool Writer::put_item(Excerpt& page, char list, Place& place) const {
  if (list == 'h') return put_next_header(page, place);
  const bool first = place.index == 0;
  if (first) place.list = mailboxes(list);
  const bool more = put_mailbox(page, place.list, first);
  place.index = more ? 1 : 0;
  return more;
}

inline bool Writer::put_next_header(Excerpt& page, Place& place) const {
  if (place.index == message_.headers.size()) return false;
  const Header& header = message_.headers[place.index++];
  page.put(header.name);
  page.put(':');
  put_text(page, header.value);
  page.end_line();
  return true;
}

inline const std::string_view& Writer::mailboxes(char list) const {
  switch (list) {
    case 'f': return message_.from;
    case 'r': return message_.reply_to;
    case 't': return message_.to;
    default: return message_.cc;
  }
}

inline void Writer::put_value(Excerpt& page, char value, const Place& place) const {
  const Message& m = message_;
  switch (value) {
    case 'd': return put_date(page, wall_clock_);  // its whole line
    case 's': return put_text(page, m.subject);
    case 'm': return put_message_id(page);
    case 'a': return m.in_reply_to.empty() ? put_incident(page, m) : put_ids(page, m.in_reply_to);
    case 'i': return put_incident(page, m);
    // What is answered stands in References, too: RFC 5322 3.6.4.
    case 'e': return put_ids(page, m.references.empty() ? m.in_reply_to : m.references);
    case 'l':  // what tells the boundaries of the inner levels from the others
      if (const char level = level_of(place); level != 'm') page.put(level);
      break;
    case 'b': return put_hex(page, {seed_.data(), seed_.size() / 2});
    case 't': return page.put(source_at(place).type);
    case 'c': return page.put(source_at(place).content_id);
    case 'n': return page.put(source_at(place).name);
    case 'p': return put_plain_name(page, source_at(place).name);
    case 'o': return put_sections(page, source_at(place).name);
    default: break;
  }
}

inline void Writer::put_message_id(Excerpt& page) const {
  if (!message_.message_id.empty()) return page.put(message_.message_id);
  put_hex(page, {seed_.data(), seed_.size()});
  page.put(domain_of(message_.from));
}

inline bool Writer::holds(char condition, const Place& place) const {
  constexpr char lower_case = 0x20;  // digits have it, too
  return is(static_cast<char>(condition | lower_case), place) == ((condition & lower_case) != 0);
}

bool Writer::is(char condition, const Place& place) const {
  const Message& m = message_;
  switch (condition) {
    // Of the message.
    case 'r':
    case 't':
    case 'c': return is_any(mailboxes(condition));
    case 's': return !m.subject.empty();
    case 'a': return !m.in_reply_to.empty() || !m.incident.empty();
    case 'e': return !m.in_reply_to.empty() || !m.incident.empty() || !m.references.empty();
    case 'i': return !m.incident.empty();
    case 'p': return m.priority != Priority::none;
    case 'l': return m.priority == Priority::low;
    case 'g': return m.automatic;
    case 'm': return has(mixed);
    case 'n': return has(alternative);
    case 'o': return has(related);
    // Of the part.
    case '0':
    case '1':
    case '2':
    case '3':
    case '4': return place.part == static_cast<std::uint32_t>(condition - '0');
    case 'd': return level_of(place) != 0;
    case 'k': return place.part < html && place.part != text;
    case 'u': return form_at(place).unknown;
    case 'w': return place.part >= first_source;
    case 'j': return place.part < first_attachment();
    case 'x': return place.part == first_attachment();
    // Of its Source.
    case 'v': return !source_at(place).content_id.empty();
    case 'y': return is_plain_file_name(source_at(place).name);
    case 'z': return !source_at(place).name.empty();
    default: return "78qb"[static_cast<unsigned>(form_at(place).encoding)] == condition;
  }
}

// The multipart that the part is in: 0, there is none.
char Writer::level_of(const Place& place) const {
  if (place.part < first_attachment()) {
    if (has(related) && place.part > related) return 'r';
    if (has(alternative) && place.part > alternative) return 'a';
  }
  return has(mixed) && place.part > mixed ? 'm' : '\0';
}

BodyForm Writer::form_at(const Place& place) const {
  if (place.part >= first_source) return Body::form_of(source_at(place));
  return forms_[place.part == html ? 1 : 0];
}

const Attachment& Writer::source_at(const Place& place) const {
  const std::size_t index = place.part - first_source;
  return index < message_.related.size() ? message_.related[index]
                                         : attachment_at(message_, index - message_.related.size());
}

}  // namespace mailmote::mime
