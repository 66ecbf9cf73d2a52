// One lwIP and all that surrounds it: the time, the cable, and both ends of every connection.
//
//   World world(seed, weather);
//   lwip::Network network(world);                        // our end; the other: tcp_server.hpp, dns_server.hpp
//   while (mailer.step() == Step::again) world.turn(mailer.idle() ? Pace::rest : Pace::busy);
//
// What lwIP sends waits in a queue until the weather lets it arrive, at the same lwIP. The time is a number: an hour
// costs nothing, and the same seed gives the same run, packet for packet. ~World() lets every timer run out, and fails
// the test if any pool of lwIP's is not as full as it was before.
#pragma once

#include <lwip/ip_addr.h>

#include <mailmote/ports/lwip.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../sim/dice.hpp"
#include "pools.hpp"

namespace lwip_world {

// What tests do with lwIP they do with its core lock held, where there is one: see locked/lwipopts.h.
class InCore {
 public:
  InCore();
  ~InCore();
  InCore(const InCore&) = delete;
  InCore& operator=(const InCore&) = delete;

 private:
  bool outermost_;
};

// What happens to packets under way.
struct Weather {
  unsigned lost_in = 0;  // one in so many; 0: none
  unsigned doubled_in = 0;
  unsigned spoilt_in = 0;                   // an octet of it is another
  std::uint32_t least_ms = 1, most_ms = 1;  // under way; where these differ, packets overtake each other

  static Weather rolled(sim::Dice& dice);
  std::string text() const;
};

// Somebody who lives in this world and is given a turn each time that something happened.
class Station {
 public:
  virtual void run() = 0;
  virtual std::optional<std::uint32_t> next() const { return {}; }  // when it has something to do, whatever happens

 protected:
  ~Station() = default;
};

enum class Pace { busy, rest };  // rest: time passes until something happens

class World final : public mailmote::lwip::Machine {
 public:
  // Both hosts have these addresses; nobody has the others, and no answer comes from there.
  static constexpr const char* address4 = "192.0.2.1";
  static constexpr const char* address6 = "2001:db8::1";
  static constexpr const char* dead4 = "192.0.2.99";
  static constexpr const char* dead6 = "2001:db8::99";
  static constexpr const char* far_away = "203.0.113.5";  // there is no router

  explicit World(std::uint64_t seed = 1, const Weather& weather = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void turn(Pace pace);
  void pass(std::uint32_t milliseconds);  // turn after turn
  // Turn after turn until it holds, or ten minutes are over: then false.
  bool pass_until(const std::function<bool()>& holds);
  static std::uint32_t now();
  void wrap_in(std::uint32_t milliseconds);  // the clock, after 2^32; nothing may be under way
  std::uint64_t elapsed_ms() const { return elapsed_; }

  // The cable. unplug() tells lwIP that the link is down, and what is under way is lost; a silent cable loses
  // everything and nobody is told.
  void unplug();
  void plug_in();
  bool silent = false;
  Weather weather;
  void carry(std::uint16_t octets);  // the largest packet, 1500 at first

  // Runs once, outside of lwIP, as soon as so many packets have arrived since now.
  void after_packets(unsigned count, std::function<void()> action);
  void never_mind() { action_ = nullptr; }
  unsigned packets() const { return arrived_; }
  unsigned dropped_for_want_of_memory = 0;
  std::function<void(std::string_view)> watch;    // sees every packet that is sent
  std::uint64_t trace() const { return trace_; }  // a number made of all that was sent, and when

  void settle(Station& station) { stations_.push_back(&station); }
  void remove(Station& station);

  // Machine
  std::int64_t wall_clock() override { return wall; }
  bool random(std::span<char> into) override;
  // As an RTOS does: until somebody has called wake() since the last time, or until the time has come.
  void wait(std::uint32_t until) override;
  void wake() override { woken_ = true; }
  std::int64_t wall = 1'767'225'600;
  bool entropy = true;
  unsigned waits = 0;

  // For lwIP.
  void send(std::string packet);

 private:
  struct Packet {
    std::uint32_t due;
    std::string octets;
  };

  void sleep(std::uint32_t until);
  void deliver();
  void queue(std::string octets);
  void drain();

  sim::Dice dice_;
  Used used_at_first_;
  std::vector<Packet> under_way_;
  std::vector<Station*> stations_;
  bool woken_ = false;
  std::function<void()> action_;
  unsigned action_at_ = 0;
  unsigned arrived_ = 0;
  std::uint64_t elapsed_ = 0;
  std::uint64_t turns_ = 0;
  std::uint64_t trace_ = 14695981039346656037U;
};

ip_addr_t address(const char* text);

// A TCP segment as it looks on the cable; none if the packet holds another protocol.
struct Segment {
  std::uint16_t from = 0, to = 0, window = 0;
  std::uint32_t number = 0, acknowledged = 0;
  bool is_reset = false;
  std::size_t octets = 0;
};
std::optional<Segment> segment_in(std::string_view packet);

}  // namespace lwip_world
