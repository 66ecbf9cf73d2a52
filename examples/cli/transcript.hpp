// The conversation on stderr (-v, or /debug in the specification), what the user has to know of it, and progress on a
// terminal.
//
// Secrets do not reach an Observer: their place is shown as "<40 octets hidden>".
#pragma once

#include <cstdint>
#include <mailmote/observer.hpp>
#include <string>
#include <string_view>

#include "options.hpp"
#include "progress.hpp"

namespace cli {

class Transcript final : public mailmote::Observer {
 public:
  explicit Transcript(const Arguments& arguments);
  ~Transcript() { end_line(); }

  // As -v does.
  void show_conversation() { verbose_ = true; }
  // Standard output holds something else than JSON objects.
  void keep_off_stdout() { json_ = false; }

  void sent(std::string_view octets, std::uint32_t hidden) override;
  void received(std::string_view octets) override;
  void notice(mailmote::Notice notice, std::string_view text) override;

 private:
  void show(char direction, std::string_view octets);
  void end_line();

  bool verbose_;
  bool json_;
  char direction_ = 0;  // of the line under way
  std::string line_;
  std::uint64_t stretch_ = 0;  // octets shown or left out since the direction last changed
  std::uint64_t left_out_ = 0;
  Progress progress_{"sent"};
};

}  // namespace cli
