// The octets that a mechanism says, one by one, for the base64 digits on the wire: a token of 4 KB needs no buffer of
// 4 KB. They come from the caller's credentials; nothing is copied.
//
//   SaslResponse says;
//   says.begin(Mechanism::login, credential);
//   says.next() ...        `end` at once: nothing goes along with the command
//   says.next() ...        the answer to the first challenge, then `end`; then the second; then only empty ones
#pragma once

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
  static constexpr int end = -1;

  // Until then it says nothing. `c` stays the caller's, and outlives the response.
  //   PLAIN    RFC 4616
  //   XOAUTH2  "user=" U ^A "auth=Bearer " T ^A ^A
  //   LOGIN    nothing, then the user, then the secret
  void begin(Mechanism mechanism, const Credential& c);

  // The next octet, 0 to 255, or `end`.
  int next();

 private:
  const char* script_ = "";  // what is left to say: octets, and marks that stand for a text of the credential
  const Credential* credential_ = nullptr;
  std::string_view text_;  // what is left of that
};

// Whether `mechanism` can carry the credential: PLAIN separates with NUL, XOAUTH2 with ^A.
bool can_carry(Mechanism mechanism, const Credential& c);

}  // namespace mailmote
