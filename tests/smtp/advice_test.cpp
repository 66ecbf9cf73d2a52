// What servers really say, octet for octet, and what it is taken to mean.
#include <mailmote/smtp/advice.hpp>

#include <doctest/doctest.h>

#include <string>

#include <mailmote/smtp/reader.hpp>

using namespace mailmote;

namespace {

// An error made of literal reply octets, as a session makes it.
Error error_of(std::string_view octets, Category category, Stage stage, std::string& text) {
  char scratch[512];
  smtp::Reader reader(scratch);
  Error error;
  error.category = category;
  error.stage = stage;
  for (auto e = reader.next(octets); e.kind != smtp::Kind::need_input; e = reader.next(octets)) {
    REQUIRE(e.kind != smtp::Kind::failed);
    if (e.kind == smtp::Kind::text) text.append(text.empty() ? "" : " ").append(e.text);
    error.reply = e.code;
    error.enhanced = e.enhanced;
  }
  error.server_text = text;
  return error;
}

void check(std::string_view octets, Category category, Stage stage, Advice advice, Retry retry,
           std::string_view host = "mail.example.org") {
  INFO("reply: ", std::string(octets));
  std::string text;
  Error error = error_of(octets, category, stage, text);
  error.host = host;
  smtp::advise(error);
  CHECK(name(error.advice) == name(advice));
  CHECK(name(error.retry) == name(retry));
}

void login(std::string_view octets, Advice advice, Retry retry = Retry::after_fix) {
  check(octets, Category::auth, Stage::auth, advice, retry);
}

void envelope(std::string_view octets, Advice advice, Retry retry) {
  check(octets, Category::rejected, Stage::envelope, advice, retry);
}

void body(std::string_view octets, Advice advice, Retry retry) {
  check(octets, Category::rejected, Stage::data, advice, retry);
}

}  // namespace

TEST_CASE("logins: Gmail") {
  login(
      "535-5.7.8 Username and Password not accepted. For more information, go to\r\n"
      "535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-42cb - gsmtp\r\n",
      Advice::gmail_app_password);
  login(
      "534-5.7.9 Application-specific password required. For more information, go to\r\n"
      "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 5b1f - gsmtp\r\n",
      Advice::gmail_second_factor);
  login(
      "534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKg> Please log in via your web\r\n"
      "534-5.7.14 browser and then try again.\r\n534 5.7.14 - gsmtp\r\n",
      Advice::gmail_web_login);
}

TEST_CASE("logins: Gmail by its host where the text was cut") {
  const char* const cut = "535 5.7.8 Username and Password not accepte\r\n";
  check(cut, Category::auth, Stage::auth, Advice::gmail_app_password, Retry::after_fix, "smtp.gmail.com");
  check(cut, Category::auth, Stage::auth, Advice::gmail_app_password, Retry::after_fix, "SMTP.GoogleMail.com");
  check(cut, Category::auth, Stage::auth, Advice::password_refused, Retry::after_fix, "notgmail.com");
  check(cut, Category::auth, Stage::auth, Advice::password_refused, Retry::after_fix, "com");
}

TEST_CASE("logins: Exchange") {
  login(
      "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit "
      "https://aka.ms/smtp_auth_disabled for more information. [VI1PR0202CA0001.eurprd02.prod.outlook.com]\r\n",
      Advice::exchange_smtp_auth_disabled);
  login("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.\r\n",
        Advice::exchange_smtp_auth_disabled);
  login("535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [X]\r\n",
        Advice::exchange_basic_auth_disabled);
  login("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.\r\n", Advice::exchange_refused);
  login("550 5.7.30 Basic authentication is not supported for Client Submission.\r\n",
        Advice::exchange_basic_auth_disabled);
  login("535 5.7.3 Authentication unsuccessful [AM0PR10CA0001.EURPRD10.PROD.OUTLOOK.COM]\r\n",
        Advice::exchange_refused);
}

TEST_CASE("logins: the rest") {
  login("535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6\r\n", Advice::password_refused);
  login("535 Incorrect authentication data\r\n", Advice::password_refused);
  login("535\r\n", Advice::password_refused);
  login("538 5.7.11 Encryption required for requested authentication mechanism\r\n", Advice::encryption_required);
  login("530 5.7.0 Must issue a STARTTLS command first.\r\n", Advice::encryption_required);
  login("504 5.5.4 Unrecognized authentication type\r\n", Advice::mechanism_unsupported);
  login("504 5.7.4 Unrecognized Authentication Type\r\n", Advice::mechanism_unsupported);
  login("503 5.5.1 Error: authentication not enabled\r\n", Advice::mechanism_unsupported);
  login("454 4.7.0 Temporary authentication failure\r\n", Advice::login_later, Retry::later);
  login("432 4.7.12 A password transition is needed\r\n", Advice::login_later, Retry::later);
  login("421 4.7.0 Too many login attempts\r\n", Advice::slow_down, Retry::later);
  login("451 try again\r\n", Advice::server_trouble, Retry::later);
  login("499 odd\r\n", Advice::login_later, Retry::later);
}

TEST_CASE("logins: what is said of passwords is not meant for a token") {
  const auto token = [](std::string_view octets, Advice advice, Retry retry) {
    std::string text;
    Error error = error_of(octets, Category::auth, Stage::auth, text);
    error.advice = Advice::token_refused;
    smtp::advise(error);
    CHECK(name(error.advice) == name(advice));
    CHECK(name(error.retry) == name(retry));
  };
  token("535-5.7.8 Username and Password not accepted.\r\n535 5.7.8 ?p=BadCredentials x - gsmtp\r\n",
        Advice::token_refused, Retry::refresh_token);
  token("535 5.7.3 Authentication unsuccessful\r\n", Advice::token_refused, Retry::refresh_token);
  token("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\r\n",
        Advice::exchange_smtp_auth_disabled, Retry::after_fix);
}

