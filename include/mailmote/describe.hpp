// An error as text for a person: what happened, what the server said, what it means and what to do.
//
//   timeout: mail.plant.example:10993 accepted the connection but sent no greeting in time
//     Perhaps the port starts with TLS, and the specification asks for plain text first: try /ssl.
//
// Nothing is allocated. Octets of the server are shown as \xHH where they are no UTF-8, a control or a mark that turns
// the direction of text, so that a hostile server cannot write on a terminal. A firmware that does not call it does not
// link it.
#pragma once

#include <span>
#include <string_view>

#include <mailmote/result.hpp>

namespace mailmote {

constexpr std::size_t describe_room = 2048;  // octets that hold every text

// The text, in `into`: lines ended by LF, the first begins with the category; cut where `into` ends.
std::string_view describe(const Error& error, std::span<char> into);

// Its first line alone, without the category and without a line end.
std::string_view headline(const Error& error, std::span<char> into);

}  // namespace mailmote
