// A moment, as the program prints it.
#pragma once

#include <cstdint>
#include <string>

namespace cli {

// "2024-05-01T10:00:00Z", of seconds since 1970 (RFC 3339); empty for 0, which stands for "not known".
std::string moment(std::int64_t seconds);

}  // namespace cli
