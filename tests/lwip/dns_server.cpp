#include "dns_server.hpp"

#include <lwip/dns.h>
#include <lwip/pbuf.h>

#include <algorithm>
#include <stdexcept>

namespace lwip_world {
namespace {

constexpr std::size_t header = 12;
constexpr unsigned type_a = 1, type_aaaa = 28;

// RFC 1035 4.1.2: labels, each behind its length.
std::string name_in(const std::string& question) {
  std::string name;
  for (std::size_t at = header; at < question.size() && question[at] != 0;) {
    const auto length = static_cast<std::size_t>(question[at]);
    name += (name.empty() ? "" : ".") + question.substr(at + 1, length);
    at += 1 + length;
  }
  return name;
}

void put16(std::string& octets, unsigned n) {
  octets += static_cast<char>(n >> 8U);
  octets += static_cast<char>(n & 0xFFU);
}

// The name is that of the question, TTL is one second.
std::string record(const ip_addr_t& address) {
  const bool is6 = IP_IS_V6_VAL(address);
  std::string octets("\xC0\x0C", 2);
  put16(octets, is6 ? type_aaaa : type_a);
  put16(octets, 1);
  put16(octets, 0);
  put16(octets, 1);
  put16(octets, is6 ? 16 : 4);
  const void* const from =
      is6 ? static_cast<const void*>(ip_2_ip6(&address)->addr) : static_cast<const void*>(&ip_2_ip4(&address)->addr);
  return octets.append(static_cast<const char*>(from), is6 ? 16 : 4);
}

}  // namespace

DnsServer::DnsServer(World& world) : world_(world) {
  const InCore core;
  pcb_ = udp_new_ip_type(IPADDR_TYPE_ANY);
  if (pcb_ == nullptr || udp_bind(pcb_, IP_ANY_TYPE, 53) != ERR_OK) throw std::runtime_error("no port for DNS");
  udp_recv(pcb_, on_question, this);
  const ip_addr_t own = address(World::address4);
  dns_setserver(0, &own);
  world_.settle(*this);
}

DnsServer::~DnsServer() {
  const InCore core;
  udp_remove(pcb_);
  world_.remove(*this);
}

void DnsServer::on_question(void* self, udp_pcb*, pbuf* packet, const ip_addr_t* from, u16_t port) {
  DnsServer& server = *static_cast<DnsServer*>(self);
  std::string question(packet->tot_len, '\0');
  pbuf_copy_partial(packet, question.data(), packet->tot_len, 0);
  pbuf_free(packet);
  std::string answer = server.answer_to(question);
  const bool silent = server.mute || (server.mute_about_ip6 && server.asked.back().starts_with("AAAA"));
  if (!silent) server.answers_.push_back({World::now() + server.takes_ms, std::move(answer), *from, port});
}

std::string DnsServer::answer_to(const std::string& question) {
  const std::string name = name_in(question);
  const std::size_t end = header + name.size() + 2;  // of the question's name
  const unsigned type = static_cast<unsigned char>(question[end + 1]);
  asked.push_back((type == type_aaaa ? "AAAA " : "A ") + name);
  const auto known = known_.find(name);
  std::string records;
  unsigned count = 0;
  if (known != known_.end())
    for (const ip_addr_t& address : known->second) {
      if (IP_IS_V6_VAL(address) != (type == type_aaaa)) continue;
      records += record(address);
      ++count;
    }
  const unsigned code = broken ? 2 : known == known_.end() ? 3 : 0;
  std::string octets = question.substr(0, 2);
  put16(octets, 0x8180 | code);
  put16(octets, 1);
  put16(octets, code == 0 ? count : 0);
  put16(octets, 0);
  put16(octets, 0);
  octets += question.substr(header, end + 4 - header);
  if (code == 0) octets += records;
  if (mumbles) octets.resize(header + 3);
  return octets;
}

void DnsServer::run() {
  for (std::size_t i = 0; i < answers_.size();) {
    if (static_cast<std::int32_t>(World::now() - answers_[i].due) < 0) {
      ++i;
      continue;
    }
    const Answer answer = std::move(answers_[i]);
    answers_.erase(answers_.begin() + static_cast<std::ptrdiff_t>(i));
    pbuf* const packet = pbuf_alloc(PBUF_TRANSPORT, static_cast<u16_t>(answer.octets.size()), PBUF_RAM);
    if (packet == nullptr) continue;
    pbuf_take(packet, answer.octets.data(), static_cast<u16_t>(answer.octets.size()));
    udp_sendto(pcb_, packet, &answer.to, answer.port);
    pbuf_free(packet);
  }
}

std::optional<std::uint32_t> DnsServer::next() const {
  std::optional<std::uint32_t> first;
  for (const Answer& answer : answers_)
    if (!first || static_cast<std::int32_t>(answer.due - *first) < 0) first = answer.due;
  return first;
}

}  // namespace lwip_world
