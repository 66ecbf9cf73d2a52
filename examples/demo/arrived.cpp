#include "arrived.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <mailmote/wire/encoded_word.hpp>

#include "base64.hpp"

namespace demo {
namespace {

// `text` up to `end`, or all of it; what follows `end` stays in `text`.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + end.size(), text.size()));
  return taken;
}

// A header's value, continuation lines and all.
std::string_view header(std::string_view head, std::string_view name) {
  const std::string start = "\r\n" + std::string(name) + ": ";
  const std::string framed = "\r\n" + std::string(head);
  const std::size_t at = framed.find(start);
  if (at == std::string::npos) return {};
  // `framed` is two octets longer in front: its `at` is where the header begins in `head`.
  const std::string_view value = head.substr(at + start.size() - 2);
  std::size_t end = value.find("\r\n");
  while (end != std::string_view::npos && end + 2 < value.size() && (value[end + 2] == ' ' || value[end + 2] == '\t'))
    end = value.find("\r\n", end + 2);
  return value.substr(0, end);
}

// name="value" in a structured header; the quotes may be missing.
std::string parameter(std::string_view value, std::string_view name) {
  const std::size_t at = value.find(std::string(name) + "=");
  if (at == std::string_view::npos) return {};
  value.remove_prefix(at + name.size() + 1);
  const bool quoted = value.starts_with('"');
  if (quoted) value.remove_prefix(1);
  return std::string(value.substr(0, value.find_first_of(quoted ? "\"" : "; \r\n")));
}

std::string decode_words(std::string_view value) {
  std::array<char, 1024> room;
  return std::string(mailmote::wire::decode_words(value, room).text);
}

std::string from_quoted_printable(std::string_view body) {
  std::string text;
  while (!body.empty()) {
    const std::string_view literal = take_until(body, "=");
    text += literal;
    if (body.starts_with("\r\n")) {
      body.remove_prefix(2);
    } else if (body.size() >= 2) {
      text += static_cast<char>(std::strtoul(std::string(body.substr(0, 2)).c_str(), nullptr, 16));
      body.remove_prefix(2);
    }
  }
  return text;
}

std::string decode_body(std::string_view encoding, std::string_view body) {
  if (encoding == "base64") return from_base64(body).value_or("");
  if (encoding == "quoted-printable") return from_quoted_printable(body);
  return encoding.empty() || encoding == "8bit" || encoding == "7bit" ? std::string(body) : std::string();
}

std::string with_line_feeds(std::string text) {
  std::erase(text, '\r');
  return text;
}

}  // namespace

Arrived read_mail(std::string_view mail) {
  Arrived arrived;
  const std::string_view head = take_until(mail, "\r\n\r\n");
  arrived.subject = decode_words(header(head, "Subject"));
  arrived.to = decode_words(header(head, "To"));

  const std::string boundary = "\r\n--" + parameter(header(head, "Content-Type"), "boundary");
  std::string framed = "\r\n" + std::string(mail);
  std::string_view rest = framed;
  take_until(rest, boundary);
  while (!rest.empty() && !rest.starts_with("--")) {
    std::string_view part = take_until(rest, boundary);
    const std::string_view part_head = take_until(part, "\r\n\r\n");
    std::string body = decode_body(header(part_head, "Content-Transfer-Encoding"), part);
    const std::string_view disposition = header(part_head, "Content-Disposition");
    if (disposition.starts_with("attachment")) {
      arrived.file_name = parameter(disposition, "filename");
      arrived.attachment = std::move(body);
    } else {
      arrived.text = with_line_feeds(std::move(body));
    }
  }
  return arrived;
}

}  // namespace demo
