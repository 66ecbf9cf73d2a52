// The way out, for `send` and `check`: a mailer and its memory, made from the command line.
#pragma once

#include <mailmote/mailer.hpp>
#include <optional>
#include <string>
#include <vector>

#include "access.hpp"

namespace cli {

class Outlet {
 public:
  explicit Outlet(const Arguments& arguments) : access_(arguments) {}

  Credentials& credentials() { return access_.credentials(); }

  // False after it has reported why not; then status() is the program's.
  bool prepare(std::size_t recipients);

  mailmote::Mailer& mailer() { return *mailer_; }
  std::string_view spec() const { return access_.spec(); }  // in full
  mailmote::Login login() const { return access_.login(); }
  int status() const { return access_.status(); }

  // Reports what went wrong in the mailer.
  int report_failure(const mailmote::Error& error) { return access_.report_failure(error); }

 private:
  void make_mailer(std::size_t recipients);

  Access access_;
  std::string helo_;
  std::vector<char> memory_;
  std::vector<mailmote::Delivery> deliveries_;
  std::optional<mailmote::Mailer> mailer_;
};

}  // namespace cli
