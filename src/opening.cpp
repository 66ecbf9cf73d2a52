#include "opening.hpp"

#include "error.hpp"
#include "spec_parser.hpp"

namespace mailmote {

bool read_spec(std::string_view text, std::span<char> storage, Spec& into, Error& error) {
  const SpecFault fault = spec::read(text, storage, into);
  if (fault.reason == SpecReason::none) return true;
  set(error, {Category::input, Stage::spec, Advice::fix_spec, Retry::after_fix});
  error.offset = fault.offset;
  error.spec_reason = fault.reason;
  return false;
}

Advice complete(Login& login, const Spec& spec) {
  if (!spec.user.empty()) login.user = spec.user;
  const bool wants_login = !login.user.empty() || !spec.authuser.empty();
  const bool has_secret = !login.password.empty() || !login.token.empty();
  if (wants_login && !has_secret) return Advice::no_password;
  return has_secret && !wants_login ? Advice::no_user : Advice::none;
}

void set_demand(LoginDemand& demand, const Login& login, const Spec& spec, std::optional<Mechanism> mechanism) {
  demand.token = !login.token.empty();
  demand.credential.secret = demand.token ? login.token : login.password;
  demand.credential.authcid = spec.authuser.empty() ? login.user : spec.authuser;
  if (!spec.authuser.empty()) demand.credential.authzid = login.user;
  demand.hide_password = spec.secure;
  demand.mechanism = spec.auth ? spec.auth : mechanism;
  demand.disabled = login.disabled;
}

Connection::Settings connection_settings(const Spec& spec, std::uint8_t attempts, std::uint32_t overall_ms) {
  Connection::Settings s;
  s.host = spec.host;
  s.port = spec.connect_port();
  s.start = spec.starts_with_tls() ? Start::secured : Start::clear;
  s.verify = spec.novalidate ? Verify::none : Verify::required;
  s.attempts = attempts;
  s.overall_ms = overall_ms;
  if (overall_ms != 0) s.connect_ms = s.tls_ms = 0;
  return s;
}

}  // namespace mailmote
