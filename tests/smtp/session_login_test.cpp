// AUTH: which mechanism, what is said, what is never said twice, and what nobody gets to see.
#include "sweep.hpp"

#include <mailmote/wire/base64.hpp>

using sweep::everywhere;
using sweep::Outcome;

namespace {

std::string base64(std::string_view octets) {
  std::string text(static_cast<std::size_t>(mailmote::wire::base64_length(octets.size())), '\0');
  mailmote::wire::Base64Encoder encoder;
  const auto step = encoder.encode(octets, text);
  encoder.finish(std::span<char>(text).subspan(step.written));
  return text;
}

std::string plain(const std::string& user, const std::string& password, const std::string& authzid = "") {
  return base64(authzid + '\0' + user + '\0' + password);
}

std::string xoauth2(const std::string& user, const std::string& token) {
  return base64("user=" + user + "\1auth=Bearer " + token + "\1\1");
}

const std::string alice = "set user alice\nset password correct-horse\n";

// TLS from the start; the server offers `auth`.
std::string offered(const std::string& auth, const std::string& rest) {
  return "set start secured\nS: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250-PIPELINING\nS: 250 " + auth + "\n" +
         rest;
}

// Nobody sees a secret: not in the transcript, and afterwards not in the transmit buffer.
void check_hidden(const Outcome& o, const std::string& secret) {
  CHECK(o.shown.find(secret) == std::string::npos);
  CHECK(o.shown.size() + o.hidden == o.sent.size());
  for (std::size_t at = 0; at + 4 <= secret.size(); at += 4)
    CHECK(o.left_in_tx.find(secret.substr(at, 4)) == std::string::npos);
}

}  // namespace

TEST_CASE("PLAIN goes along with the command (RFC 4954)") {
  const std::string secret = plain("alice", "correct-horse");
  const auto o = everywhere(alice + offered("AUTH LOGIN PLAIN CRAM-MD5", "C: AUTH PLAIN " + secret +
                                                                             "\nS: 235 2.7.0 welcome\n= ready\n"
                                                                             "! quit\nC: QUIT\nS: 221 bye\n= closed"));
  CHECK(o.shown == "EHLO pump.example\r\nAUTH PLAIN \r\nQUIT\r\n");
  check_hidden(o, secret);
}

TEST_CASE("LOGIN answers two prompts, whatever they say") {
  for (const char* prompts : {"VXNlcm5hbWU6", "VXNlciBOYW1lAA==", ""}) {
    const auto o = everywhere(
        alice + offered("AUTH=LOGIN", "C: AUTH LOGIN\nS: 334 " + std::string(prompts) + "\nC: " + base64("alice") +
                                          "\nS: 334\nC: " + base64("correct-horse") + "\nS: 235\n= ready"));
    check_hidden(o, base64("correct-horse"));
    check_hidden(o, base64("alice"));
    CHECK(o.shown == "EHLO pump.example\r\nAUTH LOGIN\r\n\r\n\r\n");
  }
}

TEST_CASE("an empty password is said as an empty line") {
  everywhere(
      "set user alice\n" +
      offered("AUTH LOGIN", "C: AUTH LOGIN\nS: 334\nC: YWxpY2U=\nS: 334\nC: \nS: 535 no\n= failed auth auth 535"));
  everywhere("set user alice\n" + offered("AUTH PLAIN", "C: AUTH PLAIN " + plain("alice", "") + "\nS: 235\n= ready"));
}

TEST_CASE("every length of a response is padded as it should be") {
  for (std::size_t n = 1; n <= 9; ++n) {
    const std::string password(n, 'p');
    everywhere("set user u\nset tx 32\nset password " + password + "\n" +
               offered("AUTH PLAIN", "C: AUTH PLAIN " + plain("u", password) + "\nS: 235\n= ready"));
  }
}

TEST_CASE("XOAUTH2: a token of 4 KB goes through a buffer of 512 octets") {
  std::string token;
  for (int i = 0; token.size() < 4096; ++i) token += "ya29." + std::to_string(i);
  const std::string secret = xoauth2("a@example.org", token);
  const std::string text = "set user a@example.org\nset token " + token + "\n" +
                           offered("AUTH XOAUTH2 PLAIN", "C: AUTH XOAUTH2 " + secret + "\nS: 235 ok\n= ready");
  const auto o = sweep::once(text);
  CHECK(o.shown == "EHLO pump.example\r\nAUTH XOAUTH2 \r\n");
  check_hidden(o, secret);
  const auto script = script::parse(text);
  for (const std::size_t write : {std::size_t{1}, std::size_t{7}, std::size_t{100}, std::size_t{511}})
    sweep::same(script, o, {.read = 1, .write = write});
  for (std::size_t at = 0; at < o.sent.size(); at += 97) sweep::same(script, o, {.stall_write = at});
}

