// What the simulated network talks to: octets in, octets out, and how it ends. It has no clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sim {

enum class Hangup : std::uint8_t { no, close, truncate, reset };

class Server {
 public:
  virtual ~Server() = default;

  virtual void connected() = 0;
  // Octets of the client; `secured` when they came under TLS.
  virtual void hear(std::string_view octets, bool secured) = 0;
  // The client shakes hands. False: this server does not want to.
  virtual bool shake_hands() = 0;

  std::string out;             // what it says next; the network takes it from here
  Hangup hangup = Hangup::no;  // once `out` was taken
  std::uint32_t drip_ms = 0;   // between two octets of what it says
  // How much of what it said the client had read when it wrote what is heard now.
  std::size_t read_by_client = 0;
};

}  // namespace sim
