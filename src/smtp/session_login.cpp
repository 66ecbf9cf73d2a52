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
  const LoginOffer offer{capabilities_.auth, capabilities_.mechanisms, capabilities_.starttls && !is_secured()};
  const Advice why_not = choose_mechanism(offer, settings_, mechanism_);
  if (why_not != Advice::none) return stop(no_login(why_not), why_not);

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

void Session::answer() {
  responding_ = true;
  pump();
}

// As room comes.
void Session::pump() {
  if (responding_) responding_ = !put_response(out_, response_);
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
