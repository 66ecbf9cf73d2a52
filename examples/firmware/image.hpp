// What every image here does around its program: the machine starts, and the program runs as often as the arguments
// say, each time followed by the figures of what it has needed.
//
//   int main() { return run_image("alert", send_alert); }
//
// image_tls.cpp has it with TLS, image_clear.cpp without a byte of it.
#pragma once

#include <string_view>

#include <mailmote/network.hpp>

#include "arguments.hpp"
#include "board.hpp"

// Does its work and says what became of it: 0, or an exit status of sysexits.h.
using Program = int (*)(mailmote::Network& network, Board& board, const Arguments& arguments);

// Until the program fails, or has run as often as it was to; gives its last status. `name` stands in front of each run.
int run_image(std::string_view name, Program program);
