// One alert, from a super-loop.
#pragma once

#include <mailmote/network.hpp>

#include "arguments.hpp"
#include "board.hpp"

// Sends it and says what became of it: 0, or an exit status of sysexits.h.
int send_alert(mailmote::Network& network, Board& board, const Arguments& arguments);
