#include <mailmote/ports/lwip/connector.hpp>

#include <lwip/dns.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/sys.h>

#include <array>
#include <cstring>

#include <mailmote/ports/lwip.hpp>

#include "lookup.hpp"

namespace mailmote::lwip {
namespace {

// In the order in which they are tried.
enum Way : std::uint8_t { literal = 1, ipv6 = 2, ipv4 = 4 };

constexpr std::size_t max_host = 253, max_label = 63;
using HostText = std::array<char, max_host + 1>;

bool is_bracketed(std::string_view host) { return host.size() > 2 && host.front() == '[' && host.back() == ']'; }

// RFC 1035 2.3.4. lwIP would make a broken query of a label that is empty or too long.
bool has_sound_labels(std::string_view name) {
  std::size_t label = 0;
  for (const char c : name) {
    if (c == '\0' || (c == '.' && label == 0) || (c != '.' && label == max_label)) return false;
    label = c == '.' ? 0 : label + 1;
  }
  return label != 0;
}

// lwIP wants its texts ended by a NUL. A final dot adds nothing, and is left off.
bool copy_host(std::string_view host, HostText& into) {
  if (is_bracketed(host)) {
    host = {host.data() + 1, host.size() - 2};
  } else if (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  if (host.size() > max_host || !has_sound_labels(host)) return false;
  std::memcpy(into.data(), host.data(), host.size());
  into[host.size()] = '\0';
  return true;
}

bool is_localhost(const char* name) {
  constexpr char localhost[] = "localhost";
  for (std::size_t i = 0; i < sizeof localhost; ++i) {
    const char c = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] + ('a' - 'A')) : name[i];
    if (c != localhost[i]) return false;
  }
  return true;
}

#if LWIP_IPV6 && LWIP_IPV4
bool leads_further(struct netif* interface, std::uint8_t index) {
  return ip6_addr_ispreferred(netif_ip6_addr_state(interface, index)) &&
         !ip6_addr_islinklocal(netif_ip6_addr(interface, index)) &&
         !ip6_addr_isloopback(netif_ip6_addr(interface, index));
}

bool has_ipv6() {
  struct netif* interface = nullptr;
  NETIF_FOREACH(interface) {
    if (!netif_is_up(interface) || !netif_is_link_up(interface)) continue;
    for (std::uint8_t i = 0; i < LWIP_IPV6_NUM_ADDRESSES; ++i)
      if (leads_further(interface, i)) return true;
  }
  return false;
}
#endif

// Without an address of more than the link there is no way to what the resolver would give for IPv6.
std::uint8_t families() {
#if !LWIP_IPV6
  return ipv4;
#elif !LWIP_IPV4
  return ipv6;
#else
  return has_ipv6() ? ipv6 | ipv4 : ipv4;
#endif
}

}  // namespace

Io Connector::connect(std::string_view host, std::uint16_t port) {
  if (stream_.is_open()) return finish();
  if (state_ == State::idle) begin(port);
  if (state_ == State::trying) check_attempt();
  while (state_ == State::choosing && ways_ != 0) try_next_way(host);
  switch (state_) {
    case State::asking: return Io::want_read;
    case State::trying: return Io::want_write;
    default: state_ = State::idle; return Io::failed;
  }
}

Io Connector::finish() {
  failure_ = Failure::none;
  state_ = State::idle;
  return Io::done;
}

void Connector::stop() {
#if LWIP_DNS
  if (lookup_ != nullptr) lookup_->forget();
  lookup_ = nullptr;
#endif
  state_ = State::idle;
}

void Connector::begin(std::uint16_t port) {
  failure_ = Failure::none;
  stream_.forget_failure();
  port_ = port;
  ways_ = static_cast<std::uint8_t>(literal | families());
  state_ = State::choosing;
}

void Connector::fail(Failure failure) {
  if (failure > failure_) failure_ = failure;
  state_ = State::choosing;
}

void Connector::try_next_way(std::string_view host) {
  const unsigned way = ways_ & (~ways_ + 1U);  // the lowest bit
  ways_ = static_cast<std::uint8_t>(ways_ & ~way);
  HostText text;
  if (!copy_host(host, text)) {
    ways_ = 0;
    return fail(Failure::unknown_host);
  }
  if (way == literal) {
    try_literal(text.data(), is_bracketed(host));
  } else if (is_localhost(text.data())) {
    try_loopback(way);
  } else {
    look_up(text.data(), way);
  }
}

void Connector::try_literal(const char* text, bool bracketed) {
  ip_addr_t address;
  const bool parsed = ipaddr_aton(text, &address) != 0;
  if (!parsed && !bracketed) return;
  ways_ = 0;
  if (parsed) {
    try_address(address);
  } else {
    fail(LWIP_IPV6 ? Failure::unknown_host : Failure::no_family);
  }
}

// RFC 6761 6.3: localhost is this machine, and nobody else is asked for it.
void Connector::try_loopback([[maybe_unused]] unsigned family) {
#if LWIP_HAVE_LOOPIF
  ip_addr_t address;
  ip_addr_set_loopback(family == ipv6, &address);
  try_address(address);
#else
  fail(Failure::unknown_host);
#endif
}

#if LWIP_DNS

// The answer may come inside the call, by found(), or later.
void Connector::look_up(const char* name, unsigned family) {
  lookup_ = Lookup::take(*this);
  if (lookup_ == nullptr) return fail(Failure::no_place);
  Lookup* const lookup = lookup_;
  state_ = State::asking;
  ip_addr_t address;
  const err_t error = dns_gethostbyname_addrtype(name, &address, Lookup::answered, lookup,
                                                 family == ipv6 ? LWIP_DNS_ADDRTYPE_IPV6 : LWIP_DNS_ADDRTYPE_IPV4);
  if (error == ERR_INPROGRESS) return;
  lookup->give_back();
  lookup_ = nullptr;
  switch (error) {
    case ERR_OK: return try_address(address);
    case ERR_MEM: return fail(Failure::no_memory);
    case ERR_VAL: return fail(Failure::no_server);
    default: return fail(Failure::unknown_host);  // longer than DNS_MAX_NAME_LENGTH lets it be
  }
}

// lwIP says the same of a name that has no address as of a name server that is silent. But the former it hears from a
// packet, and the latter from its timer.
void Connector::found(const ip_addr_t* address) {
  lookup_ = nullptr;
  if (address != nullptr) {
    try_address(*address);
  } else {
    fail(ip_current_input_netif() != nullptr ? Failure::unknown_host : Failure::no_answer);
  }
  stream_.wake();
}

#else

void Connector::look_up(const char*, unsigned) { fail(Failure::no_resolver); }

#endif

void Connector::try_address(const ip_addr_t& address) {
  if (!stream_.connect(address, port_)) return fail(stream_.failure());
  state_ = State::trying;
  attempt_until_ = sys_now() + attempt_ms;
}

void Connector::check_attempt() {
  if (!stream_.is_connecting()) {
    fail(stream_.failure());
  } else if (has_attempt_limit() && static_cast<std::int32_t>(sys_now() - attempt_until_) >= 0) {
    stream_.close();
    fail(Failure::silent);
  }
}

}  // namespace mailmote::lwip