TEST_CASE("XOAUTH2: the server's reasons are answered with an empty line") {
  const std::string to_auth =
      "set user a@b\nset token T\n" + offered("AUTH XOAUTH2", "C: AUTH XOAUTH2 " + xoauth2("a@b", "T") + "\n");
  everywhere(to_auth +
             "S: 334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=\nC: \n"
             "S: 535-5.7.8 Username and Password not accepted.\nS: 535 5.7.8 gsmtp\n"
             "= failed auth auth 535 token_refused 5.7.8");
  everywhere(to_auth + "S: 454 4.7.0 not now\n= failed auth auth 454 none 4.7.0");
}

TEST_CASE("ten rounds, and not one more") {
  for (int rounds = 9; rounds <= 11; ++rounds) {
    std::string text =
        "set user a@b\nset token T\n" + offered("AUTH XOAUTH2", "C: AUTH XOAUTH2 " + xoauth2("a@b", "T") + "\n");
    for (int i = 0; i < rounds; ++i) text += i < 10 ? "S: 334 more\nC: \n" : "S: 334 more\n";
    everywhere(text + (rounds <= 10 ? "S: 535 no\n= failed auth auth 535" : "= failed protocol auth 334"));
  }
}

TEST_CASE("what was asked for is said once") {
  const std::string secret = plain("alice", "correct-horse");
  everywhere(alice + offered("AUTH PLAIN LOGIN", "C: AUTH PLAIN " + secret + "\nS: 334\n= failed protocol auth 334"));
  everywhere(alice + offered("AUTH LOGIN",
                             "C: AUTH LOGIN\nS: 334\nC: YWxpY2U=\nS: 334\nC: Y29ycmVjdC1ob3JzZQ==\nS: 334\n"
                             "= failed protocol auth 334"));
}

TEST_CASE("a refusal is the end of it: no other mechanism, no second try") {
  const std::string secret = plain("alice", "correct-horse");
  for (const char* refusal : {"535 5.7.8 no", "534 5.7.9 no", "538 5.7.11 no", "530 5.7.0 no", "504 5.5.4 no", "501 no",
                              "454 4.7.0 no", "432 4.7.12 no"}) {
    const std::string code(refusal, 3);
    const auto o = everywhere(alice + offered("AUTH PLAIN LOGIN", "C: AUTH PLAIN " + secret + "\nS: " + refusal +
                                                                      "\n= failed auth auth " + code));
    CHECK(o.sent.ends_with(secret + "\r\n"));
  }
  everywhere(alice + offered("AUTH LOGIN", "C: AUTH LOGIN\nS: 535 no\n= failed auth auth 535"));
  everywhere(alice + offered("AUTH LOGIN", "C: AUTH LOGIN\nS: 334\nC: YWxpY2U=\nS: 535 no\n= failed auth auth 535"));
  everywhere(alice + offered("AUTH PLAIN", "C: AUTH PLAIN " + secret + "\nS: 421 bye\n= failed rejected auth 421"));
  everywhere(alice + offered("AUTH PLAIN", "C: AUTH PLAIN " + secret + "\nS: 250 ok\n= failed protocol auth 250"));
}

TEST_CASE("an answer before we have spoken is none; a refusal may come early") {
  const std::string token(2000, 't');
  const std::string to_auth = "set user a@b\nset token " + token + "\n" + offered("AUTH XOAUTH2", "");
  const std::string part = xoauth2("a@b", token).substr(0, 1000);
  const auto answered = [&](const std::string& reply, const std::string& event) {
    const script::Script script = script::parse(to_auth + "C~ AUTH XOAUTH2 " + part + "\nS: " + reply + "\n= " + event);
    const std::size_t sent = std::string("EHLO pump.example\r\nAUTH XOAUTH2 ").size() + part.size();
    CHECK(play::play(script, {.stall_write = sent}).wrong == "");
  };
  answered("500 5.5.2 line too long", "failed auth auth 500");
  answered("235 welcome", "failed protocol auth 235");
  // Together with the answer to EHLO.
  sweep::once(alice +
              "set start secured\nS: 220 mx\nC: EHLO pump.example\nS~ 250-mx\\r\\n250 AUTH PLAIN\\r\\n235 ok\\r\\n\n"
              "= failed protocol auth 235");
}

