#include "host_name.hpp"

#include <cstddef>
#include <cstring>
#include <optional>

namespace mailmote::mbedtls {
namespace {

constexpr std::size_t max_name = 253;  // RFC 1035 2.3.4, in text
constexpr std::size_t max_label = 63;

std::string_view part(std::string_view text, std::size_t from, std::size_t to) {
  return {text.data() + from, to - from};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

// Underscores are no host names by the book, yet stand in the names of real ones.
bool is_label(std::string_view label) {
  if (label.empty() || label.size() > max_label) return false;
  for (const char c : label) {
    const char l = lower(c);
    if (!is_digit(c) && !(l >= 'a' && l <= 'z') && c != '-' && c != '_') return false;
  }
  return true;
}

bool all_digits(std::string_view label) {
  for (const char c : label)
    if (!is_digit(c)) return false;
  return true;
}

// A last label of digits makes it an address in some old notation ("127.1"), or nothing at all.
bool is_dns_name(std::string_view name) {
  if (name.empty() || name.size() > max_name) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view label = dot == std::string_view::npos ? name : part(name, 0, dot);
    if (!is_label(label)) return false;
    if (dot == std::string_view::npos) return !all_digits(label);
    name.remove_prefix(dot + 1);
  }
}

// "192.0.2.1": four decimal numbers, without leading zeros.
bool parse_ip4(std::string_view text, std::uint8_t* into) {
  for (int i = 0; i < 4; ++i) {
    unsigned value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 3 && is_digit(text[digits]))
      value = value * 10 + static_cast<unsigned>(text[digits++] - '0');
    if (digits == 0 || value > 255 || (digits > 1 && text[0] == '0')) return false;
    into[i] = static_cast<std::uint8_t>(value);
    text.remove_prefix(digits);
    if (i == 3) return text.empty();
    if (text.empty() || text[0] != '.') return false;
    text.remove_prefix(1);
  }
  return false;
}

std::optional<unsigned> hex_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char l = lower(c);
  if (l >= 'a' && l <= 'f') return static_cast<unsigned>(l - 'a') + 10;
  return std::nullopt;
}

// One group of up to four hexadecimal digits off the front of `text`.
std::optional<unsigned> take_group(std::string_view& text) {
  unsigned value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 4) {
    const std::optional<unsigned> digit = hex_value(text[digits]);
    if (!digit) break;
    value = value * 16 + *digit;
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

// RFC 4291 2.2: eight groups, "::" once for a run of zeros, the last two perhaps as an IPv4 address.
class Ip6Parser {
 public:
  bool parse(std::string_view text, std::array<std::uint8_t, 16>& into) {
    if (!leading_gap(text)) return false;
    while (!text.empty()) {
      if (text.find(':') == std::string_view::npos && text.find('.') != std::string_view::npos) {
        if (!tail(text)) return false;
        break;
      }
      if (!group(text) || !separator(text)) return false;
    }
    return spread(into);
  }

 private:
  bool leading_gap(std::string_view& text) {
    if (text.empty() || text[0] != ':') return true;
    if (text.size() < 2 || text[1] != ':') return false;
    gap_ = 0;
    text.remove_prefix(2);
    return true;
  }

  bool group(std::string_view& text) {
    const std::optional<unsigned> value = take_group(text);
    if (!value || used_ > 14) return false;
    octets_[used_++] = static_cast<std::uint8_t>(*value >> 8);
    octets_[used_++] = static_cast<std::uint8_t>(*value & 0xFF);
    return true;
  }

  bool separator(std::string_view& text) {
    if (text.empty()) return true;
    if (text[0] != ':') return false;
    text.remove_prefix(1);
    if (text.empty()) return false;
    if (text[0] != ':') return true;
    if (gap_) return false;
    gap_ = used_;
    text.remove_prefix(1);
    return true;
  }

  bool tail(std::string_view text) {
    if (used_ > 12 || !parse_ip4(text, octets_.data() + used_)) return false;
    used_ += 4;
    return true;
  }

  bool spread(std::array<std::uint8_t, 16>& into) const {
    if (gap_ ? used_ == 16 : used_ != 16) return false;
    const std::size_t head = gap_ ? *gap_ : 16;
    const std::size_t behind = used_ - (gap_ ? head : used_);
    into = {};
    std::memcpy(into.data(), octets_.data(), head);
    if (behind != 0) std::memcpy(into.data() + 16 - behind, octets_.data() + head, behind);
    return true;
  }

  std::array<std::uint8_t, 16> octets_{};
  std::size_t used_ = 0;
  std::optional<std::size_t> gap_;
};

std::string_view without_brackets(std::string_view host) {
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return host;
  return part(host, 1, host.size() - 1);
}

// The zone says through which interface, not who.
std::string_view without_zone(std::string_view host) {
  const std::size_t percent = host.find('%');
  return percent == std::string_view::npos ? host : part(host, 0, percent);
}

std::string_view without_final_dot(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return host;
}

}  // namespace

HostName parse_host(std::string_view host) {
  HostName result;
  const std::string_view bare = without_brackets(host);
  result.text = without_zone(bare);
  if (Ip6Parser().parse(result.text, result.address)) {
    result.kind = HostName::Kind::ip6;
  } else if (parse_ip4(bare, result.address.data())) {
    result.kind = HostName::Kind::ip4;
  } else {
    result.text = without_final_dot(host);
    if (is_dns_name(result.text)) result.kind = HostName::Kind::name;
  }
  return result;
}

bool dns_name_matches(std::string_view pattern, std::string_view name) {
  const bool wildcard = pattern.size() > 2 && pattern[0] == '*' && pattern[1] == '.';
  if (!wildcard) return is_dns_name(pattern) && equal_ignoring_case(pattern, name);

  const std::string_view behind = part(pattern, 2, pattern.size());
  const std::size_t dot = name.find('.');
  if (!is_dns_name(behind) || behind.find('.') == std::string_view::npos) return false;
  if (dot == std::string_view::npos || dot == 0) return false;
  return equal_ignoring_case(behind, part(name, dot + 1, name.size()));
}

bool address_matches(std::string_view octets, const HostName& host) {
  const std::size_t size = host.kind == HostName::Kind::ip4 ? 4 : host.kind == HostName::Kind::ip6 ? 16 : 0;
  return size != 0 && octets.size() == size && std::memcmp(octets.data(), host.address.data(), size) == 0;
}

}  // namespace mailmote::mbedtls