TEST_CASE("login or TLS has to come first") {
  envelope("530 5.7.0 Authentication required\r\n", Advice::authenticate_first, Retry::after_fix);
  envelope("530 5.7.57 Client not authenticated to send mail.\r\n", Advice::authenticate_first, Retry::after_fix);
  envelope("530-5.7.0 Must issue a STARTTLS command first. For more\r\n530 5.7.0 information - gsmtp\r\n",
           Advice::encryption_required, Retry::after_fix);
  envelope("554 5.7.57 SMTP; Client was not authenticated\r\n", Advice::authenticate_first, Retry::after_fix);
}

TEST_CASE("patience") {
  envelope("421 4.7.0 Try again later, closing connection.\r\n", Advice::slow_down, Retry::later);
  envelope("450 4.2.1 The user you are trying to contact is receiving mail at a rate\r\n", Advice::slow_down,
           Retry::later);
  envelope("451 4.7.1 Greylisting in action, please come back later\r\n", Advice::slow_down, Retry::later);
  envelope("450 try in a minute\r\n", Advice::slow_down, Retry::later);
  envelope("452 4.5.3 Too many recipients\r\n", Advice::too_many_at_once, Retry::later);
  envelope("452 too many\r\n", Advice::too_many_at_once, Retry::later);
  envelope("421 4.4.2 mx Error: timeout exceeded\r\n", Advice::server_trouble, Retry::later);
  envelope("451 4.3.0 Temporary lookup failure\r\n", Advice::server_trouble, Retry::later);
  envelope("421 closing\r\n", Advice::server_trouble, Retry::later);
  envelope("454 4.7.1 <a@b.example>: Relay access denied\r\n", Advice::slow_down, Retry::later);
  envelope("471 odd\r\n", Advice::none, Retry::later);
}

TEST_CASE("recipients and senders") {
  envelope("550-5.1.1 The email account that you tried to reach does not exist.\r\n550 5.1.1 gsmtp\r\n",
           Advice::no_such_recipient, Retry::never);
  envelope("550 5.1.0 Address rejected\r\n", Advice::no_such_recipient, Retry::never);
  envelope("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\r\n", Advice::no_such_recipient,
           Retry::never);
  envelope("553 5.1.3 The recipient address <a@b@c> is not a valid RFC 5321 address.\r\n",
           Advice::bad_recipient_address, Retry::never);
  envelope("554 5.7.1 <a@b.example>: Relay access denied\r\n", Advice::relay_denied, Retry::after_fix);
  envelope("550 5.7.1 Unable to relay\r\n", Advice::relay_denied, Retry::after_fix);
  envelope("550 5.7.64 TenantAttribution; Relay Access Denied\r\n", Advice::relay_denied, Retry::after_fix);
  envelope("553 5.7.1 <a@b.example>: Sender address rejected: not owned by user pump\r\n", Advice::sender_not_yours,
           Retry::after_fix);
  body("550 5.7.60 SMTP; Client does not have permissions to send as this sender\r\n", Advice::sender_not_yours,
       Retry::after_fix);
  body("550-5.7.26 This mail has been blocked because the sender is unauthenticated.\r\n550 5.7.26 gsmtp\r\n",
       Advice::sender_not_authenticated, Retry::after_fix);
  envelope("555 5.6.7 SMTPUTF8 required\r\n", Advice::needs_smtputf8, Retry::never);
  envelope("553 5.6.7 Address requires SMTPUTF8\r\n", Advice::needs_smtputf8, Retry::never);
  envelope("553 SMTPUTF8 is required\r\n", Advice::needs_smtputf8, Retry::never);
  // Postfix on a HELO name that it does not like: no mechanism of a login.
  envelope("504 5.5.2 <pump>: Helo command rejected: need fully-qualified hostname\r\n", Advice::none, Retry::never);
}

TEST_CASE("size and content") {
  envelope("552 5.3.4 Message size exceeds fixed maximum message size\r\n", Advice::message_too_big, Retry::never);
  body("552 5.2.3 Message exceeds local size limit\r\n", Advice::message_too_big, Retry::never);
  body("552 too big\r\n", Advice::message_too_big, Retry::never);
  envelope("552 5.2.2 The email account that you tried to reach is over quota\r\n", Advice::mailbox_full, Retry::later);
  envelope("452 4.2.2 Mailbox full\r\n", Advice::mailbox_full, Retry::later);
  body("554 5.7.1 Message rejected: spam\r\n", Advice::content_refused, Retry::after_fix);
  body("554 5.6.0 Message contains NUL\r\n", Advice::content_refused, Retry::never);
  body("554 odd\r\n", Advice::none, Retry::after_fix);
}

TEST_CASE("an advice that is there stays, and no reply is no refusal") {
  Error error;
  error.reply = 535;
  error.category = Category::auth;
  error.advice = Advice::starttls_not_offered;
  error.retry = Retry::reconnect;
  smtp::advise(error);
  CHECK(error.advice == Advice::starttls_not_offered);
  CHECK(error.retry == Retry::reconnect);
  error.advice = Advice::none;
  error.reply = 354;
  smtp::advise(error);
  CHECK(error.advice == Advice::none);
  CHECK(error.retry == Retry::reconnect);
}
