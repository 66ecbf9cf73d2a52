// What a mechanism says, on its way to the wire: base64, secret, and the end of its line.
#pragma once

#include <mailmote/outbox.hpp>
#include <mailmote/sasl_response.hpp>

namespace mailmote {

// Puts what is left of this answer, as far as there is room. True once all of it is in the outbox, its CRLF too; until
// then, call again when octets have left. Needs six octets of room to get on.
bool put_response(Outbox& out, SaslResponse& response);

}  // namespace mailmote
