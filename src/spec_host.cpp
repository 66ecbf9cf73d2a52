// Stricter than the reference, which takes any octet: what stands here ends in a resolver, in SNI and in logs, and
// a dash in front or a space within once became options of a command (CVE-2018-19518).
#include "spec_host.hpp"

#include <mailmote/wire/ascii.hpp>

namespace mailmote::spec {
namespace {

bool is_host_octet(char c) { return wire::is_alnum(c) || c == '.' || c == '-' || c == '_'; }

// Four decimal octets without leading zeros, which some take for octal.
bool is_ipv4(const char* p, const char* end) {
  for (unsigned group = 0; group < 4; ++group) {
    if (group != 0 && (p == end || *p++ != '.')) return false;
    const char* const begin = p;
    unsigned value = 0;
    while (p != end && p - begin < 3 && wire::is_digit(*p)) value = value * 10 + static_cast<unsigned>(*p++ - '0');
    if (p == begin || value > 255 || (*begin == '0' && p - begin > 1)) return false;
  }
  return p == end;
}

// RFC 4291 2.2: eight groups, "::" once for the zero groups, perhaps an IPv4 address in the place of the last two.
bool is_ipv6_address(const char* p, const char* end) {
  unsigned groups = 0;
  bool gap = false;
  if (end - p >= 2 && p[0] == ':' && p[1] == ':') {
    gap = true;
    p += 2;
  }
  while (p != end) {
    const char* const begin = p;
    while (p != end && wire::hex_value(*p) >= 0) ++p;
    if (p != end && *p == '.') {
      if (!is_ipv4(begin, end)) return false;
      groups += 2;
      break;
    }
    if (p == begin || p - begin > 4 || ++groups > 8) return false;
    if (p == end) break;
    if (*p++ != ':' || p == end) return false;
    if (*p != ':') continue;
    if (gap) return false;
    gap = true;
    ++p;
  }
  return gap ? groups < 8 : groups == 8;
}

// RFC 4007 11: a link-local address may name its interface, "fe80::1%eth0".
bool is_zone(const char* p, const char* end) {
  if (p == end) return false;
  for (; p != end; ++p)
    if (!is_host_octet(*p)) return false;
  return true;
}

bool is_ipv6(const char* p, const char* end) {
  const char* percent = p;
  while (percent != end && *percent != '%') ++percent;
  return is_ipv6_address(p, percent) && (percent == end || is_zone(percent + 1, end));
}

HostFault check_literal(std::string_view host) {
  const char* const begin = host.data() + 1;
  const char* const end = host.data() + host.size() - 1;
  if (end >= begin && *end == ']' && (is_ipv4(begin, end) || is_ipv6(begin, end))) return {};
  return {SpecReason::host_literal, 0, host.size()};
}

}  // namespace

HostFault check_host(std::string_view host) {
  if (host.empty()) return {SpecReason::no_host, 0, 0};
  if (host.size() > max_spec_host) return {SpecReason::host_too_long, max_spec_host, host.size() - max_spec_host};
  if (host[0] == '[') return check_literal(host);
  if (host[0] == '-') return {SpecReason::host_dash, 0, 1};
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (is_host_octet(host[i])) continue;
    std::size_t end = i + 1;
    while (end < host.size() && !is_host_octet(host[end])) ++end;
    return {SpecReason::host_octet, i, end - i};
  }
  return {};
}

}  // namespace mailmote::spec
