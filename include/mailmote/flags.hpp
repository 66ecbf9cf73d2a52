// What a message is marked with: the flags that every mailbox knows, and keywords of whatever name.
//
//   Flags flags = Flag::seen | Flag::flagged;
//   flags.keywords = "$Junk later";
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote {

enum class Flag : std::uint8_t {
  seen,
  answered,
  flagged,
  deleted,  // goes with the next expunge
  draft,
  recent,  // the server's own: nobody can set it
  other,   // a keyword, or a flag that has no name here
};

// Of a flag's name as IMAP has it, in any case: "\Seen".
Flag flag_named(std::string_view name);
// Empty for other.
std::string_view name(Flag flag);

// A set of flags. Texts outlive it.
class Flags {
 public:
  std::string_view keywords;  // atoms with a space between, "$Forwarded work"; add() and its kind leave them alone

  constexpr Flags() = default;
  constexpr Flags(Flag one) { add(one); }

  constexpr Flags& add(Flag f) {
    bits_ = static_cast<std::uint8_t>(bits_ | bit(f));
    return *this;
  }
  constexpr Flags& remove(Flag f) {
    bits_ = static_cast<std::uint8_t>(bits_ & ~bit(f));
    return *this;
  }
  constexpr bool has(Flag f) const { return (bits_ & bit(f)) != 0; }
  constexpr bool empty() const { return bits_ == 0 && keywords.empty(); }

  friend constexpr Flags operator|(Flags set, Flag one) { return set.add(one); }
  constexpr bool operator==(const Flags&) const = default;

 private:
  static constexpr unsigned bit(Flag f) { return f == Flag::other ? 0U : 1U << static_cast<unsigned>(f); }
  std::uint8_t bits_ = 0;
};

constexpr Flags operator|(Flag one, Flag another) { return Flags(one) | another; }

// What becomes of the flags of a message.
enum class FlagChange : std::uint8_t { add, remove, replace };

}  // namespace mailmote
