// Names of flags.
#include <mailmote/flags.hpp>

#include <iterator>

#include <mailmote/wire/ascii.hpp>

namespace mailmote {

namespace {

// In the order of Flag.
constexpr std::string_view names[] = {"\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent", ""};

}  // namespace

Flag flag_named(std::string_view name) {
  std::uint8_t i = 0;
  while (i != static_cast<std::uint8_t>(Flag::other) && !wire::equals_any_case(names[i], name)) ++i;
  return static_cast<Flag>(i);
}

std::string_view name(Flag flag) { return names[static_cast<std::size_t>(flag)]; }

}  // namespace mailmote
