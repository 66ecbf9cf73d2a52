#include <mailmote/advice.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using mailmote::Advice;

namespace {

struct Named {
  Advice advice;
  std::string_view name;
};

constexpr Named all[] = {
    {Advice::none, "none"},
    {Advice::fix_spec, "fix_spec"},
    {Advice::quote_value, "quote_value"},
    {Advice::add_ssl_for_port, "add_ssl_for_port"},
    {Advice::not_a_mail_service, "not_a_mail_service"},
    {Advice::fix_address, "fix_address"},
    {Advice::fix_header_value, "fix_header_value"},
    {Advice::fix_user_name, "fix_user_name"},
    {Advice::value_too_long, "value_too_long"},
    {Advice::text_holds_nul, "text_holds_nul"},
    {Advice::fix_attachment_type, "fix_attachment_type"},
    {Advice::fix_message_id, "fix_message_id"},
    {Advice::fix_reference, "fix_reference"},
    {Advice::fix_header_name, "fix_header_name"},
    {Advice::fix_inline_part, "fix_inline_part"},
    {Advice::no_recipient, "no_recipient"},
    {Advice::no_sender, "no_sender"},
    {Advice::too_many_recipients, "too_many_recipients"},
    {Advice::ascii_address, "ascii_address"},
    {Advice::buffer_too_small, "buffer_too_small"},
    {Advice::check_source, "check_source"},
    {Advice::no_password, "no_password"},
    {Advice::no_user, "no_user"},
    {Advice::open_first, "open_first"},
    {Advice::one_at_a_time, "one_at_a_time"},
    {Advice::check_host_name, "check_host_name"},
    {Advice::try_later, "try_later"},
    {Advice::nothing_listens, "nothing_listens"},
    {Advice::check_network, "check_network"},
    {Advice::firewall_or_wrong_port, "firewall_or_wrong_port"},
    {Advice::check_resources, "check_resources"},
    {Advice::use_tls_not_ssl, "use_tls_not_ssl"},
    {Advice::use_ssl, "use_ssl"},
    {Advice::perhaps_ssl, "perhaps_ssl"},
    {Advice::use_imap, "use_imap"},
    {Advice::use_pop3, "use_pop3"},
    {Advice::use_nntp, "use_nntp"},
    {Advice::use_smtp, "use_smtp"},
    {Advice::server_trouble, "server_trouble"},
    {Advice::starttls_not_offered, "starttls_not_offered"},
    {Advice::tampered_starttls, "tampered_starttls"},
    {Advice::old_tls, "old_tls"},
    {Advice::install_ca, "install_ca"},
    {Advice::read_ca, "read_ca"},
    {Advice::set_clock, "set_clock"},
    {Advice::certificate_expired, "certificate_expired"},
    {Advice::certificate_wrong_host, "certificate_wrong_host"},
    {Advice::certificate_unknown_issuer, "certificate_unknown_issuer"},
    {Advice::certificate_revoked, "certificate_revoked"},
    {Advice::certificate_weak, "certificate_weak"},
    {Advice::certificate_faulty, "certificate_faulty"},
    {Advice::no_entropy, "no_entropy"},
    {Advice::password_refused, "password_refused"},
    {Advice::gmail_app_password, "gmail_app_password"},
    {Advice::gmail_second_factor, "gmail_second_factor"},
    {Advice::gmail_web_login, "gmail_web_login"},
    {Advice::exchange_smtp_auth_disabled, "exchange_smtp_auth_disabled"},
    {Advice::exchange_basic_auth_disabled, "exchange_basic_auth_disabled"},
    {Advice::exchange_refused, "exchange_refused"},
    {Advice::authenticate_first, "authenticate_first"},
    {Advice::encryption_required, "encryption_required"},
    {Advice::mechanism_unsupported, "mechanism_unsupported"},
    {Advice::needs_token, "needs_token"},
    {Advice::needs_password, "needs_password"},
    {Advice::no_safe_mechanism, "no_safe_mechanism"},
    {Advice::authuser_unsupported, "authuser_unsupported"},
    {Advice::no_login_offered, "no_login_offered"},
    {Advice::login_later, "login_later"},
    {Advice::token_refused, "token_refused"},
    {Advice::slow_down, "slow_down"},
    {Advice::too_many_at_once, "too_many_at_once"},
    {Advice::no_such_recipient, "no_such_recipient"},
    {Advice::bad_recipient_address, "bad_recipient_address"},
    {Advice::relay_denied, "relay_denied"},
    {Advice::sender_not_yours, "sender_not_yours"},
    {Advice::sender_not_authenticated, "sender_not_authenticated"},
    {Advice::message_too_big, "message_too_big"},
    {Advice::mailbox_full, "mailbox_full"},
    {Advice::needs_smtputf8, "needs_smtputf8"},
    {Advice::content_refused, "content_refused"},
    {Advice::not_completed, "not_completed"},
    {Advice::under_way, "under_way"},
    {Advice::no_tls_here, "no_tls_here"},
    {Advice::not_a_mailbox_service, "not_a_mailbox_service"},
    {Advice::service_not_linked, "service_not_linked"},
    {Advice::no_login, "no_login"},
    {Advice::open_mailbox_first, "open_mailbox_first"},
    {Advice::request_under_way, "request_under_way"},
    {Advice::hung_up, "hung_up"},
    {Advice::opened_read_only, "opened_read_only"},
    {Advice::fix_argument, "fix_argument"},
    {Advice::fix_section, "fix_section"},
    {Advice::one_message, "one_message"},
    {Advice::server_lacks_it, "server_lacks_it"},
    {Advice::check_sink, "check_sink"},
    {Advice::no_such_mailbox, "no_such_mailbox"},
    {Advice::create_mailbox_first, "create_mailbox_first"},
    {Advice::mailbox_exists, "mailbox_exists"},
    {Advice::mailbox_in_use, "mailbox_in_use"},
    {Advice::mailbox_corrupt, "mailbox_corrupt"},
    {Advice::over_quota, "over_quota"},
    {Advice::no_permission, "no_permission"},
    {Advice::server_cannot, "server_cannot"},
    {Advice::server_limit, "server_limit"},
    {Advice::charset_unknown, "charset_unknown"},
    {Advice::message_gone, "message_gone"},
    {Advice::answer_incomplete, "answer_incomplete"},
    {Advice::contact_admin, "contact_admin"},
    {Advice::server_fault, "server_fault"},
    {Advice::client_fault, "client_fault"},
    {Advice::privacy_required, "privacy_required"},
    {Advice::authorization_failed, "authorization_failed"},
    {Advice::password_expired, "password_expired"},
    {Advice::unsafe_login, "unsafe_login"},
    {Advice::app_password, "app_password"},
    {Advice::outlook_login, "outlook_login"},
    {Advice::imap_disabled, "imap_disabled"},
};

}  // namespace

