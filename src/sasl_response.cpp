#include <mailmote/sasl_response.hpp>

#include <cstring>

namespace mailmote {

namespace {

constexpr std::string_view nul{"\0", 1};

bool has(std::string_view text, char octet) {
  return !text.empty() && std::memchr(text.data(), octet, text.size()) != nullptr;
}

bool has(const Credential& c, char octet) {
  return has(c.authzid, octet) || has(c.authcid, octet) || has(c.secret, octet);
}

}  // namespace

SaslResponse& SaslResponse::add(std::string_view piece) {
  if (!piece.empty()) pieces_[count_++] = piece;
  return *this;
}

SaslResponse SaslResponse::plain(const Credential& c) {
  SaslResponse r;
  r.add(c.authzid).add(nul).add(c.authcid).add(nul).add(c.secret);
  return r;
}

SaslResponse SaslResponse::xoauth2(const Credential& c) {
  SaslResponse r;
  r.add("user=").add(c.authcid).add("\1auth=Bearer ").add(c.secret).add("\1\1");
  return r;
}

SaslResponse SaslResponse::word(std::string_view text) {
  SaslResponse r;
  r.add(text);
  return r;
}

void SaslResponse::taken(std::size_t n) {
  std::string_view& piece = pieces_[at_];
  piece = {piece.data() + n, piece.size() - n};
  if (piece.empty()) ++at_;
}

bool can_carry(Mechanism mechanism, const Credential& c) {
  return !has(c, '\0') && (mechanism != Mechanism::xoauth2 || !has(c, '\1'));
}

}  // namespace mailmote
