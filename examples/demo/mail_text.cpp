#include "mail_text.hpp"

#include <algorithm>
#include <array>

#include <mailmote/wire/encoded_word.hpp>

#include "words.hpp"

namespace demo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A token, or a quoted string without its quotes; takes it away.
std::string take_value(std::string_view& text) {
  if (!text.starts_with('"')) return std::string(trim(text.substr(0, text.find(';'))));
  std::string value;
  for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    value += text[i];
  }
  return value;
}

// The next `;` that does not stand in quotes.
std::size_t find_semicolon(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ';' && !quoted) {
      return i;
    }
  }
  return text.size();
}

}  // namespace

std::string_view take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + end.size(), text.size()));
  return taken;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::pair<std::string_view, std::string_view> split_mail(std::string_view mail) {
  if (mail.starts_with("\r\n")) return {mail.substr(0, 2), mail.substr(2)};
  const std::size_t end = mail.find("\r\n\r\n");
  if (end == std::string_view::npos) return {mail, {}};
  return {mail.substr(0, end + 4), mail.substr(end + 4)};
}

std::string_view take_field(std::string_view& head) {
  if (head.starts_with("\r\n")) return {};
  std::size_t end = head.find("\r\n");
  while (end != std::string_view::npos && end + 2 < head.size() && is_blank(head[end + 2]))
    end = head.find("\r\n", end + 2);
  end = end == std::string_view::npos ? head.size() : end + 2;
  const std::string_view taken = head.substr(0, end);
  head.remove_prefix(end);
  return taken;
}

std::string_view field(std::string_view head, std::string_view name) {
  for (std::string_view line = take_field(head); !line.empty(); line = take_field(head))
    if (same(trim(take_until(line, ":")), name)) return trim(line);
  return {};
}

std::string unfold(std::string_view value) {
  std::string text(value);
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  return text;
}

std::string decode_words(std::string_view value) {
  std::array<char, 1024> room;
  return std::string(mailmote::wire::decode_words(value, room).text);
}

Structured read_structured(std::string_view value) {
  Structured result;
  std::size_t end = find_semicolon(value);
  result.value = trim(value.substr(0, end));
  while (end < value.size()) {
    value.remove_prefix(end + 1);
    end = find_semicolon(value);
    std::string_view one = value.substr(0, end);
    const std::string name(trim(take_until(one, "=")));
    one = trim(one);
    if (!name.empty()) result.parameters.emplace_back(name, take_value(one));
  }
  return result;
}

std::string_view parameter(const Parameters& parameters, std::string_view name) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return same(p.first, name); });
  return found == parameters.end() ? std::string_view() : found->second;
}

}  // namespace demo
