#include "arrived.hpp"

#include <cstdlib>

#include "base64.hpp"
#include "mail_text.hpp"

namespace demo {
namespace {

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
  const auto [head, body] = split_mail(mail);
  arrived.subject = decode_words(field(head, "Subject"));
  arrived.to = decode_words(field(head, "To"));

  const Structured type = read_structured(field(head, "Content-Type"));
  const std::string boundary = "\r\n--" + std::string(parameter(type.parameters, "boundary"));
  const std::string framed = "\r\n" + std::string(body);
  std::string_view rest = framed;
  take_until(rest, boundary);
  while (!rest.empty() && !rest.starts_with("--")) {
    std::string_view part = take_until(rest, boundary);
    take_until(part, "\r\n");
    const auto [part_head, part_body] = split_mail(part);
    std::string content = decode_body(field(part_head, "Content-Transfer-Encoding"), part_body);
    const Structured disposition = read_structured(field(part_head, "Content-Disposition"));
    if (disposition.value == "attachment") {
      arrived.file_name = parameter(disposition.parameters, "filename");
      arrived.attachment = std::move(content);
    } else {
      arrived.text = with_line_feeds(std::move(content));
    }
  }
  return arrived;
}

}  // namespace demo
