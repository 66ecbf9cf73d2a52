#include <doctest/doctest.h>

#include <mailmote/sasl.hpp>

using mailmote::all_mechanisms;
using mailmote::Login;
using mailmote::Mechanism;
using mailmote::mechanism_named;
using mailmote::Mechanisms;

TEST_CASE("a mechanism is found by its name, in any case") {
  for (const Mechanism m : all_mechanisms) CHECK(mechanism_named(name(m)) == m);
  CHECK(mechanism_named("plain") == Mechanism::plain);
  CHECK(mechanism_named("LoGiN") == Mechanism::login);
  CHECK(mechanism_named("xoauth2") == Mechanism::xoauth2);
}

TEST_CASE("nothing else is a mechanism") {
  for (const char* word : {"", "PLAI", "PLAINX", "PLAIN ", " PLAIN", "XOAUTH", "CRAM-MD5", "GSSAPI", "OAUTHBEARER"})
    CHECK_FALSE(mechanism_named(word));
}

TEST_CASE("a set of mechanisms") {
  Mechanisms set;
  CHECK(set.empty());
  set.add(Mechanism::login).add(Mechanism::login);
  CHECK_FALSE(set.empty());
  CHECK(set.has(Mechanism::login));
  CHECK_FALSE(set.has(Mechanism::plain));
  CHECK_FALSE(set.has(Mechanism::xoauth2));
}

TEST_CASE("a login is empty, a password, or a token") {
  CHECK(Login().empty());
  const char* const unset = nullptr;
  CHECK(Login("joe", unset).password.empty());
  CHECK(Login("joe", "secret").password == "secret");
  const Login bearer = Login::bearer("joe", "token");
  CHECK(bearer.user == "joe");
  CHECK(bearer.token == "token");
  CHECK(bearer.password.empty());
}
