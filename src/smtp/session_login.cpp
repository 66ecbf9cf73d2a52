// Login: one credential, shown once, by the strongest mechanism that the server offers (RFC 4954).
#include <mailmote/smtp/session.hpp>

namespace mailmote::smtp {

namespace {

constexpr std::uint8_t max_rounds = 10;
constexpr std::uint16_t challenge = 334;
constexpr std::uint16_t logged_in = 235;

constexpr Mechanism password_mechanisms[] = {Mechanism::plain, Mechanism::login};  // strongest first

}  // namespace

SessionEvent Session::log_in() {
  if (settings_.credential.authcid.empty()) {
    phase_ = Phase::ready;
    SessionEvent e;
    e.kind = EventKind::ready;
    return e;
  }
  phase_ = Phase::auth;
  Advice why_not = Advice::none;
  const std::optional<Mechanism> mechanism = choose(why_not);
  if (!mechanism) {
    const bool ours = why_not == Advice::no_safe_mechanism;
    return stop(ours ? Category::policy : Category::unsupported, Stage::auth, why_not);
  }
  if (!can_carry(*mechanism, settings_.credential)) return stop(Category::input, Stage::auth, Advice::fix_user_name);
  begin_auth(*mechanism);
  return {};
}

bool Session::allowed(Mechanism m) const {
  return capabilities_.mechanisms.has(m) && !settings_.disabled.has(m) &&
         (!settings_.mechanism || *settings_.mechanism == m);
}

std::optional<Mechanism> Session::choose(Advice& why_not) const {
  if (!capabilities_.auth) {
    // In clear, many servers offer a login only inside TLS.
    const bool inside_tls = capabilities_.starttls && !is_secured();
    why_not = inside_tls ? Advice::encryption_required : Advice::no_login_offered;
    return std::nullopt;
  }
  const bool for_another = !settings_.credential.authzid.empty();
  const Mechanisms& offered = capabilities_.mechanisms;
  if (settings_.token) {
    if (allowed(Mechanism::xoauth2) && !for_another) return Mechanism::xoauth2;
    why_not = !offered.has(Mechanism::xoauth2) ? Advice::needs_password
              : for_another                    ? Advice::authuser_unsupported
                                               : Advice::mechanism_unsupported;
    return std::nullopt;
  }
  if (settings_.hide_password) {
    why_not = Advice::no_safe_mechanism;
    return std::nullopt;
  }
  for (const Mechanism m : password_mechanisms)
    if (allowed(m) && (!for_another || m == Mechanism::plain)) return m;
  if (for_another) {
    why_not = Advice::authuser_unsupported;
  } else if (offered.has(Mechanism::xoauth2) && !offered.has(Mechanism::plain) && !offered.has(Mechanism::login)) {
    why_not = Advice::needs_token;
  } else {
    why_not = Advice::mechanism_unsupported;
  }
  return std::nullopt;
}

// The initial response goes along with the command where the mechanism has one: one turn less.
void Session::begin_auth(Mechanism m) {
  mechanism_ = m;
  const bool initial = m != Mechanism::login;
  out_.begin();
  out_.put("AUTH ").put(name(m)).put(initial ? " " : "\r\n");
  if (!out_.commit()) {
    static_cast<void>(stop(Category::limit, Stage::auth, Advice::buffer_too_small));
    return;
  }
  expect(Command::auth);
  if (m == Mechanism::plain) say(SaslResponse::plain(settings_.credential));
  if (m == Mechanism::xoauth2) say(SaslResponse::xoauth2(settings_.credential));
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
    if (response_.done()) {
      if (room.size() < wire::Base64Encoder::finish_room + 2) return;
      out_.filled_secret(base64_.finish(room));
      out_.begin();
      out_.put("\r\n");
      responding_ = !out_.commit();
      return;
    }
    if (room.size() < wire::Base64Encoder::min_room) return;
    const wire::Step step = base64_.encode(response_.piece(), room);
    response_.taken(step.taken);
    out_.filled_secret(step.written);
  }
}

SessionEvent Session::on_auth(const Reply& reply) {
  if (reply.code >= 400) {
    const bool stale = settings_.token && reply.code >= 500;
    return stop(Category::auth, Stage::auth, reply, stale ? Advice::token_refused : Advice::none);
  }
  if (reply.code == logged_in) {
    phase_ = Phase::ready;
    disarm();
    SessionEvent e;
    e.kind = EventKind::ready;
    return e;
  }
  if (reply.code != challenge) return stop(Category::protocol, Stage::auth, reply);
  if (++rounds_ > max_rounds) return stop(Category::limit, Stage::auth, reply);
  expect(Command::auth);
  if (mechanism_ == Mechanism::login && rounds_ <= 2) {
    const Credential& c = settings_.credential;
    say(SaslResponse::word(rounds_ == 1 ? c.authcid : c.secret));
    return {};
  }
  // XOAUTH2 says why it refuses in a challenge, and wants an empty answer before the refusal itself.
  if (mechanism_ == Mechanism::xoauth2) {
    say(SaslResponse());
    return {};
  }
  return stop(Category::protocol, Stage::auth, reply);  // what was asked for has been said, and is not said twice
}

}  // namespace mailmote::smtp
