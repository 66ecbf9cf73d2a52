// The time of day: QEMU's host has it, or the argument clock= says what it is at reset, to see what a wrong one does.
// A product asks its RTC, or SNTP.
#pragma once

#include <cstdint>
#include <optional>

void clock_start(std::optional<std::int64_t> at_reset);

// Seconds since 1970 UTC, or Network::unknown_time.
std::int64_t clock_now();
