// Who logs in, and with what: from --user and --password-fd, the environment, or a person at a terminal. Never from
// an argument: those are public.
#pragma once

#include <mailmote/sasl.hpp>
#include <mailmote/spec.hpp>
#include <string>
#include <string_view>

#include "options.hpp"

namespace cli {

// Owns the texts of a Login, and wipes them. Out of its reach: the environment, which the system shows to this user's
// other programs and hands on to children (--password-fd leaves nothing there), and the terminal's own buffer.
class Credentials {
 public:
  Credentials() = default;
  ~Credentials();
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;

  // A configuration has it: nothing else is looked for.
  void set_secret(std::string_view password, std::string_view token);
  // Empty on success, else what went wrong.
  std::string read(const Arguments& arguments, const mailmote::Spec& spec);
  mailmote::Login login() const;

 private:
  std::string user_;
  std::string password_;
  std::string token_;
};

}  // namespace cli
