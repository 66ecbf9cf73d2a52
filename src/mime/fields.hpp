// The headers of a mail, each written whole into an Excerpt.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/mime/address.hpp>

#include "excerpt.hpp"

namespace mailmote::mime {

// Date, if there is one for `seconds` since 1970.
void put_date(Excerpt& page, std::int64_t seconds);

// The next mailbox of a header, the first with "name:" before it, or the end of its line. No mailboxes, no header.
// False: it was the end.
bool put_mailbox(Excerpt& page, std::string_view name, AddressReader& list);

// Subject, in encoded words where it needs them; nothing if it is empty.
void put_subject(Excerpt& page, std::string_view subject);

// "; filename=..." as a parameter, beyond plain ASCII by RFC 2231; nothing if it is empty.
void put_file_name(Excerpt& page, std::string_view name);

// Octets as hexadecimal digits.
void put_hex(Excerpt& page, std::string_view octets);

}  // namespace mailmote::mime
