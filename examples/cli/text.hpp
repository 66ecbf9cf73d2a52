// Octets from outside, made fit for a terminal or for JSON: nothing that they hold can move a cursor or end a string.
#pragma once

#include <string>
#include <string_view>

namespace cli {

// How many octets at the front of `text` are one character of well-formed UTF-8 (RFC 3629); 0 if they are none.
std::size_t character(std::string_view text);

// Text for a terminal: control characters, marks that turn its direction, and octets that are not UTF-8, stand as \xHH.
std::string printable(std::string_view octets);

// The columns of a terminal that printable(octets) takes.
std::size_t width(std::string_view octets);

}  // namespace cli
