// What the image is to do, in words that QEMU passes on from its command line: spec={...} user=... README.md lists
// them. A product has these things in its flash.
#pragma once

#include <lwip/ip4_addr.h>

#include <cstdint>
#include <optional>
#include <string_view>

class Arguments {
 public:
  // Reads the command line, and reports what it does not understand: false then. The views below lie in memory that
  // nothing else uses.
  bool read();

  std::string_view spec;  // the mail server, as a mailbox specification
  std::string_view user;
  std::string_view password;
  ip4_addr_t dns_address = {PP_HTONL(LWIP_MAKEU32(10, 0, 2, 3))};  // QEMU's own name server
  std::uint16_t dns_port = 53;
  std::optional<std::int64_t> clock;  // at reset, seconds since 1970 or Network::unknown_time; nothing: the host's
  std::uint32_t count = 1;            // alerts or readings, one after the other
  std::uint32_t timeout_ms = 0;       // for each alert, for each call of a mailbox; 0: the library's own deadlines
  std::string_view part;              // of the first unread message; empty: its first attachment
  bool flag_seen = false;             // and mark that message as seen
  std::uint32_t meter = 0;            // 1: say how long steps took

 private:
  bool take(std::string_view word);
  bool take(std::string_view key, std::string_view value);
  bool take_dns(std::string_view value);
  bool take_clock(std::string_view value);
};
