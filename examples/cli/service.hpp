// Which service a specification means, and what goes with it.
#pragma once

#include <mailmote/spec.hpp>

#include "options.hpp"

namespace cli {

// --service, else `otherwise`.
mailmote::Service default_service(const Arguments& arguments, mailmote::Service otherwise);

// SMTP and submission: no mailbox is opened.
bool is_sending(mailmote::Service service);

// Whether the text of a specification, which parses, says which service it means.
bool names_service(std::string_view text);

// 25, 465 and 587, and the 2525 that many providers open beside them.
bool is_sending_port(std::uint16_t port);

// The service that `check` looks at: what the first word says, else --service, else SMTP on a port to send by, else
// IMAP.
mailmote::Service service_to_check(const Arguments& arguments);

// Whether a specification to send by has flags that mean something for mailboxes only: it is refused then.
bool for_mailboxes_only(const mailmote::Spec& spec);

}  // namespace cli
