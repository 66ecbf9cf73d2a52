// The command of `watch --exec`: the shell runs it for every message that arrives, and is waited for.
//
// What the message says of itself stands in the environment and nowhere else; no word of it becomes part of a command
// line. Our own secrets are not handed on.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cli {

// Names and values, printable.
using Variables = std::vector<std::pair<const char*, std::string>>;

// Empty if `command` ended with status 0, else what became of it.
std::string run_hook(const std::string& command, const Variables& variables);

}  // namespace cli
