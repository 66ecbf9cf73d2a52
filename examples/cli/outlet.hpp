// What `send` and `check` share: the specification, the login, the network and the mailer's memory, made from the
// command line.
#pragma once

#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "credentials.hpp"
#include "options.hpp"
#include "transcript.hpp"

namespace cli {

class Outlet {
 public:
  explicit Outlet(const Arguments& arguments) : arguments_(arguments), transcript_(arguments) {}

  // False after it has reported why not; then status() is the program's.
  bool prepare(mailmote::Service service, std::size_t recipients);

  mailmote::Mailer& mailer() { return *mailer_; }
  std::string_view spec() const { return spec_; }  // in full
  mailmote::Login login() const { return credentials_.login(); }
  int status() const { return status_; }

  // Reports what went wrong in the mailer.
  int report_failure(const mailmote::Error& error);

 private:
  bool read_spec(mailmote::Service service);
  void read_resolve();
  void make_mailer(std::size_t recipients);

  const Arguments& arguments_;
  Transcript transcript_;
  Credentials credentials_;
  int status_ = 0;

  char storage_[mailmote::max_spec_storage] = {};
  mailmote::Spec parsed_;
  std::string spec_;

  std::string ca_file_;
  std::string helo_;
  std::vector<std::string> mappings_;
  std::vector<mailmote::posix::Resolve> resolve_;
  std::optional<mailmote::posix::Network> network_;

  std::vector<char> memory_;
  std::vector<mailmote::Delivery> deliveries_;
  std::optional<mailmote::Mailer> mailer_;
};

}  // namespace cli
