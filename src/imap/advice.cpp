#include <mailmote/imap/advice.hpp>

#include <span>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::imap {

namespace {

// One line of a table. Code::none or an empty phrase matches anything; the first row that matches holds.
struct Row {
  Code code;
  const char* phrase;  // in the server's text, any case
  Advice advice;
  Retry retry;
};

// Logins refused, by those who say more than that. Most of these tell whoever has no right to know it nothing that he
// could not see anyhow: they come behind a password that was right.
constexpr Row login_rows[] = {
    {Code::none, "application-specific password required", Advice::gmail_second_factor, Retry::after_fix},
    {Code::none, "web login required", Advice::gmail_web_login, Retry::after_fix},
    {Code::none, "log in via your web browser", Advice::gmail_web_login, Retry::after_fix},
    {Code::none, "not enabled for imap", Advice::imap_disabled, Retry::after_fix},
    {Code::none, "too many", Advice::server_limit, Retry::later},
    {Code::unavailable, "", Advice::login_later, Retry::later},
};

constexpr Row rows[] = {
    {Code::none, "unsafe login", Advice::unsafe_login, Retry::after_fix},
    {Code::authorization_failed, "", Advice::authorization_failed, Retry::after_fix},
    {Code::expired, "", Advice::password_expired, Retry::after_fix},
    {Code::privacy_required, "", Advice::privacy_required, Retry::after_fix},
    {Code::contact_admin, "", Advice::contact_admin, Retry::never},
    {Code::server_bug, "", Advice::server_fault, Retry::never},
    {Code::client_bug, "", Advice::client_fault, Retry::never},
    // Patience.
    {Code::unavailable, "", Advice::server_trouble, Retry::later},
    {Code::in_use, "", Advice::mailbox_in_use, Retry::later},
    {Code::limit, "", Advice::server_limit, Retry::later},
    {Code::over_quota, "", Advice::over_quota, Retry::later},
    // Mailboxes and messages.
    {Code::try_create, "", Advice::create_mailbox_first, Retry::after_fix},
    {Code::nonexistent, "", Advice::no_such_mailbox, Retry::never},
    {Code::already_exists, "", Advice::mailbox_exists, Retry::never},
    {Code::no_perm, "", Advice::no_permission, Retry::never},
    {Code::cannot, "", Advice::server_cannot, Retry::never},
    {Code::has_children, "", Advice::server_cannot, Retry::never},
    {Code::corruption, "", Advice::mailbox_corrupt, Retry::never},
    {Code::expunge_issued, "", Advice::message_gone, Retry::never},
    {Code::bad_charset, "", Advice::charset_unknown, Retry::never},
    {Code::too_big, "", Advice::message_too_big, Retry::never},
};

// What servers say that send no code for it: Cyrus, UW, Exchange, Courier.
constexpr Row mailbox_rows[] = {
    {Code::none, "already exists", Advice::mailbox_exists, Retry::never},
    {Code::none, "not exist", Advice::no_such_mailbox, Retry::never},
    {Code::none, "doesn't exist", Advice::no_such_mailbox, Retry::never},
    {Code::none, "no such mailbox", Advice::no_such_mailbox, Retry::never},
    {Code::none, "unknown mailbox", Advice::no_such_mailbox, Retry::never},
    {Code::none, "quota", Advice::over_quota, Retry::later},
    {Code::none, "too many", Advice::server_limit, Retry::later},
};

struct Provider {
  const char* domain;
  Advice advice;
};

// What a refused password means at these.
constexpr Provider providers[] = {
    {"gmail.com", Advice::gmail_app_password}, {"googlemail.com", Advice::gmail_app_password},
    {"outlook.com", Advice::outlook_login},    {"office365.com", Advice::outlook_login},
    {"hotmail.com", Advice::outlook_login},    {"live.com", Advice::outlook_login},
    {"yahoo.com", Advice::app_password},       {"aol.com", Advice::app_password},
    {"me.com", Advice::app_password},          {"icloud.com", Advice::app_password},
    {"fastmail.com", Advice::app_password},    {"zoho.com", Advice::app_password},
    {"zoho.eu", Advice::app_password},
};

// The first row that matches says what it means; false if none does.
bool look_up(std::span<const Row> table, Error& error, Code code) {
  for (const Row& row : table) {
    if (row.code != Code::none && row.code != code) continue;
    if (!wire::contains_any_case(error.server_text, row.phrase)) continue;
    error.advice = row.advice;
    error.retry = row.retry;
    return true;
  }
  return false;
}

// Refused, deliberately without a word of explanation.
Advice plain_refusal(const Error& error) {
  for (const Provider& provider : providers)
    if (wire::is_in_domain(error.host, provider.domain)) return provider.advice;
  const bool exchange = wire::contains_any_case(error.server_text, "LOGIN failed.") ||
                        wire::contains_any_case(error.server_text, "AUTHENTICATE failed.");
  return exchange ? Advice::exchange_refused : Advice::password_refused;
}

}  // namespace

void advise(Error& error, Code code) {
  const bool login = error.category == Category::auth;
  if (error.advice == Advice::token_refused) {
    error.retry = Retry::refresh_token;
    return;
  }
  if (error.advice != Advice::none) return;
  if (login && look_up(login_rows, error, code)) return;
  if (look_up(rows, error, code)) return;
  if (login) {
    error.advice = plain_refusal(error);
    error.retry = Retry::after_fix;
  } else if (error.category == Category::rejected) {
    if (!look_up(mailbox_rows, error, code)) error.retry = Retry::never;
  }
}

}  // namespace mailmote::imap
