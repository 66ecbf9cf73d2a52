// Login: one credential, shown once, by the strongest mechanism that the server offers (RFC 4954).
#include <mailmote/smtp/session.hpp>

namespace mailmote::smtp {

namespace {

constexpr std::uint16_t challenge = 334;
constexpr std::uint16_t welcome = 235;

}  // namespace

void Session::log_in() {
  if (settings_.credential.authcid.empty()) return logged_in();
  stage_ = Stage::auth;
  const Advice why_not = choose();
  if (why_not != Advice::none)
    return stop(why_not == Advice::no_safe_mechanism ? Category::policy : Category::unsupported, why_not);
  if (!can_carry(mechanism_, settings_.credential)) return stop(Category::input, Advice::fix_user_name);

  // The initial response goes along with the command where the mechanism has one: one turn less.
  response_.begin(mechanism_, settings_.credential);
  if (begin_line(Command::auth, name(mechanism_)) == Put::done && mechanism_ != Mechanism::login) out_.put(" ");
  if (commit(Command::auth) != Put::done) return no_room();
  return answer();
}

void Session::logged_in() {
  phase_ = Phase::ready;
  stage_ = Stage::envelope;
  due_ = EventKind::ready;
}

// Whether the server offers it and nobody forbids it.
bool Session::choose(Mechanism m) {
  mechanism_ = m;
  return capabilities_.mechanisms.has(m) && !settings_.disabled.has(m) &&
         (!settings_.mechanism || *settings_.mechanism == m);
}

// The strongest mechanism goes to mechanism_; or why there is none.
Advice Session::choose() {
  const Mechanisms offered = capabilities_.mechanisms;
  const bool for_another = !settings_.credential.authzid.empty();
  // In clear, many servers offer a login only inside TLS.
  if (!capabilities_.auth)
    return capabilities_.starttls && !is_secured() ? Advice::encryption_required : Advice::no_login_offered;
  if (settings_.token) {
    if (!offered.has(Mechanism::xoauth2)) return Advice::needs_password;
    if (for_another) return Advice::authuser_unsupported;
    return choose(Mechanism::xoauth2) ? Advice::none : Advice::mechanism_unsupported;
  }
  if (settings_.hide_password) return Advice::no_safe_mechanism;
  if (choose(Mechanism::plain)) return Advice::none;
  if (for_another) return Advice::authuser_unsupported;
  if (choose(Mechanism::login)) return Advice::none;
  const bool token_only =
      offered.has(Mechanism::xoauth2) && !offered.has(Mechanism::plain) && !offered.has(Mechanism::login);
  return token_only ? Advice::needs_token : Advice::mechanism_unsupported;
}

void Session::answer() {
  responding_ = true;
  pump();
}

// Base64 of the response goes to the wire as room comes.
void Session::pump() {
  constexpr std::size_t digits_and_end = 4 + 2;
  while (responding_) {
    const std::span<char> room = out_.room();
    if (room.size() < digits_and_end) return;
    std::uint32_t bits = 0;
    unsigned octets = 0;
    int octet = 0;
    while (octets != 3 && (octet = response_.next()) != SaslResponse::end)
      bits |= static_cast<std::uint32_t>(octet) << (16 - 8 * octets++);
    if (octets != 0) {
      wire::put_base64(bits, octets, room.data());
      out_.filled_secret(4);
    }
    if (octet != SaslResponse::end) continue;
    out_.put("\r\n");
    responding_ = false;
  }
}

void Session::on_auth() {
  if (said_.code == welcome) return logged_in();
  // XOAUTH2 says why it refuses in a challenge, and wants an empty answer before the refusal itself. Else, what was
  // asked for has been said, and is not said twice.
  static constexpr std::uint8_t most[] = {0, 2, 10};  // challenges, in the order of Mechanism
  if (said_.code != challenge || challenges_++ == most[static_cast<std::size_t>(mechanism_)])
    return refuse(Category::auth, settings_.token && said_.code >= 500 ? Advice::token_refused : Advice::none);
  expect(Command::auth);
  return answer();
}

}  // namespace mailmote::smtp
