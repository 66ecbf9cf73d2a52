#include "imap_fetch.hpp"

#include <algorithm>

#include "imap_envelope.hpp"
#include "words.hpp"

namespace demo {
namespace {

using Kind = FetchItem::Kind;

struct Known {
  const char* name;
  Kind kind;
};

constexpr Known known_items[] = {
    {"UID", Kind::uid},
    {"FLAGS", Kind::flags},
    {"INTERNALDATE", Kind::date},
    {"RFC822.SIZE", Kind::size},
    {"ENVELOPE", Kind::envelope},
    {"BODY", Kind::body},
    {"BODYSTRUCTURE", Kind::structure},
};

FetchItem simple(const Known& known) {
  FetchItem item;
  item.kind = known.kind;
  item.label = known.name;
  return item;
}

// RFC822 and its kind: other names for what BODY can say.
std::optional<FetchItem> old_content(const std::string& name) {
  FetchItem item;
  item.kind = Kind::content;
  item.label = name;
  item.sets_seen = name != "RFC822.HEADER";
  if (name == "RFC822.HEADER") {
    item.section.what = "HEADER";
  } else if (name == "RFC822.TEXT") {
    item.section.what = "TEXT";
  } else if (name != "RFC822") {
    return std::nullopt;
  }
  return item;
}

void read_field_names(Arguments& arguments, FetchItem& item) {
  arguments.space();
  arguments.take('(');
  item.label += " (";
  do {
    item.section.fields.push_back(arguments.astring());
    item.label += (item.section.fields.size() > 1 ? " " : "") + imap_astring(item.section.fields.back());
  } while (arguments.skip(' '));
  arguments.take(')');
  item.label += ")";
}

// "1.2.HEADER.FIELDS (DATE)", up to the bracket.
void read_section(Arguments& arguments, FetchItem& item) {
  Section& section = item.section;
  while (arguments.next_is_digit()) {
    section.path.push_back(arguments.number());
    item.label += (section.path.size() > 1 ? "." : "") + std::to_string(section.path.back());
    if (!arguments.skip('.')) return;
    if (!arguments.next_is_digit()) item.label += ".";
  }
  if (arguments.next_is(']')) return section.path.empty() ? void() : arguments.fail();
  section.what = upper(arguments.word("]"));
  item.label += section.what;
  const bool chosen = section.what == "HEADER.FIELDS" || section.what == "HEADER.FIELDS.NOT";
  if (chosen) return read_field_names(arguments, item);
  const bool known =
      section.what == "HEADER" || section.what == "TEXT" || (section.what == "MIME" && !section.path.empty());
  if (!known) arguments.fail();
}

// "[1.TEXT]<0.100>", behind the name.
FetchItem read_content(Arguments& arguments, bool peek) {
  FetchItem item;
  item.kind = Kind::content;
  item.sets_seen = !peek;
  item.label = "BODY[";
  arguments.take('[');
  read_section(arguments, item);
  arguments.take(']');
  item.label += "]";
  item.partial = arguments.skip('<');
  if (!item.partial) return item;
  item.start = arguments.number();
  arguments.take('.');
  item.count = arguments.number();
  arguments.take('>');
  if (item.count == 0) arguments.fail();
  item.label += "<" + std::to_string(item.start) + ">";
  return item;
}

FetchItem read_item(Arguments& arguments) {
  const std::string name = upper(arguments.word("["));
  if (arguments.next_is('[') && (name == "BODY" || name == "BODY.PEEK")) return read_content(arguments, name != "BODY");
  for (const Known& known : known_items)
    if (name == known.name) return simple(known);
  const std::optional<FetchItem> content = old_content(name);
  if (!content) arguments.fail();
  return content.value_or(FetchItem());
}

// ALL, FAST and FULL (RFC 3501 6.4.5) stand alone.
std::vector<FetchItem> macro(const std::string& name) {
  std::vector<FetchItem> items;
  const std::size_t count = name == "FAST" ? 3 : name == "ALL" ? 4 : name == "FULL" ? 5 : 0;
  for (std::size_t i = 0; i < count; ++i) items.push_back(simple(known_items[i + 1]));
  return items;
}

std::string content(const FetchItem& item, const Part& mail) {
  const std::optional<std::string> found = octets(mail, item.section);
  if (!found) return "NIL";
  if (!item.partial) return imap_literal(*found);
  return imap_literal(std::string_view(*found).substr(std::min<std::size_t>(item.start, found->size()), item.count));
}

}  // namespace

std::vector<FetchItem> read_fetch_items(Arguments& arguments, bool by_uid) {
  std::vector<FetchItem> items;
  Arguments ahead = arguments;
  if (!arguments.next_is('(')) items = macro(upper(ahead.word("[")));
  if (!items.empty()) {
    arguments = ahead;
  } else {
    const bool listed = arguments.skip('(');
    do items.push_back(read_item(arguments));
    while (listed && arguments.skip(' '));
    if (listed) arguments.take(')');
  }
  const bool has_uid = std::any_of(items.begin(), items.end(), [](const auto& i) { return i.kind == Kind::uid; });
  if (by_uid && !has_uid) items.insert(items.begin(), simple(known_items[0]));
  return items;
}

std::string fetched(const std::vector<FetchItem>& items, std::uint32_t uid, const Mail& mail, const Flags& flags) {
  const bool looks_inside = std::any_of(items.begin(), items.end(), [](const auto& i) { return i.kind > Kind::size; });
  const Part root = looks_inside ? read_part(mail.text) : Part();
  std::string answer;
  for (const FetchItem& item : items) {
    answer += (answer.empty() ? "" : " ") + item.label + " ";
    switch (item.kind) {
      case Kind::uid: answer += std::to_string(uid); break;
      case Kind::flags: answer += imap_flags(flags); break;
      case Kind::date: answer += imap_date(mail.received); break;
      case Kind::size: answer += std::to_string(mail.text.size()); break;
      case Kind::envelope: answer += imap_envelope(root.head); break;
      case Kind::body: answer += imap_body(root); break;
      case Kind::structure: answer += imap_body_structure(root); break;
      case Kind::content: answer += content(item, root); break;
    }
  }
  return answer;
}

}  // namespace demo
