#include "wire_plan.hpp"

#include "service.hpp"

namespace cli {
namespace {

using mailmote::Service;
using mailmote::Spec;
using Steps = std::vector<std::string>;

// HELO, which has no extensions: neither TLS nor a login is there to be asked for.
bool says_helo(const Spec& spec) { return is_sending(spec.service) && spec.loser; }

std::string upgrade(Service service) { return service == Service::pop3 ? "STLS" : "STARTTLS"; }

void tls_steps(const Spec& spec, Steps& steps) {
  const std::string_view mode = tls_mode(spec);
  const std::string word = upgrade(spec.service);
  if (mode == "implicit") {
    steps.push_back("TLS 1.2 or later from the first octet" +
                    std::string(spec.tryssl && !spec.ssl ? "; /tryssl never falls back to clear text" : ""));
  } else if (mode == "required") {
    steps.push_back(word + " required: TLS 1.2 or later before anything else is said, or it stops (policy)");
  } else if (mode == "offered") {
    const bool news = spec.service == Service::nntp;
    steps.push_back(word + " if the server offers it; else " +
                    (news ? "reading that needs no login goes on, and no credential leaves in clear (policy)"
                          : "it stops: no credential and no mail leaves in clear (policy)"));
  } else {
    steps.push_back("clear text, because of /notls: whoever listens reads all of it, the password too");
  }
}

void certificate_steps(const Spec& spec, Steps& steps) {
  if (tls_mode(spec) == "none") return;
  if (spec.novalidate) {
    steps.push_back("the certificate is not checked (/novalidate-cert): whoever stands in between can read along");
  } else {
    steps.push_back("the certificate must be valid, and for " + std::string(spec.host));
  }
}

std::string who(const Spec& spec) {
  const std::string user = spec.user.empty() ? "the user that is given" : "\"" + std::string(spec.user) + "\"";
  if (spec.authuser.empty()) return user;
  return "\"" + std::string(spec.authuser) + "\" on behalf of " + user;
}

std::string mechanism(const Spec& spec) {
  if (spec.auth) return std::string(name(*spec.auth)) + " and nothing else";
  if (!spec.authuser.empty()) return "PLAIN, which alone can say so";
  return "the strongest mechanism that the server offers and the credential allows";
}

bool shows_password(const Spec& spec) {
  return spec.auth && (*spec.auth == mailmote::Mechanism::plain || *spec.auth == mailmote::Mechanism::login);
}

void login_steps(const Spec& spec, Steps& steps) {
  if (says_helo(spec)) return steps.push_back("no login: HELO knows none; if one is given, it stops (unsupported)");
  if (spec.anonymous) return steps.push_back("logs in as anonymous, without a password");
  const bool may_skip =
      spec.user.empty() && spec.authuser.empty() && (is_sending(spec.service) || spec.service == Service::nntp);
  steps.push_back((may_skip ? "logs in, if a login is given, as " : "logs in as ") + who(spec) + ": once, by " +
                  mechanism(spec));
  if (spec.secure) steps.push_back("/secure: by no mechanism that shows the password to the server, even inside TLS");
}

// What can be told in advance of the upgrade; empty if nothing stands against it.
std::string hopeless_upgrade(const Spec& spec) {
  const bool upgrades = !spec.starts_with_tls() && !spec.notls;
  if (!upgrades || !says_helo(spec)) return {};
  return "stops: after HELO (/loser) no STARTTLS is offered, and nothing leaves in clear (policy)";
}

// Likewise, of the login.
std::string hopeless_login(const Spec& spec) {
  if (spec.anonymous && spec.service != Service::imap) return "stops: only IMAP logs in with /anonymous";
  if (!spec.authuser.empty() && spec.auth && *spec.auth != mailmote::Mechanism::plain)
    return "stops: " + std::string(name(*spec.auth)) +
           " cannot log in on behalf of another, only PLAIN can (unsupported)";
  if (!spec.anonymous && spec.secure && shows_password(spec))
    return "stops: /secure forbids " + std::string(name(*spec.auth)) + ", which shows the password to the server";
  return {};
}

std::string imap_opening(const Spec& spec) {
  return std::string(spec.readonly ? "EXAMINE" : "SELECT") + " \"" + std::string(spec.mailbox) + "\"" +
         (spec.readonly ? "; whatever would change it is refused here, before it is sent" : "") +
         (spec.loser ? "; every string is quoted" : "");
}

std::string pop3_opening(const Spec& spec) {
  return std::string("STAT: the maildrop, POP3 has no other mailbox") +
         (spec.readonly ? "; no message is deleted" : "") + (spec.loser ? "; neither TOP nor LIST is used" : "");
}

void opening_steps(const Spec& spec, Steps& steps) {
  switch (spec.service) {
    case Service::imap: return steps.push_back(imap_opening(spec));
    case Service::pop3: return steps.push_back(pop3_opening(spec));
    case Service::nntp:
      return steps.push_back("GROUP " + std::string(spec.mailbox) + (spec.loser ? "; no extension is used" : ""));
    case Service::smtp:
    case Service::submit: break;
  }
  steps.push_back("sends mail: MAIL, RCPT, DATA");
}

std::string hello(const Spec& spec) { return spec.loser ? "says HELO, never EHLO" : "says EHLO"; }

std::string greeting(const Spec& spec) {
  const std::string connected =
      "connects to " + std::string(spec.host) + ", port " + std::to_string(spec.connect_port());
  if (!is_sending(spec.service)) return connected;
  return spec.starts_with_tls() ? connected : connected + "; " + hello(spec);
}

}  // namespace

std::string_view tls_mode(const Spec& spec) {
  if (spec.starts_with_tls()) return "implicit";
  if (spec.tls) return "required";
  return spec.notls ? "none" : "offered";
}

std::vector<std::string> wire_plan(const Spec& spec) {
  Steps steps = {greeting(spec)};
  std::string obstacle = hopeless_upgrade(spec);
  if (obstacle.empty()) {
    tls_steps(spec, steps);
    certificate_steps(spec, steps);
    if (is_sending(spec.service) && spec.starts_with_tls()) steps.push_back(hello(spec));
    obstacle = hopeless_login(spec);
  }
  if (obstacle.empty()) {
    login_steps(spec, steps);
    opening_steps(spec, steps);
  } else {
    steps.push_back(obstacle);
  }
  if (spec.debug) steps.push_back("/debug: the conversation is shown, secrets redacted");
  return steps;
}

}  // namespace cli
