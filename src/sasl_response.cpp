// A response is a script: octets that stand for themselves, and marks that stand for a text of the credential.
#include <mailmote/sasl_response.hpp>

namespace mailmote {

namespace {

using namespace std::string_view_literals;

// Control characters that no mechanism says of itself.
constexpr char authzid = '\2', authcid = '\3', secret_text = '\4';

constexpr auto plain_script = "\2\0\3\0\4"sv;
constexpr auto xoauth2_script = "user=\3\1auth=Bearer \4\1\1"sv;
constexpr auto user_script = "\3"sv;
constexpr auto secret_script = "\4"sv;

std::string_view text_of(char mark, const Credential& c) {
  return mark == authzid ? c.authzid : mark == authcid ? c.authcid : c.secret;
}

}  // namespace

SaslResponse SaslResponse::plain(const Credential& c) { return {plain_script, c}; }
SaslResponse SaslResponse::xoauth2(const Credential& c) { return {xoauth2_script, c}; }
SaslResponse SaslResponse::user(const Credential& c) { return {user_script, c}; }
SaslResponse SaslResponse::secret(const Credential& c) { return {secret_script, c}; }

std::string_view SaslResponse::piece() {
  for (; !script_.empty(); script_.remove_prefix(1), offset_ = 0) {
    const char octet = script_.front();
    const bool mark = octet >= authzid && octet <= secret_text;
    const std::string_view text = mark ? text_of(octet, *credential_) : std::string_view{script_.data(), 1};
    if (offset_ != text.size()) return {text.data() + offset_, text.size() - offset_};
  }
  return {};
}

bool can_carry(Mechanism mechanism, const Credential& c) {
  const unsigned char most = mechanism == Mechanism::xoauth2 ? 1 : 0;
  for (char mark = authzid; mark <= secret_text; ++mark)
    for (const char octet : text_of(mark, c))
      if (static_cast<unsigned char>(octet) <= most) return false;
  return true;
}

}  // namespace mailmote
