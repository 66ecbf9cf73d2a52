// What a message comes to, as one JSON object: mime_summary < MESSAGE
//
//   $ printf 'Subject: hi\r\n\r\nbody\r\n' | mime_summary
//   {"structure": "text/plain", "subject": "hi", "from": null, "to": null, "leaves": [{"type": "text/plain",
//    "charset": null, "disposition": null, "filename": null, "octets": 6, "sha256_16": "..."}], "defects": []}
//
// structure: types, with what they hold in parentheses. from and to: a pair of name and address for each mailbox; null
// without such a field. leaves: every part that holds no other; octets and the beginning of the SHA-256 of its decoded
// content. defects: what was not as it should be, as "SECTION: word", a word being one of mime::Flaw's, or `stray` for
// a line in a header that is no field, or `not_ascii` for a subject with raw octets above 127. Words are decoded to
// UTF-8; octets of a field that are no UTF-8 are not guessed at, they stand as \udcXX. All but ASCII is escaped. Exit:
// 0, or 1 where the reader failed.
#include <mailmote/mime/address_list.hpp>
#include <mailmote/mime/parameters.hpp>
#include <mailmote/mime/reader.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "sha256.hpp"

namespace {

namespace mime = mailmote::mime;
namespace wire = mailmote::wire;
using Texts = std::vector<std::string>;

std::string escaped(unsigned unit) {
  char text[8];
  std::snprintf(text, sizeof text, "\\u%04x", unit);
  return text;
}

std::string escaped_point(char32_t point) {
  const auto value = static_cast<unsigned>(point);
  if (value < 0x10000) return escaped(value);
  return escaped(0xd800 + ((value - 0x10000) >> 10U)) + escaped(0xdc00 + ((value - 0x10000) & 0x3ffU));
}

std::string json(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const wire::Utf8Front front = wire::utf8_front(text);
    const auto octet = static_cast<unsigned char>(text.front());
    const bool whole = front.form == wire::Utf8::whole;
    const std::size_t size = whole ? front.size : 1;
    if (!whole) {
      out += escaped(0xdc00U + octet);
    } else if (size > 1) {
      out += escaped_point(wire::utf8_point({text.data(), size}));
    } else if (wire::is_control(text.front()) || octet == '"' || octet == '\\') {
      out += escaped(octet);
    } else {
      out += text.front();
    }
    text.remove_prefix(size);
  }
  return out + "\"";
}

std::string json_or_null(const std::optional<std::string>& text) { return text ? json(*text) : "null"; }

std::string joined(const Texts& texts, const char* between) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : between) + text;
  return all;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = wire::to_lower(c);
  return out;
}

// Room for what a field comes to: never more than three octets for each of its own.
std::vector<char> room_for(std::string_view field) { return std::vector<char>(3 * field.size() + 16); }

std::string decoded(const std::string& field) {
  if (!wire::is_utf8(field)) return field;
  std::vector<char> room = room_for(field);
  return std::string(wire::decode_words(field, room).text);
}

std::string mailboxes(const std::string& field) {
  std::vector<char> room = room_for(field);
  mime::AddressListReader list(field, room);
  Texts all;
  for (auto a = list.next(); a.kind != mime::ListedAddress::Kind::end; a = list.next()) {
    if (a.kind == mime::ListedAddress::Kind::mailbox) all.push_back("[" + json(a.name) + ", " + json(a.path) + "]");
    if (a.kind == mime::ListedAddress::Kind::malformed) all.push_back("[\"\", " + json(a.raw) + "]");
  }
  return "[" + joined(all, ", ") + "]";
}

std::string json_mailboxes(const std::optional<std::string>& field) { return field ? mailboxes(*field) : "null"; }

const char* name(mime::Flaw flaw) {
  constexpr const char* names[] = {"", "boundary", "encoded", "depth", "scratch", "damaged", "no_parts", "unclosed"};
  return names[static_cast<std::size_t>(flaw)];
}

std::string section(const mime::Event& e) {
  std::string path;
  for (const std::uint16_t index : e.path) path += (path.empty() ? "" : ".") + std::to_string(index);
  return path.empty() ? "-" : path;
}

// A part that was begun and has not ended.
struct Part {
  std::optional<std::string> subject, from, to, type, disposition;
  std::string name, value, content;
  Texts parts;  // the structure of those that it holds
  mime::Content kind = mime::Content::leaf;

  std::optional<std::string>* field(std::string_view of) {
    const auto is = [of](std::string_view other) { return wire::equals_any_case(of, other); };
    return is("Subject")               ? &subject
           : is("From")                ? &from
           : is("To")                  ? &to
           : is("Content-Type")        ? &type
           : is("Content-Disposition") ? &disposition
                                       : nullptr;
  }
};

