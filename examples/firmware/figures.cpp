#include "figures.hpp"

#include <lwip/stats.h>

#include "console.hpp"
#include "startup.h"

namespace {

void say_pool(std::string_view used, std::string_view peak, const stats_mem& pool) {
  say(used, pool.used);
  say(peak, pool.max);
}

const stats_mem& pool(memp_t type) { return *lwip_stats.memp[type]; }

}  // namespace

void say_figures() {
  say("stack-peak", stack_peak());
  say("stack-size", stack_size());
  say_pool("lwip-heap-used", "lwip-heap-peak", lwip_stats.mem);
  say_pool("pbufs-used", "pbufs-peak", pool(MEMP_PBUF_POOL));
  say_pool("tcp-pcbs-used", "tcp-pcbs-peak", pool(MEMP_TCP_PCB));
  say_pool("tcp-segments-used", "tcp-segments-peak", pool(MEMP_TCP_SEG));
  say_pool("udp-pcbs-used", "udp-pcbs-peak", pool(MEMP_UDP_PCB));
}
