#include "json.hpp"

#include "text.hpp"

namespace cli {
namespace {

std::string quoted(std::string_view octets) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  while (!octets.empty()) {
    const std::size_t whole = character(octets);
    const auto first = static_cast<unsigned char>(octets[0]);
    if (whole == 0) {
      out += "\\ufffd";
    } else if (first == '"' || first == '\\') {
      out += {'\\', octets[0]};
    } else if (first < 0x20 || first == 0x7F) {
      out += {'\\', 'u', '0', '0', digits[first >> 4U], digits[first & 15U]};
    } else {
      out += octets.substr(0, whole);
    }
    octets.remove_prefix(whole == 0 ? 1 : whole);
  }
  return out + "\"";
}

}  // namespace

Json& Json::member(std::string_view name) {
  if (!members_.empty()) members_ += ", ";
  members_ += quoted(name) + ": ";
  return *this;
}

Json& Json::text(std::string_view name, std::string_view value) {
  member(name).members_ += quoted(value);
  return *this;
}

Json& Json::number(std::string_view name, std::int64_t value) {
  member(name).members_ += std::to_string(value);
  return *this;
}

Json& Json::flag(std::string_view name, bool value) {
  member(name).members_ += value ? "true" : "false";
  return *this;
}

Json& Json::null(std::string_view name) {
  member(name).members_ += "null";
  return *this;
}

Json& Json::text_or_null(std::string_view name, std::string_view value) {
  return value.empty() ? null(name) : text(name, value);
}

Json& Json::texts(std::string_view name, std::span<const std::string> values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + quoted(value);
  member(name).members_ += "[" + list + "]";
  return *this;
}

}  // namespace cli
