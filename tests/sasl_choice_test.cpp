#include <mailmote/sasl_choice.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace mailmote;

namespace {

Mechanisms set(std::initializer_list<Mechanism> of) {
  Mechanisms m;
  for (const Mechanism one : of) m.add(one);
  return m;
}

constexpr auto plain = Mechanism::plain, login = Mechanism::login, xoauth2 = Mechanism::xoauth2;

LoginOffer offer(std::initializer_list<Mechanism> of) { return {true, set(of), false}; }

LoginDemand password() {
  LoginDemand d;
  d.credential = {{}, "alice", "sesame"};
  return d;
}

LoginDemand token() {
  LoginDemand d = password();
  d.token = true;
  return d;
}

// The name of what was chosen, or of the advice.
std::string choice(const LoginOffer& offer, const LoginDemand& demand) {
  Mechanism chosen = Mechanism::xoauth2;
  const Advice why_not = choose_mechanism(offer, demand, chosen);
  return std::string(why_not == Advice::none ? name(chosen) : name(why_not));
}

}  // namespace

TEST_CASE("a password goes by PLAIN, else by LOGIN") {
  CHECK(choice(offer({plain, login, xoauth2}), password()) == "PLAIN");
  CHECK(choice(offer({login, plain}), password()) == "PLAIN");
  CHECK(choice(offer({login, xoauth2}), password()) == "LOGIN");
  CHECK(choice(offer({xoauth2}), password()) == "needs_token");
  CHECK(choice(offer({}), password()) == "mechanism_unsupported");
}

TEST_CASE("a token goes by XOAUTH2 alone") {
  CHECK(choice(offer({plain, login, xoauth2}), token()) == "XOAUTH2");
  CHECK(choice(offer({plain, login}), token()) == "needs_password");
  LoginDemand d = token();
  d.hide_password = true;  // it is none
  CHECK(choice(offer({xoauth2}), d) == "XOAUTH2");
  d.disabled.add(xoauth2);
  CHECK(choice(offer({plain, xoauth2}), d) == "mechanism_unsupported");
}

TEST_CASE("no login is offered: perhaps inside TLS") {
  CHECK(choice({false, {}, true}, password()) == "encryption_required");
  CHECK(choice({false, {}, false}, password()) == "no_login_offered");
  CHECK(choice({false, {}, false}, token()) == "no_login_offered");
  CHECK(choice({true, set({plain}), true}, password()) == "PLAIN");
}

TEST_CASE("what is demanded or disabled is obeyed") {
  LoginDemand d = password();
  d.mechanism = login;
  CHECK(choice(offer({plain, login}), d) == "LOGIN");
  CHECK(choice(offer({plain}), d) == "mechanism_unsupported");
  d = password();
  d.disabled.add(plain);
  CHECK(choice(offer({plain, login}), d) == "LOGIN");
  CHECK(choice(offer({plain}), d) == "mechanism_unsupported");
  CHECK(choice(offer({plain, xoauth2}), d) == "mechanism_unsupported");  // no token would help: it was disabled
  d = token();
  d.mechanism = plain;
  CHECK(choice(offer({plain, xoauth2}), d) == "mechanism_unsupported");
}

TEST_CASE("a password that is to be hidden is not shown") {
  LoginDemand d = password();
  d.hide_password = true;
  CHECK(choice(offer({plain, login}), d) == "no_safe_mechanism");
}

TEST_CASE("for somebody else, PLAIN alone can say so") {
  LoginDemand d = password();
  d.credential.authzid = "bob";
  CHECK(choice(offer({plain, login}), d) == "PLAIN");
  CHECK(choice(offer({login}), d) == "authuser_unsupported");
  d.disabled.add(plain);
  CHECK(choice(offer({plain, login}), d) == "authuser_unsupported");
  d = token();
  d.credential.authzid = "bob";
  CHECK(choice(offer({xoauth2}), d) == "authuser_unsupported");
}

TEST_CASE("a credential that the mechanism cannot carry") {
  const std::string nul("ali\0ce", 6);
  LoginDemand d = password();
  d.credential.authcid = nul;
  CHECK(choice(offer({plain}), d) == "fix_user_name");
  CHECK(choice(offer({login}), d) == "fix_user_name");
  d = token();
  d.credential.secret = "tok\1en";
  CHECK(choice(offer({xoauth2}), d) == "fix_user_name");
  d.token = false;
  CHECK(choice(offer({plain}), d) == "PLAIN");
}

TEST_CASE("what kind of error it is") {
  CHECK(no_login(Advice::no_safe_mechanism) == Category::policy);
  CHECK(no_login(Advice::fix_user_name) == Category::input);
  CHECK(no_login(Advice::needs_token) == Category::unsupported);
}
