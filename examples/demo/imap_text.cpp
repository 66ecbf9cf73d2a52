#include "imap_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "words.hpp"

namespace demo {
namespace {

constexpr std::size_t longest_quoted = 1000;
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool may_be_quoted(std::string_view text) {
  return text.size() <= longest_quoted &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::string imap_literal(std::string_view octets) {
  return "{" + std::to_string(octets.size()) + "}\r\n" + std::string(octets);
}

std::string imap_string(std::string_view text) {
  if (!may_be_quoted(text)) return imap_literal(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string imap_nstring(std::string_view text) { return text.empty() ? "NIL" : imap_string(text); }

std::string imap_astring(std::string_view text) {
  const bool is_word = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (upper(c) >= 'A' && upper(c) <= 'Z') || c == '-' || c == '_' || c == '.';
  });
  return is_word ? std::string(text) : imap_string(text);
}

std::string canonical_flag(std::string_view flag) {
  for (const char* known : {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"})
    if (same(flag, known)) return known;
  return std::string(flag);
}

std::string imap_flags(const Flags& flags) {
  std::string list = "(";
  for (const std::string& flag : flags) list += (list.size() > 1 ? " " : "") + flag;
  return list + ")";
}

std::string imap_date(std::int64_t seconds) {
  const std::time_t moment = static_cast<std::time_t>(seconds);
  std::tm utc{};
  ::gmtime_r(&moment, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "\"%2d-%s-%04d %02d:%02d:%02d +0000\"", utc.tm_mday,
                months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text.data();
}

std::optional<std::int64_t> read_imap_date(std::string_view text) {
  std::tm moment{};
  std::array<char, 4> month{};
  char sign = 0;
  int zone = 0, end = 0;
  const std::string line(text);
  const int found = std::sscanf(line.c_str(), "%2d-%3[A-Za-z]-%4d %2d:%2d:%2d %c%4d%n", &moment.tm_mday, month.data(),
                                &moment.tm_year, &moment.tm_hour, &moment.tm_min, &moment.tm_sec, &sign, &zone, &end);
  const auto* const named =
      std::find_if(months.begin(), months.end(), [&](const char* m) { return same(m, month.data()); });
  if (found != 8 || static_cast<std::size_t>(end) != line.size() || named == months.end()) return std::nullopt;
  if ((sign != '+' && sign != '-') || zone < 0) return std::nullopt;
  moment.tm_mon = static_cast<int>(named - months.begin());
  moment.tm_year -= 1900;
  const std::int64_t east = (zone / 100 * 60 + zone % 100) * 60;
  return ::timegm(&moment) - (sign == '+' ? east : -east);
}

}  // namespace demo
