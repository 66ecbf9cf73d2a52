#include "message_word.hpp"

#include <charconv>

#include "report.hpp"
#include "text.hpp"

namespace cli {

std::optional<mailmote::Messages> read_message_word(std::string_view word) {
  using mailmote::Messages;
  const bool by_number = word.starts_with('#');
  if (by_number) word.remove_prefix(1);
  std::uint32_t value = 0;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, value);
  // The highest number stands for `*` in a Messages.
  const bool fits = read.ec == std::errc() && read.ptr == end && value != 0 && value != Messages::last_of_all;
  if (!fits) return std::nullopt;
  return by_number ? Messages::number(value) : Messages::uid(value);
}

int report_no_such_message(const Arguments& arguments, std::uint32_t there) {
  const std::string& word = arguments.words[1];
  std::string message = "the mailbox has no message " + printable(word);
  if (word.starts_with('#')) message += ": there are " + std::to_string(there);
  return report(arguments, "rejected", message, {"To see those that it has: mailmote list SPEC"}, 65);
}

}  // namespace cli
