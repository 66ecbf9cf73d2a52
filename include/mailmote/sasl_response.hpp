// The octets that a mechanism says, piece by piece, for the base64 encoder: a token of 4 KB
// needs no buffer of 4 KB. The pieces are views of the caller's credentials; nothing is copied.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <mailmote/sasl.hpp>

namespace mailmote {

// Who asks (authcid), on whose behalf (authzid; empty: his own), and with what.
struct Credential {
  std::string_view authzid;
  std::string_view authcid;
  std::string_view secret;  // password, or OAuth 2 bearer token
};

class SaslResponse {
 public:
  SaslResponse() = default;  // an empty one

  // `c` stays the caller's, and outlives the response.
  static SaslResponse plain(const Credential& c);    // RFC 4616
  static SaslResponse xoauth2(const Credential& c);  // "user=" U ^A "auth=Bearer " T ^A ^A
  static SaslResponse user(const Credential& c);     // the first answer of LOGIN
  static SaslResponse secret(const Credential& c);   // and the second

  // The next octets; empty at the end.
  std::string_view piece();
  void taken(std::size_t n) { offset_ += n; }

 private:
  constexpr SaslResponse(std::string_view script, const Credential& c) : script_(script), credential_(&c) {}

  std::string_view script_;  // what is left to say: octets, and marks that stand for a text of the credential
  const Credential* credential_ = nullptr;
  std::size_t offset_ = 0;  // octets of the first of them that were taken
};

// Whether `mechanism` can carry the credential: PLAIN separates with NUL, XOAUTH2 with ^A.
bool can_carry(Mechanism mechanism, const Credential& c);

}  // namespace mailmote
