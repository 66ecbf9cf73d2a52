// What a specification makes the library say to the server, step by step, in words.
#pragma once

#include <mailmote/spec.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// "implicit" (from the first octet), "required" (an upgrade, or nothing), "offered" (an upgrade if the server has
// one, else no credential), "none" (clear text, because the user wrote it).
std::string_view tls_mode(const mailmote::Spec& spec);

std::vector<std::string> wire_plan(const mailmote::Spec& spec);

}  // namespace cli
