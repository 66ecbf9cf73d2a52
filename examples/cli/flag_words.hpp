// Flags as words: "\Seen", "$Junk".
#pragma once

#include <mailmote/flags.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// Those that are set.
std::vector<std::string> flag_words(const mailmote::Flags& flags);

// With a space between.
std::string joined(const std::vector<std::string>& words);

// Flags that somebody has typed.
class FlagWords {
 public:
  // Empty if `word` is a flag that can be set, else what is wrong with it.
  std::string add(std::string_view word);

  bool empty() const { return flags().empty(); }
  mailmote::Flags flags() const;  // its keywords lie here

 private:
  mailmote::Flags named_;
  std::string keywords_;
};

}  // namespace cli
