#include "sasl_server.hpp"

#include "base64.hpp"

namespace sim {

SaslServer::Verdict SaslServer::ask(Awaits awaits, const char* challenge) {
  awaits_ = awaits;
  challenge_ = challenge;
  return Verdict::asks;
}

SaslServer::Verdict SaslServer::begin(const std::string& mechanism, const std::optional<std::string>& initial) {
  if (mechanism == "PLAIN") {
    ask(Awaits::plain, "");
  } else if (mechanism == "LOGIN") {
    ask(Awaits::login_user, "VXNlcm5hbWU6");
  } else if (mechanism == "XOAUTH2") {
    ask(Awaits::token, "");
  } else {
    return Verdict::unknown;
  }
  return initial ? take(*initial == "=" ? "" : *initial) : Verdict::asks;
}

SaslServer::Verdict SaslServer::take(const std::string& line) {
  const std::string octets = from_base64(line);
  switch (awaits_) {
    case Awaits::plain: return judge(octets == '\0' + user + '\0' + secret);
    case Awaits::login_user: login_user_ = octets; return ask(Awaits::login_secret, "UGFzc3dvcmQ6");
    case Awaits::login_secret: return judge(login_user_ == user && octets == secret);
    case Awaits::token:
      if (octets == "user=" + user + "\1auth=Bearer " + secret + "\1\1" && !refuses) return Verdict::accepted;
      return ask(Awaits::nothing_more, "eyJzdGF0dXMiOiI0MDAifQ==");  // it says why, and wants an empty answer
    case Awaits::nothing_more: break;
  }
  return Verdict::refused;
}

}  // namespace sim
