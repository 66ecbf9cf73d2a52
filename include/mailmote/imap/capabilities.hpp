// What an IMAP server says that it can do: the CAPABILITY response, and the response code of that name (RFC
// 3501 7.2.1).
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/imap/reader.hpp>
#include <mailmote/sasl.hpp>

namespace mailmote::imap {

enum class Capability : std::uint8_t {
  imap4rev1,       // RFC 3501
  imap4rev2,       // RFC 9051; brings what its appendix E lists
  starttls,        // RFC 3501 6.2.1
  logindisabled,   // RFC 3501 6.2.3
  sasl_ir,         // RFC 4959
  literal_plus,    // RFC 7888: literals of any length need no `+`
  literal_minus,   // RFC 7888: up to 4,096 octets
  idle,            // RFC 2177
  id,              // RFC 2971
  enable,          // RFC 5161
  name_space,      // RFC 2342
  unselect,        // RFC 3691
  uidplus,         // RFC 4315
  move,            // RFC 6851
  esearch,         // RFC 4731
  list_extended,   // RFC 5258
  list_status,     // RFC 5819
  special_use,     // RFC 6154
  children,        // RFC 3348
  condstore,       // RFC 7162
  binary,          // RFC 3516
  utf8_accept,     // RFC 6855
  gmail,           // X-GM-EXT-1
  auth_anonymous,  // AUTH=ANONYMOUS, RFC 4505
};

class Capabilities {
 public:
  bool has(Capability c) const { return (bits_ & (std::uint32_t{1} << static_cast<unsigned>(c))) != 0; }
  bool known() const { return (bits_ & bit_known) != 0; }    // the server has told them
  bool any_auth() const { return (bits_ & bit_auth) != 0; }  // AUTH= with whatever mechanism
  Mechanisms mechanisms() const;                             // those of them that we speak

  // A list begins: what was known before no longer holds (RFC 3501 7.2.1: it is complete each time).
  void begin() { bits_ = bit_known; }
  // Takes one word of the list, whole, in any case: "AUTH=PLAIN".
  void read(std::string_view word);
  // What was learnt is forgotten.
  void reset() { bits_ = 0; }

 private:
  // Behind those of Capability, and of AUTH= with each Mechanism.
  static constexpr std::uint32_t bit_auth = std::uint32_t{1} << 30U;
  static constexpr std::uint32_t bit_known = std::uint32_t{1} << 31U;

  std::uint32_t bits_ = 0;
};

}  // namespace mailmote::imap
