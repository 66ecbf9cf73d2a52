// From the greeting to `ready`: TLS, capabilities, one login, and who we are.
#define DOCTEST_CONFIG_SUPER_FAST_ASSERTS
#include <doctest/doctest.h>

#include <string>

#include "sweep.hpp"

using sweep::everywhere;
using sweep::once;

namespace {

const std::string alice = R"(
set start secured
set user alice
set password correct-horse
)";

// "\0alice\0correct-horse"
const std::string plain = "AGFsaWNlAGNvcnJlY3QtaG9yc2U=";

}  // namespace

TEST_CASE("plain, along with the command, where the server takes it so") {
  const auto o = everywhere(alice + R"(
S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready
C: A1 AUTHENTICATE PLAIN )" +
                            plain + R"(
S: A1 OK [CAPABILITY IMAP4rev1 IDLE] in
= ready
! noop
C: A2 NOOP
S: A2 OK done
= completed noop ok none | done
)");
  CHECK(o.shown.find(plain) == std::string::npos);
  CHECK(o.hidden == plain.size());
}

TEST_CASE("plain, behind a continuation") {
  everywhere(alice + R"(
S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
C: A1 AUTHENTICATE PLAIN
S~ + \r\n
C: )" + plain +
             R"(
S: * CAPABILITY IMAP4rev1 IDLE
S: A1 OK in
= ready
)");
}

TEST_CASE("a continuation without its space") {
  once(alice + R"(
S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
C: A1 AUTHENTICATE PLAIN
S: +
C: )" + plain +
       R"(
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
}

TEST_CASE("capabilities that the greeting does not bring, and the login does not renew, are asked for") {
  everywhere(alice + R"(
S: * OK ready
C: A1 CAPABILITY
S: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR
S: A1 OK
C: A2 AUTHENTICATE PLAIN )" +
             plain + R"(
S: A2 OK in
C: A3 CAPABILITY
S: * CAPABILITY IMAP4rev1 MOVE
S: A3 OK
= ready
)");
}

TEST_CASE("the command LOGIN, where no mechanism is offered") {
  const auto o = everywhere(alice + R"(
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN alice correct-horse
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
  CHECK(o.shown.find("correct-horse") == std::string::npos);
}

TEST_CASE("LOGIN with what only a literal can carry waits for each") {
  const auto o = everywhere(R"(
set start secured
set user zo\xC3\xAB
set password p\xC3\xA4ss "word"
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN {4}
S: + go on
C: zo\xC3\xAB {12}
S: + go on
C: p\xC3\xA4ss "word"
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
  CHECK(o.shown.find("word") == std::string::npos);
}

TEST_CASE("a literal of LOGIN that the server refuses: the password does not leave") {
  const auto o = everywhere(R"(
set start secured
set user zo\xC3\xAB
set password p\xC3\xA4ss
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN {4}
S: A1 NO no literals here
= failed auth auth none | no literals here
)");
  CHECK(o.left_in_tx.find("ss") == std::string::npos);
}

TEST_CASE("LITERAL+ spares the waiting") {
  everywhere(R"(
set start secured
set user zo\xC3\xAB
set password correct-horse
S: * OK [CAPABILITY IMAP4rev1 LITERAL+] ready
C: A1 LOGIN {4+}
C: zo\xC3\xAB correct-horse
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
}

TEST_CASE("a token, refused with a challenge that wants an empty answer") {
  const std::string login = R"(
set start secured
set user a@gmail.com
set token ya29.stale
S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] Gimap ready
C: A1 AUTHENTICATE XOAUTH2 dXNlcj1hQGdtYWlsLmNvbQFhdXRoPUJlYXJlciB5YTI5LnN0YWxlAQE=
)";
  everywhere(login + R"(
S: + eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==
C:
S: A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)
= failed auth auth token_refused | Invalid credentials (Failure)
)");
  std::string endless = login;
  for (int i = 0; i < 9; ++i) endless += "S: + e30=\nC: \n";
  everywhere(endless + "S: + e30=\n= failed protocol auth none\n");
}

TEST_CASE("a refused password is said once") {
  everywhere(alice + R"(
S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] ready
C: A1 AUTHENTICATE PLAIN )" +
             plain + R"(
S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
= failed auth auth none | Authentication failed.
)");
}

TEST_CASE("mechanism LOGIN says nothing before it is asked") {
  everywhere(alice + R"(
set mechanism login
S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED SASL-IR AUTH=LOGIN] ready
C: A1 AUTHENTICATE LOGIN
S: + VXNlcm5hbWU6
C: YWxpY2U=
S: + UGFzc3dvcmQ6
C: Y29ycmVjdC1ob3JzZQ==
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
}

