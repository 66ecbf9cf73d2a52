// Whether the value of an option is what it must be, before any command runs.
#pragma once

#include <cstdint>
#include <string_view>

#include "options.hpp"

namespace cli {

// The shape that a value lacks, to stand behind "must be"; empty if it is as it should be.
std::string_view shape_missed(Form form, std::string_view value);

}  // namespace cli
