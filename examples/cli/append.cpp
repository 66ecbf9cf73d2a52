#include "append.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include "flag_words.hpp"
#include "inlet.hpp"
#include "placed_line.hpp"
#include "report.hpp"
#include "spool.hpp"

namespace cli {
namespace {

constexpr Option options[] = {
    {"flag", "F", Form::text, "a flag that it gets: \\Seen, or a word; may be given again"},
};

std::string read_flags(const Arguments& arguments, FlagWords& flags) {
  for (const std::string& word : arguments.values("flag"))
    if (std::string wrong = flags.add(word); !wrong.empty()) return wrong;
  return {};
}

}  // namespace

std::span<const Option> append_options() { return options; }

int append(const Arguments& arguments) {
  FlagWords flags;
  if (const std::string wrong = read_flags(arguments, flags); !wrong.empty()) return report_usage(arguments, wrong);
  Spool message;
  if (!message.fill(stdin))
    return report(arguments, "io", std::string("standard input: ") + std::strerror(errno), {}, 66);
  if (*message.size() == 0) return report(arguments, "input", "standard input holds no message", {}, 65);
  Inlet inlet(arguments);
  mailmote::Placed placed;
  if (!inlet.open(Opening::half) ||
      !inlet.did(inlet.box().append(inlet.mailbox(), message, *message.size(), flags.flags(), &placed)))
    return inlet.status();
  print_placed(arguments, inlet.mailbox(), placed);
  return inlet.close();
}

}  // namespace cli
