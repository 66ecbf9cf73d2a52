#include "mail.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base64.hpp"

namespace sim {

namespace {

std::string some_lines(Dice& dice) {
  constexpr const char* lines[] = {"",
                                   ".",
                                   "hello",
                                   ")",
                                   "A5 OK done",
                                   "* 3 EXPUNGE",
                                   "{12}",
                                   "\"",
                                   "a longer line of text",
                                   "+ go on",
                                   "\xC3\xA4 \xFF"};
  std::string text;
  for (std::size_t i = dice.once_in(4) ? dice.from(0, 60) : dice.from(0, 8); i != 0; --i)
    text += std::string(lines[dice.from(0, std::size(lines) - 1)]) + "\r\n";
  return text + "THE-BODY\r\n";
}

// Everything octet by octet: no line gets too long for anybody by that.
std::string quoted_printable(const std::string& octets) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string text;
  std::size_t column = 0;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    text += '=';
    text += digits[octet >> 4U];
    text += digits[octet & 15U];
    if ((column += 3) < 72) continue;
    text += "=\r\n";
    column = 0;
  }
  return text;
}

std::string in_lines(const std::string& base64) {
  std::string text;
  for (std::size_t at = 0; at < base64.size(); at += 76) text += base64.substr(at, 76) + "\r\n";
  return text;
}

void add_part(Mail& mail, const MailPart& part, const std::string& encoded) {
  mail.parts.push_back(part);
  mail.parts.back().at = mail.text.size();
  mail.parts.back().size = encoded.size();
  mail.text += encoded;
}

// A text, and a file behind it.
void add_parts(Mail& mail, Dice& dice) {
  const std::string between = "--" + mail.boundary;
  const std::string words = some_lines(dice);
  const bool printable = dice.coin();
  mail.text += between + "\r\n";
  MailPart text{"TEXT", "PLAIN", printable ? "QUOTED-PRINTABLE" : "8BIT", "", words, mail.text.size()};
  mail.text += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + text.encoding + "\r\n\r\n";
  add_part(mail, text, printable ? quoted_printable(words) : words);

  std::string octets;
  for (std::size_t i = dice.from(0, 300); i != 0; --i) octets += static_cast<char>(dice.roll());
  mail.text += "\r\n" + between + "\r\n";
  MailPart file{"APPLICATION", "OCTET-STREAM", "BASE64", "log.bin", octets, mail.text.size()};
  mail.text +=
      "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: BASE64\r\n"
      "Content-Disposition: attachment; filename=log.bin\r\n\r\n";
  add_part(mail, file, in_lines(to_base64(octets)));
  mail.text += "\r\n" + between + "--\r\n";
}

}  // namespace

bool equal_in_any_case(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

Mail Mail::of(std::string text) {
  Mail mail;
  mail.text = std::move(text);
  const std::size_t end = mail.text.find("\r\n\r\n");
  mail.body = end == std::string::npos ? mail.text.size() : end + 4;
  mail.subject = mail.field("Subject");
  const std::string body = mail.text.substr(mail.body);
  mail.parts.push_back({"TEXT", "PLAIN", "8BIT", "", body, 0, mail.body, body.size()});
  return mail;
}

Mail Mail::rolled(Dice& dice) {
  Mail mail;
  mail.subject = "pump " + std::to_string(dice.from(1, 99));
  mail.text =
      "Date: Sat, 21 Nov 2026 03:09:25 +0000\r\nFrom: Pump <pump@plant.example>\r\nTo: alice@plant.example\r\n"
      "Subject: " +
      mail.subject + "\r\nMessage-ID: <" + std::to_string(dice.from(1, 9'999)) + "@plant.example>\r\n";
  if (dice.coin()) return of(mail.text + "\r\n" + some_lines(dice));
  mail.boundary = "b" + std::to_string(dice.from(1, 999));
  mail.text += "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=" + mail.boundary + "\r\n\r\n";
  mail.body = mail.text.size();
  add_parts(mail, dice);
  return mail;
}

std::string Mail::field(const std::string& name) const {
  std::istringstream header(text.substr(0, body));
  for (std::string line; std::getline(header, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || !equal_in_any_case(line.substr(0, colon), name)) continue;
    const std::string value = line.substr(colon + 1, line.size() - colon - 2);
    return value.substr(std::min(value.size(), value.find_first_not_of(' ')));
  }
  return "";
}

std::optional<std::string> Mail::section(const std::string& section) const {
  if (section.empty()) return text;
  if (section == "HEADER") return text.substr(0, body);
  if (section == "TEXT") return text.substr(body);
  if (section.starts_with("HEADER.FIELDS (")) {
    std::istringstream names(section.substr(15, section.size() - 16));
    std::string fields;
    for (std::string name; names >> name;)
      if (const std::string value = field(name); !value.empty()) fields += name + ": " + value + "\r\n";
    return fields + "\r\n";
  }
  const std::size_t n = static_cast<std::size_t>(section[0] - '1');
  if (n >= parts.size()) return std::nullopt;
  const MailPart& part = parts[n];
  if (section.size() == 1) return text.substr(part.at, part.size);
  if (section.substr(1) == ".MIME") return boundary.empty() ? "\r\n" : text.substr(part.mime, part.at - part.mime);
  return std::nullopt;
}

}  // namespace sim
