// A specification taken apart, without a guess at what was meant: that is parse_spec()'s, and who does without does not
// link it.
#pragma once

#include <span>
#include <string_view>

#include <mailmote/spec.hpp>

namespace mailmote::spec {

// `into` holds the defaults; after a fault it is of no use. A flag that nobody knows behind a value without quotes is
// taken for a part of that value: quote_value.
SpecFault read(std::string_view text, std::span<char> storage, Spec& into);

// What stands between quotes without the backslashes, in `room`; as it is if that is too small.
std::string_view unescaped(std::string_view quoted, std::span<char> room);

}  // namespace mailmote::spec
