// The one account of the demonstration server, and what a client shows to be let in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace demo {

// What may be done before STARTTLS.
enum class InClear { refused, allowed };

struct Account {
  std::string user;
  std::string password;

  bool accepts(std::string_view its_user, std::string_view its_password) const {
    return its_user == user && its_password == password;
  }
};

// SASL PLAIN (RFC 4616): authorization identity, NUL, user, NUL, password.
struct PlainResponse {
  std::string_view acts_for;
  std::string_view user;
  std::string_view password;
};

inline std::optional<PlainResponse> read_plain(std::string_view response) {
  const std::size_t first = response.find('\0');
  const std::size_t second = first == std::string_view::npos ? first : response.find('\0', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return PlainResponse{response.substr(0, first), response.substr(first + 1, second - first - 1),
                       response.substr(second + 1)};
}

}  // namespace demo
