#include "mail_head.hpp"

#include <algorithm>
#include <mailmote/wire/ascii.hpp>

namespace cli {

using mailmote::wire::equals_any_case;

namespace {

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// Folds are blanks (RFC 5322 2.2.3).
std::string unfolded(const std::string& value) {
  std::string all;
  std::copy_if(value.begin(), value.end(), std::back_inserter(all), [](char c) { return c != '\r' && c != '\n'; });
  return all;
}

}  // namespace

bool MailHead::add(std::string_view line) {
  if (line.empty()) return false;
  if (line.front() == ' ' || line.front() == '\t') {
    if (fields_.empty()) return false;
    fields_.back().value.append("\r\n").append(line);
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return false;
  std::string_view name = line.substr(0, colon);
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
  if (!is_name(name)) return false;
  fields_.push_back({std::string(name), std::string(line.substr(colon + 1))});
  return true;
}

bool MailHead::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](const Field& f) { return equals_any_case(f.name, name); });
}

std::vector<std::string> MailHead::values(std::string_view name) const {
  std::vector<std::string> all;
  for (const Field& f : fields_)
    if (equals_any_case(f.name, name)) all.push_back(unfolded(f.value));
  return all;
}

void MailHead::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& f) { return equals_any_case(f.name, name); });
}

void MailHead::append(std::string_view name, std::string_view value) {
  fields_.push_back({std::string(name), " " + std::string(value)});
}

std::string MailHead::text() const {
  std::string all;
  for (const Field& f : fields_) all += f.name + ":" + f.value + "\r\n";
  return all + "\r\n";
}

}  // namespace cli
