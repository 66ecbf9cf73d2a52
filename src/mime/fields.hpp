// What headers of a mail hold, each written whole into an Excerpt.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/mime/address.hpp>

#include "excerpt.hpp"

namespace mailmote::mime {

// Date, if there is one for `seconds` since 1970.
void put_date(Excerpt& page, std::int64_t seconds);

// The next mailbox of `list`, which begins behind it then, and the comma before it. False: there is none.
bool put_mailbox(Excerpt& page, std::string_view& list, bool first);

// A space and free text behind the name of a header, in encoded words where it needs them. A first word that is too
// long for this line gets the next, if it has room for it there, as Python does. A longer one stays, up to what encoded
// words leave plain: divided into those it would be no word any more for who reads the header as more than text (a URL
// in List-Unsubscribe), and a line of the name alone would help nobody.
void put_text(Excerpt& page, std::string_view text);

// A file name that stands in quotes as it is: short plain ASCII. Any other goes out twice.
bool is_plain_file_name(std::string_view name);

// As parameters filename*= of Content-Disposition, by RFC 2231.
void put_sections(Excerpt& page, std::string_view name);

// As name= of Content-Type, for readers that do not know RFC 2231: its end in plain ASCII. (A filename= beside the
// filename*= of one header is what Python takes.)
void put_plain_name(Excerpt& page, std::string_view name);

// Octets as hexadecimal digits.
void put_hex(Excerpt& page, std::string_view octets);

}  // namespace mailmote::mime
