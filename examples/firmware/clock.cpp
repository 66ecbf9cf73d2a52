#include "clock.hpp"

#include <lwip/sys.h>

#include <mailmote/network.hpp>

#include "qemu_only.h"

namespace {

constexpr std::int64_t unknown_time = mailmote::Network::unknown_time;

std::int64_t at_reset_ = unknown_time;

}  // namespace

void clock_start(std::optional<std::int64_t> at_reset) {
  at_reset_ = at_reset ? *at_reset : std::int64_t{qemu_only_clock()} - sys_now() / 1000;
}

std::int64_t clock_now() { return at_reset_ == unknown_time ? unknown_time : at_reset_ + sys_now() / 1000; }
