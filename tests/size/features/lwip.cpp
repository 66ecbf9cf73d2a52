// A connection by lwIP's raw calls, with a layer for TLS that is not linked.
#include <mailmote/ports/lwip.hpp>

#include "outside.hpp"

namespace state {
outside::Static<mailmote::lwip::Network> network;
}

namespace {

class Machine final : public mailmote::lwip::Machine {
 public:
  std::int64_t wall_clock() override { return outside::number; }
  bool random(std::span<char>) override { return outside::chance(); }
  void wait(std::uint32_t until) override { outside::keep(until); }
};

mailmote::TlsLayer* volatile layer;

}  // namespace

int main() {
  Machine machine;
  char octets[64];
  mailmote::Network& network = state::network.make(machine, layer);
  while (network.open(outside::words(), 587) != mailmote::Io::done) outside::keep(network.fault());
  while (network.secure(outside::words(), mailmote::Verify::required) != mailmote::Io::done) network.wait({}, 0);
  outside::keep(network.read(octets));
  outside::keep(network.write(outside::words()));
  outside::keep(network.pending());
  outside::keep(network.local_address(octets));
  network.close();
  return 0;
}
