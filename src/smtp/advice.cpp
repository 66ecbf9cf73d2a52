#include <mailmote/smtp/advice.hpp>

#include <span>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

// One line of the table. A zero or an empty word matches anything; the first row that matches holds.
struct Row {
  std::uint16_t reply;
  std::uint8_t status;  // class of the enhanced code
  std::uint8_t subject;
  std::uint8_t detail;      // any_detail: whatever it is
  std::string_view phrase;  // in the server's text, any case
  Advice advice;
  Retry retry;
};

constexpr std::uint8_t any_detail = 255;

// Logins refused, by those who say more than "535".
constexpr Row login_rows[] = {
    {535, 0, 0, any_detail, "SmtpClientAuthentication is disabled", Advice::exchange_smtp_auth_disabled,
     Retry::after_fix},
    {535, 0, 0, any_detail, "basic authentication is disabled", Advice::exchange_basic_auth_disabled, Retry::after_fix},
    {0, 5, 7, 139, "credentials were incorrect", Advice::exchange_refused, Retry::after_fix},
    {0, 5, 7, 139, "", Advice::exchange_smtp_auth_disabled, Retry::after_fix},
    {550, 5, 7, 30, "", Advice::exchange_basic_auth_disabled, Retry::after_fix},
    {535, 5, 7, 8, "BadCredentials", Advice::gmail_app_password, Retry::after_fix},
    {535, 5, 7, 8, "gsmtp", Advice::gmail_app_password, Retry::after_fix},
    {534, 5, 7, 9, "", Advice::gmail_second_factor, Retry::after_fix},
    {534, 5, 7, 14, "", Advice::gmail_web_login, Retry::after_fix},
    {535, 5, 7, 3, "", Advice::exchange_refused, Retry::after_fix},
    {504, 0, 0, any_detail, "", Advice::mechanism_unsupported, Retry::after_fix},
    {454, 0, 0, any_detail, "", Advice::login_later, Retry::later},
    {432, 0, 0, any_detail, "", Advice::login_later, Retry::later},
};

constexpr Row rows[] = {
    // What has to come first.
    {538, 0, 0, any_detail, "", Advice::encryption_required, Retry::after_fix},
    {0, 5, 7, 11, "", Advice::encryption_required, Retry::after_fix},
    {530, 0, 0, any_detail, "STARTTLS", Advice::encryption_required, Retry::after_fix},
    {530, 0, 0, any_detail, "", Advice::authenticate_first, Retry::after_fix},
    // Patience.
    {0, 4, 4, any_detail, "", Advice::server_trouble, Retry::later},
    {0, 4, 5, 3, "", Advice::too_many_at_once, Retry::later},
    {0, 4, 7, any_detail, "", Advice::slow_down, Retry::later},
    {0, 4, 2, 1, "", Advice::slow_down, Retry::later},
    {0, 4, 2, 2, "", Advice::mailbox_full, Retry::later},
    {0, 4, 3, any_detail, "", Advice::server_trouble, Retry::later},
    // Addresses and relays.
    {0, 5, 1, 1, "", Advice::no_such_recipient, Retry::never},
    {0, 5, 1, 10, "", Advice::no_such_recipient, Retry::never},
    {0, 5, 1, 0, "", Advice::no_such_recipient, Retry::never},
    {0, 5, 1, 3, "", Advice::bad_recipient_address, Retry::never},
    {0, 5, 7, 60, "", Advice::sender_not_yours, Retry::after_fix},
    {553, 5, 7, 1, "", Advice::sender_not_yours, Retry::after_fix},
    {0, 5, 7, 64, "", Advice::relay_denied, Retry::after_fix},
    {0, 5, 7, 57, "", Advice::authenticate_first, Retry::after_fix},
    {0, 5, 7, 26, "", Advice::sender_not_authenticated, Retry::after_fix},
    {554, 5, 7, 1, "relay", Advice::relay_denied, Retry::after_fix},
    {550, 5, 7, 1, "relay", Advice::relay_denied, Retry::after_fix},
    {0, 5, 3, 4, "", Advice::message_too_big, Retry::never},
    {0, 5, 2, 3, "", Advice::message_too_big, Retry::never},
    {0, 5, 2, 2, "", Advice::mailbox_full, Retry::later},
    {0, 5, 6, 7, "", Advice::needs_smtputf8, Retry::never},
    {0, 5, 6, any_detail, "", Advice::content_refused, Retry::never},
    {0, 5, 7, 1, "", Advice::content_refused, Retry::after_fix},
    // Reply codes alone.
    {421, 0, 0, any_detail, "", Advice::server_trouble, Retry::later},
    {450, 0, 0, any_detail, "", Advice::slow_down, Retry::later},
    {451, 0, 0, any_detail, "", Advice::server_trouble, Retry::later},
    {452, 0, 0, any_detail, "", Advice::too_many_at_once, Retry::later},
    {552, 0, 0, any_detail, "", Advice::message_too_big, Retry::never},
    {553, 0, 0, any_detail, "SMTPUTF8", Advice::needs_smtputf8, Retry::never},
    {555, 0, 0, any_detail, "SMTPUTF8", Advice::needs_smtputf8, Retry::never},
};

bool matches(const Row& row, const Error& error) {
  if (row.reply != 0 && row.reply != error.reply) return false;
  if (row.status != 0) {
    const Enhanced& e = error.enhanced;
    if (e.status != row.status || e.subject != row.subject) return false;
    if (row.detail != any_detail && e.detail != row.detail) return false;
  }
  return wire::contains_any_case(error.server_text, row.phrase);
}

// The first row that matches says what it means; false if none does.
bool look_up(std::span<const Row> table, Error& error) {
  for (const Row& row : table) {
    if (!matches(row, error)) continue;
    error.advice = row.advice;
    error.retry = row.retry;
    return true;
  }
  return false;
}

// Refused without a word of explanation, or with one too long to be kept.
Advice plain_refusal(const Error& error) {
  if (error.reply < 500) return Advice::login_later;
  if (error.reply < 510) return Advice::mechanism_unsupported;
  const bool google = wire::is_in_domain(error.host, "gmail.com") || wire::is_in_domain(error.host, "googlemail.com");
  return google ? Advice::gmail_app_password : Advice::password_refused;
}

// What servers say of passwords is not meant for a token; that SMTP AUTH is switched off is.
void advise_on_token(Error& error) {
  error.retry = Retry::refresh_token;
  if (!error.enhanced.is(7, 139)) return;
  error.advice = Advice::exchange_smtp_auth_disabled;
  error.retry = Retry::after_fix;
}

}  // namespace

void advise(Error& error) {
  if (error.reply < 400) return;
  if (error.advice == Advice::token_refused) return advise_on_token(error);
  if (error.advice != Advice::none) return;
  error.retry = error.reply < 500 ? Retry::later : error.stage == Stage::envelope ? Retry::never : Retry::after_fix;
  const bool login = error.category == Category::auth;
  if (login && look_up(login_rows, error)) return;
  if (look_up(rows, error)) return;
  if (login) error.advice = plain_refusal(error);
}

}  // namespace mailmote::smtp
