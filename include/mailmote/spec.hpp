// The mailbox specification: one string that opens any mailbox, or names a mail server to send by.
//
//   {mail.plant.example:993/imap/ssl/user="zoë"}INBOX
//
//   char storage[max_spec_storage];
//   const SpecResult parsed = parse_spec(text, Service::imap, storage);
//   if (!parsed) complain(parsed.fault);          // where, why, and what was perhaps meant
//   open(parsed.spec.host, parsed.spec.connect_port());
//
// The grammar is that of UW c-client, known from PHP's imap_open; README lists where we differ. Nothing is
// allocated: the views of a Spec lie in `text`, or in `storage` where a quoted value had to be unescaped.
// The parser judges form; what a specification does on the wire is decided by those that open it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/sasl.hpp>

namespace mailmote {

// Limits, in octets. The first four are the reference's.
inline constexpr std::size_t max_spec_host = 255;       // brackets included
inline constexpr std::size_t max_spec_user = 64;        // of /user= and /authuser=, unquoted
inline constexpr std::size_t max_spec_switches = 1023;  // all between the host and the brace
inline constexpr std::size_t max_spec_mailbox = 255;
inline constexpr std::size_t max_spec_storage = 2 * max_spec_user;  // enough for whatever parse_spec unescapes
inline constexpr std::size_t max_spec_text = 1024;                  // enough for whatever print_spec writes

enum class Service : std::uint8_t { imap, pop3, nntp, smtp, submit };

// As it stands in a specification: "imap".
std::string_view name(Service service);

struct Spec {
  std::string_view host;      // as written, case and brackets kept
  std::string_view user;      // of /user=, unquoted; empty: none
  std::string_view authuser;  // of /authuser=, likewise
  std::string_view mailbox;   // what follows the brace, as written; "INBOX" where nothing does
  std::uint16_t port = 0;     // 0: none was given
  Service service = Service::imap;
  std::optional<Mechanism> auth;  // of /auth=
  bool anonymous = false;
  bool debug = false;
  bool secure = false;
  bool norsh = false;
  bool ssl = false;
  bool tryssl = false;
  bool novalidate = false;  // /novalidate-cert
  bool tls = false;         // /tls, /starttls, /tls-sslv23
  bool notls = false;       // also set by /ssl, as the reference does
  bool tlssslv23 = false;
  bool readonly = false;
  bool loser = false;

  // TLS from the first octet: /ssl or /tryssl.
  bool starts_with_tls() const { return ssl || tryssl; }
  // The port that was given, else the service's own.
  std::uint16_t connect_port() const;

  bool operator==(const Spec&) const = default;
};

// The service's registered port.
std::uint16_t default_port(Service service, bool starts_with_tls);
// Ports where TLS starts at once: 993, 995, 465, 563.
bool is_tls_port(std::uint16_t port);

enum class SpecReason : std::uint8_t {
  none,
  // the host
  no_brace,
  local_name,
  no_host,
  host_too_long,
  host_octet,
  host_dash,
  host_literal,
  // the form of what follows it
  unclosed,
  switches_too_long,
  control_octet,
  stray_octets,
  port_digits,
  port_range,
  empty_switch,
  unclosed_quote,
  // the switches
  unknown_switch,
  quote_value,
  switch_takes_no_value,
  switch_needs_value,
  user_too_long,
  storage_too_small,
  unknown_service,
  unknown_mechanism,
  // switches that exclude each other
  second_port,
  second_service,
  second_user,
  second_authuser,
  second_auth,
  ssl_with_tls,
  tls_with_notls,
  validate_with_novalidate,
  norsh_without_imap,
  // the mailbox
  mailbox_too_long,
  // of check_opening, never of parse_spec
  port_needs_ssl,
};

// What is wrong, in a few words without a full stop: "unknown flag".
std::string_view text(SpecReason reason);

struct SpecFault {
  SpecReason reason = SpecReason::none;
  std::uint16_t offset = 0;     // of the offending octets in the text
  std::uint16_t length = 0;     // how many; 0 where something is missing
  std::string_view suggestion;  // "did you mean ...": what to write in their place, static; empty if nothing is near
};

struct [[nodiscard]] SpecResult {
  Spec spec;  // as constructed if there is a fault
  SpecFault fault;
  explicit operator bool() const { return fault.reason == SpecReason::none; }
};

// `service` is what the specification opens when it names none. `storage` takes values that were written with
// escapes; max_spec_storage octets are always enough, and none are needed where there is no backslash.
SpecResult parse_spec(std::string_view text, Service service, std::span<char> storage);

// The canonical text of `spec`, in `into`; parsing it gives `spec` again. Empty if it does not fit, or if no
// specification says that: a brace in a user name, a control octet, contradicting flags. (Sole exception: `ssl`
// alone will come back with `notls`, and no mailbox as "INBOX".)
std::string_view print_spec(const Spec& spec, std::span<char> into);

// Whether a specification that parses may also be opened: port_needs_ssl for one that would speak plain text to a
// port where TLS starts at once (the reference hangs there), else none.
SpecReason check_opening(const Spec& spec);

// The specification that works where check_opening says port_needs_ssl: the same with /ssl.
Spec with_ssl(const Spec& spec);

}  // namespace mailmote
