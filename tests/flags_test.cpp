#include <mailmote/flags.hpp>

#include <doctest/doctest.h>

using namespace mailmote;

TEST_CASE("names of flags, and back, in any case") {
  CHECK(flag_named("\\Seen") == Flag::seen);
  CHECK(flag_named("\\ANSWERED") == Flag::answered);
  CHECK(flag_named("\\flagged") == Flag::flagged);
  CHECK(flag_named("\\Deleted") == Flag::deleted);
  CHECK(flag_named("\\dRAFT") == Flag::draft);
  CHECK(flag_named("\\Recent") == Flag::recent);
  for (const char* other : {"", "Seen", "\\", "\\See", "\\Seen2", "$Junk", "\\*", "\\Forwarded"})
    CHECK(flag_named(other) == Flag::other);
  for (std::uint8_t f = 0; f < static_cast<std::uint8_t>(Flag::other); ++f)
    CHECK(flag_named(name(static_cast<Flag>(f))) == static_cast<Flag>(f));
  CHECK(name(Flag::other).empty());
}

TEST_CASE("a set of flags") {
  Flags flags = Flag::seen | Flag::draft | Flag::deleted;
  CHECK(flags.has(Flag::seen));
  CHECK(flags.has(Flag::draft));
  CHECK(flags.has(Flag::deleted));
  CHECK_FALSE(flags.has(Flag::answered));
  CHECK_FALSE(flags.has(Flag::recent));
  flags.remove(Flag::draft).remove(Flag::deleted).remove(Flag::answered);
  CHECK(flags == Flags(Flag::seen));
  CHECK_FALSE(flags.empty());
  CHECK(flags.remove(Flag::seen).empty());
}

TEST_CASE("keywords count, and what has no name is no flag") {
  Flags flags;
  CHECK(flags.empty());
  flags.keywords = "$Junk";
  CHECK_FALSE(flags.empty());
  flags = Flags(Flag::other);
  CHECK(flags.empty());
  CHECK_FALSE(flags.has(Flag::other));
}
