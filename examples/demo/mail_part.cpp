#include "mail_part.hpp"

#include <algorithm>
#include <tuple>

#include "words.hpp"

namespace demo {
namespace {

constexpr int max_depth = 16;

Part read(std::string_view text, int depth);

// RFC 2046 5.1.1: nothing but blanks, or the dashes of the last one, stand behind a boundary.
bool ends_boundary(std::string_view rest) {
  return rest.empty() || rest.starts_with("--") || rest[0] == '\r' || rest[0] == ' ' || rest[0] == '\t';
}

// What stands before the next line that is the boundary. The line end before it belongs to it.
std::string_view take_until_boundary(std::string_view& rest, const std::string& boundary) {
  std::size_t at = rest.find(boundary);
  while (at != std::string_view::npos && !ends_boundary(rest.substr(at + boundary.size())))
    at = rest.find(boundary, at + 1);
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(std::min(rest.size(), taken.size() + boundary.size()));
  return taken;
}

void read_children(Part& part, int depth) {
  const std::string boundary = "\r\n--" + std::string(parameter(part.parameters, "boundary"));
  if (part.body.empty()) return;
  // The first one may stand at the very beginning: then its line end is the header's.
  std::string_view rest(part.body.data() - 2, part.body.size() + 2);
  take_until_boundary(rest, boundary);
  while (!rest.empty() && !rest.starts_with("--")) {
    std::string_view child = take_until_boundary(rest, boundary);
    take_until(child, "\r\n");
    part.children.push_back(read(child, depth + 1));
  }
}

void read_type(Part& part) {
  Structured type = read_structured(field(part.head, "Content-Type"));
  std::string_view name = type.value;
  part.type = upper(take_until(name, "/"));
  part.subtype = upper(name);
  part.parameters = std::move(type.parameters);
  if (!part.type.empty() && !part.subtype.empty()) return;
  part.type = "TEXT";
  part.subtype = "PLAIN";
  part.parameters = {{"CHARSET", "us-ascii"}};
}

Part read(std::string_view text, int depth) {
  Part part;
  std::tie(part.head, part.body) = split_mail(text);
  read_type(part);
  part.encoding = upper(field(part.head, "Content-Transfer-Encoding"));
  if (part.encoding.empty()) part.encoding = "7BIT";
  part.disposition = read_structured(field(part.head, "Content-Disposition"));
  if (part.is_message() && depth < max_depth) part.children.push_back(read(part.body, depth + 1));
  if (part.is_multipart() && depth < max_depth && !parameter(part.parameters, "boundary").empty())
    read_children(part, depth);
  if (part.children.empty() && (part.is_multipart() || part.is_message())) {
    part.type = "APPLICATION";
    part.subtype = "OCTET-STREAM";
  }
  return part;
}

// Part `number` of a message, whose only part is number 1 where it is no multipart.
const Part* child(const Part& message, std::uint32_t number) {
  if (!message.is_multipart()) return number == 1 ? &message : nullptr;
  return number != 0 && number <= message.children.size() ? &message.children[number - 1] : nullptr;
}

// A message in a message counts its parts like a mail of its own.
const Part* find(const Part& mail, const std::vector<std::uint32_t>& path) {
  const Part* found = &mail;
  for (std::size_t i = 0; i < path.size() && found != nullptr; ++i) {
    if (i != 0 && found->is_message()) {
      found = child(found->children[0], path[i]);
    } else {
      found = i == 0 || found->is_multipart() ? child(*found, path[i]) : nullptr;
    }
  }
  return found;
}

std::string fields(std::string_view head, const Section& section) {
  const bool wanted = section.what == "HEADER.FIELDS";
  std::string chosen;
  for (std::string_view line = take_field(head); !line.empty(); line = take_field(head)) {
    std::string_view name = line;
    name = trim(take_until(name, ":"));
    const bool named =
        std::any_of(section.fields.begin(), section.fields.end(), [&](const auto& f) { return same(f, name); });
    if (named == wanted) chosen += line;
  }
  return chosen + "\r\n";
}

}  // namespace

Part read_part(std::string_view mail) { return read(mail, 0); }

std::optional<std::string> octets(const Part& mail, const Section& section) {
  const Part* part = find(mail, section.path);
  if (part == nullptr) return std::nullopt;
  const bool whole = section.path.empty();
  if (section.what.empty()) return whole ? std::string(part->head) + std::string(part->body) : std::string(part->body);
  if (section.what == "MIME") return whole ? std::nullopt : std::optional<std::string>(part->head);
  // HEADER and TEXT are a message's.
  if (!whole && !part->is_message()) return std::nullopt;
  if (!whole) part = &part->children[0];
  if (section.what == "TEXT") return std::string(part->body);
  if (section.what == "HEADER") return std::string(part->head);
  return fields(part->head, section);
}

}  // namespace demo
