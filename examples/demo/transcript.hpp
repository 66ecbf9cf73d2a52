// Prints a conversation as it happens: "C" is what we said, "S" what the server said. The lines of one answer stand on
// one line, a text is only measured, and what is secret never came here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <mailmote/observer.hpp>

namespace demo {

class Transcript final : public mailmote::Observer {
 public:
  void sent(std::string_view octets, std::uint32_t hidden) override;
  void received(std::string_view octets) override;
  void notice(mailmote::Notice notice, std::string_view text) override;

  std::uint64_t hidden() const { return all_hidden_; }

 private:
  void sent_line();
  void text_line();
  void end_answer();

  std::string out_;       // a line of ours that has not ended
  std::string in_;        // a line of the server that has not ended
  std::string answer_;    // its lines since we spoke last
  bool in_text_ = false;  // between 354 and the dot
  std::uint64_t text_octets_ = 0;
  std::uint64_t text_lines_ = 0;
  std::uint64_t all_hidden_ = 0;
};

}  // namespace demo
