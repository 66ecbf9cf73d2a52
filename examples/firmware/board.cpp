#include "board.hpp"

#include <lwip/dns.h>
#include <lwip/init.h>
#include <lwip/sys.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>

#include <array>
#include <cstring>

#include "clock.hpp"
#include "console.hpp"
#include "lan9118.h"
#include "qemu_only.h"
#include "semihosting.h"
#include "startup.h"
#include "timer.h"

std::uint16_t dns_server_port = 53;

namespace {

// Longer than any step: TLS's longest operation, on a busy host.
constexpr std::uint32_t watchdog_seconds = 30;
constexpr std::uint32_t link_look_ms = 100;

// From the range that virtual machines have for themselves.
constexpr std::array<std::uint8_t, NETIF_MAX_HWADDR_LEN> mac_address = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};

// QEMU's user network is the same everywhere: 10.0.2.2 is the host. A product asks DHCP.
ip4_addr_t address(std::uint8_t last) {
  ip4_addr_t result;
  IP4_ADDR(&result, 10, 0, 2, last);
  return result;
}

}  // namespace

Board::Board(const Arguments& arguments) {
  timer_start();
  watchdog_start(watchdog_seconds);
  clock_start(arguments.clock);
  lwip_init();
  std::memcpy(ethernet_.hwaddr, mac_address.data(), mac_address.size());
  ethernet_.hwaddr_len = mac_address.size();
  const ip4_addr_t own = address(15), gateway = address(2);
  ip4_addr_t mask;
  IP4_ADDR(&mask, 255, 255, 255, 0);
  netif_add(&ethernet_, &own, &mask, &gateway, nullptr, lan9118_init, ethernet_input);
  netif_set_default(&ethernet_);
  netif_set_up(&ethernet_);
  follow_link();
  set_name_server(arguments);
}

void Board::set_name_server(const Arguments& arguments) {
  ip_addr_t server;
  ip_addr_copy_from_ip4(server, arguments.dns_address);
  dns_setserver(0, &server);
  dns_server_port = arguments.dns_port;
}

bool Board::poll() {
  watchdog_feed();
  const bool came = lan9118_poll(&ethernet_);
  sys_check_timeouts();
  if (sys_now() - link_seen_ >= link_look_ms) follow_link();
  return came;
}

void Board::follow_link() {
  link_seen_ = sys_now();
  const bool up = lan9118_has_link();
  if (up == netif_is_link_up(&ethernet_)) return;
  if (up) {
    netif_set_link_up(&ethernet_);
  } else {
    netif_set_link_down(&ethernet_);
  }
}

void Board::doze() const { __asm volatile("wfi"); }

std::int64_t Board::wall_clock() { return clock_now(); }

bool Board::random(std::span<char> into) { return qemu_only_random(into.data(), into.size()); }

void Board::wait(std::uint32_t) { poll(); }

extern "C" std::uint32_t lwip_random() {
  std::uint32_t value = 0;
  if (!qemu_only_random(&value, sizeof value)) lwip_stopped("no random source");
  return value;
}

extern "C" void lwip_stopped(const char* why) {
  say("stopped", why);
  semihosting_exit(status_stopped);
}
