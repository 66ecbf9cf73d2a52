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

// "name: value", in encoded words where it needs them.
void put_header(Excerpt& page, std::string_view name, std::string_view value);

// "; filename=..." as a parameter of Content-Disposition, beyond short plain ASCII by RFC 2231; nothing if it is empty.
void put_file_name(Excerpt& page, std::string_view name);

// "; name=..." as a parameter of Content-Type, for readers that do not know RFC 2231: the end of a name in plain ASCII.
// Nothing if put_file_name() wrote all of it. (A filename= beside the filename*= of one header is what Python takes.)
void put_plain_name(Excerpt& page, std::string_view name);

// Octets as hexadecimal digits.
void put_hex(Excerpt& page, std::string_view octets);

}  // namespace mailmote::mime
