// What is wrong with a specification, in words. An object of its own: who does not call it does not link it.
#include <mailmote/spec.hpp>

namespace mailmote {

std::string_view text(SpecReason reason) {
  switch (reason) {
    case SpecReason::none: return "nothing is wrong";
    case SpecReason::no_brace: return "a mailbox specification begins with a brace: {host}mailbox";
    case SpecReason::local_name: return "this names a local mailbox; only servers can be opened: {host}mailbox";
    case SpecReason::no_host: return "no host";
    case SpecReason::host_too_long: return "the host is longer than 255 octets";
    case SpecReason::host_octet: return "a host has only letters, digits, \".\", \"-\" and \"_\"";
    case SpecReason::host_dash: return "a host does not begin with \"-\"";
    case SpecReason::host_literal: return "brackets hold an IPv4 or IPv6 address";
    case SpecReason::unclosed: return "the closing brace is missing";
    case SpecReason::switches_too_long: return "more than 1023 octets between host and brace";
    case SpecReason::control_octet: return "control octet";
    case SpecReason::stray_octets: return "only \"/\", \":\" or \"}\" may follow here";
    case SpecReason::port_digits: return "a port is a number";
    case SpecReason::port_range: return "a port lies between 1 and 65535";
    case SpecReason::empty_switch: return "no flag follows the \"/\"";
    case SpecReason::unclosed_quote: return "no closing quote before the brace";
    case SpecReason::unknown_switch: return "unknown flag";
    case SpecReason::quote_value: return "no such flag; quote a value that holds \"/\" or \":\"";
    case SpecReason::switch_takes_no_value: return "this flag takes no value";
    case SpecReason::switch_needs_value: return "this flag needs a value";
    case SpecReason::user_too_long: return "a user name is longer than 64 octets";
    case SpecReason::storage_too_small: return "no room to unescape this value";
    case SpecReason::unknown_service: return "unknown service";
    case SpecReason::unknown_mechanism: return "unknown login mechanism";
    case SpecReason::second_port: return "a second port";
    case SpecReason::second_service: return "a second service";
    case SpecReason::second_user: return "a second /user=";
    case SpecReason::second_authuser: return "a second /authuser=";
    case SpecReason::second_auth: return "a second /auth=";
    case SpecReason::ssl_with_tls: return "/ssl and /tls exclude each other";
    case SpecReason::tls_with_notls: return "/tls and /notls exclude each other";
    case SpecReason::validate_with_novalidate: return "/validate-cert and /novalidate-cert exclude each other";
    case SpecReason::norsh_without_imap: return "/norsh is for IMAP only";
    case SpecReason::mailbox_too_long: return "the mailbox name is longer than 255 octets";
    case SpecReason::port_needs_ssl: return "this port starts with TLS: add /ssl";
  }
  return "nothing is wrong";
}

}  // namespace mailmote
