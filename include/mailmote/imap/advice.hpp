// What an IMAP refusal really means: response code first, then who said it and how.
#pragma once

#include <mailmote/imap/code.hpp>
#include <mailmote/result.hpp>

namespace mailmote::imap {

// Sets advice and retry of an error that came with a status response and `code`, unless it has an advice already
// (token_refused is looked into). Uses its category, server_text and host.
void advise(Error& error, Code code);

}  // namespace mailmote::imap
