// Login: one credential, shown once, by the strongest mechanism that the server offers (RFC 4954).
#include <mailmote/smtp/session.hpp>

namespace mailmote::smtp {

namespace {

constexpr std::uint8_t max_rounds = 10;
constexpr std::uint16_t challenge = 334;
constexpr std::uint16_t welcome = 235;

}  // namespace

EventKind Session::log_in() {
  if (settings_.credential.authcid.empty()) return logged_in();
  phase_ = Phase::auth;
  stage_ = Stage::auth;
  const Advice why_not = choose();
  if (why_not == Advice::no_safe_mechanism) return stop(Category::policy, why_not);
  if (why_not != Advice::none) return stop(Category::unsupported, why_not);
  if (!can_carry(mechanism_, settings_.credential)) return stop(Category::input, Advice::fix_user_name);

  // The initial response goes along with the command where the mechanism has one: one turn less.
  const Credential& c = settings_.credential;
  Put put = begin_line(Command::auth, name(mechanism_));
  if (mechanism_ == Mechanism::login) {
    put = end_line(Command::auth);
  } else {
    out_.put(" ");
    put = commit(Command::auth);
    if (put == Put::done) say(mechanism_ == Mechanism::plain ? SaslResponse::plain(c) : SaslResponse::xoauth2(c));
  }
  return put == Put::done ? EventKind::need_input : stop(Category::limit, Advice::buffer_too_small);
}

EventKind Session::logged_in() {
  phase_ = Phase::ready;
  return EventKind::ready;
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

void Session::say(const SaslResponse& response) {
  response_ = response;
  responding_ = true;
  pump();
}

// Base64 of the response goes to the wire as room comes.
void Session::pump() {
  while (responding_) {
    const std::span<char> room = out_.room();
    const std::string_view piece = response_.piece();
    if (room.size() < wire::Base64Encoder::finish_room + 2) return;
    if (!piece.empty()) {
      const wire::Step step = base64_.encode(piece, room);
      response_.taken(step.taken);
      out_.filled_secret(step.written);
    } else {
      out_.filled_secret(base64_.finish(room));
      out_.put("\r\n");
      responding_ = false;
    }
  }
}

EventKind Session::on_auth() {
  const std::uint16_t code = said().reply;
  if (code == welcome) {
    disarm();
    return logged_in();
  }
  if (code >= 400) {
    const bool stale = settings_.token && code >= 500;
    return refuse(Category::auth, stale ? Advice::token_refused : Advice::none);
  }
  if (code != challenge) return refuse(Category::protocol);
  if (++rounds_ > max_rounds) return refuse(Category::limit);
  expect(Command::auth);
  const Credential& c = settings_.credential;
  SaslResponse response;
  if (mechanism_ == Mechanism::login && rounds_ <= 2) {
    response = rounds_ == 1 ? SaslResponse::user(c) : SaslResponse::secret(c);
  } else if (mechanism_ != Mechanism::xoauth2) {
    return refuse(Category::protocol);  // what was asked for has been said, and is not said twice
  }  // else it says why it refuses in a challenge, and wants an empty answer before the refusal itself
  say(response);
  return EventKind::need_input;
}

}  // namespace mailmote::smtp
