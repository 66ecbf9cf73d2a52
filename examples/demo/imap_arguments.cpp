#include "imap_arguments.hpp"

#include <algorithm>
#include <charconv>

namespace demo {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }

}  // namespace

bool MessageSet::contains(std::uint32_t number, std::uint32_t largest) const {
  return std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& range) {
    const std::uint32_t first = range.first == 0 ? largest : range.first;
    const std::uint32_t last = range.last == 0 ? largest : range.last;
    return std::min(first, last) <= number && number <= std::max(first, last);
  });
}

std::uint32_t MessageSet::highest(std::uint32_t largest) const {
  std::uint32_t highest = 0;
  for (const Range& range : ranges_) {
    highest = std::max({highest, range.first, range.last});
    if (range.first == 0 || range.last == 0) highest = std::max({highest, largest, std::uint32_t{1}});
  }
  return highest;
}

bool Arguments::skip(char c) {
  if (!next_is(c)) return false;
  rest_.remove_prefix(1);
  return true;
}

void Arguments::take(char c) {
  if (!skip(c)) fail();
}

std::string_view Arguments::word(std::string_view stops) {
  const auto* const end = std::find_if(rest_.begin(), rest_.end(), [&](char c) {
    return c == ' ' || c == '(' || c == ')' || is_control(c) || stops.find(c) != std::string_view::npos;
  });
  const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  rest_.remove_prefix(taken.size());
  if (taken.empty()) fail();
  return taken;
}

std::string Arguments::astring() { return string_or_word("\"{%*\\"); }
std::string Arguments::pattern() { return string_or_word("\"{\\"); }

std::string Arguments::string_or_word(std::string_view stops) {
  if (next_is('"')) return quoted();
  if (next_is('{')) return literal();
  return std::string(word(stops));
}

std::string Arguments::quoted() {
  take('"');
  std::string text;
  while (!rest_.empty() && rest_[0] != '"') {
    if (rest_[0] == '\\') rest_.remove_prefix(1);
    if (rest_.empty() || is_control(rest_[0])) break;
    text += rest_[0];
    rest_.remove_prefix(1);
  }
  take('"');
  return text;
}

// The octets stand behind their length: whoever read the command has put them there.
std::string Arguments::literal() {
  take('{');
  const std::uint32_t size = number();
  skip('+');
  take('}');
  take('\r');
  take('\n');
  if (failed_ || size > rest_.size()) {
    fail();
    return {};
  }
  const std::string octets(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return octets;
}

std::uint32_t Arguments::number() {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  if (error != std::errc()) {
    fail();
    return 0;
  }
  rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
  return value;
}

std::uint32_t Arguments::number_or_star() {
  if (skip('*')) return 0;
  const std::uint32_t value = number();
  if (value == 0) fail();
  return value;
}

MessageSet Arguments::set() {
  MessageSet set;
  do {
    const std::uint32_t first = number_or_star();
    set.add(first, skip(':') ? number_or_star() : first);
  } while (skip(','));
  return set;
}

Flags Arguments::flags() {
  Flags flags;
  const bool listed = skip('(');
  if (listed && skip(')')) return flags;
  do flags.insert(canonical_flag(word("\"{%*]")));
  while (skip(' '));
  if (listed) take(')');
  return flags;
}

}  // namespace demo
