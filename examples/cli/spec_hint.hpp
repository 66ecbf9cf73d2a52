// What to write instead of a specification that does not parse, where that can be told from the whole of it.
#pragma once

#include <mailmote/spec.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// Lines for a person, printable.
std::vector<std::string> spec_hints(std::string_view text, const mailmote::SpecFault& fault);

}  // namespace cli
