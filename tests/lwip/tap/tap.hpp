// A tap interface of the kernel's as lwIP's network interface: Ethernet frames by read() and write().
#pragma once

#include <lwip/netif.h>

#include <cstdint>

namespace tap {

// Adds it to lwIP with this address, up, as the default. False, with errno, where it cannot be had.
bool begin(const char* name, const char* address, const char* router);

// Hands to lwIP what has come, runs its timers, and sleeps until there is more, or for so long.
void poll(std::uint32_t most_ms);

}  // namespace tap
