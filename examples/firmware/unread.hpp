// What is unread, from a super-loop: all of it listed, and one part of the first message streamed.
#pragma once

#include <mailmote/network.hpp>

#include "arguments.hpp"
#include "board.hpp"

// Reads it and says what it finds: 0, or an exit status of sysexits.h. The part is the one that the arguments name, or
// the first attachment; no octet of it is kept, its checksum is said. Nothing is flagged unless they say so.
int read_unread(mailmote::Network& network, Board& board, const Arguments& arguments);