TEST_CASE("every advice has the name of its enumerator") {
  for (std::size_t i = 0; i < std::size(all); ++i) {
    CHECK(static_cast<std::size_t>(all[i].advice) == i);
    CHECK(name(all[i].advice) == all[i].name);
  }
}

TEST_CASE("every advice but none says what to do: a sentence or two on one line, no two alike but on purpose") {
  std::set<std::string_view> texts;
  for (const Named& row : all) {
    const std::string_view text = mailmote::text(row.advice);
    INFO(std::string(row.name));
    if (row.advice == Advice::none) {
      CHECK(text.empty());
      continue;
    }
    REQUIRE(text.size() > 10);
    CHECK(text.size() <= 240);
    CHECK(text.back() == '.');
    CHECK(text.front() == static_cast<char>(std::toupper(text.front())));
    CHECK(text.find_first_of("\r\n\t") == std::string_view::npos);
    CHECK(text.find("  ") == std::string_view::npos);
    const bool twin = row.advice == Advice::use_ssl;  // the same step for another reason
    CHECK((twin || texts.insert(text).second));
  }
}

TEST_CASE("an id from another version has no text, and does no harm") {
  const auto beyond = static_cast<Advice>(static_cast<int>(all[std::size(all) - 1].advice) + 1);
  CHECK(mailmote::text(beyond).empty());
  CHECK(name(beyond) == "none");
}
