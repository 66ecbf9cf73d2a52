// Base64 two digits at a time, for machines of 64 bits: there a table of 8 KB is nothing, and it saves more than half
// of the work. Smaller machines never refer to it.
#pragma once

#include <cstddef>

#include <mailmote/wire/base64.hpp>

namespace mailmote::wire {

constexpr bool has_wide_base64 = sizeof(std::size_t) >= 8;

// `octets`, a multiple of three, as digits. `to` may catch up with `from`: all are read before they are overwritten.
void put_wide_base64(const char* from, std::size_t octets, char* to);

// Lines of mail: mime_line_octets as mime_line digits and CRLF, so many times. Likewise.
void put_wide_lines(const char* from, std::size_t lines, char* to);

}  // namespace mailmote::wire
