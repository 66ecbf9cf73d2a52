// Boundaries of multiparts. None occurs in what stands between them, by construction: every delimiter begins with
// "--=_", "=_" stands in no quoted-printable and no base64, and a text that has a line which begins so is sent as
// quoted-printable. Levels differ in the octet behind that, so that none is the beginning of another.
#pragma once

#include <string_view>

namespace mailmote::mime {

constexpr std::string_view boundary_start = "=_";
constexpr std::string_view delimiter_start = "--=_";

}  // namespace mailmote::mime
