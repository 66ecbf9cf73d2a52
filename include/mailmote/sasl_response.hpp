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
  SaslResponse() = default;

  static SaslResponse plain(const Credential& c);    // RFC 4616
  static SaslResponse xoauth2(const Credential& c);  // "user=" U ^A "auth=Bearer " T ^A ^A
  static SaslResponse word(std::string_view text);   // one answer of LOGIN, or an empty one

  // The next octets; empty at the end.
  std::string_view piece() const { return at_ < count_ ? pieces_[at_] : std::string_view(); }
  void taken(std::size_t n);
  bool done() const { return at_ == count_; }

 private:
  SaslResponse& add(std::string_view piece);

  std::array<std::string_view, 5> pieces_{};
  std::uint8_t count_ = 0;
  std::uint8_t at_ = 0;
};

// Whether `mechanism` can carry the credential: PLAIN separates with NUL, XOAUTH2 with ^A.
bool can_carry(Mechanism mechanism, const Credential& c);

}  // namespace mailmote
