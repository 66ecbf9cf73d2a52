// A network with a seed for weather and a clock of its own. It cuts, delays, stops, closes, resets and falsifies; TLS
// is a state in which falsified octets end the connection.
//
// Every octet that the client sent is kept, in clear and under TLS apart, so that what may not be seen can be looked
// for.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <mailmote/network.hpp>

#include "dice.hpp"
#include "server.hpp"

namespace sim {

// What happens to a connection.
struct Weather {
  std::size_t most_read = SIZE_MAX;   // octets a read gives at most
  std::size_t most_write = SIZE_MAX;  // octets a write takes at most
  std::size_t stall_in = 0;           // one call in so many would block; 0: none
  std::uint32_t delay_ms = 0;         // at most, each way
  std::uint32_t open_ms = 0;
  std::uint32_t secure_ms = 0;
  bool refused = false;
  bool no_handshake = false;            // TLS cannot be agreed on
  std::size_t cut_received = SIZE_MAX;  // after so many octets the client gets no more
  std::size_t cut_sent = SIZE_MAX;      // after so many octets the server gets no more
  Hangup cut_by = Hangup::no;
  std::size_t flip_received = SIZE_MAX;  // this octet to the client is falsified
  std::size_t flip_sent = SIZE_MAX;      // this octet to the server is falsified

  static Weather fine() { return {}; }
  // A misfortune comes within so many octets, each way.
  static Weather rolled(Dice& dice, std::size_t most_received, std::size_t most_sent);
  std::string text() const;
};

class SimNetwork final : public mailmote::Network {
 public:
  using Io = mailmote::Io;
  using IoResult = mailmote::IoResult;

  SimNetwork(Server& server, const Weather& weather, Dice dice)
      : server_(server), weather_(weather), dice_(dice), now_(static_cast<std::uint32_t>(dice_.roll())) {}

  Io open(std::string_view host, std::uint16_t port) override;
  Io secure(std::string_view host, mailmote::Verify verify) override;
  IoResult read(std::span<char> into) override;
  IoResult write(std::string_view bytes) override;
  void close() override;
  bool pending() const override { return false; }
  mailmote::Fault fault() const override { return {fault_, 0, {}}; }
  std::string_view local_address(std::span<char> text) override;
  std::uint32_t now() override { return now_; }
  std::int64_t wall_clock() override { return clock_floor + 1'000'000; }
  bool random(std::span<char> into) override;
  void wait(mailmote::Interest interest, std::uint32_t until) override;

  // Nothing moves for this long.
  void pass(std::uint32_t milliseconds);

  std::string sent_in_clear;
  std::string sent_secured;
  std::size_t sent() const { return sent_in_clear.size() + sent_secured.size(); }
  std::size_t writes_after_close = 0;
  bool falsified_in_clear = false;
  std::uint64_t elapsed_ms = 0;

 private:
  struct Segment {
    std::uint64_t at;  // of elapsed_ms
    std::string octets;
    bool secured;
    std::size_t read = 0;  // what the client had read when it wrote this
  };

  static constexpr std::uint64_t shortest_stall_ms = 50;

  // Ends an endless run.
  void count();
  bool stalls() { return weather_.stall_in != 0 && dice_.once_in(weather_.stall_in); }
  std::uint64_t arrival(std::uint64_t previous);
  void collect();  // what the server says goes on its way
  void deliver();  // what has reached the server by now
  void falsify(std::string& octets, std::size_t first, std::size_t which);
  Io end_of_stream();

  Server& server_;
  Weather weather_;
  Dice dice_;
  std::uint32_t now_;
  std::deque<Segment> to_client_, to_server_;
  std::uint64_t last_in_ = 0, last_out_ = 0;
  std::uint64_t began_ = 0;  // open() or secure()
  bool beginning_ = false;
  bool open_ = false, secured_ = false, broken_ = false, closed_ = false;
  std::size_t received_ = 0, said_ = 0, calls_ = 0;
  std::uint64_t stalled_ms_ = shortest_stall_ms;  // it may be over by then
  mailmote::FaultKind fault_ = mailmote::FaultKind::none;
};

}  // namespace sim
