// Who logs in, how, and what an observer sees of it.
#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <string>

#include "sending.hpp"

using namespace mailmote;
using namespace sending;

namespace {

std::string offering(const std::string& mechanisms) {
  return "TLS\n"
         "S: 220 mx.example.org ready\n"
         "C: EHLO [192.0.2.7]\n"
         "S: 250-mx.example.org\n"
         "S: 250-AUTH " +
         mechanisms + "\nS: 250-SIZE\nS: 250 PIPELINING\n";
}

// A mail over TLS that is sent after `auth`.
Outcome login(const std::string& flags, const Login& login, const std::string& mechanisms, const std::string& auth,
              const MailerOptions& options = {}) {
  return send({.script = offering(mechanisms) + auth + "S: 235 welcome\n" + envelope + hi + taken_and_bye,
               .spec = "{mx.example.org/submit/ssl" + flags + "}",
               .login = login,
               .options = options});
}

// A login that does not even begin.
Outcome no_login(const std::string& flags, const Login& login, const std::string& mechanisms,
                 const MailerOptions& options = {}) {
  const Outcome o = send({.script = offering(mechanisms),
                          .spec = "{mx.example.org/submit/ssl" + flags + "}",
                          .login = login,
                          .options = options});
  CHECK(o.sent == "EHLO [192.0.2.7]\r\n");
  return o;
}

const Login pump("pump3", "secret");
const std::string plain_pump = "C: AUTH PLAIN AHB1bXAzAHNlY3JldA==\n";

}  // namespace

TEST_CASE("the specification's user beats the login's") {
  const std::string zoe = "C: AUTH PLAIN AHpvZQBzZWNyZXQ=\n";
  CHECK(login("/user=zoe", pump, "PLAIN", zoe).result == "ok");
  CHECK(login("/user=\"z\\oe\"", pump, "PLAIN", zoe).result == "ok");
  CHECK(login("/user=zoe", Login("", "secret"), "PLAIN", zoe).result == "ok");
  CHECK(login("", pump, "PLAIN", plain_pump).result == "ok");
}

TEST_CASE("/authuser logs in, on behalf of the user") {
  // zoe NUL admin NUL secret, then nobody NUL admin NUL secret
  CHECK(login("/user=zoe/authuser=admin", pump, "PLAIN LOGIN", "C: AUTH PLAIN em9lAGFkbWluAHNlY3JldA==\n").result ==
        "ok");
  CHECK(login("/authuser=admin", Login("", "secret"), "PLAIN", "C: AUTH PLAIN AGFkbWluAHNlY3JldA==\n").result == "ok");
  CHECK(no_login("/authuser=admin", pump, "LOGIN").result == "unsupported auth authuser_unsupported after_fix 69");
}

TEST_CASE("a token goes by XOAUTH2") {
  const std::string xoauth2 = "C: AUTH XOAUTH2 dXNlcj1wdW1wMwFhdXRoPUJlYXJlciB0b2tlbgEB\n";
  const Login bearer = Login::bearer("pump3", "token");
  CHECK(login("", bearer, "PLAIN XOAUTH2", xoauth2).result == "ok");
  CHECK(login("/secure", bearer, "PLAIN XOAUTH2", xoauth2).result == "ok");  // it is no password
  CHECK(no_login("", bearer, "PLAIN LOGIN").result == "unsupported auth needs_password after_fix 69");
  CHECK(no_login("", pump, "XOAUTH2").result == "unsupported auth needs_token after_fix 69");
}

TEST_CASE("/auth= and the option name the one mechanism") {
  const std::string by_login = "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: cHVtcDM=\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\n";
  CHECK(login("/auth=login", pump, "PLAIN LOGIN", by_login).result == "ok");
  CHECK(login("", pump, "PLAIN LOGIN", by_login, {.mechanism = Mechanism::login}).result == "ok");
  CHECK(login("/auth=plain", pump, "PLAIN LOGIN", plain_pump, {.mechanism = Mechanism::login}).result == "ok");
  CHECK(no_login("/auth=login", pump, "PLAIN").result == "unsupported auth mechanism_unsupported after_fix 69");
  Login without_plain = pump;
  without_plain.disabled.add(Mechanism::plain);
  CHECK(login("", without_plain, "PLAIN LOGIN", by_login).result == "ok");
}

TEST_CASE("/secure shows no password, not even inside TLS") {
  CHECK(no_login("/secure", pump, "PLAIN LOGIN").result == "policy auth no_safe_mechanism after_fix 77");
}

TEST_CASE("a refused login is not tried again, however many attempts there are") {
  const Outcome o = send({.script = offering("PLAIN LOGIN") + plain_pump + "S: 535 5.7.8 no\n",
                          .spec = "{mx.example.org/submit/ssl}",
                          .login = pump,
                          .options = {.attempts = 3}});
  CHECK(o.result == "auth auth 535 password_refused after_fix 77");
  CHECK(o.words == "5.7.8 no");
  CHECK(o.calls.size() == 3);  // open, secure, close
}

