#include "arguments.hpp"

#include <array>
#include <charconv>
#include <cstring>

#include <mailmote/network.hpp>

#include "console.hpp"
#include "semihosting.h"

namespace {

constinit std::array<char, 1024> line{};

std::string_view first(std::string_view text, std::size_t size) { return {text.data(), size}; }
std::string_view behind(std::string_view text, std::size_t size) { return {text.data() + size, text.size() - size}; }

// All before the first `mark`, and all after it; `text` itself and nothing where there is none.
struct Halves {
  std::string_view front, back;
};

Halves split(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {text, {}};
  return {first(text, at), behind(text, at + 1)};
}

template <class Number>
bool to_number(std::string_view text, Number& into) {
  const char* const end = text.data() + text.size();
  const std::from_chars_result result = std::from_chars(text.data(), end, into);
  return result.ec == std::errc{} && result.ptr == end;
}

}  // namespace

bool Arguments::read() {
  if (!semihosting_command_line(line.data(), line.size())) {
    say("arguments", "too long");
    return false;
  }
  // The first word is the program's name.
  std::string_view rest = split(line.data(), ' ').back;
  while (!rest.empty()) {
    const Halves halves = split(rest, ' ');
    if (!take(halves.front)) return false;
    rest = halves.back;
  }
  if (spec.empty()) say("arguments", "spec={server:port/...} is missing");
  return !spec.empty();
}

bool Arguments::take(std::string_view word) {
  const Halves halves = split(word, '=');
  if (word.empty() || take(halves.front, halves.back)) return true;
  say("argument not understood", word);
  return false;
}

bool Arguments::take(std::string_view key, std::string_view value) {
  if (key == "spec") {
    spec = value;
  } else if (key == "user") {
    user = value;
  } else if (key == "password") {
    password = value;
  } else if (key == "dns") {
    return take_dns(value);
  } else if (key == "clock") {
    return take_clock(value);
  } else if (key == "count") {
    return to_number(value, count) && count != 0;
  } else if (key == "timeout") {
    return to_number(value, timeout_ms);
  } else if (key == "part") {
    part = value;
  } else if (key == "flag") {
    flag_seen = value == "seen";
    return flag_seen;
  } else if (key == "meter") {
    return to_number(value, meter);
  } else {
    return false;
  }
  return true;
}

bool Arguments::take_dns(std::string_view value) {
  const Halves halves = split(value, ':');
  std::array<char, sizeof "255.255.255.255"> text{};
  if (halves.front.size() >= text.size()) return false;
  std::memcpy(text.data(), halves.front.data(), halves.front.size());
  return ip4addr_aton(text.data(), &dns_address) != 0 && (halves.back.empty() || to_number(halves.back, dns_port));
}

bool Arguments::take_clock(std::string_view value) {
  if (value == "unset") {
    clock = mailmote::Network::unknown_time;
    return true;
  }
  return to_number(value, clock.emplace());
}
