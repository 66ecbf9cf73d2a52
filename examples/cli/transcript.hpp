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

namespace cli {

class Transcript final : public mailmote::Observer {
 public:
  explicit Transcript(const Arguments& arguments);
  ~Transcript();

  // As -v does.
  void show_conversation() { verbose_ = true; }

  void sent(std::string_view octets, std::uint32_t hidden) override;
  void received(std::string_view octets) override;
  void notice(mailmote::Notice notice, std::string_view text) override;

 private:
  void show(char direction, std::string_view octets);
  void show_progress(std::uint64_t more);
  void end_line();

  bool verbose_;
  bool json_;
  bool terminal_;
  bool progress_shown_ = false;
  char direction_ = 0;  // of the line under way
  std::string line_;
  std::uint64_t stretch_ = 0;  // octets shown or left out since the direction last changed
  std::uint64_t left_out_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t next_progress_ = 0;
};

}  // namespace cli