TEST_CASE("the strongest mechanism that server, credential and settings allow") {
  const std::string by_plain = "C: AUTH PLAIN " + plain("alice", "correct-horse") + "\nS: 235\n= ready";
  const std::string by_login = "C: AUTH LOGIN\nS: 334\nC: YWxpY2U=\nS: 334\nC: Y29ycmVjdC1ob3JzZQ==\nS: 235\n= ready";
  everywhere(alice + offered("AUTH LOGIN PLAIN XOAUTH2", by_plain));
  everywhere(alice + offered("auth login plain", by_plain));
  everywhere(alice + "set disabled plain\n" + offered("AUTH PLAIN LOGIN", by_login));
  everywhere(alice + "set mechanism login\n" + offered("AUTH PLAIN LOGIN", by_login));
}

TEST_CASE("no mechanism: nothing of the credential is sent, and why") {
  const auto refused = [](const std::string& settings, const std::string& auth, const std::string& why) {
    const auto o = everywhere(settings + offered(auth, "= failed " + why));
    CHECK(o.sent == "EHLO pump.example\r\n");
  };
  refused(alice, "SIZE", "unsupported auth 0 no_login_offered");
  refused(alice, "AUTH XOAUTH2", "unsupported auth 0 needs_token");
  refused(alice, "AUTH GSSAPI", "unsupported auth 0 mechanism_unsupported");
  refused(alice, "AUTH", "unsupported auth 0 mechanism_unsupported");
  refused(alice + "set mechanism login\n", "AUTH PLAIN", "unsupported auth 0 mechanism_unsupported");
  refused(alice + "set disabled plain\nset disabled login\n", "AUTH PLAIN LOGIN",
          "unsupported auth 0 mechanism_unsupported");
  refused(alice + "set secure yes\n", "AUTH PLAIN LOGIN", "policy auth 0 no_safe_mechanism");
  refused(alice + "set authuser boss\n", "AUTH LOGIN", "unsupported auth 0 authuser_unsupported");
  refused("set user a@b\nset token T\n", "AUTH PLAIN LOGIN", "unsupported auth 0 needs_password");
  refused("set user a@b\nset token T\nset disabled xoauth2\n", "AUTH XOAUTH2",
          "unsupported auth 0 mechanism_unsupported");
  refused("set user a@b\nset token T\nset authuser boss\n", "AUTH XOAUTH2 PLAIN",
          "unsupported auth 0 authuser_unsupported");
  refused("set user a\\0b\nset password x\n", "AUTH PLAIN", "input auth 0 fix_user_name");
  refused("set user a\nset password x\\0y\n", "AUTH LOGIN", "input auth 0 fix_user_name");
  refused("set user a@b\nset token T\\x01\n", "AUTH XOAUTH2", "input auth 0 fix_user_name");
}

TEST_CASE("a bearer token is no password: /secure allows it") {
  everywhere("set user a@b\nset token T\nset secure yes\n" +
             offered("AUTH XOAUTH2", "C: AUTH XOAUTH2 " + xoauth2("a@b", "T") + "\nS: 235\n= ready"));
}

TEST_CASE("on behalf of another") {
  everywhere(
      alice + "set authuser boss\n" +
      offered("AUTH LOGIN PLAIN", "C: AUTH PLAIN " + plain("alice", "correct-horse", "boss") + "\nS: 235\n= ready"));
}

TEST_CASE("HELO gives no login, and the mail does not go without") {
  everywhere(alice +
             "set start secured\nS: 220 mx\nC: EHLO pump.example\nS: 502 no\nC: HELO pump.example\nS: 250-mx\n"
             "S: 250 AUTH PLAIN\n= failed unsupported auth 0 no_login_offered");
}

TEST_CASE("no credential in clear; what AUTH was offered there does not count") {
  const std::string secret = plain("alice", "correct-horse");
  auto o = everywhere(alice + "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 AUTH PLAIN\n= failed policy tls 0");
  CHECK(o.in_clear == "EHLO pump.example\r\n");
  o = everywhere(alice +
                 "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250-AUTH LOGIN\nS: 250 STARTTLS\nC: STARTTLS\n"
                 "S: 220 go\nTLS\nC: EHLO pump.example\nS: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " +
                 secret + "\nS: 235 ok\n= ready");
  CHECK(o.in_clear == "EHLO pump.example\r\nSTARTTLS\r\n");
  o = everywhere(alice +
                 "set upgrade never\nS: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " +
                 secret + "\nS: 235 ok\n= ready");
  check_hidden(o, secret);
}

TEST_CASE("a login through the smallest transmit buffer") {
  const std::string to_auth = offered("AUTH PLAIN", "");
  everywhere(alice + "set tx 19\n" + to_auth + "C: AUTH PLAIN " + plain("alice", "correct-horse") +
             "\nS: 235\n= ready");
  everywhere(alice +
             "set name x\nset tx 10\nset start secured\nS: 220 mx\nC: EHLO x\nS: 250-mx\nS: 250 AUTH PLAIN\n"
             "= failed limit auth 0 buffer_too_small");
}
