// Why the network failed, in the port's words. Ports fill it, façades make an Error of it. How long it
// stays is said at Network::fault().
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote {

enum class FaultKind : std::uint8_t {
  none,
  unknown_host,     // the name has no address
  resolver,         // the name could not be looked up just now
  refused,          // nobody listens on that port
  unreachable,      // no route, or the network is down
  connect_timeout,  // nobody answered
  reset,            // the peer broke the connection
  local,            // this machine has no socket, buffer or memory left
  no_entropy,       // the random source failed
  bad_ca,           // the trust roots could not be read
  no_ca,            // no trust roots were found
  plain_text,       // the peer spoke plain text where TLS was due; the text holds its first words
  handshake,        // TLS could not be agreed on
  record,           // a TLS record was broken or forged
  no_tls,           // this port, or this build of it, has no TLS
  certificate,      // the certificate was not accepted; see the bits
};

// Bits: a certificate can be wrong in several ways at once.
enum CertificateFault : std::uint8_t {
  cert_expired = 1,
  cert_not_yet_valid = 2,
  cert_wrong_host = 4,
  cert_unknown_issuer = 8,
  cert_revoked = 16,
  cert_weak = 32,  // key or signature below today's floor
  cert_other = 64,
  cert_clock_unset = 128,  // beside not_yet_valid: this device's clock is not set
};

struct Fault {
  FaultKind kind = FaultKind::none;
  std::uint8_t certificate = 0;  // CertificateFault bits
  std::string_view text;         // for a person, bounded; empty where the kind says it all
};

}  // namespace mailmote
