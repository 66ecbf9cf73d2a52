// What servers really say, octet for octet, and what it is taken to mean.
#include <mailmote/imap/advice.hpp>

#include <doctest/doctest.h>

#include <string>

#include <mailmote/imap/reader.hpp>

using namespace mailmote;

namespace {

// An error made of a literal status response, as a session makes it.
void check(std::string_view octets, Category category, Advice advice, Retry retry,
           std::string_view host = "mail.example.org", Advice before = Advice::none) {
  INFO("response: ", std::string(octets));
  char scratch[512];
  imap::Reader reader(scratch);
  imap::CodeReader code;
  std::string text;
  for (const imap::Event* e = &reader.next(octets); e->kind != imap::Kind::need_input; e = &reader.next(octets)) {
    REQUIRE(e->kind != imap::Kind::failed);
    code.read(*e);
    if (e->kind == imap::Kind::text) text += e->bytes;
  }
  Error error;
  error.category = category;
  error.stage = category == Category::auth ? Stage::auth : Stage::mailbox;
  error.retry = Retry::after_fix;
  error.advice = before;
  error.server_text = text;
  error.host = host;
  imap::advise(error, code.code());
  CHECK(name(error.advice) == name(advice));
  CHECK(name(error.retry) == name(retry));
}

void login(std::string_view octets, Advice advice, Retry retry = Retry::after_fix,
           std::string_view host = "mail.example.org") {
  check(octets, Category::auth, advice, retry, host);
}

void refusal(std::string_view octets, Advice advice, Retry retry = Retry::never) {
  check(octets, Category::rejected, advice, retry);
}

}  // namespace

TEST_CASE("logins: a refusal without a reason means what the provider means by it") {
  const char* const dovecot = "A2 NO [AUTHENTICATIONFAILED] Authentication failed.\r\n";
  login(dovecot, Advice::password_refused);
  login("A2 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n", Advice::gmail_app_password, Retry::after_fix,
        "imap.gmail.com");
  login(dovecot, Advice::gmail_app_password, Retry::after_fix, "IMAP.GoogleMail.com");
  login(dovecot, Advice::password_refused, Retry::after_fix, "notgmail.com");
  login("A2 NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials\r\n", Advice::app_password, Retry::after_fix,
        "imap.mail.yahoo.com");
  login("A2 NO [AUTHENTICATIONFAILED] Authentication Failed\r\n", Advice::app_password, Retry::after_fix,
        "imap.mail.me.com");
  login("A2 NO [AUTHENTICATIONFAILED] Incorrect username, password or access token\r\n", Advice::app_password,
        Retry::after_fix, "imap.fastmail.com");
  login("A2 NO LOGIN failed.\r\n", Advice::outlook_login, Retry::after_fix, "outlook.office365.com");
  login("A2 NO AUTHENTICATE failed.\r\n", Advice::outlook_login, Retry::after_fix, "imap-mail.outlook.com");
  login("A2 NO LOGIN failed.\r\n", Advice::exchange_refused);
  login("A2 NO AUTHENTICATE failed.\r\n", Advice::exchange_refused);
  login("A2 NO Login failed: authentication failure\r\n", Advice::password_refused);
  login("A2 BAD invalid command\r\n", Advice::password_refused);
  login("A2 NO\r\n", Advice::password_refused);
}

TEST_CASE("logins: Gmail says more where the password was right") {
  login(
      "A2 NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 "
      "(Failure)\r\n",
      Advice::gmail_second_factor);
  login(
      "A2 NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 "
      "(Failure)\r\n",
      Advice::gmail_web_login);
  login("A2 NO [WEBALERT https://accounts.google.com/signin/continue?sarp=1&scc=1] Web login required.\r\n",
        Advice::gmail_web_login);
  login("A2 NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page (Failure)\r\n",
        Advice::imap_disabled);
  login("A2 NO [ALERT] Too many simultaneous connections. (Failure)\r\n", Advice::server_limit, Retry::later);
}

TEST_CASE("logins: RFC 5530") {
  login("A2 NO [AUTHORIZATIONFAILED] No such authorization-ID\r\n", Advice::authorization_failed);
  login("A2 NO [EXPIRED] That password isn't valid any more\r\n", Advice::password_expired);
  login("A2 NO [PRIVACYREQUIRED] Connection offers no privacy\r\n", Advice::privacy_required);
  login("A2 NO [CONTACTADMIN] You are not allowed to log in\r\n", Advice::contact_admin, Retry::never);
  login("A2 NO [UNAVAILABLE] User's backend down for maintenance\r\n", Advice::login_later, Retry::later);
  login("A2 NO [LIMIT] Too many logins\r\n", Advice::server_limit, Retry::later);
  login("A2 NO [INUSE] Mailbox in use\r\n", Advice::mailbox_in_use, Retry::later);
  login("A2 NO [SERVERBUG] Internal server error\r\n", Advice::server_fault, Retry::never);
}

