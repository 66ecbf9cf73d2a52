// What an SMTP refusal really means: enhanced code first, then reply code, then who said it and how.
#pragma once

#include <mailmote/result.hpp>

namespace mailmote::smtp {

// Sets advice and retry of an error that carries a reply, unless it has an advice already (token_refused
// is looked into). Uses its category, stage, reply, enhanced, server_text and host.
void advise(Error& error);

}  // namespace mailmote::smtp