TEST_CASE("what stands against a login is told before anything is said") {
  const auto refused = [](const std::string& settings, const std::string& offers, const std::string& error) {
    once("set start secured\n" + settings + "S: * OK [CAPABILITY IMAP4rev1 " + offers + "] ready\n= failed " + error);
  };
  const std::string user = "set user alice\nset password correct-horse\n";
  refused(user, "LOGINDISABLED", "unsupported auth no_login_offered");
  refused(user, "LOGINDISABLED AUTH=XOAUTH2", "unsupported auth needs_token");
  refused(user + "set secure yes\n", "AUTH=PLAIN", "policy auth no_safe_mechanism");
  refused(user + "set mechanism plain\n", "AUTH=LOGIN", "unsupported auth mechanism_unsupported");
  refused(user + "set authuser bob\n", "", "unsupported auth authuser_unsupported");
  refused("set user alice\nset token ya29\n", "AUTH=PLAIN", "unsupported auth needs_password");
  refused("", "AUTH=PLAIN", "input auth no_user");
}

TEST_CASE("anonymous") {
  everywhere(R"(
set start secured
set anonymous yes
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN anonymous mailmote
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
}

TEST_CASE("who we are is said before a mailbox is opened, where the server wants to know") {
  everywhere(alice + R"(
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN alice correct-horse
S: A1 OK [CAPABILITY IMAP4rev1 ID] in
= ready
! select INBOX
C: A2 ID ("name" "Mailmote")
C: A3 SELECT INBOX
S: * ID NIL
= data ID NIL
S: A2 OK
= completed id ok none
S: A3 OK [READ-WRITE] done
= completed select ok READ-WRITE | done
)");
}

TEST_CASE("STARTTLS: nothing learnt in clear holds behind it") {
  everywhere(R"(
set user alice
set password correct-horse
S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED AUTH=LOGIN] ready
C: A1 STARTTLS
S: A1 OK begin
TLS
C: A2 CAPABILITY
S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN
S: A2 OK
C: A3 AUTHENTICATE PLAIN )" +
             plain + R"(
S: A3 OK [CAPABILITY IMAP4rev1] in
= ready
)");
}

TEST_CASE("STARTTLS that cannot be had ends it, and nothing else is said") {
  const std::string user = "set user alice\nset password correct-horse\n";
  everywhere(user + R"(
S: * OK ready
C: A1 CAPABILITY
S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
S: A1 OK
= failed policy tls starttls_not_offered
)");
  for (const std::string answer : {"NO not now", "BAD unknown"})
    everywhere(user + R"(
S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] ready
C: A1 STARTTLS
S: A1 )" + answer +
               "\n= failed policy tls starttls_not_offered\n");
  everywhere(user + R"(
S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] ready
C: A1 STARTTLS
S: + go on
= failed protocol tls none
)");
}

TEST_CASE("octets behind STARTTLS's answer are an attack") {
  const std::string begin = R"(
set user alice
set password correct-horse
S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
C: A1 STARTTLS
)";
  once(begin + "S~ A1 OK begin\\r\\n* OK [ALERT] injected\\r\\n\n= failed protocol tls tampered_starttls\n");
  once(begin + "S~ A1 OK begin\\r\\n*\n= failed protocol tls tampered_starttls\n");
}

TEST_CASE("an alert in clear is nobody's, where TLS has to come") {
  const auto o = once(R"(
set user alice
set password correct-horse
S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
C: A1 STARTTLS
S: * OK [ALERT] call this number
S: A1 NO
= failed policy tls starttls_not_offered
)");
  CHECK(sweep::joined(o.events).find("call") == std::string::npos);
}

TEST_CASE("in clear, because the user wrote it") {
  const auto o = everywhere(R"(
set upgrade never
set user alice
set password correct-horse
S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
C: A1 LOGIN alice correct-horse
S: A1 OK [CAPABILITY IMAP4rev1] in
= ready
)");
  CHECK(o.in_clear == o.sent);
}

TEST_CASE("PREAUTH") {
  everywhere(alice + R"(
S: * PREAUTH [CAPABILITY IMAP4rev1 MOVE] welcome
= ready
)");
  everywhere(alice + R"(
S: * PREAUTH welcome
C: A1 CAPABILITY
S: * CAPABILITY IMAP4rev1
S: A1 OK
= ready
)");
  everywhere(
      "set user alice\nset password correct-horse\nS: * PREAUTH welcome\n= failed policy capability "
      "starttls_not_offered\n");
}

TEST_CASE("greetings that are none") {
  const auto refused = [](const std::string& greeting, const std::string& error) {
    everywhere("set user alice\nset password x\nS: " + greeting + "\n= failed " + error);
  };
  refused("* BYE too many connections", "rejected greeting none | too many connections");
  refused("* NO what", "protocol greeting none");
  refused("* 3 EXISTS", "protocol greeting none");
  refused("A1 OK hello", "protocol greeting none");
  refused("+OK POP3 ready", "protocol greeting use_pop3");
  refused("220 mx.example ESMTP", "protocol greeting use_smtp");
  refused("200 news.example ready", "protocol greeting use_nntp");
  refused("HTTP/1.1 400 Bad Request", "protocol greeting none");
  refused("\\x15\\x03\\x01", "protocol greeting use_ssl");
}

TEST_CASE("a server that hangs up while it judges a login") {
  everywhere(alice + R"(
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN alice correct-horse
S: * BYE too many logins
= notice bye none | too many logins
CLOSE
= failed closed auth none | too many logins
)");
}
