// Which mechanism logs in: the strongest that the server offers and the user allows, or why there is none.
//
//   Mechanism mechanism;
//   const Advice why_not = choose_mechanism({true, offered, false}, demand, mechanism);
//
// One mechanism is chosen for one connection. What comes of it is no reason to choose again.
#pragma once

#include <optional>

#include <mailmote/advice.hpp>
#include <mailmote/result.hpp>
#include <mailmote/sasl_response.hpp>

namespace mailmote {

// What the server says.
struct LoginOffer {
  bool any = false;           // it offers logins, by whatever mechanism
  Mechanisms mechanisms;      // those of them that we speak
  bool upgrade_left = false;  // the connection is in clear, and TLS is offered: there, many servers offer no login
};

// What the user says. Texts outlive the session.
struct LoginDemand {
  Credential credential;               // no authcid: no login
  bool token = false;                  // credential.secret is an OAuth 2 bearer token
  bool hide_password = false;          // /secure: no mechanism that shows the password to the server
  std::optional<Mechanism> mechanism;  // this one or none
  Mechanisms disabled;
};

// The strongest mechanism goes to `chosen`; or why there is none.
Advice choose_mechanism(LoginOffer offer, const LoginDemand& demand, Mechanism& chosen);

// What kind of error it is that there is none.
constexpr Category no_login(Advice why_not) {
  if (why_not == Advice::no_safe_mechanism) return Category::policy;
  return why_not == Advice::fix_user_name ? Category::input : Category::unsupported;
}

}  // namespace mailmote
