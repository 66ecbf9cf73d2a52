// Secrets as they come in: from a descriptor, or from a person at a terminal. They are read into one piece of memory
// that never moves, so that whoever owns it can wipe all of it.
#pragma once

#include <string>

namespace cli {

// Everything up to the end of the stream or the first line end; false, with the reason in errno, if that fails or is
// longer than 64 KiB.
bool read_secret(int descriptor, std::string& secret);

// Asks on the terminal itself, without echo, so that standard input can be the message. A signal that ends or stops
// the program finds the terminal as it was; continued, it asks again. False if there is no terminal.
bool ask_secret(const std::string& prompt, std::string& secret);

}  // namespace cli