TEST_CASE("logins: what is said of passwords is not meant for a token") {
  for (const char* const octets :
       {"A2 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n", "A2 NO AUTHENTICATE failed.\r\n"}) {
    check(octets, Category::auth, Advice::token_refused, Retry::refresh_token, "imap.gmail.com", Advice::token_refused);
    check(octets, Category::auth, Advice::token_refused, Retry::refresh_token, "outlook.office365.com",
          Advice::token_refused);
  }
}

TEST_CASE("refusals with a code") {
  refusal("A3 NO [UNAVAILABLE] Try later\r\n", Advice::server_trouble, Retry::later);
  refusal("A3 NO [INUSE] Mailbox in use\r\n", Advice::mailbox_in_use, Retry::later);
  refusal("A3 NO [LIMIT] Too many mailboxes\r\n", Advice::server_limit, Retry::later);
  refusal("A3 NO [OVERQUOTA] Quota exceeded\r\n", Advice::over_quota, Retry::later);
  refusal("A3 NO [TRYCREATE] Mailbox doesn't exist: Old\r\n", Advice::create_mailbox_first, Retry::after_fix);
  refusal("A3 NO [NONEXISTENT] Unknown Mailbox: x (Failure)\r\n", Advice::no_such_mailbox);
  refusal("A3 NO [ALREADYEXISTS] Mailbox already exists\r\n", Advice::mailbox_exists);
  refusal("A3 NO [NOPERM] Permission denied\r\n", Advice::no_permission);
  refusal("A3 NO [CANNOT] Invalid mailbox name: Name must not have '/' characters\r\n", Advice::server_cannot);
  refusal("A3 NO [HASCHILDREN] it holds others\r\n", Advice::server_cannot);
  refusal("A3 NO [CORRUPTION] Cannot open mailbox\r\n", Advice::mailbox_corrupt);
  refusal("A3 NO [EXPUNGEISSUED] Some of the requested messages no longer exist.\r\n", Advice::message_gone);
  refusal("A3 NO [BADCHARSET (US-ASCII)] unknown charset\r\n", Advice::charset_unknown);
  refusal("A3 NO [TOOBIG] 50 MB is too much\r\n", Advice::message_too_big);
  refusal("A3 NO [CONTACTADMIN] ask him\r\n", Advice::contact_admin);
  refusal("A3 NO [SERVERBUG] Internal error occurred. Refer to server log for more information.\r\n",
          Advice::server_fault);
  refusal("A3 BAD [CLIENTBUG] Command syntax\r\n", Advice::client_fault);
  refusal("A3 NO [PRIVACYREQUIRED] not in clear\r\n", Advice::privacy_required, Retry::after_fix);
  refusal("A3 NO [AUTHORIZATIONFAILED] not for you\r\n", Advice::authorization_failed, Retry::after_fix);
  refusal("A3 NO [EXPIRED] too old\r\n", Advice::password_expired, Retry::after_fix);
}

TEST_CASE("refusals in words: NetEase, Cyrus, UW, Exchange") {
  refusal("A4 NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n", Advice::unsafe_login,
          Retry::after_fix);
  refusal("A3 NO Mailbox does not exist\r\n", Advice::no_such_mailbox);
  refusal("A3 NO Mailbox doesn't exist: x\r\n", Advice::no_such_mailbox);
  refusal("A3 NO SELECT failed: Can't open mailbox x: no such mailbox\r\n", Advice::no_such_mailbox);
  refusal("A3 NO Unknown Mailbox: x\r\n", Advice::no_such_mailbox);
  refusal("A3 NO Mailbox already exists\r\n", Advice::mailbox_exists);
  refusal("A3 NO Over quota\r\n", Advice::over_quota, Retry::later);
  refusal("A3 NO Too many connections\r\n", Advice::server_limit, Retry::later);
  refusal("A3 NO no\r\n", Advice::none);
  refusal("A3 BAD Error in IMAP command FETCH: Invalid messageset\r\n", Advice::none);
}

TEST_CASE("an advice that is there stays; an end that says nothing gets none") {
  check("A2 NO [AUTHENTICATIONFAILED] no\r\n", Category::policy, Advice::starttls_not_offered, Retry::after_fix,
        "imap.gmail.com", Advice::starttls_not_offered);
  check("* BYE Autologout; idle for too long\r\n", Category::closed, Advice::none, Retry::after_fix);
  check("* BYE [UNAVAILABLE] going down\r\n", Category::closed, Advice::server_trouble, Retry::later);
}
