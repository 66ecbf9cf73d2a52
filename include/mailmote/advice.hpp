// What to do about an error: an id that always travels with it, and a text that can be left out.
//
// The texts live in one object file of their own; a firmware that never calls text() or describe()
// does not link them.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote {

enum class Advice : std::uint8_t {
  none,
  // the specification and the message
  fix_spec,
  quote_value,
  add_ssl_for_port,
  not_a_mail_service,
  fix_address,
  fix_header_value,
  fix_user_name,
  value_too_long,
  text_holds_nul,
  fix_attachment_type,
  fix_message_id,
  no_recipient,
  no_sender,
  too_many_recipients,
  ascii_address,
  buffer_too_small,
  check_source,
  no_password,
  no_user,
  open_first,
  one_at_a_time,
  // the connection
  check_host_name,
  try_later,
  nothing_listens,
  check_network,
  firewall_or_wrong_port,
  check_resources,
  use_tls_not_ssl,
  use_ssl,
  perhaps_ssl,
  use_imap,
  use_pop3,
  use_nntp,
  use_smtp,
  server_trouble,
  // TLS
  starttls_not_offered,
  tampered_starttls,
  old_tls,
  install_ca,
  read_ca,
  set_clock,
  certificate_expired,
  certificate_wrong_host,
  certificate_unknown_issuer,
  certificate_revoked,
  certificate_weak,
  certificate_faulty,
  no_entropy,
  // logins
  password_refused,
  gmail_app_password,
  gmail_second_factor,
  gmail_web_login,
  exchange_smtp_auth_disabled,
  exchange_basic_auth_disabled,
  exchange_refused,
  authenticate_first,
  encryption_required,
  mechanism_unsupported,
  needs_token,
  needs_password,
  no_safe_mechanism,
  authuser_unsupported,
  no_login_offered,
  login_later,
  token_refused,
  // the mail
  slow_down,
  too_many_at_once,
  no_such_recipient,
  bad_recipient_address,
  relay_denied,
  sender_not_yours,
  sender_not_authenticated,
  message_too_big,
  mailbox_full,
  needs_smtputf8,
  content_refused,
  not_completed,
  under_way,
  no_tls_here,
};

// What it means and what to do, for a person; one to three sentences, no line end. Empty for none.
std::string_view text(Advice advice);

// A stable word for logs and programs: "gmail_app_password".
std::string_view name(Advice advice);

}  // namespace mailmote
