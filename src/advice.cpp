// The advice table. Rows stand in the order of the enumeration; a test walks both.
#include <mailmote/advice.hpp>

#include <cstddef>

namespace mailmote {

namespace {

struct Row {
  std::string_view name;
  std::string_view text;
};

constexpr Row rows[] = {
    {"none", ""},
    {"fix_spec", "The mailbox specification has the form {host:port/flags}mailbox."},
    {"quote_value", "Put the value in double quotes: /user=\"name\"."},
    {"add_ssl_for_port", "This port starts with TLS: add /ssl."},
    {"not_a_mail_service", "This service does not send mail: use /smtp, /submit, or neither."},
    {"fix_address", "Write one address as name@domain, or Name <name@domain>."},
    {"fix_header_value", "Remove the line end or NUL from the value: it would start a header of its own."},
    {"fix_user_name", "Remove the control character from the user name or password."},
    {"value_too_long", "The value is longer than a header may carry: shorten it."},
    {"text_holds_nul", "The text holds a NUL: send what is no text as an attachment."},
    {"fix_attachment_type",
     "Write the type of the attachment as type/subtype, such as application/octet-stream; not multipart/ or message/."},
    {"fix_message_id", "Write the message id as left@right, without angle brackets."},
    {"fix_reference",
     "Write the ids of other mails as they stand in them, <left@right>, with a blank between them; leave out what is "
     "no "
     "id."},
    {"fix_header_name",
     "Name a header by printable ASCII letters; none that every mail has, such as Subject, and none of Content-."},
    {"fix_inline_part",
     "Give each inline part an id, without angle brackets, and the HTML text that shows it: <img src=\"cid:ID\">."},
    {"no_recipient", "Name at least one recipient in To, Cc or Bcc."},
    {"no_sender", "Name the sender in From."},
    {"too_many_recipients", "Send to fewer recipients at a time, or give the mailer more room for results."},
    {"ascii_address",
     "Addresses with letters beyond ASCII need SMTPUTF8, which is not supported: use the ASCII form of the "
     "address."},
    {"buffer_too_small", "Give the session a larger buffer: a whole command has to fit."},
    {"check_source",
     "The file or stream that the mail is read from failed, ended early, or was read before: a source is read once. "
     "The mail was not completed."},
    {"no_password", "Give a password or a token: the environment variable may be unset."},
    {"no_user", "A password or token was given, but nobody that it belongs to: name the user."},
    {"open_first", "No connection is open: open one first, or send with a specification."},
    {"one_at_a_time", "Another connection was opened on the same network: give each its own."},
    {"check_host_name", "Check the spelling of the host, and the DNS server of this network."},
    {"try_later", "Try again later."},
    {"nothing_listens",
     "The machine answers, but nothing listens on that port. Submission is 587 or 465 (port 25 is often "
     "blocked), IMAP 993 or 143, POP3 995 or 110."},
    {"check_network", "There is no way to that address: check the network, the gateway, the VPN."},
    {"firewall_or_wrong_port",
     "Nobody answered: a firewall, or the wrong port. Submission is 587 or 465 (port 25 is often blocked), "
     "IMAP 993 or 143, POP3 995 or 110."},
    {"check_resources", "This machine has no socket or memory left: close something."},
    {"use_tls_not_ssl",
     "The server speaks plain text first: use /tls in place of /ssl, or /ssl with the port that starts "
     "with TLS (465, 993, 995)."},
    {"use_ssl", "This port starts with TLS: add /ssl."},
    {"perhaps_ssl", "Perhaps the port starts with TLS, and the specification asks for plain text first: try /ssl."},
    {"use_imap", "This is an IMAP server: use /imap, or the port of the service that you want."},
    {"use_pop3", "This is a POP3 server: use /pop3, or the port of the service that you want."},
    {"use_nntp", "This is a news server: use /nntp, or the port of the service that you want."},
    {"use_smtp", "This is an SMTP server: it takes mail and holds none."},
    {"server_trouble", "The server is in trouble, not you: try again later, or on a new connection."},
    {"starttls_not_offered",
     "The server offers no TLS here, or somebody between removed the offer; nothing was sent. Use a port "
     "with TLS (/ssl). /notls sends in clear, at your own risk."},
    {"tampered_starttls",
     "Somebody put words into the server's mouth before TLS began, or the server is broken. Do not trust "
     "this network."},
    {"old_tls", "The server and this client have no TLS version or cipher in common. TLS 1.2 or later is required."},
    {"install_ca", "No trust roots were found: install the package ca-certificates, or name a file of roots."},
    {"read_ca", "The file of trust roots cannot be read, or holds no certificate in PEM form."},
    {"set_clock", "The clock of this device is not set: set it (SNTP) before TLS."},
    {"certificate_expired",
     "The server's certificate has expired: its owner has to renew it. If it looks valid, check the clock "
     "of this device."},
    {"certificate_wrong_host",
     "The certificate is for another name: use the name that it was issued to. Somebody may stand between."},
    {"certificate_unknown_issuer",
     "The certificate's issuer is not among the trust roots: add its CA certificate. Somebody may stand "
     "between. /novalidate-cert turns the check off."},
    {"certificate_revoked", "The certificate was revoked: do not go on; ask the server's owner."},
    {"certificate_weak", "The certificate's key or signature is too weak: its owner has to renew it."},
    {"certificate_faulty", "The certificate is not fit for this server: ask its owner."},
    {"no_entropy", "The random source of this device failed: TLS and the names of mails cannot do without."},
    {"password_refused", "Name or password is wrong. The password was sent once and is not tried again."},
    {"gmail_app_password",
     "Gmail takes no account password here: turn on 2-step verification, create an app password "
     "(myaccount.google.com/apppasswords) and give it without spaces."},
    {"gmail_second_factor",
     "The password is right, but an app password is required: myaccount.google.com/apppasswords."},
    {"gmail_web_login", "Google wants a login by browser first: sign in once from this network."},
    {"exchange_smtp_auth_disabled",
     "SMTP AUTH is switched off for this mailbox or tenant; another password will not help. The "
     "administrator has to enable authenticated SMTP for the mailbox, or use OAuth 2 or a relay."},
    {"exchange_basic_auth_disabled",
     "Microsoft takes no passwords here any more, app passwords neither: give an OAuth 2 token, or send "
     "through another relay."},
    {"exchange_refused",
     "Exchange refused the login, often because password logins are blocked: ask the administrator, or "
     "give an OAuth 2 token."},
    {"authenticate_first", "The server wants a login first: give a user and a password; with STARTTLS use /tls."},
    {"encryption_required", "The server wants TLS before this: use /tls, or /ssl on port 465."},
    {"mechanism_unsupported", "The server does not take this way of logging in: choose another with /auth=, or none."},
    {"needs_token", "The server takes OAuth 2 tokens only; a password was given. Give a token."},
    {"needs_password", "A token was given, but the server takes passwords only."},
    {"no_safe_mechanism",
     "/secure allows no login that shows the password to the server, and the server offers nothing else."},
    {"authuser_unsupported", "Logging in for somebody else (/authuser) needs a mechanism that can say so: PLAIN."},
    {"no_login_offered",
     "The server offers no login here: use the submission port (587 with /tls, or 465 with /ssl), or leave "
     "the user out."},
    {"login_later", "The server cannot check logins just now: try again later."},
    {"token_refused",
     "The OAuth 2 token is stale, or made for another purpose: get a new one with the scope for this "
     "protocol."},
    {"slow_down",
     "The server asks for patience (greylisting, or too many at a time): wait 15 minutes before the next "
     "try."},
    {"too_many_at_once", "Too many recipients at once: send to the others in another mail."},
    {"no_such_recipient", "The server knows no such recipient: check the address."},
    {"bad_recipient_address", "The server does not take this as an address: check its form."},
    {"relay_denied",
     "The server does not send for you: log in, and use port 587 or 465, not 25; the sender's domain has "
     "to be the account's."},
    {"sender_not_yours", "The sender address is not the account's: set From to the address that you log in with."},
    {"sender_not_authenticated",
     "The recipient's server wants SPF or DKIM: send through your provider's submission server."},
    {"message_too_big", "The message is larger than the server takes."},
    {"mailbox_full", "The recipient's mailbox is full: try again later."},
    {"needs_smtputf8", "The server or this client cannot carry the address: use its ASCII form."},
    {"content_refused", "The server does not want this content: its words say why."},
    {"not_completed", "The mail was not completed: nothing is known to be delivered; send it again."},
    {"under_way", "The mail is still under way: call step() until it no longer answers again."},
    {"no_tls_here", "This program was built without TLS: build it with TLS, or write /notls at your own risk."},
    {"not_a_mailbox_service", "This service sends mail and holds none: use /imap, /pop3 or /nntp, or neither."},
    {"service_not_linked",
     "This program was built without that protocol: name its driver where the mailbox is made, or use another."},
    {"no_login", "Give a user and a password, or a token; /anonymous opens what is open to everybody."},
    {"open_mailbox_first", "No mailbox is open: open one first."},
    {"request_under_way", "The request is still under way: call step() until it no longer answers again."},
    {"hung_up", "This program hung up before the answer was complete: what was asked may have been done, or not."},
    {"opened_read_only", "The mailbox was opened read-only (/readonly): nothing in it is changed."},
    {"fix_argument",
     "A mailbox name, a flag or a search text holds what cannot be sent: a NUL, a line end, octets that are no UTF-8."},
    {"fix_section",
     "A section is the number of a part, counted from 1 (1.2), its header (1.MIME), or HEADER or TEXT, of the message "
     "or "
     "of one within it (2.HEADER)."},
    {"one_message", "Name one message by its UID or number, and where its octets go."},
    {"server_lacks_it", "The server has not the extension that this needs."},
    {"check_sink", "The file or stream that the message is written to failed: what it has got is not complete."},
    {"no_such_mailbox", "There is no such mailbox: list the folders to see their names."},
    {"create_mailbox_first", "The target mailbox does not exist: create it first."},
    {"mailbox_exists", "A mailbox of that name exists already."},
    {"mailbox_in_use", "Somebody else has the mailbox open and keeps it for himself: try again later."},
    {"mailbox_corrupt", "The mailbox is damaged on the server: ask the administrator."},
    {"over_quota", "The mailbox has no room left: delete messages and expunge them, or ask for more."},
    {"no_permission", "This user may not do that to this mailbox: its owner or the administrator gives the right."},
    {"server_cannot", "The server will never do that: its words say why."},
    {"server_limit", "A limit of the server was passed: ask for less, or try again later."},
    {"charset_unknown", "The server cannot search for letters beyond ASCII: search for other words."},
    {"message_gone", "The message, or this part of it, is not there or no longer: list the messages again."},
    {"answer_incomplete", "The server said that all was well, and did not say what it was asked for: report it."},
    {"contact_admin", "The server's administrator has to look at this: the server says no more."},
    {"server_fault", "The server has met a fault of its own: try again later, and report it."},
    {"client_fault", "The server takes this for a fault of the client: please report it, with a transcript (/debug)."},
    {"privacy_required", "The server wants TLS before a login: use /tls, or /ssl on the port that starts with it."},
    {"authorization_failed",
     "The password is right, but this user may not act for the other: check /authuser and /user."},
    {"password_expired", "The password has expired: set a new one, by browser as a rule."},
    {"unsafe_login",
     "The provider takes this login for unsafe: switch IMAP on in its web mail, and use the authorization code that it "
     "gives in place of the password."},
    {"app_password",
     "This provider takes no account password here: make an app password in its security settings, and give that."},
    {"outlook_login",
     "Microsoft takes no passwords here: give an OAuth 2 token for outlook.office.com (one for graph will not do), and "
     "see that IMAP is switched on for the mailbox."},
    {"imap_disabled", "IMAP is switched off for this account: switch it on in the provider's settings."},
};

constexpr const Row& row(Advice advice) {
  const auto i = static_cast<std::size_t>(advice);
  return rows[i < sizeof rows / sizeof rows[0] ? i : 0];
}

static_assert(sizeof rows / sizeof rows[0] == static_cast<std::size_t>(Advice::imap_disabled) + 1);

}  // namespace

std::string_view text(Advice advice) { return row(advice).text; }
std::string_view name(Advice advice) { return row(advice).name; }

}  // namespace mailmote
