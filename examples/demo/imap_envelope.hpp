// ENVELOPE, BODY and BODYSTRUCTURE of a mail (RFC 3501 7.4.2).
#pragma once

#include <string>
#include <string_view>

#include "mail_part.hpp"

namespace demo {

std::string imap_envelope(std::string_view head);

// Without the extension data, or with it.
std::string imap_body(const Part& part);
std::string imap_body_structure(const Part& part);

}  // namespace demo
