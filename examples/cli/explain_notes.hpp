// What stands beside the meaning of a specification: that it cannot be used yet, or was perhaps not what was meant.
#pragma once

#include <mailmote/spec.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"

namespace cli {

// `spec` is what `text` means. Octets from outside are in them as they are.
std::vector<std::string> explain_notes(const Arguments& arguments, std::string_view text, const mailmote::Spec& spec);

}  // namespace cli
