#include "tap.hpp"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <lwip/etharp.h>
#include <lwip/init.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <random>

namespace tap {
namespace {

constexpr std::size_t largest_frame = 1514;

netif interface;
int descriptor = -1;

err_t output(netif*, pbuf* frame) {
  std::array<char, largest_frame> octets;
  const u16_t size = pbuf_copy_partial(frame, octets.data(), octets.size(), 0);
  return ::write(descriptor, octets.data(), size) == size ? ERR_OK : ERR_IF;
}

err_t begin_interface(netif* netif) {
  constexpr std::uint8_t own[] = {2, 0x12, 0x34, 0x56, 0x78, 0x9A};  // locally administered
  std::memcpy(netif->hwaddr, own, sizeof own);
  netif->hwaddr_len = sizeof own;
  netif->mtu = 1500;
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
  netif->output = etharp_output;
  netif->linkoutput = output;
  return ERR_OK;
}

bool receive() {
  std::array<char, largest_frame> octets;
  const ssize_t size = ::read(descriptor, octets.data(), octets.size());
  if (size <= 0) return false;
  pbuf* const frame = pbuf_alloc(PBUF_RAW, static_cast<u16_t>(size), PBUF_POOL);
  if (frame == nullptr) return true;  // lost, as in any driver without buffers
  pbuf_take(frame, octets.data(), static_cast<u16_t>(size));
  if (interface.input(frame, &interface) != ERR_OK) pbuf_free(frame);
  return true;
}

}  // namespace

bool begin(const char* name, const char* address, const char* router) {
  descriptor = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return false;
  ifreq request{};
  std::strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  if (::ioctl(descriptor, TUNSETIFF, &request) < 0) return false;

  lwip_init();
  ip4_addr_t own, mask, gateway;
  ip4addr_aton(address, &own);
  ip4addr_aton(router, &gateway);
  IP4_ADDR(&mask, 255, 255, 255, 0);
  netif_add(&interface, &own, &mask, &gateway, nullptr, begin_interface, ethernet_input);
  netif_set_default(&interface);
  netif_set_up(&interface);
  return true;
}

void poll(std::uint32_t most_ms) {
  pollfd ready{descriptor, POLLIN, 0};
  ::poll(&ready, 1, static_cast<int>(std::min(most_ms, sys_timeouts_sleeptime())));
  while (receive()) {}
  sys_check_timeouts();
}

}  // namespace tap

extern "C" u32_t sys_now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<u32_t>(static_cast<std::uint64_t>(time.tv_sec) * 1000 +
                            static_cast<std::uint64_t>(time.tv_nsec) / 1'000'000);
}

extern "C" unsigned lwip_random() {
  static std::random_device device;
  return device();
}
