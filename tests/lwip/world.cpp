#include "world.hpp"

#include <doctest/doctest.h>

#include <lwip/init.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/sys.h>
#include <lwip/timeouts.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "pools.hpp"

#if !NO_SYS
#include <lwip/tcpip.h>
#endif

namespace lwip_world {
namespace {

World* current = nullptr;
bool core_is_locked = false;
netif cable;
std::uint32_t clock_ms = 0xFFFF'0000;  // wraps soon
std::uint32_t first_tick = 0;          // when lwIP's timers began
sim::Dice lwip_dice(1);

bool is_before(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }

err_t output(netif*, pbuf* packet) {
  std::string octets(packet->tot_len, '\0');
  pbuf_copy_partial(packet, octets.data(), packet->tot_len, 0);
  if (current != nullptr) current->send(std::move(octets));
  return ERR_OK;
}

err_t output_ip4(netif* netif, pbuf* packet, const ip4_addr_t*) { return output(netif, packet); }
err_t output_ip6(netif* netif, pbuf* packet, const ip6_addr_t*) { return output(netif, packet); }

err_t begin_cable(netif* netif) {
  netif->name[0] = 'c';
  netif->name[1] = 'a';
  netif->mtu = 1500;
  netif->output = output_ip4;
  netif->output_ip6 = output_ip6;
  return ERR_OK;
}

void begin_lwip() {
  if (first_tick != 0) return;
  lwip_init();
  first_tick = clock_ms;
  const ip_addr_t own = address(World::address4);
  ip4_addr_t mask;
  IP4_ADDR(&mask, 255, 255, 255, 0);
  netif_add(&cable, ip_2_ip4(&own), &mask, IP4_ADDR_ANY4, nullptr, begin_cable, ip_input);
  netif_create_ip6_linklocal_address(&cable, 0);
  netif_ip6_addr_set_state(&cable, 0, IP6_ADDR_PREFERRED);
  netif_set_up(&cable);
}

void set_global_address() {
  const ip_addr_t own = address(World::address6);
  netif_ip6_addr_set(&cable, 1, ip_2_ip6(&own));
  netif_ip6_addr_set_state(&cable, 1, IP6_ADDR_PREFERRED);
}

// Every run begins at the same phase of lwIP's timers.
void align_timers() {
  clock_ms += 1'000 - (clock_ms - first_tick) % 1'000;
  sys_check_timeouts();
  const std::uint32_t before = tcp_ticks;
  tcp_tmr();
  if (tcp_ticks != before) tcp_tmr();
}

std::uint32_t number(std::string_view octets, std::size_t at, std::size_t size) {
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < size; ++i) n = n << 8U | static_cast<unsigned char>(octets[at + i]);
  return n;
}

}  // namespace

InCore::InCore() : outermost_(!core_is_locked) { core_is_locked = true; }
InCore::~InCore() {
  if (outermost_) core_is_locked = false;
}

Weather Weather::rolled(sim::Dice& dice) {
  Weather weather;
  weather.lost_in = dice.once_in(4) ? 0 : static_cast<unsigned>(dice.from(4, 40));
  weather.doubled_in = dice.coin() ? 0 : static_cast<unsigned>(dice.from(3, 30));
  weather.spoilt_in = dice.coin() ? 0 : static_cast<unsigned>(dice.from(10, 60));
  weather.least_ms = dice.time(1, 60);
  weather.most_ms = weather.least_ms + (dice.once_in(4) ? 0 : dice.time(1, 400));
  return weather;
}

std::string Weather::text() const {
  return "lost 1 in " + std::to_string(lost_in) + ", doubled 1 in " + std::to_string(doubled_in) + ", spoilt 1 in " +
         std::to_string(spoilt_in) + ", " + std::to_string(least_ms) + " to " + std::to_string(most_ms) + " ms";
}

ip_addr_t address(const char* text) {
  ip_addr_t address;
  if (ipaddr_aton(text, &address) == 0) throw std::runtime_error(std::string("no address: ") + text);
  return address;
}

