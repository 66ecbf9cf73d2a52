// Which certificate may speak for which host: RFC 9525 (6125 before), as pure functions on text.
//
// A DNS name matches dNSName entries only, an IP address iPAddress entries only. The CN counts for nothing. A wildcard
// is the whole left-most label, stands for exactly one label, and has two labels or more behind it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mailmote::mbedtls {

struct HostName {
  enum class Kind : std::uint8_t {
    invalid,  // no certificate can be for it
    name,
    ip4,
    ip6,
  };
  Kind kind = Kind::invalid;
  std::string_view text;                   // without brackets, zone and final dot
  std::array<std::uint8_t, 16> address{};  // network order; the first 4 octets for ip4
};

// Takes what a specification may hold: "mail.example", "mail.example.", "192.0.2.1", "[2001:db8::1]", "fe80::1%eth0".
HostName parse_host(std::string_view host);

// Whether the dNSName `pattern` stands for `name`, which parse_host() found to be a name.
bool dns_name_matches(std::string_view pattern, std::string_view name);

// Whether the octets of an iPAddress entry are `host`.
bool address_matches(std::string_view octets, const HostName& host);

}  // namespace mailmote::mbedtls
