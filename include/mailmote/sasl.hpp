// Who logs in, and how: credentials, mechanisms, and the octets that a mechanism says.
//
// A response is given out piece by piece, so that a token of 4 KB needs no buffer of 4 KB. The
// credentials stay the caller's and are never copied but to the wire.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mailmote {

enum class Mechanism : std::uint8_t { plain, login, xoauth2 };
inline constexpr std::array all_mechanisms{Mechanism::plain, Mechanism::login, Mechanism::xoauth2};

std::string_view name(Mechanism mechanism);                       // "PLAIN"
std::optional<Mechanism> mechanism_named(std::string_view word);  // any case

// A set of mechanisms.
class Mechanisms {
 public:
  constexpr Mechanisms() = default;
  constexpr Mechanisms& add(Mechanism m) {
    bits_ = static_cast<std::uint8_t>(bits_ | bit(m));
    return *this;
  }
  constexpr bool has(Mechanism m) const { return (bits_ & bit(m)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Mechanisms without(Mechanisms others) const {
    Mechanisms left;
    left.bits_ = static_cast<std::uint8_t>(bits_ & ~others.bits_);
    return left;
  }
  constexpr bool operator==(const Mechanisms&) const = default;

 private:
  static constexpr unsigned bit(Mechanism m) { return 1U << static_cast<unsigned>(m); }
  std::uint8_t bits_ = 0;
};

// One credential: a password, or an OAuth 2 bearer token. The texts outlive the conversation.
struct Login {
  std::string_view user;
  std::string_view password;
  std::string_view token;
  Mechanisms disabled;  // never used, whatever the server offers

  constexpr Login() = default;
  constexpr Login(std::string_view u, std::string_view p) : user(u), password(p) {}
  // As std::getenv gives it: null is no password.
  constexpr Login(std::string_view u, const char* p) : user(u), password(p == nullptr ? std::string_view() : p) {}
  static constexpr Login bearer(std::string_view u, std::string_view t) {
    Login l;
    l.user = u;
    l.token = t;
    return l;
  }

  constexpr bool empty() const { return user.empty() && password.empty() && token.empty(); }
};

}  // namespace mailmote