TEST_CASE("a server that wants no login gets no password") {
  const Outcome o = send({.script = "TLS\nS: 220 ready\nC: EHLO [192.0.2.7]\nS: 250 mx\n",
                          .spec = "{mx.example.org/submit/ssl}",
                          .login = pump});
  CHECK(o.result == "unsupported auth no_login_offered after_fix 69");
}

TEST_CASE("a login that is offered only inside TLS is not looked for in clear") {
  const Outcome o = send({.script = "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250 STARTTLS\n",
                          .spec = "{mx.example.org/submit/notls}",
                          .login = pump});
  CHECK(o.result == "unsupported auth encryption_required after_fix 69");
}

TEST_CASE("without STARTTLS neither a password nor a mail leaves in clear") {
  for (const char* flags : {"", "/tls"}) {
    for (const Login& who : {Login(), pump}) {
      const Outcome o = send({.script = "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250 AUTH PLAIN\n",
                              .spec = "{mx.example.org/smtp" + std::string(flags) + "}",
                              .login = who});
      CHECK(o.result == "policy tls starttls_not_offered after_fix 77");
      CHECK(o.sent == "EHLO [192.0.2.7]\r\n");
    }
  }
}

TEST_CASE("octets behind the answer to STARTTLS end the connection") {
  const Outcome o = send({.script = "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n"
                                    "S: 220 go\nS: 250-mx\nS: 250 AUTH PLAIN\n",
                          .spec = "{mx.example.org/smtp}",
                          .login = pump});
  CHECK(o.result == "protocol tls tampered_starttls after_fix 76");
  CHECK(o.calls == std::vector<std::string>{"open mx.example.org:25", "close"});
}

TEST_CASE("/notls sends in clear, since the user wrote it") {
  const Outcome o = send({.script = "S: 220 ready\nC: EHLO [192.0.2.7]\nS: 250-mx\nS: 250-AUTH PLAIN\nS: 250-STARTTLS\n"
                                    "S: 250-SIZE\nS: 250 PIPELINING\n" +
                                    plain_pump + "S: 235 welcome\n" + envelope + hi + taken_and_bye,
                          .login = pump});
  CHECK(o.result == "ok");
  CHECK(o.in_clear == o.sent);
}

TEST_CASE("/loser says HELO, and /novalidate-cert is told every time") {
  const Outcome o = send({.script = "TLS\nS: 220 ready\nC: HELO [192.0.2.7]\nS: 250 mx\n"
                                    "C: MAIL FROM:<pump3@plant.example>\nS: 250 ok\n"
                                    "C: RCPT TO:<ops@plant.example>\nS: 250 ok\n"
                                    "C: DATA\nS: 354 go\nC: Hi.\nC: .\nS: 250 queued\n" +
                                    bye,
                          .spec = "{mx.example.org:2465/smtp/ssl/loser/novalidate-cert}"});
  CHECK(o.result == "ok");
  CHECK(o.notices == "connecting connected tls_unverified closed");
  CHECK(o.calls == std::vector<std::string>{"open mx.example.org:2465", "secure mx.example.org unverified", "close"});
}

TEST_CASE("EHLO gives a name, or the address of our end") {
  const auto hello_as = [](const std::string& address, const std::string& name, std::string_view helo = {}) {
    return send({.script = "S: 220 ready\nC: EHLO " + name + "\nS: 554 5.7.1 no\nC: HELO " + name + "\nS: 554 no\n",
                 .options = {.helo = helo},
                 .network = [&](script::Network& n) { n.address = address; }});
  };
  CHECK(hello_as("192.0.2.7", "[192.0.2.7]").error.stage == Stage::capability);
  CHECK(hello_as("2001:db8::1", "[IPv6:2001:db8::1]").error.stage == Stage::capability);
  const std::string longest = "abcd:abcd:abcd:abcd:abcd:abcd:255.255.255.255";
  CHECK(hello_as(longest, "[IPv6:" + longest + "]").error.stage == Stage::capability);
  CHECK(hello_as("", "[127.0.0.1]").error.stage == Stage::capability);
  CHECK(hello_as("192.0.2.7", "pump.example", "pump.example").error.stage == Stage::capability);
}

TEST_CASE("an observer sees everything but secrets") {
  const Outcome o = login("", pump, "PLAIN", plain_pump);
  const std::string secret = "AHB1bXAzAHNlY3JldA==";
  std::string expected = o.sent;
  expected.replace(expected.find(secret), secret.size(), "[20]");
  CHECK(o.shown == expected);
  CHECK(o.heard.starts_with("220 mx.example.org ready\r\n250-mx"));
  CHECK(o.heard.ends_with("250 2.0.0 queued\r\n221 bye\r\n"));

  // Cut into octets, it stays hidden.
  Plan plan{.script = offering("PLAIN") + plain_pump + "S: 235 welcome\n" + envelope + hi + taken_and_bye,
            .spec = "{mx.example.org/submit/ssl}",
            .login = pump};
  plan.pace.write = 1;
  const Outcome slow = send(plan);
  CHECK(slow.result == "ok");
  CHECK(slow.shown.find("AHB") == std::string::npos);
  CHECK(slow.shown.find("EHLO [192.0.2.7]\r\nAUTH PLAIN [1][1]") == 0);
}