class Summary {
 public:
  // False if the reader failed.
  bool take(const mime::Event& e) {
    switch (e.kind) {
      case mime::Kind::part: parts_.emplace_back(); break;
      case mime::Kind::name: parts_.back().name = e.bytes; break;
      case mime::Kind::value: value(e); break;
      case mime::Kind::stray:
        if (e.last) defects_.push_back(json(section(e) + ": stray"));
        break;
      case mime::Kind::header_end:
        parts_.back().kind = e.content;
        flaw(e);
        break;
      case mime::Kind::body: parts_.back().content += e.bytes; break;
      case mime::Kind::part_end:
        flaw(e);
        end();
        break;
      case mime::Kind::failed: return false;
      default: break;
    }
    return true;
  }

  std::string json_object() const {
    return "{\"structure\": " + json(structure_) + ", \"subject\": " + json_or_null(subject_) +
           ", \"from\": " + json_mailboxes(from_) + ", \"to\": " + json_mailboxes(to_) + ", \"leaves\": [" +
           joined(leaves_, ", ") + "], \"defects\": [" + joined(defects_, ", ") + "]}";
  }

 private:
  // The first field of a name counts.
  void value(const mime::Event& e) {
    Part& part = parts_.back();
    part.value += e.bytes;
    if (!e.last) return;
    std::optional<std::string>* const field = part.field(part.name);
    if (field != nullptr && !*field) *field = part.value;
    part.value.clear();
  }

  void flaw(const mime::Event& e) {
    if (e.flaw != mime::Flaw::none) defects_.push_back(json(section(e) + ": " + name(e.flaw)));
  }

  void end() {
    const Part part = std::move(parts_.back());
    parts_.pop_back();
    const mime::Parameters type(part.type ? std::string_view(*part.type) : std::string_view());
    const bool typed = !type.type().empty() && !type.subtype().empty();
    const char* const usual = part.kind == mime::Content::message ? "message/rfc822" : "text/plain";
    const std::string full = typed ? lower(type.type()) + "/" + lower(type.subtype()) : usual;
    if (part.kind == mime::Content::leaf) leaf(part, type, full);
    const std::string within = part.kind == mime::Content::leaf ? "" : "(" + joined(part.parts, ",") + ")";
    if (!parts_.empty()) {
      parts_.back().parts.push_back(full + within);
      return;
    }
    structure_ = full + within;
    from_ = part.from;
    to_ = part.to;
    if (!part.subject) return;
    subject_ = decoded(*part.subject);
    if (!wire::is_ascii(*part.subject)) defects_.push_back("\"-: not_ascii\"");
  }

  void leaf(const Part& part, const mime::Parameters& type, const std::string& full) {
    const mime::Parameters disposition(part.disposition ? std::string_view(*part.disposition) : std::string_view());
    std::vector<char> room(3 * (part.type.value_or("").size() + part.disposition.value_or("").size()) + 16);
    std::optional<std::string> charset, kind, file;
    if (const auto found = type.get("charset", room); found.found) charset = lower(found.text);
    if (part.disposition) kind = lower(disposition.type());
    if (const auto found = mime::file_name(disposition, type, room); found.found) file = std::string(found.text);
    leaves_.push_back("{\"type\": " + json(full) + ", \"charset\": " + json_or_null(charset) +
                      ", \"disposition\": " + json_or_null(kind) + ", \"filename\": " + json_or_null(file) +
                      ", \"octets\": " + std::to_string(part.content.size()) + ", \"sha256_16\": \"" +
                      sha256::of(part.content).substr(0, 16) + "\"}");
  }

  std::vector<Part> parts_;
  std::string structure_;
  std::optional<std::string> subject_, from_, to_;
  Texts leaves_, defects_;
};

bool read(std::string_view octets, Summary& summary) {
  char scratch[4096];
  mime::Reader reader(scratch);
  for (const auto* e = &reader.next(octets); e->kind != mime::Kind::need_input; e = &reader.next(octets))
    if (!summary.take(*e)) return false;
  for (;;) {
    const mime::Event& e = reader.finish();
    if (!summary.take(e)) return false;
    if (e.kind == mime::Kind::end) return true;
  }
}

}  // namespace

int main() {
  const std::string octets(std::istreambuf_iterator<char>(std::cin), {});
  Summary summary;
  if (!read(octets, summary)) {
    std::cerr << "mime_summary: a limit was passed\n";
    return 1;
  }
  std::cout << summary.json_object() << "\n";
  return 0;
}
