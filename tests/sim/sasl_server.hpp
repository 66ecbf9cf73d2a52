// The server's side of a login: what it asks, and what it makes of the answer. One account, three mechanisms.
#pragma once

#include <optional>
#include <string>

namespace sim {

class SaslServer {
 public:
  enum class Verdict { unknown, asks, accepted, refused };

  std::string user, secret;  // the one login that it knows
  bool refuses = false;      // even that

  // `initial`: what came along with the command, in base64; "=" is nothing (RFC 4959).
  Verdict begin(const std::string& mechanism, const std::optional<std::string>& initial);
  Verdict take(const std::string& line);
  // A user and a password as they are.
  Verdict judge(bool right) const { return right && !refuses ? Verdict::accepted : Verdict::refused; }
  // What it asks, in base64.
  const std::string& challenge() const { return challenge_; }

 private:
  enum class Awaits { plain, login_user, login_secret, token, nothing_more };

  Verdict ask(Awaits awaits, const char* challenge);

  Awaits awaits_ = Awaits::plain;
  std::string challenge_, login_user_;
};

}  // namespace sim
