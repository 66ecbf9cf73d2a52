// A name server in the same lwIP: says what a test wants, when it wants, or nothing.
//
//   DnsServer names(world);
//   names.know("mx.example.org", World::address4);
#pragma once

#include <lwip/udp.h>

#include <map>
#include <string>
#include <vector>

#include "world.hpp"

namespace lwip_world {

class DnsServer final : public Station {
 public:
  explicit DnsServer(World& world);
  ~DnsServer();
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;

  void know(const std::string& name, const char* address) { known_[name].push_back(lwip_world::address(address)); }

  void run() override;
  std::optional<std::uint32_t> next() const override;

  bool mute = false;
  bool mute_about_ip6 = false;
  bool broken = false;             // answers SERVFAIL
  bool mumbles = false;            // answers with octets that are no answer
  std::uint32_t takes_ms = 0;      // to answer
  std::vector<std::string> asked;  // "A mx.example.org", in order

 private:
  struct Answer {
    std::uint32_t due;
    std::string octets;
    ip_addr_t to;
    std::uint16_t port;
  };

  static void on_question(void* self, udp_pcb* pcb, pbuf* packet, const ip_addr_t* from, u16_t port);
  std::string answer_to(const std::string& question);

  World& world_;
  udp_pcb* pcb_;
  std::map<std::string, std::vector<ip_addr_t>> known_;
  std::vector<Answer> answers_;
};

}  // namespace lwip_world
