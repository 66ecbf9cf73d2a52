// What every run of a seed has, whatever is simulated: promises that may not be broken, an end, and a transcript.
#pragma once

#include <string>

#include <mailmote/observer.hpp>

#include "broken.hpp"
#include "network.hpp"

namespace sim {

// Ends a run that is endless, though it asks nothing of the network.
class Patience {
 public:
  void step() { require(++steps_ < 500'000, "it goes on and on: steps"); }

 private:
  std::size_t steps_ = 0;
};

// Keeps the transcript, and prints it if it is wanted.
class Transcript final : public mailmote::Observer {
 public:
  Transcript(SimNetwork& network, bool verbose) : network_(network), verbose_(verbose) {}
  void sent(std::string_view octets, std::uint32_t hidden) override;
  void received(std::string_view octets) override;
  void notice(mailmote::Notice notice, std::string_view text) override;
  void line(const std::string& text) const;

  std::string shown;  // all of the client's octets that may be seen

 private:
  SimNetwork& network_;
  bool verbose_;
};

// Nothing is said any more, once `sent` octets were.
void check_silent(const SimNetwork& network, std::size_t sent);

// What became of it, for the statistics.
struct Tally {
  std::size_t done = 0;    // what the client knows to have succeeded
  std::size_t wanted = 0;  // all of it
  std::string end;         // "ok", or the category of the error
};

}  // namespace sim
