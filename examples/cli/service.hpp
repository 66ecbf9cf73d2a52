// Which service a specification means, and what goes with it.
#pragma once

#include <mailmote/spec.hpp>

#include "options.hpp"

namespace cli {

// --service, else `otherwise`.
mailmote::Service default_service(const Arguments& arguments, mailmote::Service otherwise);

// SMTP and submission: no mailbox is opened.
bool is_sending(mailmote::Service service);

// Whether a specification to send by has flags that mean something for mailboxes only: it is refused then.
bool for_mailboxes_only(const mailmote::Spec& spec);

}  // namespace cli
