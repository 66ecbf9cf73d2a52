// A response is a script: octets that stand for themselves, and marks that stand for something else.
#include <mailmote/sasl_response.hpp>

namespace mailmote {

namespace {

// Control characters that no mechanism says of itself.
constexpr char authzid = '\2', authcid = '\3', secret_text = '\4', nul = '\5', end_of_answer = '\6';

// In the order of Mechanism.
constexpr const char* scripts[] = {"\2\5\3\5\4", "\6\3\6\4", "user=\3\1auth=Bearer \4\1\1"};

const std::string_view& text_of(char mark, const Credential& c) {
  return mark == authzid ? c.authzid : mark == authcid ? c.authcid : c.secret;
}

}  // namespace

void SaslResponse::begin(Mechanism mechanism, const Credential& c) {
  script_ = scripts[static_cast<std::size_t>(mechanism)];
  credential_ = &c;
  text_ = {};
}

int SaslResponse::next() {
  while (text_.empty()) {
    const char octet = *script_;
    if (octet == '\0') return end;
    ++script_;
    if (octet == end_of_answer) return end;
    if (octet == nul) return 0;
    if (octet < authzid || octet > secret_text) return octet;
    text_ = text_of(octet, *credential_);
  }
  const char octet = text_.front();
  text_.remove_prefix(1);
  return static_cast<unsigned char>(octet);
}

bool can_carry(Mechanism mechanism, const Credential& c) {
  const unsigned char most = mechanism == Mechanism::xoauth2 ? 1 : 0;
  for (char mark = authzid; mark <= secret_text; ++mark)
    for (const char octet : text_of(mark, c))
      if (static_cast<unsigned char>(octet) <= most) return false;
  return true;
}

}  // namespace mailmote