World::World(std::uint64_t seed, const Weather& w) : weather(w), dice_(seed) {
  const InCore core;
  if (current != nullptr) throw std::runtime_error("one world at a time");
  begin_lwip();
  current = this;
  lwip_dice = sim::Dice(seed);
  netif_set_link_up(&cable);
  set_global_address();
  align_timers();
  used_at_first_ = Used::now();
  CHECK(is_heap_whole());
}

World::~World() {
  drain();
  carry(1'500);
  current = nullptr;
}

void World::drain() {
  CHECK(stations_.empty());
  weather = Weather();
  silent = false;
  watch = nullptr;
  action_ = nullptr;
  plug_in();
  const auto is_as_before = [&] { return Used::now().pools == used_at_first_.pools && is_heap_whole(); };
  const std::uint64_t begin = elapsed_;
  turns_ = 0;
  pass(5'000);  // what the resolver remembers is forgotten
  while (!is_as_before() && elapsed_ - begin < 2 * 3'600'000) pass(1'000);
  const Used now = Used::now();
  if (now.pools != used_at_first_.pools) CHECK(now.more_than(used_at_first_) == used_at_first_.more_than(now));
  CHECK(is_heap_whole());
  CHECK(tcp_active_pcbs == nullptr);
  CHECK(tcp_tw_pcbs == nullptr);
  CHECK(tcp_bound_pcbs == nullptr);
  CHECK(tcp_listen_pcbs.pcbs == nullptr);
}

std::uint32_t World::now() { return clock_ms; }

void World::wrap_in(std::uint32_t milliseconds) {
  const InCore core;
  constexpr std::uint32_t leap = 0x4000'0000;  // more, and lwIP takes the future for the past
  while (0 - milliseconds - clock_ms > leap) {
    clock_ms += leap;
    sys_check_timeouts();
  }
  clock_ms = 0 - milliseconds;
  sys_check_timeouts();
}

void World::turn(Pace pace) {
  if (pace == Pace::rest) sleep(clock_ms + 1'000);
  if (++turns_ > 3'000'000) throw std::runtime_error("it goes on and on");
  const InCore core;
  deliver();
  sys_check_timeouts();
  for (std::size_t i = 0; i < stations_.size(); ++i) stations_[i]->run();
}

void World::pass(std::uint32_t milliseconds) {
  const std::uint32_t until = clock_ms + milliseconds;
  while (is_before(clock_ms, until)) {
    sleep(until);
    turn(Pace::busy);
  }
}

bool World::pass_until(const std::function<bool()>& holds) {
  for (const std::uint64_t end = elapsed_ + 600'000; elapsed_ < end; turn(Pace::rest))
    if (holds()) return true;
  return holds();
}

void World::wait(std::uint32_t until) {
  LWIP_ASSERT("nobody waits with the core lock held", !core_is_locked);
  ++waits;
  while (!woken_ && is_before(clock_ms, until)) {
    sleep(until);
    turn(Pace::busy);
  }
  woken_ = false;
  turn(Pace::busy);  // a caller that never sleeps still gets on
}

// To the next event, or to `until`.
void World::sleep(std::uint32_t until) {
  std::uint32_t next = until;
  const auto sooner = [&](std::uint32_t moment) {
    if (is_before(moment, next)) next = moment;
  };
  for (const Packet& packet : under_way_) sooner(packet.due);
  for (const Station* station : stations_)
    if (const auto due = station->next()) sooner(*due);
  const InCore core;
  const std::uint32_t timers = sys_timeouts_sleeptime();
  if (timers != SYS_TIMEOUTS_SLEEPTIME_INFINITE) sooner(clock_ms + timers);
  if (!is_before(clock_ms, next)) return;
  elapsed_ += next - clock_ms;
  clock_ms = next;
}

void World::unplug() {
  const InCore core;
  netif_set_link_down(&cable);
  under_way_.clear();
}

void World::carry(std::uint16_t octets) { cable.mtu = octets; }

void World::plug_in() {
  const InCore core;
  netif_set_link_up(&cable);
}

void World::after_packets(unsigned count, std::function<void()> action) {
  action_at_ = arrived_ + count;
  action_ = std::move(action);
  if (count == 0) std::exchange(action_, nullptr)();
}

void World::remove(Station& station) { std::erase(stations_, &station); }

bool World::random(std::span<char> into) {
  for (char& octet : into) octet = static_cast<char>(dice_.roll());
  return entropy;
}

void World::send(std::string packet) {
  if (watch) watch(packet);
  const auto note = [&](std::uint64_t n) { trace_ = (trace_ ^ n) * 1099511628211U; };
  note(packet.size());
  note(elapsed_);
  if (!netif_is_link_up(&cable)) return;
  if (silent || (weather.lost_in != 0 && dice_.once_in(weather.lost_in))) return;
  if (weather.doubled_in != 0 && dice_.once_in(weather.doubled_in)) queue(packet);
  if (weather.spoilt_in != 0 && dice_.once_in(weather.spoilt_in))
    packet[dice_.from(0, packet.size() - 1)] ^= static_cast<char>(1U << dice_.from(0, 7));
  queue(std::move(packet));
}

void World::queue(std::string octets) {
  under_way_.push_back({clock_ms + dice_.time(weather.least_ms, weather.most_ms), std::move(octets)});
}

// In the order in which they are due, and of those that are due at once in the order in which they were sent.
void World::deliver() {
  for (;;) {
    const auto first = std::min_element(under_way_.begin(), under_way_.end(),
                                        [](const Packet& a, const Packet& b) { return is_before(a.due, b.due); });
    if (first == under_way_.end() || is_before(clock_ms, first->due)) return;
    const std::string octets = std::move(first->octets);
    under_way_.erase(first);
    pbuf* const packet = pbuf_alloc(PBUF_RAW, static_cast<u16_t>(octets.size()), PBUF_POOL);
    if (packet == nullptr) {
      ++dropped_for_want_of_memory;
      continue;
    }
    pbuf_take(packet, octets.data(), static_cast<u16_t>(octets.size()));
    if (cable.input(packet, &cable) != ERR_OK) pbuf_free(packet);
    ++arrived_;
    if (action_ && arrived_ >= action_at_) std::exchange(action_, nullptr)();
  }
}

std::optional<Segment> segment_in(std::string_view packet) {
  const bool is4 = static_cast<unsigned char>(packet[0]) >> 4U == 4;
  const std::size_t header = is4 ? 4 * (static_cast<unsigned char>(packet[0]) & 15U) : 40;
  if (packet[is4 ? 9 : 6] != IP_PROTO_TCP) return {};
  Segment s;
  s.from = static_cast<std::uint16_t>(number(packet, header, 2));
  s.to = static_cast<std::uint16_t>(number(packet, header + 2, 2));
  s.number = number(packet, header + 4, 4);
  s.acknowledged = number(packet, header + 8, 4);
  s.is_reset = (static_cast<unsigned char>(packet[header + 13]) & TCP_RST) != 0;
  s.window = static_cast<std::uint16_t>(number(packet, header + 14, 2));
  s.octets = packet.size() - header - 4 * (static_cast<unsigned char>(packet[header + 12]) >> 4U);
  return s;
}

}  // namespace lwip_world

extern "C" u32_t sys_now() { return lwip_world::World::now(); }

#if !NO_SYS
sys_mutex_t lock_tcpip_core;
extern "C" {
void sys_init() {}
err_t sys_mutex_new(sys_mutex_t*) { return ERR_OK; }
void sys_mutex_lock(sys_mutex_t* mutex) {
  if (mutex != &lock_tcpip_core) return;
  LWIP_ASSERT("the core lock is not taken twice", !lwip_world::core_is_locked);
  lwip_world::core_is_locked = true;
}
void sys_mutex_unlock(sys_mutex_t* mutex) {
  if (mutex == &lock_tcpip_core) lwip_world::core_is_locked = false;
}
void lwip_check_core_lock() { LWIP_ASSERT("lwIP is called with the core lock held", lwip_world::core_is_locked); }
}
#endif

extern "C" unsigned lwip_random() { return static_cast<unsigned>(lwip_world::lwip_dice.roll()); }
