// From the greeting to `ready`: TLS, one login, and who we are.
#include <mailmote/imap/session.hpp>

#include <mailmote/sasl_pump.hpp>

namespace mailmote::imap {

namespace {

// Who speaks with a reply code in place of a tag.
Advice other_service(const Event& greeting) {
  std::uint32_t code = 0;
  if (greeting.line != Line::tagged || greeting.tag.size() != 3 || !read_number(greeting.tag, code))
    return Advice::none;
  if (code == 220) return Advice::use_smtp;
  return code == 200 || code == 201 ? Advice::use_nntp : Advice::none;
}

}  // namespace

void Session::on_greeting(const Event& e) {
  const bool known = e.response == Response::ok || e.response == Response::preauth || e.response == Response::bye;
  if (e.line != Line::untagged || !known) stop(Category::protocol, other_service(e));
}

// The greeting is complete.
void Session::greeted(Response greeting) {
  if (greeting == Response::bye) return refuse(Category::rejected);
  remove_pending(0);
  stage_ = Stage::capability;
  if (greeting == Response::preauth) {
    // Who is logged in already can no longer upgrade (RFC 3501 6.2.1): somebody may want just that.
    if (!is_secured() && settings_.upgrade == Upgrade::required)
      return stop(Category::policy, Advice::starttls_not_offered);
    return logged_in();
  }
  if (!capabilities_.known()) return ask(put_bare(Command::capability));
  introduced();
}

// What the server can do is known.
void Session::introduced() {
  if (is_secured() || settings_.upgrade == Upgrade::never) return log_in();
  stage_ = Stage::tls;
  if (!capabilities_.has(Capability::starttls)) return stop(Category::policy, Advice::starttls_not_offered);
  ask(put_bare(Command::starttls));
}

// A command of the login has its answer.
void Session::on_login_answer(Command command, Status status) {
  switch (command) {
    case Command::starttls: return on_starttls(status);
    case Command::authenticate:
    case Command::login:
      if (status == Status::ok) return logged_in();
      return refuse(Category::auth, settings_.login.token ? Advice::token_refused : Advice::none);
    default: break;
  }
  // CAPABILITY: before the login, or behind it.
  if (status != Status::ok || !capabilities_.known()) return refuse(Category::protocol);
  return stage_ == Stage::mailbox ? get_ready() : introduced();
}

// RFC 3501 6.2.1. Octets behind the answer were not sent under TLS, by whomever (CVE-2011-0411).
inline void Session::on_starttls(Status status) {
  if (status != Status::ok) return refuse(Category::policy, Advice::starttls_not_offered);
  if (!window().empty()) return stop(Category::protocol, Advice::tampered_starttls);
  begin_securing();
}

void Session::log_in() {
  stage_ = Stage::auth;
  told_ = false;  // what was offered before a login need not hold behind it
  const bool has_login = !capabilities_.has(Capability::logindisabled);
  // RFC 4505 wants a trace; it may be anything.
  if (settings_.anonymous)
    return has_login ? say_login("anonymous", "mailmote") : stop(Category::unsupported, Advice::no_login_offered);
  const Credential& credential = settings_.login.credential;
  if (credential.authcid.empty()) return stop(Category::input, Advice::no_user);
  // The command LOGIN is one more way to say user and password (RFC 3501 6.2.3).
  LoginOffer offer{capabilities_.any_auth() || has_login, capabilities_.mechanisms(),
                   capabilities_.has(Capability::starttls) && !is_secured()};
  if (has_login) offer.mechanisms.add(Mechanism::login);
  const Advice why_not = choose_mechanism(offer, settings_.login, mechanism_);
  if (why_not != Advice::none) return stop(no_login(why_not), why_not);
  if (mechanism_ == Mechanism::login && has_login) return say_login(credential.authcid, credential.secret);
  response_.begin(mechanism_, credential);
  authenticate();
}

void Session::say_login(std::string_view user, std::string_view password) {
  begin_command(Command::login);
  put_secret_astring(out_, user, forms());
  out_.put(' ');
  put_secret_astring(out_, password, forms());
  const Put put = end_command();
  if (put == Put::refused) return stop(Category::input, Advice::fix_user_name);
  ask(put);
}

// The initial response goes along with the command where the server takes it (RFC 4959): one turn less.
void Session::authenticate() {
  begin_command(Command::authenticate);
  const bool speaks_first = mechanism_ != Mechanism::login;
  const bool at_once = speaks_first && capabilities_.has(Capability::sasl_ir);
  out_.put(mailmote::name(mechanism_)).put(at_once ? " " : "\r\n");
  if (!out_.commit()) return ask(Put::too_small);
  expect(Command::authenticate);
  if (!speaks_first) static_cast<void>(response_.next());  // the nothing that would go along
  challenges_ = at_once ? 1 : 0;
  awaits_ = Awaits::challenge;
  if (at_once) respond();
}

// What was asked for has been said, and is not said twice. XOAUTH2 says in a challenge why it refuses, and wants an
// empty answer before the refusal itself.
void Session::on_challenge() {
  static constexpr std::uint8_t most[] = {1, 2, 10};  // in the order of Mechanism
  if (challenges_++ == most[static_cast<std::size_t>(mechanism_)]) return stop(Category::protocol);
  awaits_ = Awaits::challenge;
  respond();
}

// As much of the response as there is room for.
void Session::respond() {
  responding_ = !put_response(out_, response_);
  pending_[pending_count_ - 1U].end = out_.mark();
}

void Session::logged_in() {
  awaits_ = Awaits::nothing;
  stage_ = Stage::mailbox;
  if (!told_) return ask(put_bare(Command::capability));
  get_ready();
}

// 163.com and its relatives open no mailbox until they know who asks ("Unsafe Login").
void Session::get_ready() {
  if (capabilities_.has(Capability::id)) ask(put_id());
  if (state() != State::open) return;
  phase_ = Phase::ready;
  emit(EventKind::ready);
}

// A command of our own.
void Session::ask(Put put) {
  if (put != Put::done && state() == State::open) stop(Category::limit, Advice::buffer_too_small);
}

}  // namespace mailmote::imap
