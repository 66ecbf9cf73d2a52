// What every run of a seed has, whatever is simulated: promises that may not be broken, an end, and a transcript.
#pragma once

#include <stdexcept>
#include <string>

#include <mailmote/observer.hpp>

#include "network.hpp"

namespace sim {

// A promise was broken.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}

// Ends an endless run.
class Patience {
 public:
  explicit Patience(const SimNetwork& network) : network_(network) {}
  void step() {
    require(++steps_ < 500'000, "it goes on and on: steps");
    // A literal of any size has a day's time.
    require(network_.elapsed_ms < 30ULL * 3600 * 1000, "it goes on and on: thirty hours");
  }

 private:
  const SimNetwork& network_;
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
